"""Mutations of gold and predictions of every format, and what a folder says that scores depend on.

`content` reads a folder without the code of bench. Where a mutation changes it, an annotation was removed or
broken: then a figure must change, or there must be a message.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

Files = Mapping[str, bytes]

TEXTS = {
    "fair": "The fair opened on Monday. It will close on May 5.\n\nSubscribe today!",
    "flood": "🌊 Rain fell for two days. The river rose on 3 May 2021.",
}
IGNORED = ("fair", 62, 67)
"""The place of a predicted timex in a region that gold leaves out; it counts nowhere."""


def _lines(*records: Mapping[str, Any]) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def _at(document: str, words: str, **fields: Any) -> dict[str, Any]:
    start = TEXTS[document].index(words)
    return {"doc": document, "start": start, "end": start + len(words), "text": words, **fields}


def _json_lines(*, gold: bool) -> Files:
    """Returns a folder of JSON Lines; the predictions say what gold says."""
    documents = [
        {"id": name, "text": text, "dct": "2021-05-04"} if gold else {"id": name} for name, text in TEXTS.items()
    ]
    kinds = [{"kind": kind} if gold else {} for kind in ("deictic", "underspecified", "explicit", "explicit")]
    timexes = [
        _at("fair", "Monday", id="t1", type="DATE", value="2021-05-03", **kinds[0]),
        _at("fair", "May 5", id="t2", type="DATE", value="2021-05-05", **kinds[1]),
        _at("flood", "two days", id="t1", type="DURATION", value="P2D", **kinds[2]),
        _at("flood", "3 May 2021", id="t2", type="DATE", value="2021-05-03", **kinds[3]),
    ]
    said = {"tense": "PAST", "aspect": "NONE", "realis": "ACTUAL"}
    occurrence, state = {"class": "OCCURRENCE"}, {"class": "STATE"}
    events = [
        _at("fair", "opened", id="e1", **occurrence, when="2021-05-03", **said),
        _at("fair", "close", id="e2", **state, when="2021-05-05", realis="PLANNED", tense="FUTURE", aspect="NONE"),
        _at("flood", "fell", id="e1", **occurrence, when="2021-05", **said),
        _at("flood", "rose", id="e2", **occurrence, when="2021-05-03", **said),
    ]
    links = [
        {"doc": "fair", "source": "e1", "target": "e2", "relation": "BEFORE"},
        {"doc": "fair", "source": "e2", "target": "t2", "relation": "IS_INCLUDED"},
        {"doc": "flood", "source": "t1", "target": "dct", "relation": "BEFORE"},
        {"doc": "flood", "source": "e2", "target": "t2", "relation": "IS_INCLUDED"},
    ]
    timeline = [
        {"id": "opening", "label": "The fair", "when": "2021-05-03", "mentions": [["fair", "e1"]]},
        {"id": "rain", "label": "Rain", "when": "2021-05-02", "mentions": [["flood", "e1"]]},
        {"id": "rise", "label": "The flood", "when": "2021-05-04", "mentions": [["flood", "e2"]]},
    ]
    ignored = _at("fair", "today", type="DATE", value="2021-05-04")
    assert (ignored["doc"], ignored["start"], ignored["end"]) == IGNORED
    files = {
        "documents.jsonl": _lines(*documents),
        "timexes.jsonl": _lines(*timexes, *([] if gold else [{**ignored, "id": "t3"}])),
        "events.jsonl": _lines(*events),
        "links.jsonl": _lines(*links),
        "timeline.jsonl": _lines(*timeline),
    }
    return {**files, "ignore.jsonl": _lines(_at("fair", "Subscribe today!"))} if gold else files


_TIMEML = """<?xml version="1.0" ?>
<TimeML>
<DOCID>{name}</DOCID>
<DCT><TIMEX3 tid="t0" type="DATE" value="2021-05-04" functionInDocument="CREATION_TIME">May 4</TIMEX3></DCT>
<TEXT>The {name} <EVENT eid="e1" class="OCCURRENCE">opened</EVENT> on
<TIMEX3 tid="t1" type="DATE" value="2021-05-03">Monday</TIMEX3>. It will
<EVENT eid="e2" class="STATE">close</EVENT> in <TIMEX3 tid="t2" type="DURATION" value="P2D">two days</TIMEX3>, they
<EVENT eid="e3" class="REPORTING">said</EVENT>.</TEXT>
<MAKEINSTANCE eiid="ei1" eventID="e1" tense="PAST" aspect="NONE" pos="VERB"/>
<MAKEINSTANCE eiid="ei2" eventID="e2" tense="FUTURE" aspect="PERFECTIVE" pos="VERB"/>
<MAKEINSTANCE eiid="ei3" eventID="e3" tense="PAST" aspect="NONE" pos="VERB"/>
<TLINK lid="l1" relType="IS_INCLUDED" eventInstanceID="ei1" relatedToTime="t1"/>
<TLINK lid="l2" relType="AFTER" eventInstanceID="ei2" relatedToTime="t0"/>
<TLINK lid="l3" relType="BEFORE" eventInstanceID="ei1" relatedToEventInstance="ei3"/>
</TimeML>
"""
_TASK4 = """Apple
0\tXXXX-XX-XX\td1-7-visit
1\t2008-01\td1-2-announce\td2-1-announcement
2\t2008-02-03\td1-4-launch
3\t2008-02-XX\td2-3-sold
3\t2008-02-XX\td2-5-bought
4\t2009\td3-1-report
"""
TIMEML: Files = {f"{name}.tml": _TIMEML.format(name=name).encode() for name in ("fair", "shop")}
TASK4: Files = {f"{name}.txt": _TASK4.replace("Apple", name).encode() for name in ("apple", "airbus")}
PAIRS: Mapping[str, tuple[Files, Files]] = {
    "jsonl": (_json_lines(gold=True), _json_lines(gold=False)),
    "timeml": (TIMEML, TIMEML),
    "task4": (TASK4, TASK4),
}
"""Format → gold, and predictions that say the same."""


def mutated(files: Files, format_: str, draw: random.Random) -> tuple[dict[str, bytes], str]:
    """Returns a folder after one mutation, and what the mutation was, in words."""
    found = dict(files)
    name = draw.choice(sorted(found))
    if draw.random() < 0.03:
        return _of_file(found, name, draw)
    mutate = _of_bytes
    if draw.random() < 0.75 and any(found[name] == side.get(name) for side in PAIRS[format_]):  # else it is broken
        mutate = {"jsonl": _of_record, "timeml": _of_tag, "task4": _of_row}[format_]
    found[name], what = mutate(found[name], draw)
    return found, f"{name}: {what}"


JUNK: tuple[Any, ...] = (
    None, "", "zz", 0, -1, 3, 10**30, 1.5, True, [], ["a"], {}, {"a": 1}, "2021-05-03 ", "2021-13-45", "P", "dct",
    "e1", "t9", " ", "\u202e", "BEFORE", "before", "DATE", "date", "OTHER", "occurrence", "\x00", [["fair", "e9"]],
    [["flood"]],
)  # fmt: skip


def _of_file(files: dict[str, bytes], name: str, draw: random.Random) -> tuple[dict[str, bytes], str]:
    data = files.pop(name)
    stem, _, ending = name.partition(".")
    new = draw.choice(
        [None, f"{stem}s.{ending}", f"{stem.upper()}.{ending}", f"{stem}.{ending}.bak", f"{stem}.json"]
    )
    if new is None:
        return files, f"{name} is gone"
    return {**files, new: data}, f"{name} is called {new}"


def _of_bytes(data: bytes, draw: random.Random) -> tuple[bytes, str]:
    at, length = draw.randrange(len(data)), draw.choice((1, 1, 1, 2, 5, 40))
    match draw.randrange(7):
        case 0:
            return data[:at] + data[at + length :], f"without the bytes {at}–{at + length}"
        case 1:
            piece = draw.choice((b"\xff", b"\x00", b'"', b"\n", b"<", b"&", b"}", b",", b" ", b"\\", b"\r", b"\t"))
            return data[:at] + piece + data[at:], f"with {piece!r} at {at}"
        case 2:
            changed = bytes([data[at] ^ (1 << draw.randrange(8))])
            return data[:at] + changed + data[at + 1 :], f"with {changed!r} for {data[at : at + 1]!r} at {at}"
        case 3:
            return data[:at], f"cut at {at}"
        case 4:
            to = draw.randrange(len(data))
            return data[:to] + data[at : at + 40] + data[to:], f"with the bytes at {at} again at {to}"
        case 5:
            return data.replace(b"\n", b"\r\n"), "with Windows' line ends"
        case _:
            return data + draw.choice((b"{}\n", b"x\n", b"\n\n", b"<!-- -->", b"null\n", b"[")), "with a tail"


def _of_record(data: bytes, draw: random.Random) -> tuple[bytes, str]:
    lines = data.splitlines(keepends=True)
    at = draw.randrange(len(lines))
    if draw.random() < 0.15:
        return _of_line(lines, at, draw)
    record = json.loads(lines[at])
    key = draw.choice(sorted(record))
    match draw.randrange(6):
        case 0:
            del record[key]
            what = f"without {key}"
        case 1:
            new = draw.choice((key.upper(), f"{key}s", f"_{key}", key.title()))
            record[new] = record.pop(key)
            what = f"{key} is called {new}"
        case 2 if "start" in record:
            record["start"], record["end"] = record["end"], record["start"]
            what = "start and end change places"
        case 3 if type(record[key]) is int:
            record[key] += draw.choice((-100, -3, -1, 1, 2, 100))
            what = f"{key} is {record[key]}"
        case 4 if isinstance(record[key], str) and record[key]:
            cut = draw.randrange(len(record[key]))
            record[key] = draw.choice((record[key][:cut], record[key][cut + 1 :], record[key].swapcase()))
            what = f"{key} is {record[key]!r}"
        case _:
            record[key] = draw.choice(JUNK)
            what = f"{key} is {record[key]!r}"
    lines[at] = _lines(record)
    return b"".join(lines), f"line {at + 1}: {what}"


def _of_line(lines: list[bytes], at: int, draw: random.Random) -> tuple[bytes, str]:
    match draw.randrange(3):
        case 0:
            what = "is gone"
            del lines[at]
        case 1:
            what = "stands twice"
            lines.insert(at, lines[at])
        case _:
            what = "is a comment"
            lines[at] = b"# " + lines[at]
    return b"".join(lines), f"line {at + 1} {what}"


_TAG = re.compile(rb"</?(?:TIMEX3|EVENT|MAKEINSTANCE|TLINK|DCT|TEXT|TimeML)\b[^>]*>")
_ATTRIBUTE = re.compile(rb' (\w+)="([^"]*)"')


def _of_tag(data: bytes, draw: random.Random) -> tuple[bytes, str]:
    tag = draw.choice(list(_TAG.finditer(data)))
    attributes = list(_ATTRIBUTE.finditer(tag[0]))
    whole = tag[0]
    if attributes and draw.random() < 0.7:
        attribute = draw.choice(attributes)
        key, value = attribute[1], attribute[2]
        other = draw.choice(list(_ATTRIBUTE.finditer(data)))
        new = draw.choice(
            (
                b"", b' %s=""' % key, b' %s="zz"' % key, b' x%s="%s"' % (key, value),
                b' %s="%s"' % (key.upper(), value),
                b' %s="%s"' % (key, other[2]), b' %s="%s"' % (other[1], value), b' %s="%s "' % (key, value),
                b' %s="%s"' % (key, value.lower()), b" %s=%s" % (key, value), b' %s="%s"' % (key, value[1:]),
            )
        )  # fmt: skip
        whole = whole.replace(attribute[0], new, 1)
    else:
        new_tags = (
            b"", whole * 2, whole.lower(), whole.replace(b"3", b"2"), whole.replace(b"<", b"< "),
            b"<!--" + whole + b"-->",
            whole.replace(b"<", b"<x:"), whole.replace(b"/>", b">"), whole.replace(b">", b"/>"), whole.title(),
        )  # fmt: skip
        whole = draw.choice(new_tags)
    return data[: tag.start()] + whole + data[tag.end() :], f"{tag[0]!r} at {tag.start()} is {whole!r}"


def _of_row(data: bytes, draw: random.Random) -> tuple[bytes, str]:
    lines = data.splitlines(keepends=True)
    at = draw.randrange(1, len(lines))
    if draw.random() < 0.3:
        return _of_line(lines, at, draw)
    cells = lines[at].rstrip(b"\n").split(b"\t")
    cell = draw.randrange(len(cells))
    junk = (
        b"",
        b"zz",
        b"-1",
        b"1.",
        b"X",
        b"2008",
        b"d1-4",
        b"d1-x-y",
        b"99",
        b"2008-13-77",
        cells[cell][1:],
        b"#",
    )
    new = draw.choice(junk)
    cells[cell] = new
    lines[at] = draw.choice((b"\t", b"\t", b"\t", b" ")).join(cells) + b"\n"
    return b"".join(lines), f"line {at + 1}, cell {cell + 1} is {new!r}: {lines[at]!r}"


def content(files: Files, format_: str) -> Counter[Any]:
    """Returns everything in a folder that scores depend on, as a multiset, by rules of its own.

    It leaves out what no measure looks at: labels, titles, ids by which nothing is named, modifiers, the words
    that offsets name anyway, the creation time, TimeML's attributes besides those of TempEval-3.
    """
    return Counter({"jsonl": _said, "timeml": _marked, "task4": _ordered}[format_](files))


MEASURED = {
    "documents": ("id", "status"),
    "timexes": ("doc", "start", "end", "type", "value", "kind"),
    "events": ("doc", "start", "end", "class", "realis", "when", "tense", "aspect"),
    "links": ("doc", "source", "target", "relation"),
    "timeline": ("when", "mentions"),
    "ignore": ("doc", "start", "end"),
}


def _said(files: Files) -> Iterator[Any]:
    rows: dict[str, list[dict[str, Any]]] = {}
    for layer, fields in MEASURED.items():
        name = f"{layer}.jsonl"
        if name not in files:
            yield layer, "no file"
            continue
        rows[layer] = []
        # line by line, so that a broken line is a difference wherever it stands
        for line in files[name].decode("utf-8-sig", "backslashreplace").split("\n"):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
                record = {key: record[key] for key in fields if record.get(key) is not None} | {
                    "": record.get("id") if layer in ("timexes", "events") else None
                }
            except (ValueError, TypeError, AttributeError):
                yield layer, line
            else:
                rows[layer].append(record)
    places = {
        (str(row.get("doc")), str(row[""])): (row.get("start"), row.get("end"))
        for layer in ("timexes", "events")
        for row in rows.get(layer, ())
    }
    yield from _once([*_records(rows, places)], "links", "ignore")


def _records(
    rows: Mapping[str, list[dict[str, Any]]], places: Mapping[tuple[str, str], Any]
) -> Iterator[tuple[str, str]]:
    for layer, records in rows.items():
        for row in records:
            row.pop("")
            if (row.get("doc"), row.get("start"), row.get("end")) == IGNORED:
                continue
            if layer == "links":
                row |= {
                    end: str(places.get((str(row.get("doc")), str(row.get(end))), row.get(end))) for end in ENDS
                }
            if layer == "timeline":
                row["mentions"] = str(row.get("mentions"))
            yield layer, json.dumps(row, sort_keys=True)


ENDS = ("source", "target")
TARGETS = ("relatedToEventInstance", "relatedToEvent", "relatedToTime")
KEPT = {
    "TIMEX3": ("type", "value"),
    "EVENT": ("class",),
    "MAKEINSTANCE": ("eventID", "tense", "aspect"),
    "TLINK": ("relType", "eventInstanceID", "eventID", "timeID", *TARGETS),
}


def _marked(files: Files) -> Iterator[Any]:
    for name, data in files.items():
        if not name.endswith(".tml"):
            yield "another file"
            continue
        try:
            root = ElementTree.fromstring(data)
        except (ElementTree.ParseError, ValueError, LookupError):
            yield name, "not XML"
            continue
        text = root.find("TEXT")
        if text is None:
            yield name, "no text"
            continue
        yield name, "the text", "".join(text.itertext())
        outside = [(element, "") for element in root.iter() if element.tag in ("MAKEINSTANCE", "TLINK")]
        found = [*_placed(text, 0), *outside]
        ids = {element.get({"TIMEX3": "tid", "EVENT": "eid"}.get(element.tag, "-")): at for element, at in found}
        for element, _ in outside:
            if element.tag == "MAKEINSTANCE":
                ids[element.get("eiid")] = ids.get(element.get("eventID"), "nothing")
        said = ((each, at, {key: each.get(key) for key in KEPT[each.tag] if each.get(key)}) for each, at in found)
        rows = [
            (each.tag, at, str(stated if at else [ids.get(value) or value for value in stated.values()]))
            for each, at, stated in said
        ]
        yield from ((name, *row) for row in _once(rows, "TLINK"))


def _placed(element: ElementTree.Element, start: int) -> Iterator[tuple[ElementTree.Element, str]]:
    """Yields the annotations in an element of the text, each with its place and its words."""
    if element.tag in ("TIMEX3", "EVENT"):
        yield element, f"{start}:{''.join(element.itertext())}"
    start += len(element.text or "")
    for child in element:
        yield from _placed(child, start)
        start += len("".join(child.itertext())) + len(child.tail or "")


def _once(rows: Sequence[tuple[str, ...]], *kinds: str) -> list[tuple[str, ...]]:
    """Returns the rows, those of some kinds only once: a link that stands twice says what it says."""
    return [row for at, row in enumerate(rows) if row[0] not in kinds or row not in rows[:at]]


def _ordered(files: Files) -> Iterator[Any]:
    for name, data in files.items():
        if not name.endswith(".txt"):
            yield "another file"
            continue
        lines = [
            line.rstrip() for line in data.decode("utf-8", "backslashreplace").split("\n")[1:] if line.strip()
        ]
        rows = [line.split("\t") for line in lines]
        places = sorted({int(row[0]) for row in rows if row[0].isdecimal() and row[0].isascii()} | {0})
        for ordinal, *rest in rows:
            # only the order of the places counts
            place = places.index(int(ordinal)) if ordinal.isdecimal() and ordinal.isascii() else ordinal
            if place:
                yield name, place, tuple(re.sub("(-XX)+$", "", cell) for cell in rest)


def write(folder: Path, files: Files, before: Files) -> None:
    """Writes the files that differ from those that are there."""
    for name in before.keys() - files.keys():
        (folder / name).unlink()
    for name, data in files.items():
        if before.get(name) != data:
            (folder / name).write_bytes(data)
