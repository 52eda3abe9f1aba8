"""The tables that compare systems. Each measure names the tables that show it."""

from __future__ import annotations

from dataclasses import dataclass

from bench.dataset.suite import RESOLVED


@dataclass(frozen=True, slots=True)
class Table:
    """A table that compares systems; its columns are measures of one layer."""

    title: str
    layer: str
    whole: bool = True
    """True if precision, recall and F1 of each measure are shown; else only F1 is."""


TIMES = Table("Time expressions (%)", "timexes")
DENOTED = Table("What time expressions denote, F1 (%)", "timexes", whole=False)
SURE = Table("Values and alternatives, F1 (%)", "timexes", whole=False)
NOW = Table("Dates from the right now, and with support (%)", "timexes", whole=False)
GIVEN = Table("Values of given time expressions (%)", RESOLVED)
EVENTS = Table("Events (%)", "events")
WHEN = Table("When events happened, F1 (%)", "events", whole=False)
LINKS = Table("Temporal links (%)", "links")
TIMELINE = Table("Timeline (%)", "timeline")
STAGES = Table("Choosing and merging in timelines (%)", "timeline")

TABLES = (TIMES, DENOTED, SURE, NOW, GIVEN, EVENTS, WHEN, LINKS, TIMELINE, STAGES)
"""All tables in the order in which they are shown; the first one of a layer is the layer's main table."""


def main(layer: str) -> Table | None:
    """Returns the main table of a layer; None if the layer has no table."""
    return next((table for table in TABLES if table.layer == layer), None)
