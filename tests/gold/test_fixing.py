"""bench validate --fix: what is mended, what is left, and that a second run changes nothing."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import UsageError
from bench.cli.root import run
from bench.gold import fix
from bench.gold.load import load
from tests.conftest import write_suite

TEXT = "On Monday, and on Monday again; Friday 😀 in May, Mayor."
#       0  3       11     18     25     32     39
Lines = dict[str, list[dict[str, Any]]]


def document(**fields: Any) -> dict[str, Any]:
    return {"id": "d", "text": TEXT, **fields}


def time(start: int, words: str, **fields: Any) -> dict[str, Any]:
    return {"doc": "d", "id": "t1", "start": start, "end": start + len(words), "text": words, **fields}


def mended(folder: Path, lines: Lines) -> list[str]:
    """The changes of a suite, after which a second run changes nothing."""
    write_suite(folder, lines)
    changes = [str(each).removeprefix(f"{folder}/") for each in fix(folder)]
    content = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert list(fix(folder)) == []
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == content
    assert not list(folder.parent.glob(".*"))
    return changes


def read(folder: Path, layer: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / f"{layer}.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    ("start", "words", "to"),
    [
        (33, "Friday", 32),  # it stands once
        (900, "Friday", 32),
        (2, "Monday", 3),  # nearer to 3 than to 18
        (20, "Monday", 18),  # 17 from 3, 2 from 18
        (45, "May", 44),  # the one in Mayor is no whole word
        (38, "😀", 39),
    ],
)
def test_offsets_go_to_the_words(tmp_path: Path, start: int, words: str, to: int) -> None:
    changes = mended(tmp_path / "g", {"documents": [document()], "timexes": [time(start, words, note=1)]})
    end = to + len(words)
    assert changes == [f"timexes.jsonl:1: the offsets of {words!r}: {start}–{start + len(words)} → {to}–{end}"]
    assert read(tmp_path / "g", "timexes") == [time(to, words, note=1)]
    assert TEXT[to:end] == words
    load(tmp_path / "g")


def test_a_place_that_another_annotation_has_is_not_taken(tmp_path: Path) -> None:
    timexes = [time(3, "Monday"), time(4, "Monday", id="t2")]
    mended(tmp_path / "g", {"documents": [document()], "timexes": timexes})
    assert [each["start"] for each in read(tmp_path / "g", "timexes")] == [3, 18]


@pytest.mark.parametrize(
    "timexes",
    [
        [time(1, "Tuesday")],  # it stands nowhere
        [time(12, "Monday")],  # 9 from 3, 6 from 18: too near to both
        [time(900, "Monday")],
        [{"doc": "x", "id": "t1", "start": 10, "end": 16, "text": "Monday"}],  # no such document
        [{"doc": "d", "id": "t1", "start": "3", "end": 9, "text": "Monday"}],
        [time(1, "Monday"), time(2, "Monday", id="t2")],  # both would go to 3
        [time(33, "Friday"), time(32, "Friday", id="t2"), time(31, "Friday", id="t3")],
    ],
)
def test_what_has_no_one_remedy_is_left(tmp_path: Path, timexes: list[dict[str, Any]]) -> None:
    folder = tmp_path / "g"
    assert mended(folder, {"documents": [document()], "timexes": timexes}) == []
    assert read(folder, "timexes") == timexes


def test_a_tie_is_left(tmp_path: Path) -> None:
    lines: Lines = {"documents": [{"id": "d", "text": "May or May"}], "timexes": [time(2, "May")]}
    # 2 from 0 and 5 from 7
    assert mended(tmp_path / "a", lines) == ["timexes.jsonl:1: the offsets of 'May': 2–5 → 0–3"]
    lines["timexes"] = [time(3, "May")]  # 3 from 0 and 4 from 7
    assert mended(tmp_path / "b", lines) == []


def test_words_ids_and_the_second_of_two_ids(tmp_path: Path) -> None:
    lines: Lines = {
        "documents": [document()],
        "timexes": [
            {"doc": "d", "start": 3, "end": 9},
            time(18, "Monday", id="t1"),
            time(32, "Friday", id="t1"),
            {"doc": "d", "id": None, "start": 44, "end": 47, "text": "May"},
        ],
        "events": [{"doc": "d", "id": "t1", "start": 0, "end": 2, "text": "On"}],
    }
    assert mended(tmp_path / "g", lines) == [
        "timexes.jsonl:1: the id 't2'",
        "timexes.jsonl:1: the words of 3–9: 'Monday'",
        "timexes.jsonl:3: the id 't1', which stands twice → 't3'",
        "timexes.jsonl:4: the id 't4'",
    ]
    first = (tmp_path / "g" / "timexes.jsonl").read_text(encoding="utf-8").splitlines()[0]
    assert first == '{"doc": "d", "id": "t2", "start": 3, "end": 9, "text": "Monday"}'
    assert read(tmp_path / "g", "events") == lines["events"]  # without links, two layers may share an id
    load(tmp_path / "g")


def test_an_id_that_a_link_or_a_timeline_names_is_left(tmp_path: Path) -> None:
    lines: Lines = {
        "documents": [document()],
        "timexes": [time(3, "Monday"), time(18, "Monday"), time(32, "Friday", id="x"), time(44, "May", id="dct")],
        "events": [{"doc": "d", "id": "x", "start": 0, "end": 2, "text": "On"}],
        "links": [{"doc": "d", "source": "t1", "target": "dct", "relation": "BEFORE"}],
    }
    assert mended(tmp_path / "a", lines) == [
        "events.jsonl:1: the id 'x', which stands twice → 'e1'",
        "timexes.jsonl:4: the id 'dct', which stands twice → 't2'",
    ]
    lines["timeline"] = [{"id": "one", "mentions": [["d", "x"]]}]
    assert "events.jsonl:1" not in "".join(mended(tmp_path / "b", lines))


def test_digest_and_sentences_follow_the_text_if_all_fits(tmp_path: Path) -> None:
    stale = document(sha256="0" * 64, sentences=[0, 900])
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    assert mended(tmp_path / "a", {"documents": [stale], "timexes": [time(33, "Friday")]}) == [
        f"documents.jsonl:1: the digest of 'd' → {digest[:12]}…, since all annotations fit the text",
        "documents.jsonl:1: the sentences of 'd', found anew: 1",
        "timexes.jsonl:1: the offsets of 'Friday': 33–39 → 32–38",
    ]
    assert read(tmp_path / "a", "documents") == [document(sha256=digest, sentences=[0])]
    lines: Lines = {"documents": [document(sha256="0" * 64)], "timexes": [time(3, "Tuesday")]}
    assert mended(tmp_path / "b", lines) == []


def test_lines_that_cannot_be_read_stay_byte_for_byte(tmp_path: Path) -> None:
    folder = tmp_path / "g"
    write_suite(folder, {"documents": [document()], "timexes": [time(33, "Friday")]})
    path = folder / "timexes.jsonl"
    strange = b'\xef\xbb\xbf{"doc":"d",\r\n\n{"doc":"d","doc":"d"}\n' + path.read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(strange)
    (folder / "README.md").write_text("card", encoding="utf-8")
    (change,) = fix(folder)
    assert change.line == 4
    right = json.dumps(time(32, "Friday"), ensure_ascii=False).encode()
    assert path.read_bytes() == b'\xef\xbb\xbf{"doc":"d",\r\n\n{"doc":"d","doc":"d"}\n' + right + b"\r\n"
    assert (folder / "README.md").read_text(encoding="utf-8") == "card"


@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.sampled_from(("Monday", "on", "May", "a", "Friday", "no"))), max_size=6
    ),
    st.lists(st.sampled_from(("t1", "t2", None, "dct")), min_size=6, max_size=6),
    st.booleans(),
)
def test_a_second_run_changes_nothing_and_good_lines_stay(
    spans: list[tuple[int, str]], ids: list[str | None], linked: bool
) -> None:
    timexes = [time(start, words, id=name) for (start, words), name in zip(spans, ids, strict=False)]
    lines: Lines = {"documents": [document()], "timexes": timexes}
    if linked:
        lines["links"] = [{"doc": "d", "source": "t1", "target": "dct", "relation": "BEFORE"}]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "g"
        mended(folder, lines)
        for before, after in zip(timexes, read(folder, "timexes"), strict=True):
            assert before["text"] == after["text"]
            if TEXT[before["start"] : before["end"]] == before["text"]:
                assert (after["start"], after["end"]) == (before["start"], before["end"])


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 70),
    st.sampled_from(("d", "t1", "dct", "Monday", "\ud800", 1.5, [], {}, [["d", "t1"]], [0, 3])),
)
FIELDS = ("id", "doc", "text", "start", "end", "sentences", "sha256", "mentions", "source", "target")


@given(st.lists(st.tuples(st.sampled_from(("documents", "timexes", "events", "ignore", "links", "timeline")),
                          st.dictionaries(st.sampled_from(FIELDS), VALUES)), max_size=8))  # fmt: skip
def test_lines_of_any_kind_are_mended_or_left(rows: list[tuple[str, dict[str, Any]]]) -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "g"
        folder.mkdir()
        for layer in ("documents", "timexes", "events", "ignore", "links", "timeline"):
            lines = [json.dumps(row) + "\n" for name, row in [("documents", document()), *rows] if name == layer]
            (folder / f"{layer}.jsonl").write_text("".join(lines), encoding="utf-8")
        list(fix(folder))
        content = {path.name: path.read_bytes() for path in folder.iterdir()}
        assert list(fix(folder)) == []
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == content


def test_the_command_prints_changes_and_what_is_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "g"
    write_suite(folder, {"documents": [document()], "timexes": [time(33, "Friday"), time(1, "Sunday", id="t2")]})
    assert run(["validate", "--fix", str(folder)]) == 4
    shown = capsys.readouterr()
    assert shown.out == f"mended {folder}/timexes.jsonl:1: the offsets of 'Friday': 33–39 → 32–38\n"
    assert "timexes.jsonl:2: 1–7 covers" in shown.err
    (folder / "timexes.jsonl").write_text(json.dumps(time(32, "Friday")) + "\n", encoding="utf-8")
    assert run(["validate", "--fix", str(folder)]) == 0
    assert (
        capsys.readouterr().out
        == "nothing to mend\ng 1.0.0 is sound: 1 document, 1 timex, 0 events, 0 timeline entries\n"
    )


def test_other_formats_are_not_mended(tmp_path: Path) -> None:
    (tmp_path / "a.tml").write_text("<TimeML></TimeML>", encoding="utf-8")
    with pytest.raises(UsageError, match="isn't a folder of JSON Lines; bench convert makes one"):
        fix(tmp_path)
    with pytest.raises(UsageError, match="there is no such folder"):
        fix(tmp_path / "nowhere")


def test_a_folder_that_cannot_be_written_is_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "g"
    write_suite(folder, {"documents": [document()], "timexes": [time(33, "Friday")]})
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    real = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self.name == ".g.part":
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(UsageError, match="No space left"):
        fix(folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["g"]
