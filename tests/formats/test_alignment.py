"""Texts that aren't gold's: one document fails alone, and white space alone may be aligned."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bench
from bench.cli.root import run
from bench.dataset.suite import Layers, Predictions, Suite, SuiteDocument
from bench.formats.alignment import fit
from bench.sdk.model import Timex

GOLD = "It rained on  Monday.\n"
SPACED = " It rained\non Monday. "
OTHER = "It rained on Friday.\n"
Write = Callable[[Path, dict[str, str]], Path]


def timeml(folder: Path, texts: dict[str, str]) -> Path:
    folder.mkdir()
    for name, text in texts.items():
        marked = text.replace("Monday", '<TIMEX3 tid="t1" type="DATE" value="2020-01-06">Monday</TIMEX3>')
        (folder / f"{name}.tml").write_text(f"<TimeML><TEXT>{marked}</TEXT></TimeML>")
    return folder


def jsonl(folder: Path, texts: dict[str, str]) -> Path:
    folder.mkdir()
    documents = [{"id": name, "text": text} for name, text in texts.items()]
    timexes = [
        {"doc": name, "start": text.index("Mon"), "end": text.index("Mon") + 6, "text": "Monday", "type": "DATE"}
        for name, text in texts.items()
        if "Mon" in text
    ]
    for name, rows in (("documents", documents), ("timexes", timexes)):
        (folder / f"{name}.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return folder


BOTH = pytest.mark.parametrize("of_predictions", [timeml, jsonl])
GOLDS = pytest.mark.parametrize("of_gold", [timeml, jsonl])


def figures(capsys: pytest.CaptureFixture[str], *command: str) -> tuple[int, int, str]:
    """The exit code, how many timexes were right, and what standard error says."""
    code = run(["score", *command, "--format", "json"])
    captured = capsys.readouterr()
    return code, json.loads(captured.out)["measures"]["timex.strict"]["correct_gold"], captured.err


@BOTH
@GOLDS
def test_b5_white_space_fails_one_document_and_can_be_aligned(
    tmp_path: Path, of_predictions: Write, of_gold: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = str(of_gold(tmp_path / "gold", {"a": GOLD, "b": GOLD}))
    predicted = str(of_predictions(tmp_path / "predicted", {"a": SPACED, "b": GOLD}))
    code, right, said = figures(capsys, predicted, gold)
    assert (code, right) == (3, 1)
    assert "failed: a: the text differs from gold's in white space only: at character 0 it has ' It rained" in said
    assert "give --align" in said
    assert figures(capsys, predicted, gold, "--align") == (0, 2, "")
    assert figures(capsys, predicted, gold, "--allow-failures", "1")[:2] == (0, 1)
    assert bench.score(predicted, gold).failures.keys() == {"a"}
    assert not bench.score(predicted, gold, align=True).failures


@BOTH
@GOLDS
def test_b5_another_text_fails_one_document_and_the_others_are_scored(
    tmp_path: Path, of_predictions: Write, of_gold: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = str(of_gold(tmp_path / "gold", {"a": GOLD, "b": GOLD}))
    predicted = str(of_predictions(tmp_path / "predicted", {"a": OTHER, "b": GOLD}))
    for more in ([], ["--align"]):
        code, right, said = figures(capsys, predicted, gold, *more)
        assert (code, right) == (3, 1)
        assert "failed: a: the text is not gold's: at character 13 it has 'Friday" in said


@BOTH
def test_b5_annotators_agree_on_texts_that_differ_in_white_space(
    tmp_path: Path, of_predictions: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    first = str(of_predictions(tmp_path / "first", {"a": GOLD, "b": GOLD}))
    second = str(of_predictions(tmp_path / "second", {"a": SPACED, "b": GOLD}))
    for more, code, count in (([], 3, 2), (["--align"], 0, 4)):
        assert run(["agree", first, second, "--format", "json", *more]) == code
        captured = capsys.readouterr()
        found = json.loads(captured.out)["timex span, strict"]
        assert (found["value"], found["n"]) == (1, count)
        assert "only in" not in captured.err
        assert ("differs from gold's in white space only" in captured.err) == (code == 3)


@BOTH
def test_b5_compare_aligns_too(tmp_path: Path, of_predictions: Write, capsys: pytest.CaptureFixture[str]) -> None:
    gold = str(timeml(tmp_path / "gold", {"a": GOLD, "b": GOLD}))
    base = str(of_predictions(tmp_path / "base", {"a": SPACED, "b": GOLD}))
    assert run(["compare", base, base, "--gold", gold, "--align", "--undecided", "pass"]) == 0
    assert "failed" not in capsys.readouterr().err


def test_f14_another_normal_form_is_shown_so_that_one_sees_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = str(timeml(tmp_path / "gold", {"a": "Le caf\u00e9, Monday.", "b": GOLD}))
    predicted = str(timeml(tmp_path / "predicted", {"a": "Le cafe\u0301, Monday.", "b": GOLD}))
    said = figures(capsys, predicted, gold)[2]
    assert "the text is gold's in another Unicode normal form" in said
    assert r"'fe\u0301, Monday.' where gold has 'f\xe9, Monday.'" in said


@given(st.text("ab \n\u00a0", max_size=12), st.data())
def test_an_aligned_span_covers_the_same_characters(text: str, data: st.DataObject) -> None:
    gold = data.draw(st.lists(st.sampled_from(["", " ", "\n"])).map(lambda gaps: _spread(text, gaps)))
    end = data.draw(st.integers(0, len(text)))
    start = data.draw(st.integers(0, end))
    suite = Suite("gold", "", "", (SuiteDocument("d", gold),), {})
    found = fit(Predictions({"d": Layers((Timex(start, end),))}, texts={"d": text}), suite, align=True)
    words = "".join(text[start:end].split())
    spans = [(each.start, each.end, each.text) for each in found.layers["d"].timexes]
    if text == gold:
        assert spans == [(start, end, "")]
    elif words:
        ((first, last, said),) = spans
        assert gold[first:last] == said == said.strip()
        assert "".join(said.split()) == words
    else:
        assert not spans
        assert "white space alone" in str(found.notes[0])


def _spread(text: str, gaps: list[str]) -> str:
    """The characters of a text that are no white space, with other gaps between them."""
    characters = "".join(text.split())
    return "".join(f"{gap}{each}" for gap, each in zip([*gaps, *[""] * len(characters)], characters, strict=False))
