"""Documents read and scored in blocks, beside the same documents read and scored one by one."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from bench.dataset.block import Block
from bench.dataset.pair import Pair
from bench.formats import IrregularError
from bench.formats.jsonl import blocks, groups, stream
from bench.matching import matching
from bench.scoring import accumulator, kept
from bench.scoring.result import Scored
from bench.scoring.score import over
from bench.sdk.model import EVENT_CLASSES, KINDS, REALIS, TIMEX_TYPES

Line = dict[str, Any]
COVERS = ("timexes", "events")
VALUES = ("2023", "2023-09", "2023-09-18", "2023-W38", "P1D", "P7D", "P1W", "2023-WI", "PAST_REF", "no", "", None)
WHENS = ("2023", "2023-09", "2023-09/2023-10", "[2023-09..2023-10]", "2023-09-18/..", "?", None, None)
CHARACTERS = 'abc é中😀\n:"{}\\ '
CALM = {"repeat": 0.0, "rare": 0.0, "fault": 0.0}
"""How often spans are repeated, annotations state what columns don't hold, and lines are wrong."""
WILD = {"repeat": 0.05, "rare": 0.02, "fault": 0.002}


class Folders:
    """Random gold and predictions, in folders of JSON Lines; the same for the same seed."""

    def __init__(self, seed: int, *, repeat: float, rare: float, fault: float) -> None:
        self.chance = random.Random(seed)
        self._repeat, self._rare, self._fault = repeat, rare, fault
        self.gold: dict[str, list[Line]] = {"documents": [], "timexes": [], "events": [], "ignore": []}
        self.predicted: dict[str, list[Line]] = {
            "documents": [], "timexes": [], "events": [], "unlocated": [], "resolved": []
        }  # fmt: skip
        self._stating = self.chance.random() < 0.8
        self._sentences = self.chance.random() < 0.7
        self._shuffled = self.chance.random() < 0.2
        self._messages = self.chance.random() < 0.3
        self._without_ids = self.chance.random() < 0.3
        for number in range(self.chance.choice((1, 3, 8, 20))):
            self._document(f"d{number}" if self.chance.random() < 0.95 else str(number))

    def write(self, folder: Path) -> tuple[Path, Path]:
        """Writes the predictions and gold, and returns their folders."""
        for name, side in (("p", self.predicted), ("g", self.gold)):
            (folder / name).mkdir(exist_ok=True)
            for layer, lines in side.items():
                path = folder / name / f"{layer}.jsonl"
                path.unlink(missing_ok=True)
                if lines or layer in ("documents", *COVERS):
                    ascii_ = self.chance.random() < 0.5
                    written = [json.dumps(line, ensure_ascii=ascii_) for line in lines]
                    path.write_text("".join(f"{line}\n" for line in written), encoding="utf-8")
        return folder / "p", folder / "g"

    def _document(self, name: str) -> None:
        chance = self.chance
        text = "".join(chance.choice(CHARACTERS) for _ in range(chance.choice((0, 5, 30, 60, 60))))
        line: Line = {"id": name, "text": text}
        if self._sentences:
            starts = chance.sample(range(1, len(text)), chance.choice((0, 0, 3))) if len(text) > 5 else []
            line["sentences"] = [0, *sorted(starts)] if chance.random() < 0.99 else [3, 1]
        if chance.random() < self._rare:
            line["tags"] = ["weekday", "trap"] if chance.random() < 0.5 else ["weekday"]
        if chance.random() < self._fault:
            line["dct"] = "yesterday"
        self.gold["documents"].append(line)
        if chance.random() < self._rare:
            self.gold["ignore"].append(self._mark(name, text))
        spans = {layer: self._spans(text) for layer in COVERS}
        for layer, found in spans.items():
            self._add(self.gold[layer], layer, name, text, found, gold=True)
        done = chance.random()
        if done < 0.9:
            self.predicted["documents"].append({"id": name, "status": "done"})
        elif done < 0.95:
            self.predicted["documents"].append(
                {"id": name, "status": "failed", "reason": chance.choice(("", "x"))}
            )
        if done < 0.9 or chance.random() < self._fault:
            for layer, found in spans.items():
                self._add(self.predicted[layer], layer, name, text, self._moved(found, text), gold=False)
            if chance.random() < self._rare:
                self.predicted["unlocated"].append({"doc": name, "layer": "timexes", "text": "then"})
            if spans["timexes"] and chance.random() < self._rare:
                start, end = spans["timexes"][0]
                self.predicted["resolved"].append({"doc": name, "start": start, "end": end, "value": "2023"})

    def _spans(self, text: str) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        for _ in range(self.chance.choice((0, 1, 3, 8))):
            if text:
                start = self.chance.randrange(len(text))
                span = start, min(len(text), start + self.chance.randint(1, 6))
                if span not in found or self.chance.random() < self._repeat:
                    found.append(span)
        return found if self._shuffled else sorted(found)

    def _moved(self, spans: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
        moved = self._spans(text)[:2]
        for start, end in spans:
            step = self.chance.choice((-1, 0, 0, 0, 1, 9))
            span = max(0, start + step), min(len(text), max(end, start + step + 1))
            if step < 9 and span[0] < span[1] and (span not in moved or self.chance.random() < self._repeat):
                moved.append(span)
        return moved if self._shuffled else sorted(moved)

    def _mark(self, name: str, text: str, span: tuple[int, int] | None = None) -> Line:
        start, end = span or (0, max(1, len(text) // 2))
        if self.chance.random() < self._fault:
            start, end = self.chance.choice(((end, start), (-1, end), (start, len(text) + 1), (start, 2**70)))
        line: Line = {"doc": name, "start": start, "end": end, "text": text[max(start, 0) : end]}
        if self.chance.random() < 0.05:
            line["text"] = ""
        if self.chance.random() < self._fault:
            line["text"] = self.chance.choice(("?", line["text"] + "?", None))
        return line

    def _add(
        self, lines: list[Line], layer: str, name: str, text: str, spans: list[tuple[int, int]], *, gold: bool
    ) -> None:
        chance = self.chance
        for number, span in enumerate(spans):
            line = self._mark(name, text, span)
            if gold and not (self._without_ids and chance.random() < 0.7):
                line["id"] = f"{layer[0]}{number if chance.random() > self._fault else 0}"
            if self._stating:
                line |= self._said(layer, gold=gold)
            if chance.random() < self._fault:
                line["doc"] = chance.choice(("nowhere", "d0", 1))
            lines.append(line)

    def _said(self, layer: str, *, gold: bool) -> Line:
        chance = self.chance
        if layer == "events":
            return {
                "class": chance.choice((*EVENT_CLASSES, "ODD" if chance.random() < 0.1 else None)),
                "realis": chance.choice((*REALIS, None)),
                "when": chance.choice(WHENS),
                "tense": chance.choice(("PAST", "NONE", None)),
                "aspect": "NONE",
            }
        said: Line = {"type": chance.choice((*TIMEX_TYPES, None)), "value": chance.choice(VALUES), "mod": None}
        if gold:
            said["kind"] = chance.choice((*KINDS, None))
            if said["value"] and chance.random() < self._rare:
                said["values"] = [{"value": said["value"]}, {"value": chance.choice(("2024", said["value"]))}]
            if self._messages and chance.random() < 0.05:
                said["newest_value"] = "2024-01-01"
        elif chance.random() < self._rare:
            said["confidence"] = chance.choice((0.5, 1.0, 7))
            said["alternatives"] = [{"value": "2022", "probability": 0.1}]
        return said


def told(documents: Iterable[Pair | Block]) -> dict[str, str] | None:
    """All that is scored, to the bit; None if the folders have to be read whole."""
    try:
        scored = over(documents, COVERS)
    except IrregularError:
        return None
    found = {each.name: getattr(scored, each.name) for each in fields(Scored)}
    found["units"] = {
        name: {document: list(group) for document, group in groups.items()}
        for name, groups in scored.units.items()
    }
    return {name: repr(value) for name, value in found.items()}


def small(monkeypatch: pytest.MonkeyPatch, chance: random.Random) -> None:
    """Makes all limits small, so that blocks, pieces and batches have ends within a folder."""
    monkeypatch.setattr(blocks, "SIZE", chance.choice((1, 2, 5, 64)))
    monkeypatch.setattr(blocks, "MOST_WORDS", chance.choice((4, 16384)))
    monkeypatch.setattr(groups, "PIECE", chance.choice((100, 1000, 100_000)))
    monkeypatch.setattr(accumulator, "COLUMN_BATCH", chance.choice((1, 20, 32_768)))
    monkeypatch.setattr(kept, "BLOCKS", chance.choice((4, 8, 4096)))
    monkeypatch.setattr(matching, "LARGE", chance.choice((0, 3_000_000)))
    monkeypatch.setattr(matching, "MOST_LOOKED_AT", chance.choice((1, 300_000)))


def drawn_are_the_same(seeds: range, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Checks folders drawn by these seeds; returns how many documents of them were read in which way."""
    ways = {"blocks": 0, "one by one": 0, "whole": 0}
    for seed in seeds:
        drawn = Folders(seed, **(CALM if seed % 2 else WILD))
        places = drawn.write(folder)
        small(monkeypatch, drawn.chance)
        seen = {"blocks": 0, "one by one": 0}

        def counted(documents: Iterator[Pair | Block], seen: dict[str, int] = seen) -> Iterator[Pair | Block]:
            for each in documents:
                seen["blocks" if isinstance(each, Block) else "one by one"] += (
                    len(each.ids) if isinstance(each, Block) else 1
                )
                yield each

        found = told(counted(blocks.read(*places)))
        expected = told(stream.read(*places))
        assert found == expected, seed
        if expected is None:
            ways["whole"] += len(drawn.gold["documents"])
        else:
            for way, number in seen.items():
                ways[way] += number
    return ways


def test_blocks_are_scored_as_their_documents_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ways = drawn_are_the_same(range(60), tmp_path, monkeypatch)
    assert min(ways.values()) > 20, ways


@pytest.mark.slow
def test_60_000_drawn_documents_are_scored_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """68,868 passed when this was written."""
    ways = drawn_are_the_same(range(1000, 9600), tmp_path, monkeypatch)
    assert sum(ways.values()) > 60_000
