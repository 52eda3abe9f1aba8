"""The vote over time expressions: hand-made clusters, and the members' own answers in real processes."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from bench import Document, Timex
from bench.cli.root import run
from bench.sdk.worker import declared, load_file
from bench.systems.discovery import read
from tests.conftest import ROOT

FILE = ROOT / "systems" / "vote.py"
Given = tuple[str, int, int, str | None, str | None]
MONDAY, TUESDAY, LENGTH = ("DATE", "2021-05-03"), ("DATE", "2021-05-04"), ("DURATION", "P1D")

CASES: dict[str, tuple[list[Given], list[tuple[Any, ...]]]] = {
    "two of three": ([("a", 3, 9, *MONDAY), ("b", 3, 9, *MONDAY)], [(3, 9, *MONDAY)]),
    "one of three": ([("a", 3, 9, *MONDAY)], []),
    "one of three, twice": ([("a", 3, 9, *MONDAY), ("a", 3, 9, *TUESDAY)], []),
    "one of three, two places of one cluster": ([("a", 3, 9, *MONDAY), ("a", 5, 12, *MONDAY)], []),
    "touching is no overlap": ([("a", 3, 9, *MONDAY), ("b", 9, 12, *MONDAY)], []),
    "the span of two": (
        [("a", 0, 9, *MONDAY), ("b", 3, 9, *MONDAY), ("c", 3, 9, *MONDAY)],
        [(3, 9, *MONDAY)],
    ),
    "a span that one gives twice has one vote": (
        [("a", 3, 9, *MONDAY), ("a", 3, 9, *TUESDAY), ("b", 0, 9, *MONDAY), ("c", 0, 10, *MONDAY)],
        [(0, 10, *MONDAY)],
    ),
    "the longest of equals": ([("a", 3, 9, *MONDAY), ("b", 0, 9, *MONDAY)], [(0, 9, *MONDAY)]),
    "the leftmost of equally long ones": ([("a", 3, 9, *MONDAY), ("b", 1, 7, *MONDAY)], [(1, 7, *MONDAY)]),
    "the value of two": (
        [("a", 3, 9, *TUESDAY), ("b", 0, 9, *MONDAY), ("c", 3, 12, *MONDAY)],
        [(0, 9, *MONDAY)],
    ),
    "of equal values that of the member named first": (
        [("b", 3, 9, *TUESDAY), ("a", 3, 9, *MONDAY)],
        [(3, 9, *MONDAY)],
    ),
    "a value before none": (
        [("a", 3, 9, "SET", None), ("b", 3, 9, "SET", None), ("c", 3, 9, *MONDAY)],
        [(3, 9, *MONDAY)],
    ),
    "type and value together": (
        [("a", 3, 9, "DATE", "P1D"), ("b", 3, 9, *LENGTH), ("c", 3, 9, *LENGTH)],
        [(3, 9, *LENGTH)],
    ),
    "types where nobody has a value": (
        [("a", 3, 9, None, None), ("b", 3, 9, "SET", None), ("c", 3, 9, "SET", None)],
        [(3, 9, "SET", None)],
    ),
    "nothing but a span": ([("a", 3, 9, None, None), ("b", 3, 9, None, None)], [(3, 9, None, None)]),
    "joined by a third": (
        [("a", 0, 5, *MONDAY), ("b", 4, 9, *TUESDAY), ("c", 8, 12, *TUESDAY)],
        [(0, 5, *TUESDAY)],
    ),
    "two clusters": (
        [("a", 0, 3, *MONDAY), ("b", 0, 3, *MONDAY), ("c", 4, 9, *TUESDAY), ("b", 4, 9, *TUESDAY)],
        [(0, 3, *MONDAY), (4, 9, *TUESDAY)],
    ),
    "nothing": ([], []),
}


@pytest.mark.parametrize(("given", "expected"), CASES.values(), ids=CASES.keys())
def test_votes(given: list[Given], expected: list[tuple[Any, ...]]) -> None:
    _, vote = declared(load_file(FILE))["vote-timexes"]
    timexes = tuple(Timex(start, end, type_, value, by=by) for by, start, end, type_, value in given)
    document = Document("d", "x" * 20, datetime.date(2021, 5, 4), timexes, givers=("a", "b", "c"))
    assert [(t.start, t.end, t.type, t.value) for t in vote(document)] == expected


def test_half_is_no_majority_and_a_member_that_says_nothing_counts() -> None:
    _, vote = declared(load_file(FILE))["vote-timexes"]
    timexes = (Timex(0, 3, by="a"), Timex(0, 3, by="b"))
    document = Document("d", "x" * 20, datetime.date(2021, 5, 4), timexes, givers=("a", "b", "c", "d"))
    assert list(vote(document)) == []


@pytest.mark.slow
def test_it_votes_on_what_its_members_say(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(ROOT)
    (system,) = read(FILE)
    members = system.wanted_systems
    corpus = tmp_path / "news.jsonl"
    text = "It rained on 18 September 2023. It was sunny on Friday, and 12 people came in May."
    corpus.write_text(json.dumps({"id": "d", "text": text, "dct": "2023-09-20"}) + "\n")
    said: dict[str, list[tuple[int, int]]] = {}
    for name in (*members, "vote-timexes"):
        code = run(["run", name, str(corpus), "-o", str(tmp_path / name)])
        if "can't be installed" in (told := capsys.readouterr().err):
            pytest.skip(told.splitlines()[-1])
        assert code == 0
        lines = (tmp_path / name / "timexes.jsonl").read_text().splitlines()
        said[name] = [(line["start"], line["end"]) for line in map(json.loads, lines)]
    for start, end in said["vote-timexes"]:
        found_by = [name for name in members if any(a < end and start < b for a, b in said[name])]
        assert 2 * len(found_by) > len(members)
    # a whole date is found by every member, whoever they are
    assert text.index("18") in [start for start, _ in said["vote-timexes"]]
