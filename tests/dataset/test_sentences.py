"""The sentences of texts whose gold states none."""

from __future__ import annotations

import json
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bench
from bench import formats
from bench.dataset.sentences import VERSION, sentences
from bench.dataset.suite import SuiteDocument
from bench.formats import read_gold, read_predictions
from bench.formats.jsonl import stream as jsonl_stream
from bench.results import record
from bench.scoring.accumulator import SPLIT
from bench.scoring.score import over, score
from bench.statistics.units import ENOUGH
from tests.conftest import ROOT

SPLITS = {
    "nothing": [""],
    "white space alone": [" \n\n "],
    "no final stop": ["It rained on Monday"],
    "two": ["It rained on Monday. ", "It snowed on Tuesday."],
    "two without a final stop": ["It rained on Monday. ", "It snowed on Tuesday"],
    "white space at the ends": ["\n  It rained. ", "It snowed.\n"],
    "question and exclamation": ["Did it rain? ", "It did! ", "On Monday?! ", "Yes."],
    "dots": ["It rained... and it snowed… ", "On Tuesday... ", "The end."],
    "a lower-case word goes on": ["Yahoo! said that it rained approx. five days."],
    "titles": ["Dr. Smith met Mr. and Mrs. Lee on Monday. ", "Gen. Ray came too."],
    "initials": ["J. R. R. Tolkien met George W. Bush in May. ", "He left."],
    "I is a word": ["He is older than I. ", "She is not."],
    "I is an initial": ["I. M. Pei was born in 1917."],
    "acronyms": ["The U.S. Senate met on Monday. ", "He was in the U.S. ", "The Senate met."],
    "companies": ["Acme Inc. President Lee left Acme Corp. ", "He joined Bolt Co. in May."],
    "months": ["He came on Sept. 18 and left on Sat. ", "It was cold in Dec. 2023."],
    "hours": ["It begins at 9 a.m. Monday and ends at 5 p.m. EST. ", "He came at 5 p.m. ", "She left."],
    "for example": ["Some days, e.g. Mondays, i.e. Work days, are long."],
    "numbered": ["See No. 5 of May. ", "Is it late? ", "No. ", "It is p. 7 that counts."],
    "numbers": ["It rose 3.5 percent in 1.2 years. ", "It fell in 2022. ", "7 days passed."],
    "quotation": ["“It rained on Monday.” ", "He left. ", "“We know,” she said."],
    "quoted sentences": ['"It rained. ', 'It snowed." ', "He left."],
    "who said it": ["“Did it rain on Monday?” Anna Lee asked. ", "“It did!” said Bob."],
    "brackets": ["It rained. ", "(It snowed on Tuesday.) ", "It froze (on Friday). ", "It thawed."],
    "paragraphs": ["A headline of May\n\n", "It rained\n \n", "and it snowed"],
    "carriage returns": ["A headline\r\n\r\n", "It rained\r\n", "On Monday\r", "It snowed"],
    "a list": ["- buy milk\n", "- call Ann on Monday\n", "- pay"],
    "a numbered list": ["1. Buy milk on Monday\n", "2. Call Ann. ", "She waits.\n", "a) Pay"],
    "lines of a chat": ["see you on monday\n", "bring the report"],
    "wrapped lines": [
        "The minister of the country said on Monday that\nPresident Lee had left for the talks of\nSeptember. ",
        "He comes back on Tuesday, it was said\non Friday.",
    ],
    "a heading over wrapped lines": [
        "Talks\n",
        "The minister of the country said on Monday that\nPresident Lee had left for the talks of\nSeptember.",
    ],
    "long lines aren't wrapped": [f"{'The minister said it on Monday and again ' * 4}\n", "President Lee left."],
    "no space between": ["It rained.Then it snowed."],
    "spaces of other kinds": ["It rained.\u00a0", "It snowed.\u2028", "It froze."],
}


@pytest.mark.parametrize("pieces", SPLITS.values(), ids=SPLITS.keys())
def test_sentences(pieces: list[str]) -> None:
    assert sentences("".join(pieces)) == tuple(accumulate(map(len, pieces[:-1]), initial=0))


def test_the_articles_are_split_as_gold_states() -> None:
    lines = (ROOT / "gold" / "articles" / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    for document in map(json.loads, lines):
        assert list(sentences(document["text"])) == document["sentences"], document["id"]


@given(st.text(st.sampled_from('aB1I.!?…"”)( \n\r\t-’,')))
def test_offsets_are_fit_to_be_stated(text: str) -> None:
    starts = sentences(text)
    assert starts[0] == 0
    assert list(starts) == sorted(set(starts))
    assert all(start < len(text) and not text[start].isspace() for start in starts[1:])
    assert all(text[:start].strip() for start in starts[1:])


@pytest.mark.parametrize("text", [".", " ", "\n", "x\r", "A. ", "a.b.", '"', "1. ", "Mr. "])
def test_any_text_is_split_in_linear_time(text: str) -> None:
    assert sentences(text * 30_000 + "x")[0] == 0  # in quadratic time, this would take minutes


def test_b2_gold_that_states_its_sentences_keeps_them() -> None:
    text = "It rained. It snowed. It froze."
    assert SuiteDocument("d", text, sentences=(0, 22)).units == (0, 22)
    assert SuiteDocument("d", text).units == (0, 11, 22)


def test_so_many_are_split_as_sentences_are_resampled_of() -> None:
    assert SPLIT == ENOUGH


def written(folder: Path, documents: int, *, timeml: bool) -> Path:
    """Write gold that states no sentences: eight in each document, each with a time; predictions are the same."""
    text = "".join(f"It rained on day {day}.\n\n" for day in range(8))
    places = [text.index(f"day {day}") for day in range(8)]
    names = [f"d{number}" for number in range(documents)]
    folder.mkdir()
    if timeml:
        days = text
        for day in range(8):
            days = days.replace(f"day {day}", f'<TIMEX3 tid="t{day}" type="DATE" value="2023">day {day}</TIMEX3>')
        for name in names:
            (folder / f"{name}.tml").write_text(f"<TimeML><TEXT>{days}</TEXT></TimeML>", encoding="utf-8")
        return folder
    said = [{"id": name, "text": text} for name in names]
    times = [{"doc": name, "start": at, "end": at + 5, "value": "2023"} for name in names for at in places]
    for layer, rows in (("documents", said), ("timexes", times)):
        (folder / f"{layer}.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return folder


@pytest.mark.parametrize("timeml", [False, True])
def test_b2_sentences_are_units_where_gold_states_none(tmp_path: Path, *, timeml: bool) -> None:
    scores = bench.score(written(tmp_path / "few", 3, timeml=timeml), tmp_path / "few")
    sampling = scores.record.intervals["timex.relaxed"].sampling
    assert (sampling.unit, sampling.units, sampling.clusters) == ("sentence", 24, 3)
    assert sampling.label == "for these texts (24 sentences of 3 documents)"
    assert json.loads(record.text(scores.record))["sentences"] == VERSION


@pytest.mark.parametrize("timeml", [False, True])
def test_where_documents_are_resampled_a_record_needs_no_version(tmp_path: Path, *, timeml: bool) -> None:
    scores = bench.score(written(tmp_path / "many", 20, timeml=timeml), tmp_path / "many")
    assert scores.record.intervals["timex.relaxed"].sampling.label == "20 documents"
    assert "sentences" not in json.loads(record.text(scores.record))


@pytest.mark.parametrize("documents", [3, 30])
@pytest.mark.parametrize("timeml", [False, True])
def test_units_are_the_same_however_files_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, documents: int, *, timeml: bool
) -> None:
    gold = written(tmp_path / "gold", documents, timeml=timeml)
    whole = score(read_gold(gold), read_predictions(gold))
    monkeypatch.setattr(jsonl_stream, "LARGE", 0)
    streamed = formats.stream(gold, gold)
    assert streamed is not None
    assert over(streamed.whole(), streamed.predictions.counted).units["timex.value"] == whole.units["timex.value"]


def test_a_few_documents_of_ones_own_decide_a_comparison(tmp_path: Path) -> None:
    gold = written(tmp_path / "gold", 3, timeml=True)
    worse = written(tmp_path / "worse", 3, timeml=True)
    for path in worse.iterdir():
        path.write_text(path.read_text(encoding="utf-8").replace("2023", "2024"), encoding="utf-8")
    found = bench.compare(gold, worse, gold, measures=["timex.value"]).systems[0].differences["timex.value"]
    assert (found.verdict, found.discordant) == ("worse", 24)
