"""spaCy's DocBin. The files are made by spaCy itself."""

from __future__ import annotations

import datetime
import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bench import formats
from bench.dataset.suite import Layers, Suite, SuiteDocument
from bench.errors import DataError
from bench.formats import docbin
from bench.formats.annotated import Annotated
from bench.formats.docbin import reading, writing
from bench.formats.docbin.tokens import divide
from bench.sdk.model import Event, Link, Region, Timex

pytest.importorskip("spacy", reason="needs spaCy: pip install 'timeline-bench[formats]'")

TEXT = "\ufeffIt\U0001f600 rained  on Monday.\r\n"
"""rained stands at 5–11, the two blanks at 11–13, Monday at 16–22, the end of the line at 23–25."""


def write(path: Path, *documents: Annotated) -> Path:
    assert docbin.FORMAT.write_gold is not None
    docbin.FORMAT.write_gold(path, Suite("", "", "", (), {}), documents, pytest.fail)
    return path


def loaded(file: Path) -> list[Any]:
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    return list(DocBin().from_disk(file).get_docs(Vocab()))


def save(file: Path, *docs: Any) -> Path:
    from spacy.tokens import DocBin

    DocBin(docs=docs, store_user_data=True).to_disk(file)
    return file


def example() -> Annotated:
    document = SuiteDocument("d/1", TEXT, datetime.date(2023, 9, 18), sentences=(0, 23))
    layers = Layers(
        (Timex(16, 22, "DATE", "2023-09-18", id="t1"), Timex(12, 16, id="t2")),
        (Event(5, 9, "STATE", id="e1"),),
        (Region(24, 25),),
        (Link("e1", "dct", "BEFORE"),),
    )
    return Annotated(document, layers)


def test_spacy_reads_text_and_spans_as_they_are(tmp_path: Path) -> None:
    (doc,) = loaded(write(tmp_path / "out", example()) / "00001.spacy")
    assert doc.text == TEXT
    spans = {
        name: [(each.start_char, each.end_char, each.label_) for each in doc.spans[name]] for name in doc.spans
    }
    assert spans == {
        "timexes": [(16, 22, "DATE"), (12, 16, "TIMEX3")],
        "events": [(5, 9, "STATE")],
        "ignore": [(24, 25, "ignore")],
    }
    assert [each.start_char for each in doc.sents] == [0, 23]
    data = json.loads(doc.user_data["timeline_bench"])
    assert data["document"] == {"id": "d/1", "dct": "2023-09-18", "sentences": [0, 23]}
    assert data["timexes"][0] == {"start": 16, "end": 22, "value": "2023-09-18", "id": "t1"}
    assert data["links"] == [{"source": "e1", "target": "dct", "relation": "BEFORE"}]


@pytest.mark.parametrize(
    ("text", "starts", "ends", "words", "spaces"),
    [
        ("It rained.", (), (), ["It", "rained", "."], [True, False, False]),
        ("It  rained", (), (), ["It", " ", "rained"], [True, False, False]),
        ("It rained", (2,), (), ["It", " ", "rained"], [False, False, False]),  # a span begins with the blank
        ("It rained", (), (3,), ["It", " ", "rained"], [False, False, False]),  # a span ends with it
        ("It rained", (3,), (2,), ["It", "rained"], [True, False]),
        ("rained", (2,), (4,), ["ra", "in", "ed"], [False, False, False]),
        (" \n", (), (), [" \n"], [False]),
        ("", (), (), [], []),
    ],
)
def test_tokens(
    text: str, starts: tuple[int, ...], ends: tuple[int, ...], words: list[str], spaces: list[bool]
) -> None:
    assert divide(text, starts, ends) == (words, spaces)


def test_documents_are_written_in_files_of_some_hundred(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "PART", 2)
    documents = [Annotated(SuiteDocument(f"d{number}", "It rained."), Layers()) for number in range(5)]
    path = write(tmp_path / "out", *documents)
    assert [len(loaded(file)) for file in sorted(path.iterdir())] == [2, 2, 1]
    assert [each.id for each in formats.read_gold(path).documents] == ["d0", "d1", "d2", "d3", "d4"]


def foreign(text: str = "Ada left on Monday. It rained.") -> Any:
    from spacy.lang.en import English

    doc: Any = English()(text)
    doc.set_ents([doc.char_span(0, 3, label="PERSON"), doc.char_span(12, 18, label="DATE")])
    return doc


def test_documents_of_others_have_their_entities_as_time_expressions(tmp_path: Path) -> None:
    save(tmp_path / "rain.spacy", foreign())
    suite = formats.read_gold(tmp_path)
    assert formats.sniff(tmp_path) is docbin.FORMAT
    assert [(each.id, each.text, each.sentences) for each in suite.documents] == [
        ("rain", "Ada left on Monday. It rained.", None)
    ]
    assert suite.layers["rain"].timexes == (Timex(12, 18, "DATE", text="Monday"),)
    assert [note.message for note in suite.notes] == ["rain: entities that aren't read: PERSON (1)"]


def test_documents_of_others_may_have_sentences_and_groups_of_spans(tmp_path: Path) -> None:
    doc = foreign()
    for token in doc:
        token.is_sent_start = token.i in (0, 5)  # Ada, It
    doc.spans["timexes"] = [doc.char_span(12, 18, label="SET")]
    doc.spans["events"] = [doc.char_span(4, 8, label="OCCURRENCE")]
    doc.spans["sc"] = []
    save(tmp_path / "rain.spacy", doc, foreign())
    suite = formats.read_gold(tmp_path / "rain.spacy")
    assert [(each.id, each.sentences) for each in suite.documents] == [("rain-1", (0, 20)), ("rain-2", None)]
    assert suite.layers["rain-1"].timexes == (Timex(12, 18, "SET", text="Monday"),)
    assert suite.layers["rain-1"].events == (Event(4, 8, "OCCURRENCE", text="left"),)
    assert [note.message for note in suite.notes] == [
        "rain-1: groups of spans that aren't read: sc",
        "rain-1: 2 entities; the spans of timexes are read instead",
    ]
    assert suite.notes[1].count == 2  # that of the second document has the same kind


def edited(path: Path, change: Callable[[Any], None]) -> Path:
    file = write(path, example()) / "00001.spacy"
    (doc,) = loaded(file)
    change(doc)
    return save(file, doc)


def test_spans_that_were_changed_in_spacy_count(tmp_path: Path) -> None:
    def change(doc: Any) -> None:
        doc.spans["timexes"] = [doc.char_span(5, 11, label="TIME"), *list(doc.spans["timexes"])[1:]]

    suite = formats.read_gold(edited(tmp_path / "out", change))
    assert suite.layers["d/1"].timexes == (
        Timex(5, 11, "TIME", text="rained"),
        Timex(12, 16, text=" on ", id="t2"),
    )
    assert [note.message for note in suite.notes] == [
        "d/1: the fields of 1 annotation whose spans aren't in timexes; they are left out"
    ]


@pytest.mark.parametrize(
    "data",
    [
        "{",
        "[]",
        "[" * 100_000,
        7,
        '{"document": {}, "timexes": [{"start": []}], "events": [], "links": []}',
        '{"document": {"day": 1}, "timexes": [], "events": [], "links": []}',
        '{"document": {}, "timexes": [{"start": 16, "end": 22, "value": 7}], "events": [], "links": []}',
    ],
)
def test_fields_that_bench_does_not_write_are_a_fault(tmp_path: Path, data: Any) -> None:
    path = edited(tmp_path / "out", lambda doc: doc.user_data.update({"timeline_bench": data}))
    with pytest.raises(DataError, match=r"user_data\['timeline_bench'\] isn't what bench writes"):
        formats.read_gold(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "it ends too soon"),
        (b"no file", "no file of spaCy: "),
        (zlib.compress(b"no message"), "spaCy can't read it: "),
        (zlib.compress(b"no message")[:-4], "it ends too soon"),
    ],
)
def test_files_that_are_none_of_spacy(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "a.spacy").write_bytes(content)
    with pytest.raises(DataError) as caught:
        formats.read_gold(tmp_path)
    assert [each.message.startswith(message) for each in caught.value.faults] == [True]


def test_a_file_that_grows_without_bound_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST", 2**20)
    (tmp_path / "a.spacy").write_bytes(zlib.compress(bytes(2**21)))
    with pytest.raises(DataError, match="it is larger than 1 MiB"):
        formats.read_gold(tmp_path)


def test_a_text_that_utf_8_cannot_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"U\+D800"):
        write(tmp_path / "out", Annotated(SuiteDocument("a", "x\ud800"), Layers()))
