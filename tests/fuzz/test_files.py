"""Files of the formats that are written, damaged at random: each is read or refused, and none is a crash."""

from __future__ import annotations

import datetime
import random
import zlib
from collections import Counter
from pathlib import Path

import pytest

from bench import formats
from bench.dataset.suite import Layers, Suite, SuiteDocument
from bench.errors import DataError
from bench.formats.annotated import Annotated
from bench.sdk.model import Event, Link, Reading, Region, Timex

NAMES = ("brat", "webanno", "xmi", "cas-json", "docbin")
COUNT = 150
TEXT = "\U0001f600 It rained on Monday.\r\nIt ended."
INSERTED = (
    *(b"\t", b"\n", b"\r", b"\0", b'"', b"<", b"&a;", b"|", b"\\", b"_", b"*", b"[1]", b"[]", b"{}", b"null"),
    *(b"999999", b"-1", b"\xff", "\U0001f600".encode(), b"R9\tBEFORE Arg1:T1 Arg2:T99\n"),
)
DOCUMENT = Annotated(
    SuiteDocument("a", TEXT, datetime.datetime(2023, 9, 18, 9, 20), title="Rain", sentences=(0, 24)),
    Layers(
        (
            Timex(15, 21, "DATE", "2023-09-18", kind="deictic", id="t1", tags=("x",)),
            Timex(15, 26, value="2023", values=(Reading("2023", "this"), Reading("2024"))),
        ),
        (Event(5, 11, "OCCURRENCE", "ACTUAL", "2023-09-18", id="e1"),),
        (Region(2, 4),),
        (Link("e1", "t1", "IS_INCLUDED"), Link("e1", "dct", "BEFORE")),
    ),
)


def damaged(content: bytes, draw: random.Random) -> bytes:
    """The content with one to four changes."""
    found = bytearray(content)
    for _ in range(draw.randint(1, 4)):
        at = draw.randrange(len(found) + 1)
        match draw.randrange(6):
            case 0:
                found[at : at + 1] = bytes([draw.randrange(256)])
            case 1:
                del found[at : at + draw.randint(1, 20)]
            case 2:
                found[at:at] = draw.choice(INSERTED)
            case 3:
                del found[at:]
            case 4:
                lines = bytes(found).split(b"\n")
                lines.insert(draw.randrange(len(lines)), draw.choice(lines))
                found = bytearray(b"\n".join(lines))
            case _:
                digits = [place for place, byte in enumerate(found) if 48 <= byte < 58]
                if digits:
                    found[draw.choice(digits)] = draw.randrange(48, 58)
    return bytes(found)


@pytest.mark.parametrize("name", NAMES)
def test_a_damaged_file_is_read_or_refused(tmp_path: Path, name: str) -> None:
    format_ = formats.named(name)
    if format_.needs:
        pytest.importorskip(format_.needs)
    assert format_.write_gold is not None
    format_.write_gold(tmp_path / "out", Suite("", "", "", (), {}), [DOCUMENT], pytest.fail)
    path = format_.files(tmp_path / "out")[0]
    content = path.read_bytes()
    packed = path.suffix == ".spacy"
    draw = random.Random(14)
    outcomes: Counter[str] = Counter()
    for _ in range(COUNT):
        broken = damaged(zlib.decompress(content) if packed else content, draw)
        path.write_bytes(zlib.compress(broken) if packed else broken)
        if path not in format_.files(path.parent):
            outcomes["another format"] += 1
            continue
        try:
            format_.read_gold(path.parent)
            outcomes["read"] += 1
        except DataError as error:
            told = all(fault.message and fault.remedy for fault in error.faults)
            outcomes["refused" if told else "refused without a word"] += 1
    assert not outcomes["refused without a word"]
    assert outcomes["refused"] > COUNT // 3, outcomes
