"""A comparison as Markdown for reviewers: a job summary, or a comment on a pull request.

It is read on telephones too, so that tables have few and short columns, the verdict first, and examples are lists.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from bench.comparison.compared import Compared, Comparison
from bench.comparison.examples import Example
from bench.comparison.gates import Judgement
from bench.counts import plural
from bench.render import comparison as drawn
from bench.render.grid import Grid, markdown

MOST_EXAMPLES = 30
"""The largest number of examples of a system that are shown."""
MOST_CHARACTERS = 65_000
"""The largest number of characters in a summary: a little less than GitHub's limit for a comment."""
MOST_CASES = 5
"""The largest number of broken cases that aren't folded."""
CASE = re.compile(r".+ of .+ \d+–\d+")
"""Matches the measure of a judgement on a case that must stay right (`bench.comparison.kept`)."""
NO_WIDTH = "\u200b"
"""The zero-width space (U+200B)."""
LIVE = re.compile(r"[@#$]|:(?=\S)|www(?=\.)|gh(?=-\d)", re.IGNORECASE)
"""Matches the characters with which GitHub begins a mention, an issue number, a formula, a link or an emoji."""

INTERVAL = re.compile(r"(?<=\d) to (?=[+−\d])")
"""Matches the word between the bounds of an interval."""


def as_markdown(comparison: Comparison, judgements: Sequence[Judgement]) -> str:
    """Returns Markdown for a step summary or a comment on GitHub: the verdict, tables, and folded examples."""
    lines = [f"### bench compare: {drawn.WORDS[drawn.headline(judgements)]}", ""]
    told = [judgement for judgement in judgements if drawn.told(judgement)]
    cases = [judgement for judgement in told if CASE.fullmatch(judgement.measure)]
    lines += [f"- {_escaped(drawn.sentence(judgement))}" for judgement in told if judgement not in cases]
    lines += [f"- {_escaped(drawn.sentence(judgement))}" for judgement in cases[:MOST_CASES]]
    lines += [f"- note: {_escaped(remark)}" for remark in comparison.remarks]
    lines += _states(comparison)
    lines.append("")
    if rest := cases[MOST_CASES:]:
        listed = "\n".join(f"- {_escaped(drawn.sentence(judgement))}" for judgement in rest)
        lines.append(_folded(f"{len(rest)} more broken {'case' if len(rest) == 1 else 'cases'}", listed))
    lines += _tables(comparison)
    text = "\n".join(lines)
    for system in comparison.systems:
        if system.examples:
            part = _examples(system)
            if len(text) + len(part) > MOST_CHARACTERS:
                text += f"\nThe examples of {_escaped(system.name)} don't fit here.\n"
                continue
            text += f"\n{part}"
    if len(text) > MOST_CHARACTERS:
        text = text[:MOST_CHARACTERS].rpartition("\n")[0] + "\n\nThe rest doesn't fit here.\n"
    return text


def _tables(comparison: Comparison) -> Iterator[str]:
    """Yields a table for each changed system, the notes, and a table of the recall by kind for each system."""
    scores, *_ = drawn.grids(comparison)
    if len(scores.headers) == 2:  # no system has changed
        yield markdown(scores, _escaped, "<br>")
        return
    yield f"**{_escaped(scores.title)}**\n"
    by_system: dict[str, list[Sequence[str]]] = {}
    for row in scores.rows:
        by_system.setdefault(row[0], []).append(row)
    order = [scores.headers.index(name) for name in ("measure", "verdict", "change", "base", "head")]
    order += [place for place in range(1, len(scores.headers)) if place not in order]
    heads = [scores.headers[place] for place in order]
    for name, rows in by_system.items():
        yield markdown(Grid(name, heads, [[row[place] for place in order] for row in rows], labels=2), _in_table)
    yield "<br>".join(map(_escaped, scores.note.splitlines())) + "\n"
    for system in comparison.systems:
        if any(before != after for before, after in system.kinds.values()):
            kinds = [[kind, *map(drawn.points, sides)] for kind, sides in system.kinds.items()]
            title = f"{system.name}: recall of time expressions by kind, by value (%)"
            yield markdown(Grid(title, ("kind", "base", "head"), kinds), _escaped)


def _states(comparison: Comparison) -> list[str]:
    lines = []
    for state in ("renamed", "new", "removed"):
        names = [
            f"{system.was} → {system.name}" if state == "renamed" else system.name
            for system in comparison.systems
            if system.state == state
        ]
        if names:
            lines.append(f"- {state}: {_escaped(', '.join(names))}")
    lines += [
        f"- {_escaped(line)}"
        for system in comparison.systems
        for line in drawn.failures(system, comparison.documents)
    ]
    mended = [system for system in comparison.systems if system.mended]
    return lines + [f"- {_escaped(each.name)} had failed on {_escaped(drawn.mended(each))}" for each in mended]


def _examples(system: Compared) -> str:
    """Returns a folded list of a system's examples, those in which head is worse first."""
    ordered = sorted(system.examples, key=lambda example: not example.worse)
    worse = sum(example.worse for example in ordered)
    listed = "\n".join(map(_example, ordered[:MOST_EXAMPLES]))
    more = len(ordered) - MOST_EXAMPLES
    rest = f"\n\nand {more} more" if more > 0 else ""
    title = f"{system.name}: {plural(worse, 'example')} worse, {len(ordered) - worse} better"
    return _folded(title, f"{listed}{rest}")


def _folded(title: str, text: str) -> str:
    return f"<details><summary>{_escaped(title)}</summary>\n\n{text}\n\n</details>\n"


def _example(example: Example) -> str:
    """Returns an item of a list: the change, the words around it, and what gold, base and head have there."""
    around = _cut(example) if example.text else f"{example.start}–{example.end}"
    change = f"{example.change}, {example.kind}" if example.kind else example.change
    sides = {"gold": example.gold, "base": example.base, "head": example.head}
    said = "; ".join(f"{side}: {_escaped(words or '–')}" for side, words in sides.items())
    return f"- {_escaped(change)}, in {_escaped(example.document)}: {_escaped(around)}<br>{said}"


def _cut(example: Example, around: int = 40) -> str:
    """Returns the words of an example in brackets, with up to ``around`` characters on either side."""
    start, end = example.at, example.at + len(" ".join(example.text.split()))
    before, found, after = example.sentence[:start], example.sentence[start:end], example.sentence[end:]
    left = ("…" if len(before) > around else "") + before[-around:]
    right = after[:around] + ("…" if len(after) > around else "")
    return f"{left}[{found}]{right}"


def _escaped(text: str) -> str:
    """Returns text with escapes, so that GitHub makes no tag, link, mention, emoji, formula or code of it.

    GitHub looks for some of these even in escaped text. A zero-width space within them prevents it.
    """
    parted = LIVE.sub(f"\\g<0>{NO_WIDTH}", " ".join(text.split()))
    plain = html.escape(parted, quote=False)
    return "".join(f"&#{ord(letter)};" if letter in "`*_[]@#~!\\|$" else letter for letter in plain)


def _in_table(text: str) -> str:
    """Returns text with escapes, in which an interval isn't broken: it would make the row of a telephone high."""
    return INTERVAL.sub("&nbsp;to&nbsp;", _escaped(text))
