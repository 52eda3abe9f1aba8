"""Results on some of the documents, against the committed ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ci.compare_documents import compare, main


def write(folder: Path, **layers: list[dict[str, object]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in layers.items():
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def timex(document: str, start: int, value: str = "2021") -> dict[str, object]:
    return {"doc": document, "start": start, "end": start + 4, "value": value}


def done(*documents: str) -> list[dict[str, object]]:
    return [{"id": document, "status": "done"} for document in documents]


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Results on document a, and committed ones on a, b and c; they agree."""
    made, committed = tmp_path / "made", tmp_path / "committed"
    write(made / "one", documents=done("a"), timexes=[timex("a", 0), timex("a", 9)])
    write(
        committed / "one",
        documents=done("a", "b", "c"),
        timexes=[timex("a", 0), timex("b", 5), timex("a", 9)],
        resolved=[timex("b", 5)],
    )
    return made, committed


def test_only_the_documents_that_were_run_are_compared(folders: tuple[Path, Path]) -> None:
    assert compare(*folders) == (1, [])


@pytest.mark.parametrize(
    ("layers", "says"),
    [
        ({"timexes": [timex("a", 0), timex("a", 9, "2020")]}, "one: timexes.jsonl of a: made {"),
        ({"timexes": [timex("a", 0)]}, "one: timexes.jsonl of a: made no other line, committed {"),
        ({"timexes": []}, "one: timexes.jsonl of a: "),
        ({"timexes": [timex("a", 9), timex("a", 0)]}, "the same lines in another order"),
        ({"resolved": [timex("a", 0)]}, "one: resolved.jsonl of a: made {"),
        ({"events": [timex("a", 0)]}, "one: events.jsonl of a: made {"),
        ({"documents": [{"id": "a", "status": "failed"}]}, 'one: documents.jsonl of a: made {"id": "a"'),
        ({"documents": []}, "one: no document was run"),
    ],
)
def test_a_difference_is_named(
    folders: tuple[Path, Path], layers: dict[str, list[dict[str, object]]], says: str
) -> None:
    made, committed = folders
    write(made / "one", **layers)
    count, (difference,) = compare(made, committed)
    assert count == 1
    assert says in difference


def test_a_system_without_committed_results_is_a_difference(folders: tuple[Path, Path]) -> None:
    made, committed = folders
    write(made / "two", documents=done("a"))
    count, found = compare(made, committed)
    assert count == 2
    assert found == ["two: no committed results; run bench evaluate --output results and commit"]


def test_exit_codes(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    made, committed = map(str, folders)
    assert main(made, committed) == 0
    assert capsys.readouterr().out == "1 systems compared, 0 differences\n"
    write(folders[0] / "one", timexes=[timex("a", 0)])
    assert main(made, committed) == 1
    # nothing compared is no pass
    assert main(f"{made}/nowhere", committed) == 2
