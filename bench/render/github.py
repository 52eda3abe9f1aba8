"""A comparison as GitHub's annotations: of the job for gates, of lines of files for examples that are worse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bench.comparison.compared import Comparison
from bench.comparison.gates import Judgement
from bench.comparison.places import Placed
from bench.escapes import visible
from bench.render.comparison import sentence


def as_annotations(comparison: Comparison, judgements: Sequence[Judgement]) -> str:
    """Returns GitHub's workflow commands: an error for each breached gate, a warning for each undecided one.

    A system that is better in some measures gets a notice.
    """
    levels = {"lost": "error", "failed": "error", "unanswered": "error", "undecided": "warning"}
    lines = [
        f"::{levels[each.outcome]} title={_property(f'bench compare {each.system}')}::{_data(sentence(each))}"
        for each in judgements
        if each.outcome in levels
    ]
    for system in comparison.systems:
        better = [name for name, found in system.differences.items() if found.verdict == "better"]
        if better:
            title = _property(f"bench compare {system.name}")
            lines.append(f"::notice title={title}::{_data('better: ' + ', '.join(better))}")
    return "".join(f"{line}\n" for line in lines)


def as_line_annotations(found: Iterable[Placed]) -> str:
    """Returns GitHub's workflow commands that put a warning at the line of each worse example."""
    lines = []
    for each in found:
        example = each.example
        where = f"“{example.text}”" if example.text else f"{example.start}–{example.end}"
        sides = {"gold": example.gold, "base": example.base, "head": example.head}
        said = "; ".join(f"{side}: {words or 'nothing'}" for side, words in sides.items())
        place = f"file={_property(each.path.as_posix())},line={each.line}"
        said = f"{example.change}: {where} of {example.document}: {said}"
        lines.append(f"::warning {place},title={_property(f'bench compare {each.system}')}::{_data(said)}\n")
    return "".join(lines)


def _data(text: str) -> str:
    text = visible(text)
    for letter in "%\r\n":
        text = text.replace(letter, f"%{ord(letter):02X}")
    return text


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
