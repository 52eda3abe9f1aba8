"""What all schemes share, and what docs/schemes.md says of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from bench import Event, Timex
from bench.dataset.suite import Layers, Predictions, Suite, SuiteDocument
from bench.errors import UsageError
from bench.matching.matching import match
from bench.schemes import SCHEMES, named
from bench.schemes.labelling import Labelled
from bench.schemes.nervaluate import LEVELS, judge
from bench.schemes.seqeval import entities
from bench.sdk.model import Region
from tests.conftest import ROOT

DOCS = (ROOT / "docs" / "schemes.md").read_text(encoding="utf-8")
TEXT = "In mid-2013, it re-opened."
Spans = list[tuple[int, int]]


def cells(header: str) -> Iterator[list[str]]:
    """The rows of the table of the docs that has this header."""
    table = DOCS.split(header, 1)[1].split("\n\n", 1)[0]
    for line in table.splitlines()[2:]:
        yield [cell.strip() for cell in line.strip("|").split("|")]


def spans(cell: str) -> Spans:
    return [(int(start), int(end)) for start, end in re.findall(r"(\d+)–(\d+)", cell)]


def labelled(found: Spans) -> list[Labelled]:
    return [Labelled(start, end, "X") for start, end in found]


def ours(gold: Spans, predicted: Spans) -> tuple[int, int]:
    """The correct matches of timex.strict and timex.relaxed; a repeat is one."""
    pairs = match([Timex(*span) for span in gold], [Timex(*span) for span in dict.fromkeys(predicted)]).pairs
    return sum((a.start, a.end) == (b.start, b.end) for a, b in pairs), len(pairs)


def test_every_scheme_is_defined() -> None:
    for scheme in SCHEMES:
        assert named(scheme.name) is scheme
        assert f"| `{scheme.name}` | {scheme.definition} | {scheme.source} |" in DOCS


def test_an_unknown_scheme_has_near_names() -> None:
    with pytest.raises(UsageError, match="no scheme named 'nervalute'; did you mean nervaluate"):
        named("nervalute")


def test_the_minimal_cases_of_nervaluate_come_out_as_the_docs_say() -> None:
    strict, _, _, ent_type = LEVELS
    seen = 0
    for _, gold, predicted, *expected in cells("| case | gold | predicted | strict |"):
        sides = spans(gold), spans(predicted)
        found = []
        for beyond in (0, 1):
            for level in (strict, ent_type):
                tally = judge(labelled(sides[0]), labelled(sides[1]), level, beyond)
                found.append(f"{tally.correct} {tally.incorrect} {tally.missed} {tally.spurious}")
        assert [*found, *map(str, ours(*sides))] == expected
        seen += 1
    assert seen == 12


def test_the_minimal_cases_of_seqeval_come_out_as_the_docs_say() -> None:
    seen = 0
    for _, gold, predicted, *expected in cells("| case | gold | predicted | gold held |"):
        sides = spans(gold), spans(predicted)
        wanted, found = (entities(TEXT, labelled(side)) for side in sides)
        figures = (len(wanted), len(found), len(wanted & found), ours(*sides)[0])
        assert list(map(str, figures)) == expected
        seen += 1
    assert seen == 5
    assert TEXT in DOCS


DOCUMENT = SuiteDocument("d", TEXT, None)
MISSING = SuiteDocument("m", TEXT, None)
GOLD = Layers((Timex(3, 11, "DATE"),), (Event(16, 25),), (Region(12, 15),))


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.name)
def test_missing_documents_count_and_ignored_regions_do_not(scheme: object) -> None:
    suite = Suite("s", "", "", (DOCUMENT, MISSING), {"d": GOLD, "m": GOLD})
    predicted = Layers((Timex(3, 11, "DATE"),), (Event(16, 25), Event(13, 15)))
    assert isinstance(scheme, type(SCHEMES[0]))
    first = scheme.score(suite, Predictions({"d": predicted}))[0]
    whole = {"overall", "micro avg", "plain"}
    figures = next(row.figures for row in first.rows if row.labels[0] in whole)
    assert (figures.precision, figures.recall) == (1, 1 / 2)


def test_what_is_not_covered_or_not_in_gold_has_no_table() -> None:
    suite = Suite("s", "", "", (DOCUMENT,), {"d": GOLD})
    times = Predictions({"d": GOLD}, covers=("timexes",))
    assert named("evmeval").score(suite, times) == ()
    assert [table.name for table in named("seqeval").score(suite, times)] == ["layer", "timex.type"]
    # gold's event has no class
    both = named("seqeval").score(suite, Predictions({"d": GOLD}))
    assert [table.name for table in both] == ["layer", "timex.type"]


def test_an_open_attribute_is_a_label_of_its_own() -> None:
    suite = Suite("s", "", "", (DOCUMENT,), {"d": GOLD})
    table = named("nervaluate").score(suite, Predictions({"d": Layers((Timex(3, 11),))}, covers=("timexes",)))[1]
    rows = {row.labels: row.counts for row in table.rows}
    assert rows["overall", "ent_type"][:2] == (0, 1)
    assert rows["(none)", "ent_type"] == (0, 0, 0, 0, 1, 0, 1)
