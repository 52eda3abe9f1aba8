"""The file of the labelling page: what is written is read again, as it was."""

from __future__ import annotations

import dataclasses
import json
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

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
