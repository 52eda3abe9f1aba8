"""Converting many documents: how long it takes, and the most memory it has.

    python benchmarks/convert.py

Writes gold of many documents of 2,000 characters, with six timexes and nine events each, in JSON Lines, and
converts it to each of the formats that are named, and some of these back, each in a process that does nothing
else.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import bench

SENTENCE = "On Monday it rained, they said, and on Tuesday the fair opened and then closed. "
WORDS = (
    ("timexes", "Monday"),
    ("timexes", "Tuesday"),
    ("events", "rained"),
    ("events", "said"),
    ("events", "opened"),
)
TO = ["jsonl", "parquet", "hf", "prodigy", "doccano", "label-studio"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--to", nargs="+", default=TO)
    parser.add_argument("--back", nargs="+", default=["parquet"], help="formats that are converted to jsonl again")
    parser.add_argument("--one", nargs=3, metavar=("IN", "OUT", "FORMAT"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        one(*arguments.one)
        return
    print(f"Python {platform.python_version()}\n")
    with tempfile.TemporaryDirectory() as name:
        for count in arguments.documents:
            gold = Path(name) / f"jsonl-{count}"
            write_many(gold, count)
            for to in arguments.to:
                out = Path(name) / "out" / f"{to}-{count}"
                subprocess.run([sys.executable, __file__, "--one", str(gold), str(out), to], check=True)
                if to in arguments.back:
                    again = [str(out), str(out.with_name(f"{out.name}-again")), "jsonl"]
                    subprocess.run([sys.executable, __file__, "--one", *again], check=True)


def write_many(folder: Path, count: int) -> None:
    """Gold of many documents; three sentences of each are annotated."""
    text = SENTENCE * 25
    marks: list[tuple[str, dict[str, object]]] = []
    for start in range(0, 3 * len(SENTENCE), len(SENTENCE)):
        for layer, word in WORDS:
            at = start + SENTENCE.index(word)
            says = {"type": "DATE", "value": "2023-09-18"} if layer == "timexes" else {"class": "OCCURRENCE"}
            marks.append(
                (layer, {"id": f"m{len(marks)}", "start": at, "end": at + len(word), "text": word, **says})
            )
    folder.mkdir()
    files = {
        name: (folder / f"{name}.jsonl").open("w", encoding="utf-8") for name in ("documents", "timexes", "events")
    }
    for number in range(count):
        files["documents"].write(json.dumps({"id": f"d{number}", "text": text, "dct": "2023-09-19"}) + "\n")
        for layer, mark in marks:
            files[layer].write(json.dumps({"doc": f"d{number}", **mark}) + "\n")
    for file in files.values():
        file.close()


def one(source: str, target: str, to: str) -> None:
    """Convert once, and print how long it took and the most memory it had."""
    start = time.perf_counter()
    done = bench.convert(source, target, to=to)
    seconds = time.perf_counter() - start
    # not getrusage, which begins with what the process had that started this one
    (most,) = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    read = Path(source).name.split("-")[0]
    print(
        f"{done.documents:,} documents from {read} to {to}: {done.documents / seconds:,.0f} a second, "
        f"at most {int(most) / 1024:,.0f} MiB",
        flush=True,
    )


if __name__ == "__main__":
    main()
