"""The test cases of date parsers: which are read, what their answers mean, and the counts of the real files."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from bench import formats
from bench.dataset.suite import Suite
from bench.errors import DataError
from bench.formats.expressions.moments import between, cut, shifted
from bench.sdk.model import Reading, Timex
from tests.conftest import SHARED

DAY = "2016-11-07T00:00:00"
"""A Monday."""


def read(folder: Path, *cases: dict[str, Any], source: str = "") -> Suite:
    lines = [json.dumps({"id": "?", "input": "?", "reference": DAY, "expected": None, **case}) for case in cases]
    (folder / "cases.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if source:
        (folder / "SOURCE.txt").write_text(f"Source: x\nCommit: abc ({source})\n", encoding="utf-8")
    return formats.read_gold(folder)


def meant(folder: Path, **case: Any) -> tuple[str | None, str | None, str | None]:
    """The type, value and mod of the only answer of a case."""
    suite = read(folder, case)
    ((timex,),) = (layers.timexes for layers in suite.layers.values())
    return timex.type, timex.value, timex.mod


def recognised(text: str, kind: str, *values: dict[str, str], at: int = 0) -> dict[str, Any]:
    found = {"text": text.lower(), "start": at, "end": at + len(text) - 1, "type": f"datetimeV2.{kind}"}
    return {"id": "English/DateTimeModel#1", "expected": [{**found, "values": list(values)}]}


def test_a_case_is_a_document_of_one_sentence_with_its_reference_as_creation_time(tmp_path: Path) -> None:
    suite = read(
        tmp_path,
        {"id": "dateparser/a#0", "input": " yesterday ", "reference": "2014-09-01T10:30:00",
         "expected": {"ago": {"days": 1}, "period": "day"}},
    )  # fmt: skip
    (document,) = suite.documents
    assert document.id == "dateparser/a#0"
    assert document.text == " yesterday "
    assert document.written == datetime.datetime(2014, 9, 1, 10, 30)
    assert document.sentences == (0,)
    assert suite.layers[document.id].timexes == (Timex(1, 10, "DATE", "2014-08-31", text="yesterday"),)


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("date", {"timex": "2019-01-04", "value": "2019-01-04"}, ("DATE", "2019-01-04", None)),
        ("date", {"timex": "XXXX-WXX-2", "value": "2016-11-08"}, ("DATE", "2016-11-08", None)),
        (
            "daterange",
            {"timex": "XXXX-08", "start": "2016-08-01", "Mod": "since"},
            ("DATE", "2016-08", "ON_OR_AFTER"),
        ),
        (
            "daterange",
            {"timex": "(2016-01-01,2017-01-01,P1Y)", "start": "2016-01-01", "end": "2017-01-01"},
            ("DATE", "2016", None),
        ),
        (
            "daterange",
            {"timex": "(2016-11-08,2016-11-11,P3D)", "start": "2016-11-08", "end": "2016-11-11"},
            ("DATE", None, None),
        ),
        (
            "daterange",
            {"timex": "2015-01-W01", "start": "2014-12-29", "end": "2015-01-05"},
            ("DATE", "2015-W01", None),
        ),
        (
            "daterange",
            {"timex": "2016-W45-WE", "start": "2016-11-12", "end": "2016-11-14"},
            ("DATE", "2016-W45-WE", None),
        ),
        ("datetime", {"timex": "PRESENT_REF", "value": "2016-11-07 00:00:00"}, ("DATE", "PRESENT_REF", None)),
        (
            "datetime",
            {"timex": "XXXX-01-24T13:30", "value": "2017-01-24 13:30:00"},
            ("TIME", "2017-01-24T13:30", None),
        ),
        ("timerange", {"timex": "TMO", "start": "08:00:00", "end": "12:00:00"}, ("TIME", "TMO", None)),
        ("timerange", {"timex": "TMED", "start": "16:00:00", "end": "20:00:00"}, ("TIME", None, None)),
        ("duration", {"timex": "PT45M", "value": "2700"}, ("DURATION", "PT45M", None)),
        ("set", {"timex": "XXXX-WXX-1", "value": "not resolved"}, ("SET", "XXXX-WXX-1", None)),
    ],
)
def test_an_answer_of_recognizers_becomes_timex3(
    tmp_path: Path, kind: str, value: dict[str, str], expected: tuple[str, str | None, str | None]
) -> None:
    found = meant(tmp_path, input="then", **recognised("then", kind, value))
    assert found == expected


def test_two_candidates_of_recognizers_are_two_right_readings(tmp_path: Path) -> None:
    values = [{"timex": "XXXX-WXX-5", "value": day} for day in ("2016-11-04", "2016-11-11")]
    suite = read(tmp_path, {"input": "On Friday", **recognised("Friday", "date", *values, at=3)})
    ((timex,),) = (layers.timexes for layers in suite.layers.values())
    assert (timex.start, timex.end, timex.text) == (3, 9, "Friday")
    assert timex.value == "2016-11-04"
    assert timex.values == (
        Reading("2016-11-04", "the tool's answer 1"),
        Reading("2016-11-11", "the tool's answer 2"),
    )


def test_a_full_hour_is_right_with_and_without_minutes(tmp_path: Path) -> None:
    answer = {"kind": "point", "grain": "hour", "value": "2013-02-12T15:00:00"}
    suite = read(tmp_path, {"id": "duckling/EN#1", "input": "3 pm", "locale": "default", "expected": answer})
    ((timex,),) = (layers.timexes for layers in suite.layers.values())
    assert [each.value for each in timex.values or ()] == ["2013-02-12T15:00", "2013-02-12T15"]
    hours = [{"timex": hour, "value": "07:00:00"} for hour in ("T07", "T19")]
    suite = read(tmp_path, {"input": "at 7", **recognised("at 7", "time", *hours)})
    ((timex,),) = (layers.timexes for layers in suite.layers.values())
    assert [each.value for each in timex.values or ()] == ["T07:00", "T07", "T19:00", "T19"]
    assert timex.value == "T07:00"


def test_words_at_another_place_than_stated_are_a_fault(tmp_path: Path) -> None:
    value = {"timex": "2019", "value": "2019-01-01"}
    with pytest.raises(DataError, match=r"cases\.jsonl:1: .*'friday' isn't at 0–6"):
        read(tmp_path, {"input": "On Friday", **recognised("Friday", "date", value)})


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"kind": "point", "grain": "week", "value": "2013-02-11T00:00:00"}, ("DATE", "2013-W07", None)),
        ({"kind": "point", "grain": "quarter", "value": "2013-07-01T00:00:00"}, ("DATE", "2013-Q3", None)),
        ({"kind": "point", "grain": "hour", "value": "2013-02-12T15:00:00"}, ("TIME", "2013-02-12T15:00", None)),
        (
            {"kind": "interval", "grain": "day", "start": "2013-02-01T00:00:00", "end": "2013-03-01T00:00:00"},
            ("DATE", "2013-02", None),
        ),
        (
            {"kind": "interval", "grain": "day", "start": "2013-02-01T00:00:00", "end": "2013-02-11T00:00:00"},
            (None, None, None),
        ),
        (
            {"kind": "interval", "grain": "hour", "start": "2013-02-12T18:00:00", "end": "2013-02-13T00:00:00"},
            ("TIME", None, None),
        ),
        (
            {"kind": "open_interval", "grain": "hour", "direction": "before", "at": "2013-02-12T11:00:00"},
            ("TIME", "2013-02-12T11:00", "BEFORE"),
        ),
    ],
)
def test_an_example_of_duckling_becomes_timex3(
    tmp_path: Path, answer: dict[str, Any], expected: tuple[str | None, str | None, str | None]
) -> None:
    found = meant(
        tmp_path, id="duckling/EN#1", input="then", locale="default", utc_offset_hours=-2, expected=answer
    )
    assert found == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"start": {"year": 2012, "month": 8, "day": 10}}, ("DATE", "2012-08-10", None)),
        ({"start": {"year": 2012, "month": 8}}, ("DATE", "2012-08", None)),
        (
            {"start": {"year": 2012, "month": 8, "day": 1}, "start_certain": {"day": False}},
            ("DATE", "2012-08", None),
        ),
        (
            {
                "start": {"year": 2012, "month": 8, "day": 6, "weekday": 1},
                "start_certain": {"day": False, "weekday": True},
            },
            ("DATE", "2012-08-06", None),
        ),
        (
            {"start": {"hour": 11, "minute": 59}, "start_date": "2012-08-10T11:59:00"},
            ("TIME", "2012-08-10T11:59", None),
        ),
        (
            {"start": {"year": 2012, "month": 7, "day": 12}, "start_date": "2012-07-12T19:00:00"},
            (None, None, None),
        ),
        ({"start": {"hour": 9}}, (None, None, None)),
        ({"start_date": "2012-08-10T12:00:00"}, (None, None, None)),
        ({"start": {"year": 2012, "month": 8, "day": 10}, "end": {"year": 2012}}, (None, None, None)),
        ({"start": {"year": 2012, "month": 8, "day": 10, "hour": 1, "timezoneOffset": 0}}, (None, None, None)),
    ],
)
def test_a_test_of_chrono_becomes_timex3(
    tmp_path: Path, answer: dict[str, Any], expected: tuple[str | None, str | None, str | None]
) -> None:
    found = meant(tmp_path, id="chrono/en#1", input="Due then", mode="chrono", expected={"text": "then", **answer})
    assert found == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("2018-07-17T00:00:00", ("DATE", "2018-07-17", None)),
        ("2018-07-17T15:00:00", ("TIME", "2018-07-17T15:00", None)),
    ],
)
def test_a_test_of_timefhuman_becomes_timex3(
    tmp_path: Path, answer: str, expected: tuple[str, str, str | None]
) -> None:
    case = {"id": "timefhuman/test_default#1", "mode": "test_default", "input": "then"}
    assert meant(tmp_path, **case, expected=[{"datetime": answer}]) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"kind": "time", "value": {"year": 2017, "month": 9, "day": 12}}, ("DATE", "2017-09-12", None)),
        (
            {"kind": "time", "value": {"year": 2017, "month": 9, "day": 12, "part_of_day": "lateevening"}},
            ("TIME", "2017-09-12TEV", "END"),
        ),
        (
            {"kind": "time", "value": {"year": 2017, "month": 9, "day": 12, "part_of_day": "last"}},
            ("TIME", None, None),
        ),
        ({"kind": "time", "value": {"hour": 17, "minute": 0}}, ("TIME", "T17:00", None)),
        ({"kind": "duration", "value": 1, "unit": "nights"}, ("DURATION", "PT1NI", None)),
        (
            {
                "kind": "interval",
                "start": {"year": 2017, "month": 9, "day": 4},
                "end": {"year": 2017, "month": 9, "day": 10},
            },
            ("DATE", "2017-W36", None),
        ),
        (
            {
                "kind": "interval",
                "start": {"year": 2017, "month": 9, "day": 4},
                "end": {"year": 2017, "month": 9, "day": 9},
            },
            (None, None, None),
        ),
        (
            {
                "kind": "interval",
                "start": {"year": 2017, "month": 9, "day": 6, "hour": 21, "minute": 0},
                "end": None,
            },
            ("TIME", "2017-09-06T21:00", "AFTER"),
        ),
    ],
)
def test_a_text_of_ctparse_becomes_timex3(
    tmp_path: Path, answer: dict[str, Any], expected: tuple[str | None, str | None, str | None]
) -> None:
    assert meant(tmp_path, id="ctparse/human#1", input="then", expected=answer) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"ago": {"years": 10}, "period": "year"}, ("DATE", "2004", None)),
        ({"ago": {"weeks": 1}, "period": "week"}, ("DATE", "2014-W35", None)),
        ({"ago": {"hours": 1}, "period": "day"}, ("TIME", "2014-09-01T09:30", None)),
        ({"in_future": {"seconds": 3}, "period": "day"}, ("TIME", "2014-09-01T10:30:03", None)),
        ({"in_future": {"months": 6}, "period": "month"}, ("DATE", "2015-03", None)),
    ],
)
def test_a_test_of_dateparser_becomes_timex3(
    tmp_path: Path, answer: dict[str, Any], expected: tuple[str, str, str | None]
) -> None:
    case = {"id": "dateparser/a#1", "input": "then", "reference": "2014-09-01T10:30:00", "expected": answer}
    assert meant(tmp_path, **case) == expected


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("1862?", ("DATE", "1862", None)),
        ("1812-02~", ("DATE", "1812-02", "APPROX")),
        ("186X%", ("DATE", "186", "APPROX")),
        ("18XX", ("DATE", "18", None)),
        ("1872-21", ("DATE", "1872-SP", None)),
        ("XXXX-01-12", ("DATE", "XXXX-01-12", None)),
        ("1849-21-XX", (None, None, None)),
        ("/1928", (None, None, None)),
        ("-0064~", (None, None, None)),
    ],
)
def test_a_test_of_python_edtf_becomes_timex3(
    tmp_path: Path, edtf: str, expected: tuple[str | None, str | None, str | None]
) -> None:
    assert meant(tmp_path, id="python-edtf#1", input="then", expected={"edtf": edtf}) == expected


def test_cases_that_are_left_out_are_counted_by_reason(tmp_path: Path) -> None:
    suite = read(
        tmp_path,
        {"id": "duckling/EN#1", "locale": "GB"},
        {"id": "duckling/EN#2", "locale": "US"},
        {"id": "duckling/EN#3", "locale": "default", "latent": True},
        {"id": "chrono/en#1", "mode": "chrono.strict"},
        {"id": "chrono/en#2", "mode": "chrono", "expected": {"start": {"hour": 1}}},
        {"id": "chrono/en#3", "mode": "chrono", "input": "may may", "expected": {"text": "may"}},
        {"id": "chrono/en#4", "mode": "chrono", "reference": "Tue Aug 2 2022"},
        {"id": "timefhuman/test_no_inference#1", "mode": "test_no_inference", "expected": []},
        {"id": "python-edtf#1", "input": ""},
        {"id": "English/DateTimeModel#1", "not_supported": "dotnet, java", "expected": []},
        {"id": "duckling/EN#4", "locale": "default"},
    )
    assert [document.id for document in suite.documents] == ["duckling/EN#4"]
    assert {note.kind.removeprefix("left out: "): note.count for note in suite.notes} == {
        "is of another locale than the default one": 2,
        "is latent, which Duckling doesn't answer by default": 1,
        "is about another parser than the default one": 1,
        "states no words of its input": 1,
        "states words that are twice in its input": 1,
        "has a reference time in no ISO notation": 1,
        "is about other settings than the default ones": 1,
        "has no words": 1,
        "the tool's main implementation doesn't pass": 1,
    }


def test_a_case_without_a_reference_has_the_day_of_its_source(tmp_path: Path) -> None:
    suite = read(tmp_path, {"id": "python-edtf#1", "reference": None}, source="2026-01-09")
    (document,) = suite.documents
    assert document.dct == datetime.date(2026, 1, 9)
    assert [note.kind for note in suite.notes] == ["no reference"]


def test_without_a_source_it_has_no_day_and_a_note_says_so(tmp_path: Path) -> None:
    suite = read(tmp_path, {"id": "python-edtf#1", "reference": None})
    assert suite.documents[0].dct is None
    assert "states no day" in str(suite.notes[0])


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ({"id": "other#1"}, "a case of no tool whose cases bench reads"),
        ({"id": "python-edtf#1", "expected": {"edtf": 3}}, "the answer of 'python-edtf#1' can't be read"),
        ({"id": "dateparser/a#1", "expected": {"ago": {"days": 1}, "period": "aeon"}}, "no grain 'aeon'"),
        (
            {"id": "duckling/EN#1", "locale": "default", "expected": {"kind": "point", "grain": "day"}},
            "can't be read",
        ),
        (
            {
                "id": "duckling/EN#1",
                "locale": "default",
                "expected": {"kind": "open_interval", "grain": "day", "direction": "up"},
            },
            "can't be read",
        ),
    ],
)
def test_what_is_no_case_of_the_tool_is_a_fault_with_its_line(
    tmp_path: Path, case: dict[str, Any], message: str
) -> None:
    with pytest.raises(DataError, match=message) as raised:
        read(tmp_path, {"id": "python-edtf#0"}, case)
    assert [fault.line for fault in raised.value.faults] == [2]


def test_a_file_of_which_no_case_is_read_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no case in it can be read"):
        read(tmp_path, {"id": "chrono/en#1", "mode": "chrono.strict"})


def test_a_unit_of_the_calendar_is_known_by_its_ends() -> None:
    def day(text: str) -> datetime.date:
        return datetime.date.fromisoformat(text)

    units = {
        ("2024-02-29", "2024-03-01"): "2024-02-29",
        ("2024-12-30", "2025-01-06"): "2025-W01",
        ("2024-02-01", "2024-03-01"): "2024-02",
        ("2024-04-01", "2024-07-01"): "2024-Q2",
        ("2024-07-01", "2025-01-01"): "2024-H2",
        ("2024-01-01", "2025-01-01"): "2024",
        ("1990-01-01", "2000-01-01"): "199",
        ("1900-01-01", "2000-01-01"): "19",
        ("2024-02-01", "2024-05-01"): None,
        ("1995-01-01", "2005-01-01"): None,
        ("2024-02-02", "2024-03-02"): None,
    }
    assert {ends: between(*map(day, ends)) for ends in units} == units


def test_a_month_without_that_day_ends_earlier() -> None:
    assert shifted(datetime.datetime(2024, 3, 31), {"months": 1}, -1) == datetime.datetime(2024, 2, 29)
    assert shifted(datetime.datetime(2024, 1, 15), {"years": 1, "days": 20}, 1) == datetime.datetime(2025, 2, 4)
    with pytest.raises(ValueError, match="no year -1"):
        shifted(datetime.datetime(1999, 1, 1), {"years": 2000}, -1)
    with pytest.raises(ValueError, match="parts of a month"):
        shifted(datetime.datetime(1999, 1, 1), {"months": 0.5}, -1)


def test_a_moment_is_cut_to_its_grain() -> None:
    moment = datetime.datetime(2021, 1, 2, 3, 4, 5)  # of the last week of 2020
    assert cut(moment, "week") == ("DATE", "2020-W53")
    assert cut(moment, "second") == ("TIME", "2021-01-02T03:04:05")


DAY_MONTH = {"year": 2016, "month": 11, "day": 8}
SOUND = [
    {"id": name, "input": "On Friday", "reference": DAY, **more}
    for name, more in {
        "English/DateTimeModel#1": recognised("Friday", "date", {"timex": "2019", "value": "2019-01-01"}, at=3),
        "duckling/EN#1": {
            "locale": "default",
            "utc_offset_hours": -2,
            "expected": {"kind": "point", "grain": "week", "value": "2013-02-11T00:00:00"},
        },
        "chrono/en#1": {"mode": "chrono", "expected": {"text": "Friday", "start": DAY_MONTH}},
        "timefhuman/test_default#1": {"mode": "test_default", "expected": [{"datetime": "2018-07-17T00:00:00"}]},
        "ctparse/human#1": {"expected": {"kind": "time", "value": DAY_MONTH}},
        "dateparser/a#1": {"expected": {"ago": {"weeks": 1}, "period": "week"}},
        "python-edtf#1": {"expected": {"edtf": "186X~"}},
    }.items()
]
"""A sound case of each tool."""

COUNTS = {
    "recognizers-text": (970, 1034, 15),
    "duckling": (1012, 984, 557 + 22),
    "chrono": (314, 228, 174 + 53 + 5),
    "timefhuman": (38, 38, 1 + 1 + 49),
    "ctparse": (347, 347, 0),
    "dateparser": (151, 151, 0),
    "python-edtf": (146, 143, 1),
}
"""The documents, the answers and the left-out cases of each folder. Documents and cases left out are all
lines of the file."""


@pytest.mark.skipif(not (SHARED / "corpora" / "expressions").is_dir(), reason="../shared/corpora isn't here")
@pytest.mark.parametrize("folder", COUNTS)
def test_the_real_cases_are_all_read_or_counted(folder: str) -> None:
    suite = formats.read_gold(SHARED / "corpora" / "expressions" / folder)
    left_out = sum(note.count for note in suite.notes if note.kind.startswith("left out"))
    answers = sum(len(layers.timexes) for layers in suite.layers.values())
    assert (len(suite.documents), answers, left_out) == COUNTS[folder]
    (path,) = (SHARED / "corpora" / "expressions" / folder).glob("*.jsonl")
    assert len(suite.documents) + left_out == len(path.read_text(encoding="utf-8-sig").splitlines())
