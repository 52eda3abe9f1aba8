"""Tables over several suites: each system on each, what no system solves, and how far suites rank systems alike.

A figure of a system on texts that it was made or tuned on has a mark. It is never the best one, and is left out of
rankings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bench.render.grid import Grid, percent
from bench.results.names import FAMILIAR
from bench.results.record import Record
from bench.statistics.ranks import correlation

Suites = Mapping[str, Sequence[Record]]
"""The records of each suite, by the heading of the suite."""
SOLVED = 0.5
"""The recall below which the best system doesn't solve a type of annotation."""


def scores(records: Sequence[Record], measure: str) -> dict[str, float]:
    """Returns F1 of each system that predicts something for a measure, by its name.

    If gold has several right readings, each of them counts (the measure ``….any``).
    """
    found = {}
    for record in records:
        score = record.measures.get(f"{measure}.any") or record.measures.get(measure)
        if record.role == "system" and score is not None and score.f1 is not None and score.counts.predicted:
            found[record.name] = score.f1
    return found


def ranked(records: Sequence[Record], measure: str) -> dict[str, float]:
    """Returns the `scores` of the systems that weren't made or tuned on the texts."""
    return scores([record for record in records if not record.familiar], measure)


def across(suites: Suites, measure: str, title: str) -> Grid:
    """Returns the table of F1 by system and suite. Systems with a higher mean of ranked scores come first."""
    of_suites = {name: scores(records, measure) for name, records in suites.items()}
    fair = {name: ranked(records, measure) for name, records in suites.items()}

    def mean(system: str) -> float:
        known = [of_suite[system] for of_suite in fair.values() if system in of_suite]
        return sum(known) / len(known) if known else 0.0

    systems = sorted({name for of_suite in of_suites.values() for name in of_suite}, key=lambda x: (-mean(x), x))
    rows, strong = [], set()
    for number, system in enumerate(systems):
        row = [system]
        for column, name in enumerate(suites, 1):
            figure = of_suites[name].get(system)
            mark = FAMILIAR if figure is not None and system not in fair[name] else ""
            row.append(percent(figure) + mark)
            if not mark and figure and percent(figure) == percent(max(fair[name].values(), default=0.0)):
                strong.add((number, column))
        rows.append(row)
    note = (
        f"{FAMILIAR}: was made or tuned on these texts." if any(FAMILIAR in "".join(row) for row in rows) else ""
    )
    return Grid(title, ("system", *suites), rows, note=note, strong=frozenset(strong))


def agreement(suites: Suites, base: str, measures: Mapping[str, str], title: str) -> Grid:
    """Returns the table of how far each suite ranks the systems as the suite ``base`` does (Kendall's tau-b).

    ``measures`` has the heading of each measure. Only systems that are ranked on both suites count.
    """
    rows = []
    for name, records in suites.items():
        if name == base:
            continue
        row = [name]
        for measure in measures:
            here, there = ranked(suites[base], measure), ranked(records, measure)
            both = sorted(here.keys() & there.keys())
            found = correlation([here[each] for each in both], [there[each] for each in both])
            row += [
                "–" if found.value is None else f"{found.value:.2f}",
                _interval(found.interval),
                str(len(both)),
            ]
        rows.append(row)
    return Grid(
        title,
        ("suite", *("tau", "95 %", "systems") * len(measures)),
        rows,
        groups=[(heading, 3) for heading in measures.values()],
    )


def _interval(found: tuple[float, float] | None) -> str:
    return "–" if found is None else f"{found[0]:.2f} to {found[1]:.2f}"


def by_type(suites: Suites, measure: str, types: Sequence[str], title: str) -> Grid:
    """Returns the table of the best recall of each type of annotation, by suite, and whose it is.

    A cell is "recall (system, of so many in gold)"; it is in bold if no system reaches `SOLVED`.
    """
    rows, strong = [], set()
    for number, (name, records) in enumerate(suites.items()):
        row = [name]
        for column, type_ in enumerate(types, 1):
            recalls = [
                (score.recall, record.name, score.counts.gold)
                for record in records
                if record.role == "system" and not record.familiar
                if (score := record.slices.get("type", {}).get(type_, {}).get(measure))
                and score.recall is not None
            ]
            best = max(recalls, key=lambda each: each[0], default=None)  # of equal recalls the first name's
            if best is None:
                row.append("–")
                continue
            recall, system, gold = best
            row.append(f"{percent(recall)} ({system if recall else 'nobody'}, of {gold})")
            if recall < SOLVED:
                strong.add((number, column))
        rows.append(row)
    return Grid(title, ("suite", *types), rows, labels=len(types) + 1, strong=frozenset(strong))
