"""The results of the checks without labels as tables and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bench.invariance.result import CHECKS, Checked, SystemChecked, Violation
from bench.render.grid import Grid, csv_text, percent

EXAMPLES = 2
"""The number of examples of each check and system that are shown."""
_LONGEST = 60


def grids(checked: Checked) -> list[Grid]:
    """Returns the table of rates, and that of examples if anything is violated."""
    rows = [
        [name, *(percent(system.checks[check].rate if check in system.checks else None) for check in CHECKS)]
        for name, system in checked.systems.items()
    ]
    heads = [check.removeprefix("dct: ") for check in CHECKS]
    note = "moves, stays: when the dct moves. –: there was nothing to check."
    title = f"Annotations that violate a check, of those that it is about (%); {checked.documents:,} documents"
    found = [Grid(title, ["system", *heads], rows, note=note)]
    shares = [(name, system.share) for name, system in checked.systems.items() if system.share.of]
    if shares:
        figures = [
            [name, str(each.of), percent(each.right / each.of), percent(each.on_twins / each.of)]
            for name, each in shares
        ]
        heads = ["system", "gold has", "right", "right on the twins"]
        found.append(
            Grid("Values of gold's time expressions, on the documents and on their twins (%)", heads, figures)
        )
    examples = [row for name, system in checked.systems.items() for row in _examples(name, system, checked.lent)]
    if examples:
        heads = ["system", "check", "violations", "document", "words", "due", "found"]
        found.append(Grid("Examples", heads, examples, labels=7))
    return found


def _examples(name: str, system: SystemChecked, lent: bool) -> Iterator[list[str]]:
    for check, judged in system.checks.items():
        for each in _few(judged.violations):
            number = f"{len(judged.violations):,} of {judged.asserted:,}"
            said = [_short(word or "nothing") for word in (each.due, each.found)]
            yield [name, check, number, each.document, _words(each, lent), *said]


def _few(violations: tuple[Violation, ...]) -> list[Violation]:
    """Returns the first examples, each with other words."""
    return [*{each.words: each for each in reversed(violations)}.values()][::-1][:EXAMPLES]


def _words(each: Violation, lent: bool) -> str:
    """Returns the words of a violation; its offsets if the texts may not be quoted."""
    return f"{each.start}–{each.end}" if lent else _short(each.words)


def _short(words: str) -> str:
    """Returns words, cut if they are long: a span may be as long as its article."""
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


def as_json(checked: Checked) -> str:
    """Returns the results as JSON: for each system and check the counts and two examples."""
    return json.dumps(
        {
            "documents": checked.documents,
            "systems": {name: _object(system, checked.lent) for name, system in checked.systems.items()},
            "unready": dict(checked.unready),
        },
        indent=1,
        ensure_ascii=False,
    )


def _object(system: SystemChecked, lent: bool) -> dict[str, Any]:
    share = system.share
    return {
        "checks": {
            check: {
                "asserted": judged.asserted,
                "violated": len(judged.violations),
                "examples": [
                    {
                        "document": each.document,
                        "start": each.start,
                        "end": each.end,
                        "words": "" if lent else _short(each.words),
                        "due": _short(each.due),
                        "found": _short(each.found),
                    }
                    for each in _few(judged.violations)
                ],
            }
            for check, judged in system.checks.items()
        },
        "right": {"of": share.of, "documents": share.right, "twins": share.on_twins} if share.of else None,
        "failures": dict(system.failures),
        "skipped": dict(system.skipped),
    }


def as_csv(checked: Checked) -> str:
    """Returns CSV with a row for each system and check."""
    rows = [
        (name, check, judged.asserted, len(judged.violations))
        for name, system in checked.systems.items()
        for check, judged in system.checks.items()
    ]
    return csv_text(("system", "check", "asserted", "violated"), rows)
