"""The file of the labelling page: what is written is read again, as it was."""

from __future__ import annotations

import dataclasses
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.cli.root import run
from bench.dataset.suite import Suite
from bench.formats.annotated import Annotated
from bench.gold import saved
from bench.sdk.model import Entry
from tests.strategies import annotated_documents


@given(st.lists(annotated_documents(), min_size=1, max_size=3, unique_by=lambda each: each.document.id))
def test_what_is_written_is_read_again(documents: list[Annotated]) -> None:
    entry = Entry("one", "a label", "2023", ("Ann",))
    suite = Suite("x", "", "", (), {}, (entry,), labelled_layers=("events",))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "saved.jsonl"
        lines = [json.dumps(line, ensure_ascii=False) + "\n" for line in saved.lines(suite, documents)]
        path.write_text("".join(lines), encoding="utf-8", newline="")
        assert saved.is_saved(path)
        again = saved.read(path)
    assert [dataclasses.replace(each, place=None) for each in again.documents] == [
        each.document for each in documents
    ]
    assert dict(again.layers) == {each.document.id: each.layers for each in documents}
    assert again.timeline == (entry,)
    assert "events" in again.labelled_layers


def test_values_that_were_mistyped_are_noted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "saved.jsonl"
    path.write_text(
        '{"layer":"suite","labelled":[]}\n{"layer":"documents","id":"a","text":"On Monday it ended"}\n'
        '{"layer":"timexes","doc":"a","id":"t1","start":3,"end":9,"text":"Monday","type":"DATE","value":"18.9."}\n'
        '{"layer":"events","doc":"a","id":"e1","start":13,"end":18,"text":"ended","when":"2023-9-18"}\n',
        encoding="utf-8",
    )
    assert run(["annotate", str(path), str(tmp_path / "gold")]) == 0
    told = capsys.readouterr().err
    assert f"{path}: a, 'Monday': value '18.9.': " in told
    assert f"{path}: a, 'ended': when '2023-9-18': " in told
