"""Names of records: what is cut, and the flags behind them."""

from __future__ import annotations

from bench.results.names import flagged, legend, shortened
from tests.plots.conftest import record

PLAIN = record("plain", {})
GIVEN = record("given", {}, wants={"gold:events": ""})
FAILED = record("failed-often", {}, failures={"a": "it fell", "b": "it fell"})
SEEN = record("seen", {}, developed_on=("made",), failures={"a": "it fell"})
UNRESOLVED = record("unresolved", {}, unresolved={"a": "it fell"})


def test_a_long_name_is_cut() -> None:
    assert shortened("x" * 24, 24) == "x" * 24
    assert shortened("x" * 25, 24) == "x" * 23 + "…"


def test_flags_stand_behind_a_name_and_are_not_cut() -> None:
    assert [flagged(each) for each in (PLAIN, GIVEN, FAILED)] == ["plain", "given*", "failed-often !2"]
    assert flagged(FAILED, longest=7) == "failed… !2"


def test_given_spans_have_failures_of_their_own() -> None:
    assert flagged(UNRESOLVED) == "unresolved"
    assert flagged(UNRESOLVED, "resolved") == "unresolved !1"
    assert flagged(FAILED, "resolved") == "failed-often"


def test_the_legend_has_the_flags_that_are_there() -> None:
    assert legend([PLAIN]) == []
    assert legend([PLAIN, GIVEN]) == ["*: was given gold annotations."]
    assert legend([FAILED]) == ["!n: documents that failed and count as nothing predicted."]
    assert legend([UNRESOLVED], "resolved") == ["!n: documents that failed and count as nothing answered."]


def test_a_system_that_was_made_on_these_texts_is_marked() -> None:
    assert SEEN.familiar
    assert not PLAIN.familiar
    assert flagged(SEEN) == "seen† !1"
    assert legend([SEEN])[0] == "†: was made or tuned on these texts, so that it is never the best."
