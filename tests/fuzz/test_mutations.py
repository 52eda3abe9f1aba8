"""Thousands of broken folders: none is a crash, and none that lost an annotation is scored in silence."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench import formats
from bench.cli.root import run
from bench.errors import BenchError
from bench.scoring.score import score
from tests.fuzz.mutations import PAIRS, Files, content, mutated, write

FEW, MANY = 670, 6_700
"""The mutations of each of the three formats, in the fast tier and in the slow one."""
SHOWN = 8
"""The largest number of silent mutations that a failure shows."""

Outcome = tuple[dict[Any, Any], Counter[str]]


def outcome(predictions: Path, gold: Path) -> Outcome:
    """Returns all counts, and all messages, that ``bench score`` prints of two folders."""
    try:
        suite = formats.read_gold(gold)
        predicted = formats.read_predictions(predictions, suite)
    except BenchError as error:
        return {}, Counter([str(error)])
    scored = score(suite, predicted)
    slices: dict[Any, Any] = {
        (slicing, value, name): found.counts
        for slicing, values in scored.slices.items()
        for value, measures in values.items()
        for name, found in measures.items()
    }
    figures = {name: found.counts for name, found in scored.measures.items()} | slices
    told = [*scored.notes, *scored.contradictions, *scored.unknown, *scored.failures.items()]
    told += [*scored.unresolved.items(), scored.timeline_failure, *scored.unlocated.items()]
    return figures, Counter(map(str, told))


def _written(folder: Path, files: Files) -> Path:
    folder.mkdir()
    write(folder, files, {})
    return folder


def _commands(gold: Path, predictions: Path) -> Iterator[list[str]]:
    yield ["score", str(predictions), str(gold), "--format", "json"]
    yield ["validate", str(gold)]
    yield ["agree", str(predictions), str(gold)]
    yield ["compare", str(predictions), str(predictions), "--gold", str(gold)]
    yield ["show", str(predictions), "fair", "--gold", str(gold)]


def _fuzz(folder: Path, format_: str, count: int, by_command: int, seed: int = 12) -> None:
    """Tries mutations of one format, and each ``by_command``-th of them by the command line too.

    One side is broken at a time; the other says all that it said. Fails with the first mutations that pass in
    silence.
    """
    draw = random.Random(f"{format_} {seed}")
    sides = PAIRS[format_]
    folders = [_written(folder / name, files) for name, files in zip(("gold", "predictions"), sides, strict=True)]
    contents = [content(files, format_) for files in sides]
    before = outcome(folders[1], folders[0])
    assert before[0]
    assert all(counts.correct_gold == counts.gold for counts in before[0].values())
    silent: list[str] = []
    lost = 0
    for number in range(count):
        side = number % 2
        files, what = mutated(sides[side], format_, draw)
        if draw.random() < 0.1:
            files, more = mutated(files, format_, draw)
            what += f", and {more}"
        write(folders[side], files, sides[side])
        what = f"{format_}, {('gold', 'predictions')[side]}, mutation {number}: {what}"
        try:
            after = outcome(folders[1], folders[0])
        except Exception as error:
            pytest.fail(f"{what}: {error!r}")
        if content(files, format_) != contents[side]:
            lost += 1
            if after == before:
                silent.append(what)
        if number % by_command == 0:
            command = [*_commands(*folders)][number // by_command % 5]
            assert run(command) in (0, 1, 2, 3, 4, 5), what
        write(folders[side], sides[side], files)
    assert lost > count // 2
    assert not silent, "\n".join([f"{len(silent)} of {lost} pass in silence:", *silent[:SHOWN]])


@pytest.mark.parametrize("format_", PAIRS)
def test_no_mutation_is_a_crash_and_none_that_loses_an_annotation_is_silent(format_: str, tmp_path: Path) -> None:
    _fuzz(tmp_path, format_, FEW, by_command=45)


@pytest.mark.slow
@pytest.mark.parametrize("format_", PAIRS)
def test_nor_of_twenty_thousand_mutations(format_: str, tmp_path: Path) -> None:
    _fuzz(tmp_path, format_, MANY, by_command=20, seed=2021)


def test_what_a_folder_says_is_read_by_rules_of_its_own() -> None:
    for format_, (gold, predictions) in PAIRS.items():
        for files in (gold, predictions):
            assert content(files, format_) == content(files, format_)
    gold, _ = PAIRS["jsonl"]
    name = "timexes.jsonl"
    for old, new, same in (
        (b'"P2D"', b'"P3D"', False),
        (b'"id": "t2", ', b"", False),  # a link's end
        (b'"kind": "deictic"', b'"kind": null', False),
        (b'"text": "Monday", ', b"", True),
        (b'"text": "Monday"', b'"note": {"a": 1}', True),
    ):
        assert old in gold[name]
        changed = {**gold, name: gold[name].replace(old, new)}
        assert (content(changed, "jsonl") == content(gold, "jsonl")) == same
    assert json.loads(gold[name].split(b"\n")[0])["value"] == "2021-05-03"
