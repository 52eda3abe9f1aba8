"""The known corpora: their names, where distributions put them, and whose texts they share."""

from __future__ import annotations

from pathlib import Path, PurePath

import pytest

from bench import formats
from bench.dataset.known import KNOWN, made_with, name_at, near, overlaps, texts
from bench.dataset.suite import suite_name
from tests.conftest import SHARED


def test_names_are_told_apart_and_formats_are_known() -> None:
    names = [each.name for each in KNOWN]
    assert len(names) == len(set(names))
    assert {each.format for each in KNOWN} <= {each.name for each in formats.FORMATS}


def test_no_two_corpora_are_at_one_place() -> None:
    for known in KNOWN:
        for place in known.places:
            assert name_at(PurePath("any") / place) == known.name


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("x/intra-doc_annotation/corpus_apple", "meantime-apple"),
        ("x/intra_cross-doc_annotation/corpus_apple", "corpus_apple"),
        ("x/te3-platinum", "tempeval3-platinum"),
        ("x/expressions/duckling", "expressions-duckling"),
        ("x/duckling", "duckling"),
        ("x/wikiwars/keyinline", "wikiwars"),
        ("gold/articles", "articles"),
    ],
)
def test_a_suite_bears_the_name_of_the_corpus_that_its_folder_is(tmp_path: Path, path: str, name: str) -> None:
    (tmp_path / path).mkdir(parents=True)
    assert suite_name(tmp_path / path) == name


@pytest.mark.parametrize(
    ("developed_on", "suite", "seen"),
    [
        (["meantime-apple"], "meantime-apple", True),
        (["meantime-apple"], "task4-trial", True),  # the same articles
        (["meantime-apple"], "meantime-airbus", False),
        (["meantime-apple"], "task4-airbus", False),
        (["meantime"], "task4-airbus", True),
        (["task4"], "meantime-stock", True),
        (["timebank"], "matres", True),
        (["matres"], "tempeval3-platinum", True),
        (["timebank"], "tempeval3-platinum", False),
        (["mine"], "mine", True),
        (["mine"], "articles", False),
        ([], "articles", False),
    ],
)
def test_a_system_has_seen_the_texts_of_what_it_was_developed_on(
    developed_on: list[str], suite: str, seen: bool
) -> None:
    assert overlaps(developed_on, suite) is seen


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("wikiwar", "wikiwars"),
        ("MEANTIME-apple", "meantime-apple"),
        ("meantim", "meantime"),
        ("meantime", None),
        ("wikiwars", None),
        ("mine", None),
    ],
)
def test_a_name_that_is_nearly_known_is_probably_meant(name: str, meant: str | None) -> None:
    assert near(name) == meant


def test_a_tool_was_made_on_its_own_test_cases() -> None:
    assert made_with({"dateparser": "1.5.0", "other": "1"}, "expressions-dateparser")
    assert not made_with({"dateparser": "1.5.0"}, "expressions-duckling")
    assert not made_with({"dateparser": "1.5.0"}, "articles")


def test_a_corpus_of_several_topics_has_the_texts_of_all() -> None:
    assert texts("meantime") == {f"wikinews-{topic}" for topic in ("apple", "airbus", "gm", "stock")}


@pytest.mark.skipif(not (SHARED / "corpora").is_dir(), reason="../shared/corpora isn't here")
def test_the_corpora_that_are_here_are_found_and_in_the_format_that_is_said() -> None:
    here = {each: place for each in KNOWN if (place := each.find(SHARED / "corpora"))}
    assert {each.name for each in here} == {
        "meantime-apple",
        "meantime-airbus",
        "task4-trial",
        "task4-airbus",
        "wikiwars",
        *(each.name for each in KNOWN if each.name.startswith("expressions-")),
    }
    for known, place in here.items():
        found = formats.sniff(place)
        assert found is not None
        assert found.name == known.format
        assert suite_name(place) == known.name
