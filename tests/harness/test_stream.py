"""A growing predictions folder: what stands in it at any moment, and how a run goes on with it."""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from bench.dataset.suite import Layers
from bench.errors import DataError, UsageError
from bench.formats.jsonl.predictions import read_predictions
from bench.harness.outcome import Outcome
from bench.harness.pool import local
from bench.harness.process import Limits
from bench.harness.run import Runner
from bench.harness.stream import Output, predict
from bench.sdk.model import Document, Event, Timex
from bench.systems.discovery import read
from bench.systems.environment import prepare

DAY = datetime.date(2021, 5, 4)
MADE_BY = {"bench": "1", "key": "k", "system": "s"}
DOCUMENTS = [Document(f"d{number}", f"{number}. On Monday.", DAY) for number in range(7)]


def outcome(document: Document) -> Outcome:
    """Two timexes for even documents, an event for each third; the fifth fails."""
    number = int(document.id[1:])
    if number == 5:
        return Outcome(document.id, None, failed="half a \ud83c character")
    timexes = (
        (Timex(3, 5, text="On"), Timex(6, 12, "DATE", "2021-05-03", text="Monday")) if number % 2 == 0 else ()
    )
    events = (Event(0, 1, "OCCURRENCE", text=document.text[0]),) if number % 3 == 0 else ()
    return Outcome(document.id, Layers(timexes, events))


def fill(folder: Path, documents: Iterable[Document], *, resume: bool = False) -> tuple[int, int]:
    with Output(folder, ("timexes", "events"), MADE_BY, resume=resume) as output:
        for document in output.remaining(documents):
            output.put(outcome(document))
        return output.kept, output.failed


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_it_is_a_predictions_folder(tmp_path: Path) -> None:
    fill(tmp_path / "out", DOCUMENTS)
    found = read_predictions(tmp_path / "out")
    assert list(found.layers) == ["d0", "d1", "d2", "d3", "d4", "d6"]
    assert found.layers["d0"] == outcome(DOCUMENTS[0]).layers
    assert found.layers["d1"] == Layers()
    assert list(found.failures) == ["d5"]
    assert found.covers == ("timexes", "events")


def test_at_each_moment_every_document_with_a_line_has_all_its_annotations(tmp_path: Path) -> None:
    with Output(tmp_path, ("timexes", "events"), MADE_BY, resume=False) as output:
        for count, document in enumerate(output.remaining(DOCUMENTS), start=1):
            output.put(outcome(document))
            found = read_predictions(tmp_path)
            assert len(found.layers) + len(found.failures) == count
            if document.id in found.layers:
                assert found.layers[document.id] == outcome(document).layers


def writes(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The writes of an unbroken run, in their order: file name and what is appended to it."""
    sizes: dict[str, int] = {}
    with Output(folder, ("timexes", "events"), MADE_BY, resume=False) as output:
        for document in output.remaining(DOCUMENTS):
            output.put(outcome(document))
            for name in ("timexes.jsonl", "events.jsonl", "documents.jsonl"):
                data = (folder / name).read_bytes()
                yield name, data[sizes.get(name, 0) :]
                sizes[name] = len(data)


@pytest.mark.slow
def test_cut_at_any_byte_it_goes_on_to_the_same_bytes(tmp_path: Path) -> None:
    order = list(writes(tmp_path / "whole"))
    whole = content(tmp_path / "whole")
    total = sum(len(data) for _, data in order)
    for end in range(0, total + 1, 7):
        folder, left = tmp_path / f"cut{end}", end
        folder.mkdir()
        (folder / "run.json").write_bytes(whole["run.json"])
        for name, data in order:
            with (folder / name).open("ab") as file:
                file.write(data[: max(0, left)])
            left -= len(data)
        fill(folder, DOCUMENTS, resume=True)
        assert content(folder) == whole, end


def test_what_was_done_is_counted_and_not_run_again(tmp_path: Path) -> None:
    fill(tmp_path / "out", DOCUMENTS[:6])
    assert fill(tmp_path / "out", DOCUMENTS, resume=True) == (6, 1)
    with Output(tmp_path / "out", ("timexes", "events"), MADE_BY, resume=True) as output:
        assert list(output.remaining(DOCUMENTS)) == []


def test_a_run_that_was_refused_before_its_first_document_leaves_no_obstacle(tmp_path: Path) -> None:
    fill(tmp_path / "out", [])
    (tmp_path / "out" / ".run.json.part").write_text("{")
    assert fill(tmp_path / "out", []) == (0, 0)
    (tmp_path / "out" / "timexes.jsonl").write_text('{"doc": "d0", "st')
    assert fill(tmp_path / "out", DOCUMENTS, resume=True) == (0, 0)
    assert (tmp_path / "out" / "timexes.jsonl").read_text().startswith('{"doc": "d0", "start": 3')


@pytest.mark.parametrize(
    ("resume", "made_by", "says"),
    [
        (False, MADE_BY, "has something in it; go on with it by --resume, or give another folder to start anew"),
        (True, {**MADE_BY, "key": "other"}, r"another run \(in another environment, or with other limits\)"),
        (True, {**MADE_BY, "key": "other", "system": "other"}, r"another run \(another system\); give another"),
    ],
)
def test_another_runs_folder_is_refused_and_stays_as_it_is(
    tmp_path: Path, resume: bool, made_by: dict[str, str], says: str
) -> None:
    fill(tmp_path / "out", DOCUMENTS)
    before = content(tmp_path / "out")
    with pytest.raises(UsageError, match=says):
        Output(tmp_path / "out", ("timexes", "events"), made_by, resume=resume)
    assert content(tmp_path / "out") == before


def test_a_folder_that_no_run_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    for resume, says in ((False, "has something in it"), (True, "has no run.json, so no run made it")):
        with pytest.raises(UsageError, match=says):
            Output(tmp_path, ("timexes",), MADE_BY, resume=resume)
    assert list(content(tmp_path)) == ["notes.txt"]


def test_two_runs_at_once_are_one_too_many(tmp_path: Path) -> None:
    with (
        Output(tmp_path, ("timexes",), MADE_BY, resume=False),
        pytest.raises(UsageError, match="is being written by another run"),
    ):
        Output(tmp_path, ("timexes",), MADE_BY, resume=True)


@pytest.mark.parametrize(
    ("corpus", "says"),
    [
        (DOCUMENTS[1:], "documents.jsonl:1: document 'd0' is finished, where the corpus has 'd1'; give the same"),
        (DOCUMENTS[:5], "documents.jsonl:6: document 'd5' is finished, where the corpus has ended"),
    ],
)
def test_another_corpus_is_refused(tmp_path: Path, corpus: list[Document], says: str) -> None:
    fill(tmp_path, DOCUMENTS[:6])
    with pytest.raises(DataError, match=says):
        fill(tmp_path, corpus, resume=True)


def test_the_same_ids_with_another_text_or_day_are_another_corpus(tmp_path: Path) -> None:
    fill(tmp_path, DOCUMENTS[:6])
    for change in ({"text": "Other words."}, {"dct": datetime.date(1999, 1, 1)}):
        corpus = [dataclasses.replace(DOCUMENTS[0], **change), *DOCUMENTS[1:]]
        with pytest.raises(DataError, match="has another text or dct for it"):
            fill(tmp_path, corpus, resume=True)


def test_a_line_that_somebody_damaged_is_told_with_its_place(tmp_path: Path) -> None:
    fill(tmp_path, DOCUMENTS)
    path = tmp_path / "documents.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], b"garbage\n", *lines[2:]]))
    with pytest.raises(DataError, match=r"documents\.jsonl:2: not a line of a run"):
        fill(tmp_path, DOCUMENTS, resume=True)


def test_annotations_that_a_run_cannot_have_left_are_not_cut_away(tmp_path: Path) -> None:
    fill(tmp_path, DOCUMENTS)
    path = tmp_path / "documents.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:2]))
    with pytest.raises(DataError, match=r"stand where documents\.jsonl has others; the folder was changed since"):
        fill(tmp_path, DOCUMENTS, resume=True)
    assert b'"d6"' in (tmp_path / "timexes.jsonl").read_bytes()


def test_a_full_disk_is_told_and_what_was_done_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("needs /dev/full, a disk that is always full")
    fill(tmp_path / "whole", DOCUMENTS)
    with Output(tmp_path / "out", ("timexes", "events"), MADE_BY, resume=False) as output:
        stream = output.remaining(DOCUMENTS)
        output.put(outcome(next(stream)))
        assert [next(stream), next(stream)] == DOCUMENTS[1:3]
        with full.open("ab", buffering=0) as device, monkeypatch.context() as patched:
            patched.setitem(output._layers, "timexes", device)
            with pytest.raises(UsageError, match="can't be written: No space left on device; make room"):
                output.put(outcome(DOCUMENTS[2]))
    assert fill(tmp_path / "out", DOCUMENTS, resume=True) == (1, 0)
    assert content(tmp_path / "out") == content(tmp_path / "whole")


def test_the_corpus_is_read_as_it_is_needed(tmp_path: Path, system_file: Callable[[str, str], Path]) -> None:
    path = system_file(
        "subject",
        """
        @system(layers=["timexes"])
        def subject(document):
            return [Timex(0, 1)]
        """,
    )
    (system,) = read(path)
    runner = Runner(system, prepare(system, tmp_path / "cache", {}), Limits())
    read_so_far: list[str] = []

    def stream() -> Iterator[Document]:
        for number in range(200):
            read_so_far.append(f"d{number}")
            yield Document(f"d{number}", "text", DAY)

    with local(2) as executor, Output(tmp_path / "out", ("timexes",), runner.made_by(), resume=False) as output:
        for count, done in enumerate(predict(runner, stream(), output, executor, ahead=4), start=1):
            assert done.document == f"d{count - 1}"
            assert len(read_so_far) <= count + 4
            lines = (tmp_path / "out" / "documents.jsonl").read_text().splitlines()
            assert json.loads(lines[-1])["id"] == done.document
    assert count == 200
