"""The tables of docs/genres.md, which `refresh` makes from results/."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from bench.render import suites
from bench.render.grid import Grid, markdown, percent
from bench.results import record
from bench.results.names import FAMILIAR
from bench.results.record import Record

ROOT = Path(__file__).parents[1]
GENRES = re.compile(r"(?<=^<!-- genre )([\w-]+) -->\n.*?(?=^<!-- end -->)", re.MULTILINE | re.DOTALL)
"""Matches a table of docs/genres.md; the group is its name."""
TEXTS = {
    "articles": "articles",
    "tempeval3-platinum": "Platinum",
    "meantime-apple": "MEANTIME apple",
    "meantime-airbus": "MEANTIME airbus",
    "wikiwars": "WikiWars",
    "messages": "messages",
    "phenomena": "phenomena",
}
"""The heading of each suite of texts."""
EVENTS = ("articles", "tempeval3-platinum", "meantime-apple", "meantime-airbus")
TASK4 = {"task4-trial": "trial", "task4-airbus": "airbus"}
EXPRESSIONS = {
    f"expressions-{name}": name
    for name in ("recognizers", "duckling", "chrono", "timefhuman", "ctparse", "dateparser", "python-edtf")
}
TYPES = ("DATE", "TIME", "DURATION", "SET")
BASE = TEXTS["articles"]


def read(names: Mapping[str, str]) -> dict[str, list[Record]]:
    """Return the records of suites, by their headings. A suite without results has none."""
    return {
        heading: [record.read(path) for path in sorted((ROOT / "results" / name).glob("*/record.json"))]
        for name, heading in names.items()
    }


def task4(names: Iterable[str] = TASK4) -> Grid:
    """Return the table of the recall of events, for each part of Task 4."""
    found = read({name: TASK4[name] for name in names})
    recalls: dict[str, dict[str, str]] = {}
    for heading, records in found.items():
        for one in records:
            if one.role == "system" and (score := one.measures.get("event.relaxed")):
                mark = FAMILIAR if one.familiar else ""
                recalls.setdefault(one.name, {})[heading] = percent(score.recall) + mark
    rows = [[f"`{name}`", *(of.get(heading, "–") for heading in found)] for name, of in sorted(recalls.items())]
    return Grid("", ("system", *found), rows)


def grid(name: str) -> Grid:
    """Return one table of the page."""
    if name == "task4":
        return task4()
    if name == "expressions":
        return suites.across(read(EXPRESSIONS), "timex.value", "")
    texts = read(TEXTS)
    if name == "found":
        return suites.across(texts, "timex.relaxed", "")
    if name == "value":
        return suites.across(texts, "timex.value", "")
    if name == "events":
        return suites.across({TEXTS[each]: texts[TEXTS[each]] for each in EVENTS}, "event.relaxed", "")
    if name == "agreement":
        measures = {"timex.relaxed": "found", "timex.value": "value"}
        return suites.agreement({**texts, **read(EXPRESSIONS)}, BASE, measures, "")
    if name == "types":
        return suites.by_type(texts, "timex.value", TYPES, "")
    raise ValueError(f"there is no table {name!r}")


def genre(name: str) -> str:
    """Return one table of the page as Markdown, with its name in the mark above it."""
    text = markdown(grid(name), str).split("\n", 2)[2]
    return f"{name} -->\n{text}"
