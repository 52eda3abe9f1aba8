"""An audit of gold as lines for people, as tables, and as JSON and CSV for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from bench.comparison.audit import Audit, Kind, Place
from bench.render.grid import Grid, csv_text, percent

TITLES: dict[Kind, str] = {
    "against": "Strong systems agree on another answer than gold",
    "unsolved": "No strong system is right",
    "missing": "Strong systems agree on what gold doesn't have",
}
"""The heading of each kind of places, in the order in which they are shown."""
HEADERS = ("document", "start", "end", "measure", "context", "gold", "most say", "agree", "right", "asked")


def of_kind(audit: Audit) -> Iterator[tuple[str, Sequence[Place]]]:
    """Yields the heading and the places of each kind that has places."""
    for kind, title in TITLES.items():
        if found := [place for place in audit.places if place.kind == kind]:
            yield title, found


def lines(audit: Audit) -> Iterator[str]:
    """Yields lines for people: each place in its context, what gold says, and who says what."""
    number = 0
    for title, places in of_kind(audit):
        yield f"{title}: {len(places)}"
        for place in places:
            number += 1
            yield f"{number}. {place.document} {place.start}–{place.end}, {place.measure}: {place.context}"
            yield f"   gold: {place.gold or 'nothing'}"
            for answer in sorted(set(place.answers.values()), key=lambda each: (_count(place, each), each)):
                names = [name for name, said in place.answers.items() if said == answer]
                yield f"   {len(names)} of {place.asked}: {answer} ({', '.join(names)})"
        yield ""


def _count(place: Place, answer: str) -> int:
    return -sum(said == answer for said in place.answers.values())


def witnesses(audit: Audit) -> Iterator[str]:
    """Yields for each measure a line that says which systems were asked, with their F1."""
    for each in audit.audited:
        names = ", ".join(f"{name} {percent(f1)}" for name, f1 in each.strong.items())
        yield f"{each.measure}: {len(each.strong)} strong systems: {names}"


def grids(audit: Audit) -> list[Grid]:
    """Returns a table for each kind of places."""
    return [
        Grid(
            f"{title}: {len(places)}",
            HEADERS,
            [[str(cell) for cell in _row(place)] for place in places],
            labels=len(HEADERS) - 3,
            note="\n".join(witnesses(audit)),
        )
        for title, places in of_kind(audit)
    ]


def _row(place: Place) -> list[object]:
    gold = place.gold or "nothing"
    where = place.document, place.start, place.end, place.measure, place.context
    return [*where, gold, place.answer, place.agree, place.right, place.asked]


def as_csv(audit: Audit) -> str:
    """Returns CSV text with a line for each place; the kind is its first cell."""
    return csv_text(("kind", *HEADERS), ([place.kind, *_row(place)] for place in audit.places))


def as_json(audit: Audit) -> str:
    """Returns JSON text: the thresholds, the strong systems of each measure, and the places with all answers."""
    data = {
        "suite": audit.suite.name,
        "suite_digest": audit.suite.digest,
        "thresholds": asdict(audit.thresholds),
        "strong": {each.measure: dict(each.strong) for each in audit.audited},
        "left_out": dict(audit.left_out),
        "unaudited": dict(audit.unaudited),
        "absent": dict(audit.absent),
        "unknown": dict(audit.unknown),
        "places": [asdict(place) for place in audit.places],
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"
