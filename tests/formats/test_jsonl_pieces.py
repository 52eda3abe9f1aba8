"""Pieces of JSON Lines files: lines that are alike are decoded at once, others one by one, with one result."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import Timex
from bench.dataset import jsonline
from bench.formats.jsonl import lines
from bench.formats.jsonl.pieces import MOST_FAILURES, PieceDecoder, check_lines

GENERAL = lines.decoder(Timex, of_document=True, exact=True)
NAMES = ("doc", "start", "end", "type", "value", "mod", "id", "values", "newest_value")


def decoder() -> PieceDecoder:
    return PieceDecoder(Timex, of_document=True, exact=True)


def one_by_one(data: bytes) -> list[Any]:
    """The objects of lines, by the type for all lines, and with every key looked at."""
    data.decode()
    found: list[Any] = GENERAL.decode_lines(data)
    check_lines(data, len(found))
    return found


def said(found: list[Any]) -> list[tuple[Any, ...]]:
    return [tuple(getattr(each, name) for name in NAMES) for each in found]


def both(data: bytes) -> tuple[Any, Any]:
    """What each way gives for the lines: their fields, or that they are refused."""
    results: list[Any] = []
    for decode in (decoder().decode, one_by_one):
        try:
            results.append(said(decode(data)))
        except jsonline.REFUSED:
            results.append("refused")
    return results[0], results[1]


def written(*rows: dict[str, Any], **form: Any) -> bytes:
    return "".join(json.dumps(row, **form) + "\n" for row in rows).encode()


ROW: dict[str, Any] = {"doc": "a", "start": 0, "end": 6, "type": "DATE", "value": "2023-09-18", "mod": None}
LATER = {**ROW, "start": 9, "end": 12}

ALIKE = {
    "as a program writes them": written(ROW, LATER),
    "without blanks": written(ROW, LATER, separators=(",", ":")),
    "without an end of the last line": written(ROW, LATER)[:-1],
    "unknown keys": written({**ROW, "note": [1, 2]}, {**LATER, "note": "x"}),
    "colons in words": written({**ROW, "value": "T12:30"}, {**LATER, "value": "a: b"}),
    "other letters": written({**ROW, "value": "mañana"}, LATER, ensure_ascii=False),
}
OTHERS = {
    "a colon after a quotation mark": written(ROW, {**LATER, "value": 'a":b'}),
    "an object in an unknown key": written({**ROW, "note": {"b": 2}}, LATER),
    "a key left out": written(ROW, {name: LATER[name] for name in LATER if name != "mod"}),
    "a key more": written(ROW, {**LATER, "id": "t1"}),
    "keys in another order": written(ROW, dict(reversed(LATER.items()))),
    "blank lines": b"\n" + written(ROW) + b"  \n" + written(LATER),
    "blanks around": b" " + written(ROW) + written(LATER)[:-1] + b" \r\n",
    "a blank before a colon": b'{"doc" : "a", "start" :0, "end":6}\n' * 2,
    "readings": written({**ROW, "values": [{"value": "2023-09-18"}, {"value": "2024"}]}),
}
REFUSED = {
    "a key twice": b'{"doc": "a", "start": 0, "end": 6, "end": 7}\n',
    "a key twice on a later line": written(ROW, ROW)
    + b'{"doc": "a", "start": 0, "end": 6, "mod": null, "mod": null}\n',
    "a key twice, another left out": b'{"doc": "a", "start": 0, "end": 6}\n'
    b'{"doc": "a", "doc": "a", "start": 0, "end": 6}\n',
    "a key twice with a blank": b'{"doc": "a", "start": 0, "end": 6, "end" : 7}\n',
    "an unknown key twice": b'{"doc": "a", "start": 0, "end": 6, "b": 1, "b": 2}\n',
    "two objects on a line": written(ROW)[:-1] + written(LATER),
    "an object on two lines": written(ROW).replace(b", ", b",\n"),
    "a list": b"[]\n",
    "no object": b"7\n",
    "a wrong type": written(ROW, {**LATER, "start": "9"}),
    "no start": written({"doc": "a", "end": 6}),
    "no UTF-8": written({**ROW, "note": "e"}).replace(b'"e"', b'"\xe9"'),
}


@pytest.mark.parametrize("data", [*ALIKE.values(), *OTHERS.values()], ids=[*ALIKE, *OTHERS])
def test_lines_are_decoded_alike_in_both_ways(data: bytes) -> None:
    found, expected = both(data)
    assert found == expected != "refused"


@pytest.mark.parametrize("data", ALIKE.values(), ids=ALIKE)
def test_lines_that_are_alike_are_decoded_at_once(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.formats.jsonl.pieces.check_lines", None)  # the other way would call it
    assert [each.start for each in decoder().decode(data)] == [0, 9]


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_faults_are_found_in_both_ways(data: bytes) -> None:
    assert both(data) == ("refused", "refused")


def test_after_some_pieces_that_are_not_alike_no_more_types_are_made() -> None:
    reader = decoder()
    for _ in range(2 * MOST_FAILURES):
        assert len(reader.decode(OTHERS["a key left out"])) == 2
    assert said(reader.decode(ALIKE["as a program writes them"])) == said(one_by_one(written(ROW, LATER)))


@given(
    st.lists(
        st.lists(
            st.sampled_from(
                [
                    '"doc": "a"',
                    '"start": 0',
                    '"end": 6',
                    '"end" :7',
                    '"mod": null',
                    '"id": "t:1"',
                    '"x": {"end": 1}',
                ]
            ),
            min_size=3,
            max_size=5,
        ),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(["\n", "\n\n", " ", "\r\n"]),
)
def test_any_lines_give_the_same_in_both_ways(rows: list[list[str]], between: str) -> None:
    found, expected = both(between.join("{" + ", ".join(row) + "}" for row in rows).encode())
    assert found == expected
