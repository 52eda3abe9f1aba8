"""Student's t over a few documents: by hand, by printed tables, and what it does to a verdict."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.counts import Counts
from bench.statistics.draws import generator
from bench.statistics.jackknife import quantile, spread, student
from bench.statistics.significance import Difference, compare
from bench.statistics.units import ENOUGH, Kind, Sample, Units, arrange
from tests.strategies import counts

RIGHT, WRONG = Counts(1, 1, 1, 1), Counts(0, 1, 0, 1)
Document = list[tuple[Counts, Counts]]
"""The sentences of a document: for each, the counts of base and of head."""


def side(documents: list[Document], number: int) -> Units:
    return {"m": {str(place): [pair[number] for pair in each] for place, each in enumerate(documents)}}


def sample(documents: list[Document]) -> Sample:
    return arrange({"base": side(documents, 0), "head": side(documents, 1)})["m"]


def compared(documents: list[Document], resamples: int = 1999) -> Difference:
    return compare(side(documents, 0), side(documents, 1), generator(0), resamples=resamples)["m"]


def gained(number: int, of: int = 10) -> Document:
    """A document in which head is right in so many sentences more than base, which is right in none."""
    return [(WRONG, RIGHT)] * number + [(WRONG, WRONG)] * (of - number)


@pytest.mark.parametrize(
    ("freedom", "p", "t"),
    [  # as tables of Student's t print them
        (1, 0.05, 12.706),
        (2, 0.05, 4.303),
        (3, 0.05, 3.182),
        (3, 0.01, 5.841),
        (4, 0.05, 2.776),
        (5, 0.1, 2.015),
        (18, 0.05, 2.101),
    ],
)
def test_quantiles_are_those_of_printed_tables(freedom: int, p: float, t: float) -> None:
    assert quantile(p, freedom) == pytest.approx(t, abs=5e-4)
    assert student(quantile(p, freedom), freedom) == pytest.approx(p, abs=1e-7)
    assert student(-t, freedom) == student(t, freedom)
    assert student(0, freedom) == 1


def test_an_error_by_hand() -> None:
    # F1 differs by .1, .2, .3 and .2 in documents of one size: mean .2, standard deviation √(.02 / 3)
    found = spread(sample([gained(number) for number in (1, 2, 3, 2)]))
    assert found is not None
    assert found.freedom == 3
    assert found.error == pytest.approx((0.02 / 3) ** 0.5 / 2, abs=1e-9)
    # t = .2 / .0408 = 4.90, between the 2 % point 4.541 and the 1 % point 5.841
    assert 0.01 < found.p(0.2) < 0.02
    assert found.bounds(0.2, 0.95) == pytest.approx((0.2 - 3.182 * 0.040825, 0.2 + 3.182 * 0.040825), abs=1e-4)


def test_documents_of_nothing_make_nothing_surer() -> None:
    few = [gained(number) for number in (1, 2, 3, 2)]
    nothing: Document = [(Counts(), Counts())] * 10
    assert spread(sample([*few, nothing, nothing])) == spread(sample(few))


def test_two_documents_are_too_few() -> None:
    assert spread(sample([gained(10), gained(9)])) is None
    difference = compared([gained(10), gained(10)])
    assert (difference.verdict, difference.bounds, difference.p_documents) == ("too little data", None, None)
    assert difference.p_randomisation is not None
    assert difference.p_randomisation < 0.001  # of the sentences alone
    assert difference.p_corrected is None


def test_a_measure_that_one_document_alone_defines_has_no_spread() -> None:
    spurious: Document = [(Counts(), Counts(0, 1, 0, 0))]
    assert spread(sample([gained(3), spurious, spurious])) is None  # without the first, base's F1 is undefined
    assert spread(sample([gained(3), gained(3), spurious])) is not None


def test_a_loss_in_one_document_of_four_is_not_a_loss_of_the_four() -> None:
    """Twenty sentences of one document: sentences alone would be sure of it."""
    documents = [[(RIGHT, WRONG)] * 20 + [(RIGHT, RIGHT)] * 7, *[[(RIGHT, RIGHT)] * 27] * 3]
    difference = compared(documents)
    assert difference.p_randomisation == pytest.approx(1 / 2000)
    # one of n documents differs: t is 1, whatever n is
    assert difference.p_documents == pytest.approx(student(1, 3))
    assert difference.verdict == "no clear difference"
    assert difference.bounds is not None
    low, high = difference.bounds
    assert low < difference.difference < 0 < high  # type: ignore[operator]


def test_a_few_sentences_that_are_alike_in_all_documents_are_not_enough() -> None:
    """One sentence worse in each of four documents: documents alone would be certain."""
    difference = compared([[(RIGHT, WRONG)] + [(RIGHT, RIGHT)] * 26] * 4)
    assert (difference.p_documents, difference.p_randomisation) == (0, 1 / 8)
    assert difference.verdict == "no clear difference"
    more = compared([[(RIGHT, WRONG)] * 2 + [(RIGHT, RIGHT)] * 25] * 4)
    assert (more.p_corrected, more.verdict) == (2 / 2**8, "worse")


def test_the_units_of_a_timeline_are_no_sample_of_documents() -> None:
    base, head = side([gained(8)], 0), side([gained(8)], 1)
    for sampled, verdict in ((True, "too little data"), (False, "better")):
        kinds = {"m": Kind("entry", "timeline", sampled=sampled)}
        assert compare(base, head, generator(0), kinds=kinds)["m"].verdict == verdict


def test_from_twenty_documents_on_documents_are_exchanged() -> None:
    difference = compared([gained(1)] * ENOUGH)
    assert (difference.sampling.unit, difference.p_documents) == ("document", None)
    assert compared([gained(1)] * (ENOUGH - 1)).p_documents == 0


DOCUMENTS = st.lists(st.lists(st.tuples(counts(), counts()), min_size=1, max_size=4), max_size=8)


@settings(max_examples=40)
@given(DOCUMENTS)
def test_a_difference_that_would_be_found_is_never_called_unclear(documents: list[Document]) -> None:
    found = compared(documents, 99)
    if found.detectable is not None and found.difference is not None and abs(found.difference) >= found.detectable:
        assert found.verdict in ("better", "worse", "too little data")
    if found.p_documents is not None and found.p_corrected is not None and found.p_randomisation is not None:
        assert found.p_corrected == max(found.p_documents, found.p_randomisation)
    if found.bounds is not None and found.difference is not None:
        assert found.bounds[0] - 1e-12 <= found.difference <= found.bounds[1] + 1e-12


@settings(max_examples=40)
@given(DOCUMENTS)
def test_base_and_head_exchanged_have_the_same_spread(documents: list[Document]) -> None:
    mirrored = [[(head, base) for base, head in each] for each in documents]
    assert spread(sample(mirrored)) == spread(sample(documents))
