"""Scoring from files: parse, align and score all measures, beside the memory of a million documents.

    python benchmarks/scoring.py ../shared/reference

The first part scores TempEval-3 Platinum and a set of predictions, repeated, from TimeML and from JSON Lines, each
in a process that does nothing else; the last writes a million small documents and scores them in one pass.
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import json
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.formats import timeml
from bench.formats.jsonl import lines as files
from bench.formats.jsonl import stream
from bench.formats.jsonl.records import RECORDS
from bench.formats.timeml.stream import open_stream
from bench.scoring.score import over, side_by_side

COVERS = ("timexes", "events")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reference", type=Path, nargs="?", default=Path("../shared/reference"))
    parser.add_argument("--times", type=int, default=50, help="how often the 20 documents are repeated in TimeML")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--documents", type=int, default=1_000_000, help="of the last part; 0 leaves it out")
    parser.add_argument("--alone", nargs=2, metavar=("PREDICTIONS", "GOLD"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.alone:
        one_pass(*map(Path, arguments.alone))
        return
    print(f"Python {platform.python_version()}\n")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        from_timeml(folder, arguments.reference, arguments.times, arguments.rounds)
        from_rows(folder, arguments.reference, 5 * arguments.times, arguments.rounds)
        if arguments.documents:
            write_many(folder / "many", arguments.documents)
            subprocess.run(
                [sys.executable, __file__, "--alone", str(folder / "many" / "p"), str(folder / "many" / "g")],
                check=True,
            )


def timed(what: str, count: int, rounds: int, run: Callable[[], object]) -> None:
    """Print how many documents a second ``run``, over ``count`` documents, comes to."""
    run()
    rates = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        rates.append(count / (time.perf_counter() - start))
    rates.sort()
    print(f"{what}: {statistics.median(rates):,.0f} a second ({rates[0]:,.0f}–{rates[-1]:,.0f})")


def from_timeml(folder: Path, reference: Path, times: int, rounds: int) -> None:
    """Pairs of TimeML files: all measures, links too."""
    sides = []
    for name in ("gold", "pred"):
        side = folder / name
        side.mkdir()
        for path in timeml.files(reference / name):
            for number in range(times):
                (side / f"{path.stem}-{number}.tml").write_bytes(path.read_bytes())
        sides.append(side)
    gold, predictions = sides

    def run() -> None:
        found = open_stream(predictions, gold)
        over(found.whole(), found.predictions.counted)

    def run_in_two() -> None:
        found = open_stream(predictions, gold)
        side_by_side(found.read, found.parts(), found.predictions.counted, jobs=2)

    timed("pairs of TimeML files, all measures, one process", 20 * times, rounds, run)
    timed("pairs of TimeML files, all measures, two processes", 20 * times, rounds, run_in_two)


def from_rows(folder: Path, reference: Path, times: int, rounds: int) -> None:
    """The same as JSON Lines, more of them as they take less: all measures of times and events."""
    suite = timeml.read_gold(reference / "gold")
    predicted = timeml.read_predictions(reference / "pred", suite)
    sides = {"rows-gold": suite.layers, "rows-pred": predicted.layers}
    for name, layers in sides.items():
        (folder / name).mkdir()
        documents, timexes, events = [], [], []
        for number in range(times):
            for document in suite.documents:
                doc = f"{document.id}-{number}"
                digest = hashlib.sha256(document.text.encode()).hexdigest()
                about = {"text": document.text, "sha256": digest, "dct": "2013-03-22", "sentences": [0]}
                documents.append({"id": doc, **(about if name == "rows-gold" else {"status": "done"})})
                timexes += [{"doc": doc, **RECORDS["timexes"](timex)} for timex in layers[document.id].timexes]
                events += [{"doc": doc, **RECORDS["events"](event)} for event in layers[document.id].events]
        for layer, lines in {"documents": documents, "timexes": timexes, "events": events}.items():
            files.write(folder / name / f"{layer}.jsonl", lines)

    def run() -> None:
        over(stream.read(folder / "rows-pred", folder / "rows-gold"), COVERS)

    def run_in_two() -> None:
        read = functools.partial(stream.read, folder / "rows-pred", folder / "rows-gold")
        places = stream.parts(folder / "rows-pred", folder / "rows-gold")
        side_by_side(read, places, COVERS, jobs=2)

    timed("documents in JSON Lines, all measures of times and events, one process", 20 * times, rounds, run)
    timed(
        "documents in JSON Lines, all measures of times and events, two processes", 20 * times, rounds, run_in_two
    )


def write_many(folder: Path, count: int) -> None:
    """Gold and predictions of many short documents: two times and four events each."""
    text = "On Monday it rained, they said, and on Tuesday the fair opened and then closed. " * 3
    words = [("timexes", 3, 9), ("timexes", 38, 45), ("events", 13, 19), ("events", 26, 30), ("events", 55, 61)]
    digest = hashlib.sha256(text.encode()).hexdigest()
    about = {"text": text, "sha256": digest, "dct": "2023-09-19", "sentences": [0, 80, 160]}
    for name in ("g", "p"):
        (folder / name).mkdir(parents=True)
        files = {
            layer: (folder / name / f"{layer}.jsonl").open("w", encoding="utf-8")
            for layer in ("documents", "timexes", "events")
        }
        for number in range(count):
            doc = f"d{number}"
            line = {"id": doc, **(about if name == "g" else {"status": "done"})}
            files["documents"].write(json.dumps(line) + "\n")
            for place, (layer, start, end) in enumerate(words):
                if name == "p" and (number + place) % 4 == 0:
                    continue
                says = {"type": "DATE", "value": "2023-09-18"} if layer == "timexes" else {"class": "OCCURRENCE"}
                mark = {"doc": doc, "start": start, "end": end, "text": text[start:end], **says}
                files[layer].write(json.dumps(mark) + "\n")
        for file in files.values():
            file.close()


def one_pass(predictions: Path, gold: Path) -> None:
    """Score once, and print how long it took and the most memory it had."""
    start = time.perf_counter()
    scored = over(stream.read(predictions, gold), COVERS)
    seconds = time.perf_counter() - start
    count = sum(1 for _ in (gold / "documents.jsonl").open("rb"))
    # not getrusage, which begins with what the process had that started this one
    (most,) = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    memory, f1 = int(most) / 1024, scored.measures["timex.value"].f1
    print(
        f"{count:,} documents in one pass: {count / seconds:,.0f} a second, "
        f"at most {memory:,.0f} MiB (F1 {f1:.4f})"
    )


if __name__ == "__main__":
    main()
