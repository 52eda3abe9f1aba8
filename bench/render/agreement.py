"""Tables of agreement between annotators, and of the annotations on which they differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bench.errors import UsageError
from bench.gold import agreement
from bench.gold import several as several_
from bench.gold.agreement import Agreement
from bench.gold.differences import Difference
from bench.gold.passes import Passes
from bench.gold.several import Category, Joined
from bench.render.grid import Grid, percent

NOTE = "F1: over both sides; share: of matched pairs that state it; n: annotations, or such pairs."


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def two(lines: Sequence[Agreement], title: str) -> Grid:
    """Returns the table of two annotators. What neither of them annotated has no row; the note names it."""
    rows = [
        [each.subject, each.figure, percent(each.value), _number(each.kappa), str(each.n)]
        for each in lines
        if each.annotated
    ]
    left_out = [each.subject for each in lines if not each.annotated]
    note = NOTE + (f"\nNeither side annotated: {'; '.join(left_out)}." if left_out else "")
    return Grid(title, ("subject", "score", "%", "kappa", "n"), rows, labels=2, note=note)


def several(lines: Sequence[Joined], names: Sequence[str], *, alpha: bool) -> Grid:
    """Returns the table of several annotators: the score of each two, the mean, and alpha if it was computed."""
    between = list(lines[0].values)
    headers = ["subject", "score", *(f"{names[a]}–{names[b]}" for a, b in between), "mean"]
    rows = [
        [each.subject, each.figure, *(percent(each.values[pair]) for pair in between), percent(each.mean)]
        + ([_number(each.alpha), str(each.units) if each.units else "–"] if alpha else [])
        for each in lines
        if each.mean is not None
    ]
    note = "F1 and share in %, of each two annotators."
    if alpha:
        headers += ["alpha", "units"]
        note += " alpha: Krippendorff's, of labels on the spans (units) that all marked."
    if left_out := [each.subject for each in lines if each.mean is None]:
        note += f"\nNo two annotators can be compared on: {'; '.join(left_out)}."
    return Grid(f"Agreement of {', '.join(names)}", headers, rows, labels=2, note=note)


def categories(found: Sequence[Category], title: str) -> Grid:
    """Returns the table of the agreement on each category."""
    rows = [[each.subject, each.category, percent(each.f1), str(each.n)] for each in found]
    note = "F1: of annotations with this category; a pair counts if both have it; n: on both sides."
    return Grid(title, ("subject", "category", "F1", "n"), rows, labels=2, note=note)


def phenomena(found: Sequence[tuple[str, int, Sequence[Agreement]]], title: str) -> Grid:
    """Returns the table of agreement on the documents of each phenomenon: its name, their number, the lines."""
    subjects = [each.subject for each in found[0][2] if any(of.value is not None for of in _column(found, each))]
    rows = [
        [name, str(count), *(percent(each.value) for each in lines if each.subject in subjects)]
        for name, count, lines in found
    ]
    return Grid(title, ("first tag", "texts", *subjects), rows, note="F1 and share, in %.")


def _column(found: Sequence[tuple[str, int, Sequence[Agreement]]], line: Agreement) -> list[Agreement]:
    return [each for _, _, lines in found for each in lines if each.subject == line.subject]


def difference_lines(found: Sequence[Difference], names: Sequence[str]) -> Iterator[str]:
    """Yields lines for people: where each difference is, and below it what each annotator states."""
    for number, each in enumerate(found, start=1):
        place = each.document if each.start is None else f"{each.document} {each.start}–{each.end}"
        yield f"{number}. {place}, {each.layer}: {each.context}"
        for name, said in zip(names, each.says, strict=True):
            yield f"   {name}: {said if said is not None else '–'}"


def difference_rows(found: Sequence[Difference]) -> Iterator[list[object]]:
    """Yields a row for each difference, for tables and CSV."""
    for each in found:
        yield [each.document, each.layer, each.start, each.end, each.context, *each.says]


DIFFERENCE_HEADERS = ("document", "layer", "start", "end", "context")
"""The first headers of `difference_rows`; the names of the annotators come after them."""


def by(passes: Passes, kind: str) -> Grid:
    """Returns the table of two annotators by "category", or by "phenomenon": the first tag of gold's documents.

    Raises UsageError for more than two annotators, and by phenomenon if the documents have no tags.
    """
    if len(passes.sides) != 2:
        raise UsageError("--by compares two annotators; name two")
    a, b = passes.sides
    title = f"Agreement of {passes.names[0]} and {passes.names[1]} by {kind}"
    if kind == "category":
        return categories(several_.categories(a.layers, b.layers), title)
    tagged: dict[str, list[str]] = {}
    for name in passes.ids:
        if name in passes.documents and passes.documents[name].tags:
            tagged.setdefault(passes.documents[name].tags[0], []).append(name)
    if not tagged:
        raise UsageError("the documents have no tags; name the gold that has them by --gold")
    found = []
    for tag in sorted(tagged):
        sides = [{name: side.layers[name] for name in tagged[tag] if name in side.layers} for side in (a, b)]
        found.append((tag, len(tagged[tag]), agreement.measure(sides[0], sides[1])))
    return phenomena(found, title)
