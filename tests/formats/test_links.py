"""Links that can't be written, by every format that writes links."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import formats
from bench.dataset.suite import Layers, Suite, SuiteDocument
from bench.formats.annotated import Annotated
from bench.sdk.model import Event, Link

FREE = ("docbin",)
"""The formats that hold any relation."""
NAMES = ("brat", "xmi", "cas-json", "webanno", "docbin")


@pytest.mark.parametrize("name", NAMES)
def test_a_link_that_cannot_be_written_is_counted(tmp_path: Path, name: str) -> None:
    format_ = formats.named(name)
    if format_.needs:
        pytest.importorskip(format_.needs)
    assert format_.write_gold is not None
    links = (Link("e1", "dct", "BEFORE"), Link("e1", "t9", "BEFORE"), Link("dct", "e1", "MEASURE"))
    layers = Layers((), (Event(3, 9, id="e1"),), (), links)
    lost: list[str] = []
    documents = [Annotated(SuiteDocument("a", "It rained."), layers)]
    format_.write_gold(tmp_path / "out", Suite("", "", "", (), {}), documents, lost.append)
    other = [] if name in FREE else ["link with a relation that TimeML doesn't have"]
    assert lost == ["link to an annotation that isn't among those written", *other]
    kept = formats.read_gold(tmp_path / "out").layers["a"].links
    assert kept == ((links[0], links[2]) if name in FREE else (links[0],))
