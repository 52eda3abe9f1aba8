"""Checks without labels: a perfect system violates none, and each planted defect is caught by its own check."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bench.cli.root import run
from bench.contract.difference import marks
from bench.dataset.suite import Layers
from bench.invariance import days, result, twin, writing
from bench.invariance.checking import planned
from bench.invariance.result import Judged
from bench.invariance.variant import Variant, judge
from bench.invariance.words import YEAR
from bench.sdk.model import Document, Timex
from tests.conftest import ROOT
from tests.invariance import toy

DCT = datetime.date(2023, 9, 20)
DATED = Document(
    "dated", "The visit of May 3–5, 2022 was short.\nIn Ruritania “Monday’s talks” followed July 1, 2021.\n", DCT
)
UNDATED = Document(
    "undated", "They met on Monday, and today the King of Ruritania said Friday's talks were well-run.", DCT
)

System = Callable[[Document], Sequence[Timex]]


def answer(system: System, document: Document) -> Layers:
    found = [replace(each, text=document.text[each.start : each.end]) for each in system(document)]
    return Layers(tuple(found))


def violated(system: System) -> dict[str, Judged]:
    """Check → what it asserts of a system, and what violates it."""
    judged: dict[str, Judged] = {}
    for document in (DATED, UNDATED):
        before = marks(answer(system, document))
        for variant in planned(document):
            found = judge(variant, before, marks(answer(system, variant.document)))
            judged[variant.check] = judged.get(variant.check, Judged()) + found
    return judged


def test_a_perfect_system_violates_no_check_and_every_check_asserts_something() -> None:
    """The plan has all checks of texts and dcts; those of conditions need processes, and are below."""
    found = violated(toy.perfect)
    assert {name: judged.violations for name, judged in found.items()} == dict.fromkeys(found, ())
    assert set(found) == {
        *(result.DEICTIC, result.EXPLICIT, result.TWIN),
        *(result.CASE, result.DASHES, result.QUOTES, result.SPACES, result.SENTENCE),
    }
    assert all(judged.asserted for judged in found.values())


@pytest.mark.parametrize(
    ("system", "check"),
    [
        (toy.year_of_dct, result.EXPLICIT),
        (toy.cased, result.CASE),
        (toy.dashed, result.DASHES),
        (toy.quoted, result.QUOTES),
        (toy.spaced, result.SPACES),
        (toy.first_line, result.SENTENCE),
    ],
)
def test_a_defect_is_caught_by_its_own_check_alone(system: System, check: str) -> None:
    assert [name for name, judged in violated(system).items() if judged.violations] == [check]


def test_a_system_with_a_dct_of_its_own_is_caught_where_the_dct_moves() -> None:
    """The twin moves the dct, too."""
    assert [name for name, found in violated(toy.one_dct).items() if found.violations] == [
        result.DEICTIC,
        result.TWIN,
    ]


def test_a_system_that_remembers_is_caught_by_the_twin() -> None:
    found = [name for name, judged in violated(toy.remembering).items() if judged.violations]
    assert found == [result.CASE, result.TWIN]  # it knows the name in its own case only


def test_the_dct_moves_by_weeks_over_the_turn_of_the_year_and_a_leap_day() -> None:
    for dct in (DCT, datetime.date(2024, 2, 29), datetime.date(2023, 12, 31), datetime.date(2024, 2, 27)):
        moved = [dct + datetime.timedelta(days=by) for by in days.shifts(dct)]
        assert all(each.weekday() == dct.weekday() for each in moved)
        assert any(each.year == dct.year + 1 and each.month == 1 and each.day <= 7 for each in moved)
        leap = next(
            year
            for year in range(dct.year, dct.year + 9)
            if year % 4 == 0 and (year, 2, 29) > (dct.year, dct.month, dct.day)
        )
        assert any((each.year, each.month) == (leap, 3) and each.day <= 7 for each in moved)
    assert days.shifts(datetime.date.max) == []


def moves(text: str, value: str, words: str, by: int = 28) -> str | None:
    """The value that is due when the dct moves by four weeks; None if nothing is asserted."""
    start = text.index(words)
    timex = Timex(start, start + len(words), "DATE", value, text=words)
    variant = next(
        each
        for each in days.variants(Document("d", text, DCT))
        if each.document.dct == DCT + datetime.timedelta(days=by)
    )
    assert variant.values is not None
    due = variant.values(marks(Layers((timex,)))[0])
    return None if due is None else " or ".join(sorted(due))


def test_what_moves_with_the_dct_and_what_is_left_out() -> None:
    assert moves("On Monday it rained.", "2023-09-18", "Monday") == "2023-10-16"
    assert moves("It rained late today.", "2023-09-20TNI", "late today") == "2023-10-18TNI"
    assert (
        moves("On Monday it rained. That was May 3, 2022.", "2023-09-18", "Monday") == "2023-09-18 or 2023-10-16"
    )
    for words, value in (
        ("Monday", "XXXX-WXX-1"),
        ("Monday", "2023-W38"),
        ("Good Friday", "2023-04-07"),
        ("Monday 18", "2023-09-18"),
        ("the last Friday of the month", "2023-09-29"),
        ("Christmas", "2023-12-25"),
        ("the week", "2023-W38"),
    ):
        assert moves(f"It rained on {words}.", value, words) is None


def test_only_an_expression_with_a_year_and_nothing_relative_must_stay() -> None:
    def due(words: str, value: str) -> bool:
        timex = Timex(0, len(words), "DATE", value, text=words)
        return days._explicit(marks(Layers((timex,)))[0]) is not None

    assert due("July 13, 2024", "2024-07-13")
    assert due("in 2022", "2022")
    assert not due("July 13", "2024-07-13")
    assert not due("since 2022", "P1Y")
    assert not due("Monday, 2022", "2022-01-03")
    assert not due("$2000", "2000")


def test_writing_keeps_words_and_only_exchanges_what_writers_exchange() -> None:
    text = "On 2023-09-18 a well-run show – 3–5 days – was “Monday’s”.\n"
    found = {(each.check, each.document.text) for each in writing.variants(Document("d", text, DCT))}
    assert (result.DASHES, text.replace("–", "-")) in found
    assert (result.DASHES, text.replace(" – ", " — ")) in found
    assert (result.DASHES, text.replace("well-run", "well\u2011run")) in found
    assert (result.QUOTES, 'On 2023-09-18 a well-run show – 3–5 days – was "Monday\'s".\n') in found
    assert not any("2023–" in each or "2023—" in each for _, each in found)
    curly = writing._curly("He said: \"It's Monday's 'best'.\" (\"No.\")")
    assert curly == "He said: “It’s Monday’s ‘best’.” (“No.”)"


@pytest.mark.parametrize("text", ["On  Monday it rained.\n On Friday too.", "Monday", " a b ", "a\nb c"])
def test_doubled_blanks_keep_each_character_in_its_place(text: str) -> None:
    variants = [each for each in writing.variants(Document("d", text, DCT)) if each.check == result.SPACES]
    for variant in variants:
        placed = [variant.place(at) for at in range(len(text))]
        assert [variant.document.text[at].replace("\u00a0", " ") for at in placed] == list(text)


def test_a_twin_has_other_years_and_names_in_places_of_the_same_length() -> None:
    text = "On July 1, 2021 King Rudolf met Sapt of Ruritania. Sapt left on Monday for Easter."
    gold = (Timex(0, 0), Timex(text.index("Easter"), len(text) - 1))
    made = twin.variant(Document("d", text, DCT), gold)
    assert made is not None
    assert made.document.dct == datetime.date(1995, 9, 20)
    assert made.document.dct.weekday() == DCT.weekday()
    assert len(made.document.text) == len(text)
    assert "July 1, 1993 " in made.document.text
    assert "Monday for Easter." in made.document.text
    assert not any(name in made.document.text for name in ("Rudolf", "Sapt", "Ruritania"))
    assert twin.variant(Document("d", text, datetime.date(1920, 1, 1))) is None


@pytest.mark.parametrize(
    ("words", "value", "due"),
    [
        ("July 1, 2021", "2021-07-01", "1993-07-01"),
        ("Monday", "2023-09-18", "1995-09-18"),
        ("two days", "P2D", "P2D"),
        ("recently", "PAST_REF", "PAST_REF"),
        ("Q2 2020", "2020-Q2", "1992-Q2"),
        ("the 1990s", "199", None),
        ("the '98 cup", "1998", None),
        ("9/11/01", "2001-09-11", None),
        ("20230918", "2023-09-18", None),
        ("the 78th", "1978", None),
    ],
)
def test_values_of_twins(words: str, value: str, due: str | None) -> None:
    assert twin.earlier(value, words) == due


def test_years_are_told_from_other_numbers() -> None:
    found = YEAR.findall("In 2022, 1,999 men of 2000% paid $1990 for 20210 and 1914.5; since 1999.")
    assert found == ["2022", "1999"]


def test_a_violation_says_what_was_due_and_what_was_found() -> None:
    variant = Variant(result.CASE, replace(UNDATED, text=UNDATED.text.upper()))
    found = judge(variant, marks(answer(toy.cased, UNDATED)), ())
    (first, *_) = found.violations
    assert (first.words, first.due, first.found) == ("MONDAY", "DATE 2023-09-18", "")
    assert found.rate == 1
    assert Judged().rate is None


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    lines = [json.dumps({"id": each.id, "text": each.text, "dct": "2023-09-20"}) for each in (DATED, UNDATED)]
    (tmp_path / "texts.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "toy.py").write_text(Path(toy.__file__).read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path / "texts.jsonl"


@pytest.mark.slow
def test_systems_in_processes_over_texts_without_labels(texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A perfect system violates nothing; one that knows what it has seen fails in each check that asks again."""
    named = ["perfect", "stateful", "by-clock", "--systems-folder", str(texts.parent)]
    assert run(["invariance", *named, "--corpus", str(texts), "--format", "json", "-j", "1"]) == 0
    systems = json.loads(capsys.readouterr().out)["systems"]
    counts = {
        name: {check for check, found in each["checks"].items() if found["violated"]}
        for name, each in systems.items()
    }
    assert counts["perfect"] == set()
    assert counts["stateful"] == {"order"}
    assert counts["by-clock"] == {"clock", "twin", result.DEICTIC}


@pytest.mark.slow
def test_on_gold_the_shares_of_right_values_are_told(
    texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    (gold / "documents.jsonl").write_text(json.dumps({"id": "u", "text": UNDATED.text, "dct": "2023-09-20"}))
    start = UNDATED.text.index("Monday")
    time = {"doc": "u", "start": start, "end": start + 6, "type": "DATE", "value": "2023-09-18"}
    (gold / "timexes.jsonl").write_text(json.dumps(time))
    named = ["perfect", "remembering", "--systems-folder", str(texts.parent)]
    assert run(["invariance", *named, "--gold", str(gold), "--format", "json"]) == 0
    systems = json.loads(capsys.readouterr().out)["systems"]
    assert systems["perfect"]["right"] == {"of": 1, "documents": 1, "twins": 1}
    assert systems["remembering"]["right"] == {"of": 1, "documents": 1, "twins": 0}


@pytest.mark.slow
def test_a_system_that_fails_or_finds_nothing_is_told(
    texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "odd.py"
    file.write_text(
        "from bench import system\n\n"
        '@system(layers=["timexes"])\ndef failing(document):\n    """Fails."""\n    raise ValueError("odd")\n\n'
        '@system(layers=["timexes"])\ndef silent(document):\n    """Finds nothing."""\n    return []\n'
    )
    assert run(["invariance", str(file), "--corpus", str(texts)]) == 3
    told = capsys.readouterr().err
    assert "failed: failing on dated, which was left out" in told
    assert "silent: nothing could be checked, because it finds nothing in these documents" in told


def test_texts_of_ones_own_need_no_gold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a folder without gold/articles, and of two inputs at most one is taken."""
    regex = str(ROOT / "systems" / "regex.py")
    monkeypatch.chdir(tmp_path)
    text = {"id": "a", "text": "It rained on 3 May 2021.", "dct": "2021-05-04"}
    Path("texts.jsonl").write_text(json.dumps(text), encoding="utf-8")
    assert run(["invariance", regex, "--corpus", "texts.jsonl", "-j", "1"]) == 0
    assert run(["invariance", regex]) == 2
    assert "gold/articles: there is no such folder" in capsys.readouterr().err
    assert run(["invariance", regex, "--corpus", "texts.jsonl", "--gold", "."]) == 2
    assert "leave one out" in capsys.readouterr().err
    Path("a.txt").write_text("It rained on 3 May 2021.", encoding="utf-8")
    Path("all").mkdir()
    Path("all/a.txt").write_text("It rained on 3 May 2021.", encoding="utf-8")
    Path("all/b.txt").write_bytes(b"\0")
    assert run(["invariance", regex, "--corpus", "a.txt", "--dct", "2021-05-04", "-j", "1"]) == 0
    assert "dct 2021-05-04: given by --dct" in capsys.readouterr().err
    assert run(["invariance", regex, "--corpus", "all", "--dct", "2021-05-04", "-j", "1"]) == 3
    assert "left out: all/b.txt: a NUL character" in capsys.readouterr().err
    Path("empty.jsonl").write_text("", encoding="utf-8")
    assert run(["invariance", regex, "--corpus", "empty.jsonl"]) == 4
    assert "empty.jsonl: it has no documents" in capsys.readouterr().err


def test_a_day_without_a_corpus_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["invariance", "regex", "--dct", "2023-09-20"]) == 2
    assert "name one with --corpus" in capsys.readouterr().err
