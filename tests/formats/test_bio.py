"""Columns of tokens and tags, in each scheme, and what isn't read."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import formats
from bench.dataset.suite import Suite
from bench.errors import DataError
from bench.sdk.model import Event, Timex


def read(path: Path, text: str) -> Suite:
    path.write_bytes(text.encode())
    assert formats.recognise(path).name == "bio"
    return formats.read_gold(path)


def columns(words: str, tags: str) -> str:
    return "".join(f"{word}\t{tag}\n" for word, tag in zip(words.split(), tags.split(), strict=True))


WORDS = "It rained May 3 Monday ."
# May 3 and Monday touch: two dates
SCHEMES = {
    "IOB1": "O I-EVENT I-DATE I-DATE B-DATE O",
    "IOB2": "O B-EVENT B-DATE I-DATE B-DATE O",
    "BIOES": "O S-EVENT B-DATE E-DATE S-DATE O",
    "BILOU": "O U-EVENT B-DATE L-DATE U-DATE O",
}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_each_scheme_is_read(tmp_path: Path, scheme: str) -> None:
    suite = read(tmp_path / "wet.txt", columns(WORDS, SCHEMES[scheme]))
    (document,) = suite.documents
    assert (document.id, document.text, document.sentences) == ("wet", "It rained May 3 Monday .", (0,))
    assert suite.layers["wet"].timexes == (
        Timex(10, 15, "DATE", text="May 3"),
        Timex(16, 22, "DATE", text="Monday"),
    )
    assert suite.layers["wet"].events == (Event(3, 9, text="rained"),)
    assert not suite.notes


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        ("B-DATE I-DATE I-TIME", ["a b", "c"]),  # another label
        ("B-DATE O I-DATE", ["a", "c"]),
        ("B-DATE E-DATE I-DATE", ["a b", "c"]),  # the first has ended
        ("S-DATE I-DATE E-DATE", ["a", "b c"]),
        ("I-DATE I-DATE B-DATE", ["a b", "c"]),
    ],
)
def test_where_an_annotation_begins(tmp_path: Path, tags: str, spans: list[str]) -> None:
    suite = read(tmp_path / "a.bio", columns("a b c", tags))
    assert [each.text for each in suite.layers["a"].timexes] == spans


def test_sentences_documents_and_further_columns(tmp_path: Path) -> None:
    text = (
        "-DOCSTART- -X- -X- O\n\n# a comment\nIt PRP B-NP O\nrained VBD B-VP B-OCCURRENCE\n\n"
        "🌊 NN I-NP O\nMonday NNP I-NP B-DATE\n\n"
        "-DOCSTART- -X- -X- O\n\n# O O O\nlate RB B-ADVP B-timex3\n"
    )
    for written in (text, text.replace("\n", "\r\n"), f"\ufeff{text}"):
        suite = read(tmp_path / "a.conll", written)
        assert [(each.id, each.text, each.sentences) for each in suite.documents] == [
            ("a-1", "It rained\n🌊 Monday", (0, 10)),
            ("a-2", "# late", (0,)),
        ]
        assert suite.layers["a-1"].timexes == (Timex(12, 18, "DATE", text="Monday"),)
        assert suite.layers["a-1"].events == (Event(3, 9, "OCCURRENCE", text="rained"),)
        assert suite.layers["a-2"].timexes == (Timex(2, 6, text="late"),)


def test_other_labels_and_ends_of_nothing_are_told(tmp_path: Path) -> None:
    suite = read(tmp_path / "a.tsv", columns("Ann left on Monday", "B-PER O O E-DATE"))
    assert [each.text for each in suite.layers["a"].timexes] == ["Monday"]
    assert {note.kind: note.line for note in suite.notes} == {"label PER": 1, "end of none": 4}


def test_predictions_cover_the_layers_that_they_have(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    read(path, columns("on Monday", "O B-DATE"))
    assert formats.read_predictions(path).covers == ("timexes",)
    read(path, columns("it rained", "O B-EVENT"))
    assert formats.read_predictions(path).covers == ("events",)
    read(path, columns("Ann left", "B-PER O"))
    assert formats.read_predictions(path).covers == ("timexes", "events")


def test_a_folder_has_a_document_for_each_file_and_other_texts_are_left(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(columns("on Monday", "O B-DATE"))
    (tmp_path / "b.txt").write_text(columns("it rained", "O O"))
    (tmp_path / "README.txt").write_text("Two documents.\n")
    suite = formats.read_gold(tmp_path)
    assert [each.id for each in suite.documents] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("on\tO\nMonday\tB-DATE\nlate\n", "a.tsv:3: a token without a tag"),
        ("on\tO\nMonday\tB-DATE\nlate\tQ-DATE\n", "a.tsv:3: a token without a tag"),
        ("on\tO\tx\nMonday\ty\tB-DATE\n", "a.tsv: no column has a tag on every line"),
        ("on\tO\n \tB-DATE\n", "a.tsv:2: a tag without a token"),
    ],
)
def test_lines_without_a_token_or_a_tag_are_refused(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "a.tsv"
    path.write_text(text)
    with pytest.raises(DataError, match=told):
        parse(path)


def parse(path: Path) -> list[object]:
    """The documents of a file that may not be recognised, as it has a line that is none of columns."""
    from bench.formats import bio

    return list(bio.parse(path))


def test_a_fault_behind_the_beginning_is_found(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text(columns("on Monday", "O B-DATE") * 500 + "late\n")
    with pytest.raises(DataError, match=r"a\.tsv:1001: a token without a tag"):
        formats.read_gold(path)
    path.write_bytes(path.read_bytes() + b"\xff\tO\n")
    with pytest.raises(DataError, match=r"a\.tsv:1002: not UTF-8"):
        formats.read_gold(path)


@pytest.mark.parametrize(
    "text",
    ["It rained.\n", "on\tO\nMonday\tO\n", "1\tIt\t_\n", "O\nB-DATE\n", "", "d\te1\te2\tb\n"],
)
def test_other_files_are_not_taken(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    found = formats.sniff(tmp_path / "a.txt")
    assert found is None or found.name != "bio"
