"""Scoring from files: parse, align and score all measures, beside the memory of a million documents.

    python benchmarks/scoring.py ../shared/reference

The first part scores TempEval-3 Platinum and a set of predictions, repeated, from TimeML and from JSON Lines. The
last part writes a million small documents and scores them in one pass.

The ratios compare scoring, in one process and in seconds of the processor, with the least that any reader does
with the same files. For TimeML this is expat's pass over the bytes without a handler. For JSON Lines it is to
decode the lines of documents, times and events of both sides by msgspec into one type. What 20 documents take is
taken off both.
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from xml.parsers import expat

import msgspec

from bench.formats import timeml
from bench.formats.jsonl import blocks, stream
from bench.formats.jsonl import lines as files
from bench.formats.jsonl.records import RECORDS
from bench.formats.timeml.stream import open_stream
from bench.scoring.score import over, side_by_side
from benchmarks.inputs import write_gold, write_predictions

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
            gold, predictions = folder / "short" / "gold", folder / "short" / "predictions"
            write_gold(gold, arguments.documents)
            write_predictions(predictions, arguments.documents)
            command = [sys.executable, __file__, "--alone", str(predictions), str(gold)]
            subprocess.run(command, check=True)


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


def ratio(
    what: str, rounds: int, run: Callable[[Path], object], least: Callable[[Path], object], folder: Path
) -> None:
    """Print how many times the least work ``run`` takes over ``folder``/many, less what ``folder``/few takes."""

    def seconds(job: Callable[[Path], object]) -> float:
        found = []
        for name in ("few", "many"):
            start = time.process_time()
            job(folder / name)
            found.append(time.process_time() - start)
        return found[1] - found[0]

    seconds(run)
    ratios = sorted(seconds(run) / seconds(least) for _ in range(rounds))
    print(f"{what}: {statistics.median(ratios):.1f} times the least work ({ratios[0]:.1f}–{ratios[-1]:.1f})")


class Row(msgspec.Struct):
    """The fields of a document or of an annotation, as far as scoring needs them."""

    doc: str = ""
    id: str | None = None
    text: str | None = None
    start: int = 0
    end: int = 0
    type: str | None = None
    value: str | None = None


def decode(folder: Path) -> None:
    """The least that a reader of JSON Lines does."""
    decoder = msgspec.json.Decoder(Row)
    for side in ("rows-gold", "rows-pred"):
        for layer in ("documents", "timexes", "events"):
            decoder.decode_lines((folder / side / f"{layer}.jsonl").read_bytes())


def pass_over(folder: Path) -> None:
    """The least that a reader of TimeML does."""
    for side in ("gold", "pred"):
        for path in sorted((folder / side).iterdir()):
            expat.ParserCreate().Parse(path.read_bytes(), True)


def from_timeml(folder: Path, reference: Path, times: int, rounds: int) -> None:
    """Pairs of TimeML files: all measures, links too."""
    for part, copies in (("few", 1), ("many", times)):
        for name in ("gold", "pred"):
            side = folder / part / name
            side.mkdir(parents=True)
            for path in timeml.files(reference / name):
                for number in range(copies):
                    (side / f"{path.stem}-{number}.tml").write_bytes(path.read_bytes())
    gold, predictions = folder / "many" / "gold", folder / "many" / "pred"

    def score(place: Path) -> None:
        found = open_stream(place / "pred", place / "gold")
        over(found.whole(), found.predictions.counted)

    def run() -> None:
        score(folder / "many")

    def run_in_two() -> None:
        found = open_stream(predictions, gold)
        side_by_side(found.read, found.parts(), found.predictions.counted, jobs=2)

    timed("pairs of TimeML files, all measures, one process", 20 * times, rounds, run)
    timed("pairs of TimeML files, all measures, two processes", 20 * times, rounds, run_in_two)
    ratio("pairs of TimeML files, all measures", rounds, score, pass_over, folder)


def from_rows(folder: Path, reference: Path, times: int, rounds: int) -> None:
    """The same as JSON Lines, more of them as they take less: all measures of times and events."""
    suite = timeml.read_gold(reference / "gold")
    predicted = timeml.read_predictions(reference / "pred", suite)
    sides = {"rows-gold": suite.layers, "rows-pred": predicted.layers}
    for part, copies in (("few", 1), ("many", times)):
        for name, layers in sides.items():
            place = folder / part / name
            place.mkdir(parents=True)
            documents, timexes, events = [], [], []
            for number in range(copies):
                for document in suite.documents:
                    doc = f"{document.id}-{number}"
                    digest = hashlib.sha256(document.text.encode()).hexdigest()
                    about = {"text": document.text, "sha256": digest, "dct": "2013-03-22", "sentences": [0]}
                    documents.append({"id": doc, **(about if name == "rows-gold" else {"status": "done"})})
                    timexes += [{"doc": doc, **RECORDS["timexes"](timex)} for timex in layers[document.id].timexes]
                    events += [{"doc": doc, **RECORDS["events"](event)} for event in layers[document.id].events]
            for layer, lines in {"documents": documents, "timexes": timexes, "events": events}.items():
                files.write(place / f"{layer}.jsonl", lines)
    gold, predictions = folder / "many" / "rows-gold", folder / "many" / "rows-pred"

    def score(place: Path) -> None:
        over(blocks.read(place / "rows-pred", place / "rows-gold"), COVERS)

    def run() -> None:
        score(folder / "many")

    def run_in_two() -> None:
        read = functools.partial(blocks.read, predictions, gold)
        side_by_side(read, stream.parts(predictions, gold), COVERS, jobs=2)

    timed("documents in JSON Lines, all measures of times and events, one process", 20 * times, rounds, run)
    timed(
        "documents in JSON Lines, all measures of times and events, two processes", 20 * times, rounds, run_in_two
    )
    ratio("documents in JSON Lines, all measures of times and events", rounds, score, decode, folder)


def one_pass(predictions: Path, gold: Path) -> None:
    """Score once, and print how long it took and the most memory it had."""
    start = time.perf_counter()
    scored = over(blocks.read(predictions, gold), COVERS)
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
