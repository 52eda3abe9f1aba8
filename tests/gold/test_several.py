"""Any number of annotators: the score of each two, alpha, links, categories, and what differs, counted by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from bench import Event, Link, Timex, UsageError
from bench.cli.root import run
from bench.dataset.suite import Layers
from bench.gold import passes, several
from bench.gold.differences import Difference, differences
from bench.gold.passes import Group, groups, joints, said
from bench.sdk.model import Region
from tests.conftest import write_suite
from tests.strategies import event_lists, timex_lists

TEXT = "On Monday talks began, and on Friday they ended."
#       0  3      10    16         27 30     37   42


def timex(start: int, words: str, type_: str, value: str, **more: Any) -> dict[str, Any]:
    return {
        "doc": "d",
        "start": start,
        "end": start + len(words),
        "text": words,
        "type": type_,
        "value": value,
        **more,
    }


def event(start: int, words: str, class_: str | None, name: str) -> dict[str, Any]:
    return {"doc": "d", "id": name, "start": start, "end": start + len(words), "text": words, "class": class_}


def link(source: str, relation: str, target: str) -> dict[str, Any]:
    return {"doc": "d", "source": source, "relation": relation, "target": target}


A: dict[str, list[dict[str, Any]]] = {
    "documents": [{"id": "d", "text": TEXT, "dct": "2023-09-25", "tags": ["talk"]}],
    "timexes": [
        timex(3, "Monday", "DATE", "2023-09-18", id="t1"),
        timex(30, "Friday", "DATE", "2023-09-22", id="t2"),
    ],
    "events": [event(16, "began", "ASPECTUAL", "e1"), event(42, "ended", "ASPECTUAL", "e2")],
    "links": [link("e1", "BEFORE", "e2"), link("e1", "IS_INCLUDED", "t1")],
}
B: dict[str, list[dict[str, Any]]] = {
    "documents": [{"id": "d", "text": TEXT}],
    "timexes": [
        timex(0, "On Monday", "DATE", "2023-09-18", id="x"),
        timex(30, "Friday", "TIME", "2023-09-22", id="y"),
    ],
    "events": [event(42, "ended", "OCCURRENCE", "e1"), event(16, "began", "ASPECTUAL", "e2")],
    "links": [link("e1", "AFTER", "e2"), link("e2", "BEFORE", "x")],
}
C: dict[str, list[dict[str, Any]]] = {
    "documents": [{"id": "d", "text": TEXT}],
    "timexes": [timex(30, "Friday", "DATE", "2023-09-29", id="t1")],
    "events": [
        event(10, "talks", "OCCURRENCE", "e1"),
        event(16, "began", "ASPECTUAL", "e2"),
        event(42, "ended", "ASPECTUAL", "e3"),
    ],
    "links": [],
}


@pytest.fixture
def folders(tmp_path: Path) -> list[str]:
    """The folders of three annotators."""
    return [str(write_suite(tmp_path / name, lines)) for name, lines in (("a", A), ("b", B), ("c", C))]


def test_each_two_are_compared_and_labels_by_alpha(folders: list[str]) -> None:
    pytest.importorskip("krippendorff")
    lines = {line.subject: line for line in several.measure(passes.read(folders))}
    strict = lines["timex span, strict"]
    # Friday is shared by all; a and b have two each, c has one
    assert strict.values == {(0, 1): 0.5, (0, 2): pytest.approx(2 / 3), (1, 2): pytest.approx(2 / 3)}
    assert strict.mean == pytest.approx((1 / 2 + 2 / 3 + 2 / 3) / 3)
    assert lines["timex span, relaxed"].values[0, 1] == 1
    # Friday alone is marked by all: DATE, TIME, DATE. Of three pairs one agrees: observed disagreement 2/3;
    # expected from two DATE and one TIME: 4 of 6 ordered pairs differ, so alpha is 1 - (2/3)/(2/3)
    assert lines["timex type"].alpha == pytest.approx(0)
    assert lines["timex type"].units == 1
    # began: three times ASPECTUAL; ended: ASPECTUAL, OCCURRENCE, ASPECTUAL. Observed (0 + 4/2)/6 = 1/3;
    # expected from five and one: 10 of 30. alpha = 1 - (1/3)/(1/3)
    assert lines["event class"].alpha == pytest.approx(0)
    assert lines["event class"].units == 2
    assert lines["event realis"].alpha is None
    assert strict.alpha is None


def test_alpha_of_a_table_with_a_known_answer() -> None:
    pytest.importorskip("krippendorff")
    # of six values three are a: expected 2·3·3/(6·5) = 0.6, observed 2/6
    assert several.alpha([("a", "a"), ("a", "b"), ("b", "b")]) == pytest.approx(1 - (1 / 3) / 0.6)
    assert several.alpha([("a", "a"), ("b", "b")]) == 1
    assert several.alpha([("a", "a")]) is None
    assert several.alpha([]) is None
    assert several.alpha([("a", None), (None, "b")]) is None


def test_links_are_compared_by_what_they_join_whatever_the_ids(folders: list[str]) -> None:
    found = passes.read(folders)
    ends, relation = several.links(found, (0, 1))
    # both join began with ended (BEFORE there, AFTER from the other end here) and with Monday (not the same)
    assert (ends.value, ends.n) == (1, 4)
    assert relation.value == 0.5
    assert [line.value for line in several.links(found, (0, 2))] == [0, 0]
    assert [line.value for line in several.links(found, (2, 2))] == [None, None]


def test_categories_count_pairs_in_which_both_say_it(folders: list[str]) -> None:
    a, b, _ = (side.layers for side in passes.read(folders).sides)
    found = {(line.subject, line.category): (line.f1, line.n) for line in several.categories(a, b)}
    assert found == {
        ("timex type", "DATE"): (pytest.approx(2 / 3), 3),
        ("timex type", "TIME"): (0, 1),
        ("event class", "ASPECTUAL"): (pytest.approx(2 / 3), 3),
        ("event class", "OCCURRENCE"): (0, 1),
    }


def test_what_differs_is_shown_in_its_context(folders: list[str]) -> None:
    assert list(differences(passes.read(folders))) == [
        Difference(
            "d", "timexes", 0, 9, "[On Monday] talks began, and on Friday they ended.",
            ("“Monday” DATE 2023-09-18", "“On Monday” DATE 2023-09-18", None),
        ),
        Difference(
            "d", "events", 10, 15, "On Monday [talks] began, and on Friday they ended.",
            (None, None, "OCCURRENCE"),
        ),
        Difference(
            "d", "timexes", 30, 36, "On Monday talks began, and on [Friday] they ended.",
            ("DATE 2023-09-22", "TIME 2023-09-22", "DATE 2023-09-29"),
        ),
        Difference(
            "d", "events", 42, 47, "… Monday talks began, and on Friday they [ended].",
            ("ASPECTUAL", "OCCURRENCE", "ASPECTUAL"),
        ),
        Difference("d", "links", None, None, "[Monday] … [began]", ("INCLUDES", "AFTER", None)),
        Difference("d", "links", None, None, "[began] … [ended]", ("BEFORE", "BEFORE", None)),
    ]  # fmt: skip


@pytest.mark.parametrize("format_", ["table", "json", "csv", "markdown"])
@pytest.mark.parametrize("option", [[], ["--differences"]])
def test_the_command_in_every_format(
    folders: list[str], capsys: pytest.CaptureFixture[str], format_: str, option: list[str]
) -> None:
    assert run(["agree", *folders, "--format", format_, *option]) == 0
    shown = capsys.readouterr().out
    assert ("timex span, strict" in shown) == (not option)
    if format_ == "json":
        data = json.loads(shown)
        if option:
            assert data[3]["says"] == {"a": "ASPECTUAL", "b": "OCCURRENCE", "c": "ASPECTUAL"}
        else:
            assert list(data["timex span, strict"]["values"]) == ["a–b", "a–c", "b–c"]


def test_two_of_them_by_category_by_phenomenon_and_alike(
    folders: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["agree", *folders[:2], "--by", "category"]) == 0
    assert "ASPECTUAL" in capsys.readouterr().out
    assert run(["agree", *folders[:2], "--by", "phenomenon", "--format", "csv"]) == 0
    header, row = capsys.readouterr().out.splitlines()
    assert header.startswith('first tag,texts,"timex span, strict"')
    assert row.startswith("talk,1,50.0,100")
    assert run(["agree", *folders[1:], "--by", "phenomenon"]) == 2
    assert "the documents have no tags" in capsys.readouterr().err
    assert run(["agree", *folders, "--by", "category"]) == 2
    assert "--by compares two annotators" in capsys.readouterr().err
    assert run(["agree", folders[0], folders[0], "--differences"]) == 0
    assert capsys.readouterr().out == "no differences\n"
    assert run(["agree", folders[0]]) == 2
    assert "at least two annotators" in capsys.readouterr().err


def test_without_the_package_alpha_is_left_out_aloud(
    folders: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(several, "can_alpha", lambda: False)
    assert run(["agree", *folders]) == 0
    shown = capsys.readouterr()
    assert "alpha is left out: krippendorff isn't installed; pip install 'timeline-bench[full]'" in shown.err
    assert "alpha" not in shown.out


def test_a_document_that_one_lacks_is_told(
    tmp_path: Path, folders: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    other = write_suite(tmp_path / "other", {"documents": [{"id": "z", "text": "x"}], "timexes": []})
    assert run(["agree", *folders[:2], str(other)]) == 0
    told = capsys.readouterr().err
    assert f"only in {other}: z; all of it counts as disagreement" in told
    assert f"not in {other}: d; what the others say there counts as disagreement" in told
    assert f"not in {folders[0]}: z" in told


@given(timex_lists, timex_lists, event_lists, event_lists)
def test_groups_hold_each_annotation_once_and_agree_with_themselves(
    timexes: list[Timex], others: list[Timex], events: list[Event], more: list[Event]
) -> None:
    a = Layers(tuple(timexes), tuple(events), (Region(1, 2), Region(1, 2)))
    b = Layers(tuple(others), tuple(more))
    for number, side in enumerate((a, b, a)):
        held = [each.members[number] for each in groups((a, b, a))]
        items: list[Timex | Event | Region] = [*side.timexes, *side.events, *side.ignore]
        distinct = {said(each) for each in items}
        assert {said(each) for each in held if each is not None} == distinct
        assert sum(each is not None for each in held) == len(distinct)
    assert all(group.agreed for group in groups((a, a)))


def test_names_are_the_parts_of_paths_that_differ(tmp_path: Path) -> None:
    for name in ("one/pass", "two/pass"):
        write_suite(tmp_path / name, A)
    assert passes.read([tmp_path / "one" / "pass", tmp_path / "two" / "pass"]).names == ("one/pass", "two/pass")


def test_a_link_to_the_creation_time(tmp_path: Path) -> None:
    layers = Layers((), (Event(0, 2, id="e"),), (), (Link("dct", "e", "AFTER"),))
    (joint,) = joints([layers], groups([layers]))
    assert (joint.source, joint.target, joint.relations) == (("events", 0), ("dct", 0), ("BEFORE",))
    assert isinstance(groups([layers])[0], Group)
    with pytest.raises(UsageError):
        passes.read([tmp_path])
