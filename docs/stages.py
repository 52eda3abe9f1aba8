"""The tables of docs/timeline.md, which are made from results/: what each stage of a timeline loses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
STAGES = re.compile(
    r"(?<=^<!-- )(chains|stages|whole|anchoring|task4) -->\n.*?(?=^<!-- end -->)", re.MULTILINE | re.DOTALL
)
"""Matches a table of docs/timeline.md; the group is the name of the table."""
ROWS = (
    ("times", "timex.value", "spacy-rules", "spacy-rules"),
    ("events", "event.relaxed", "verb-lexicon", "verb-lexicon"),
    ("anchoring", "when.overlap", "rule-anchors-given", "rule-anchors"),
    ("merging", "timeline.merging", "merged-events-given", "merged-events"),
    ("choosing", "timeline.choosing", "story-timeline-given", "story-timeline"),
)
"""Each stage, its measure, the system that does it alone on gold input, and the one that does it in the chain."""
WHOLE = (
    ("events with their dates", "story-timeline-given"),
    ("events and times", "story-timeline-anchored"),
    ("nothing but the text", "story-timeline"),
    ("nothing but the text", "parsed-timeline"),
)
"""What the choosing chain is given, and the system."""
ANCHORS = (
    "parsed-anchors-given",
    "parsed-sklearn-anchors-given",
    "parsed-anchors",
    "parsed-sklearn-anchors",
    "rule-anchors-given",
    "sklearn-anchors-given",
    "rule-anchors-events",
    "rule-anchors",
    "sklearn-anchors",
    "nearest-time",
    "annotator-a",
    "annotator-b",
)


def stage(name: str) -> str:
    """Return one table of docs/timeline.md, after its name and with a sentence below it where it has one."""
    tables = {"chains": _chains, "stages": _stages, "whole": _whole, "anchoring": _anchoring, "task4": _task4}
    return f"{name} -->\n{tables[name]()}"


def figure(system: str, measure: str, part: str = "f1") -> float:
    """Return a figure of the four articles in percent."""
    from bench.results import record

    found = getattr(record.read(ROOT / "results" / "articles" / system / "record.json").measures[measure], part)
    assert found is not None, (system, measure)
    return 100 * float(found)


def _table(headers: Sequence[str], rows: Sequence[Sequence[str]], labels: int = 1) -> str:
    from bench.render.grid import Grid, markdown

    return markdown(Grid("", headers, rows, labels=labels), str).split("\n", 2)[2]


def _chains() -> str:
    from bench.systems import discovery
    from bench.systems.dependencies import reached
    from bench.timelines.chain import FIGURES, MEASURE

    known, _ = discovery.discover(ROOT / "systems")
    rows = []
    for name in sorted(FIGURES, key=lambda each: -FIGURES[each]):
        needs = {need for each in reached(known[name], known) for need in each.requirements.dependencies}
        figures = (f"{figure(name, measure):.1f}" for measure in (MEASURE, "timeline.entries"))
        rows.append((f"`{name}`", ", ".join(f"`{need}`" for need in sorted(needs)) or "nothing", *figures))
    return _table(("chain", "needs", "entries with the right date, F1 (%)", "entries, F1 (%)"), rows, 2)


def _stages() -> str:
    alone = {name: figure(given, measure) for name, measure, given, _ in ROWS}
    rows = [
        (name, f"`{measure}`", f"`{given}` {alone[name]:.1f}", f"`{chain}` {figure(chain, measure):.1f}")
        for name, measure, given, chain in ROWS
    ]
    table = _table(("stage", "measure, F1 (%)", "alone, on gold input", "in the chain"), rows, 4)
    least = min(alone, key=lambda name: alone[name])
    _, measure, given, _ = next(row for row in ROWS if row[0] == least)
    p, r = (figure(given, measure, part) for part in ("precision", "recall"))
    order = ", ".join(sorted(alone, key=lambda name: alone[name]))
    words = (
        f"**{least.capitalize()} loses most**: alone, on gold input, it gets {alone[least]:.1f} (P {p:.1f}, R "
        f"{r:.1f}), less than any other stage. "
        f"From the stage that loses most to the one that loses least: {order}."
    )
    return f"{table}\n{words}\n"


def _whole() -> str:
    rows = [
        (words, f"`{system}`", *(f"{figure(system, name):.1f}" for name in ("timeline.when", "timeline.entries")))
        for words, system in WHOLE
    ]
    rows += [
        (
            "an annotator",
            f"`{name}`",
            f"{figure(name, 'timeline.when'):.1f}",
            f"{figure(name, 'timeline.entries'):.1f}",
        )
        for name in ("annotator-a", "annotator-b")
    ]
    dated, timed, text = (figure(system, "timeline.when") for _, system in WHOLE[:3])
    words = (
        f"Of 100 points, merging and choosing lose {100 - dated:.0f} even with gold's events and dates. Wrong "
        f"dates lose {dated - timed:.0f} more, and finding times and events {timed - text:.0f} (`{WHOLE[2][1]}`)."
    )
    table = _table(("given", "system", "entries with the right date, F1 (%)", "entries, F1 (%)"), rows, 2)
    return f"{table}\n{words}\n"


def _anchoring() -> str:
    names = ("when.overlap", "when@month", "when")
    rows = [(f"`{system}`", *(f"{figure(system, name):.1f}" for name in names)) for system in ANCHORS]
    return _table(("system", *(f"`{name}`" for name in names)), rows)


def _task4() -> str:
    from bench.render.grid import markdown
    from bench.render.quoted import grids
    from bench.results import quoted

    return "\n".join(map(markdown, grids(quoted.read(ROOT / "results" / "task4-airbus"))))
