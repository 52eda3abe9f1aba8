"""What a format carries comes back from it as it was, for each format that can be written."""

from __future__ import annotations

import dataclasses
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.dataset.suite import NOTHING, Layers, Suite
from bench.formats import FORMATS, Format
from bench.formats.annotated import Annotated
from bench.formats.carried import FIELDS, STAMP
from tests.strategies import annotated_documents

WRITABLE = [each for each in FORMATS if each.write_gold is not None]
NESTED = ("timeml",)
"""The formats in which spans may lie in each other, but not cross."""


def carried(annotated: Annotated, carries: frozenset[str]) -> tuple[object, ...]:
    """A document with nothing but what a format carries; annotations by their place, for files may order them."""
    document, layers = annotated.document, annotated.layers

    def without(item: object, layer: str) -> object:
        defaults = {each.name: each.default for each in dataclasses.fields(item)}  # type: ignore[arg-type]
        gone = {field: defaults[field] for field, name in FIELDS[layer] if name not in carries}
        return dataclasses.replace(item, **gone)  # type: ignore[type-var]

    if STAMP not in carries and document.written is not None:
        document = dataclasses.replace(document, dct=document.dct, written=None)
    kept = Layers(
        tuple(without(each, "timexes") for each in layers.timexes),  # type: ignore[misc]
        tuple(without(each, "events") for each in layers.events),  # type: ignore[misc]
        layers.ignore if "ignore" in carries else (),
        layers.links if "links" in carries else (),
    )
    return (
        dataclasses.replace(without(document, "documents"), place=None, sha256=""),  # type: ignore[type-var]
        sorted(map(repr, kept.timexes)),
        sorted(map(repr, kept.events)),
        sorted(map(repr, kept.ignore)),
        kept.links,
    )


@pytest.mark.parametrize("format_", WRITABLE, ids=lambda each: each.name)
@given(data=st.data())
def test_what_a_format_carries_comes_back(format_: Format, data: st.DataObject) -> None:
    if format_.needs:
        pytest.importorskip(format_.needs)
    crossing = format_.name not in NESTED
    documents = data.draw(
        st.lists(annotated_documents(crossing=crossing), min_size=1, max_size=3, unique_by=name_of)
    )
    lost: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("out" + (format_.sign.removeprefix("*") if format_.single else ""))
        assert format_.write_gold is not None
        format_.write_gold(path, Suite("out", "", "", (), {}), iter(documents), lost.append)
        suite = format_.read_gold(path)
        again = [Annotated(each, suite.layers.get(each.id, NOTHING)) for each in suite.documents]
    assert not lost
    by_name = sorted(documents, key=name_of)
    again.sort(key=name_of)
    assert [carried(each, format_.carries) for each in again] == [
        carried(each, format_.carries) for each in by_name
    ]


def name_of(annotated: Annotated) -> str:
    """The id of its document."""
    return annotated.document.id
