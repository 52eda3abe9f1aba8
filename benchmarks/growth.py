"""How time and memory grow with the number of documents, for the verbs score, run, compare and convert.

    python benchmarks/growth.py --json growth.json --plot docs/growth.svg

Writes gold and two sets of predictions of short documents (240 characters, two times and three events each) in
JSON Lines, and runs each verb over each size as a process of its own, as a user would. ``run`` has a trivial
system and one job, and ``convert`` rewrites gold as JSON Lines. Seconds and seconds of the processor are those of
the whole tree of processes; memory is the most that its processes have resident together, looked at every 50 ms,
or the most of one process where that is more. Sizes up to 10,000 documents are run three times, and the medians
count.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from benchmarks.inputs import TRIVIAL, write_gold, write_predictions

SIZES = (1_000, 10_000, 100_000, 1_000_000)
REPEATED = 10_000
"""The greatest number of documents with which a verb is run three times."""
BENCH = str(Path(sys.executable).with_name("bench"))
VERBS: Mapping[str, Callable[[Path], list[str]]] = {
    "score": lambda folder: ["score", str(folder / "base"), str(folder / "gold")],
    "run": lambda folder: [
        *("run", str(folder / "trivial.py"), str(folder / "gold" / "documents.jsonl")),
        *("--no-cache", "-o", str(folder / "out")),
    ],
    "compare": lambda folder: [
        *("compare", str(folder / "base"), str(folder / "head"), "--gold", str(folder / "gold")),
    ],
    "convert": lambda folder: ["convert", str(folder / "gold"), str(folder / "out")],
}
"""For each verb, the arguments of its command over the files in a folder."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one run of a command took."""

    seconds: float
    processor: float
    """The seconds of the processor, summed over all processes."""
    mib: float
    """The most resident memory of all processes together."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--verbs", nargs="+", choices=tuple(VERBS), default=tuple(VERBS))
    parser.add_argument("--json", type=Path, help="file to write the figures to")
    parser.add_argument("--plot", type=Path, help="file to draw the growth to (.svg)")
    parser.add_argument("--drawn-from", type=Path, help="draw these figures (--json), and measure nothing")
    arguments = parser.parse_args()
    if arguments.drawn_from:
        found = read(arguments.drawn_from)
    else:
        found = {verb: {} for verb in arguments.verbs}
        for size in sorted(arguments.sizes):
            with tempfile.TemporaryDirectory() as name:
                measure_all(Path(name), size, found)
            if arguments.json:
                arguments.json.write_text(as_json(found), encoding="utf-8")
    print(f"\nPython {platform.python_version()}, {time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores\n")
    print(table(found))
    if arguments.plot:
        draw(found, arguments.plot)


def measure_all(folder: Path, size: int, found: Mapping[str, dict[int, Figures]]) -> None:
    """Writes the files of a size, and measures each verb over them."""
    write_gold(folder / "gold", size)
    for name, every in (("base", 4), ("head", 5)):
        write_predictions(folder / name, size, every)
    (folder / "trivial.py").write_text(TRIVIAL, encoding="utf-8")
    for verb, figures in found.items():
        rounds = []
        for _ in range(3 if size <= REPEATED else 1):
            shutil.rmtree(folder / "out", ignore_errors=True)
            rounds.append(measured([BENCH, *VERBS[verb](folder)], folder))
        figures[size] = Figures(
            *(statistics.median(getattr(each, name) for each in rounds) for name in Figures.__slots__)
        )
        print(f"{size:,} documents, {verb}: {said(figures[size])}; load {os.getloadavg()[0]:.1f}", flush=True)


def said(figures: Figures) -> str:
    return f"{figures.seconds:.2f} s, processor {figures.processor:.2f} s, {figures.mib:,.0f} MiB"


def measured(command: Sequence[str], folder: Path) -> Figures:
    """Runs a command in a folder, and returns what it took. Raises RuntimeError unless its exit code is 0."""
    with (folder / "log").open("wb") as log:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        watch = Watch(process.pid)
        watch.start()
        # its own and its children's, as they were waited for; the most of this process is small and doesn't count
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        watch.stop()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        told = (folder / "log").read_text(encoding="utf-8", errors="replace")[-2_000:]
        raise RuntimeError(f"{' '.join(command)}: exit code {process.returncode}\n{told}")
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Figures(seconds, used.ru_utime + used.ru_stime, max(watch.most, used.ru_maxrss / unit))


class Watch(threading.Thread):
    """Looks at the resident memory of a process and of all that it starts, again and again."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.most = 0.0
        """The most of all of them together, in MiB."""
        self._process = psutil.Process(pid)
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.wait(0.05):
            total = 0
            with contextlib.suppress(psutil.Error):
                for each in (self._process, *self._process.children(recursive=True)):
                    with contextlib.suppress(psutil.Error):
                        total += each.memory_info().rss
            self.most = max(self.most, total / 2**20)

    def stop(self) -> None:
        self._ended.set()
        self.join()


def table(found: Mapping[str, Mapping[int, Figures]]) -> str:
    """Returns a table in Markdown: time and memory of each verb by the number of documents."""
    sizes = sorted({size for figures in found.values() for size in figures})
    lines = [
        "| verb | |" + "".join(f" {size:,} documents |" for size in sizes),
        "| :-- | :-- |" + " --: |" * len(sizes),
    ]
    for verb, figures in found.items():
        for name, form in {"seconds": "{:,.1f}", "processor": "{:,.1f}", "mib": "{:,.0f}"}.items():
            shown = {"seconds": "s", "processor": "s of the processor", "mib": "MiB"}[name]
            cells = [form.format(getattr(figures[size], name)) if size in figures else "–" for size in sizes]
            lines.append(f"| `{verb}` | {shown} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def as_json(found: Mapping[str, Mapping[int, Figures]]) -> str:
    """Returns the figures as JSON: by verb and number of documents."""
    about: dict[str, Any] = {"date": time.strftime("%Y-%m-%d"), "python": platform.python_version()}
    verbs = {verb: {str(size): asdict(each) for size, each in by_size.items()} for verb, by_size in found.items()}
    return json.dumps({**about, "verbs": verbs}, indent=1) + "\n"


def read(path: Path) -> dict[str, dict[int, Figures]]:
    """Returns the figures of a file that `as_json` gave."""
    verbs = json.loads(path.read_text(encoding="utf-8"))["verbs"]
    return {verb: {int(size): Figures(**each) for size, each in sizes.items()} for verb, sizes in verbs.items()}


def draw(found: Mapping[str, Mapping[int, Figures]], path: Path) -> None:
    """Draws a small plot of time and one of memory for each verb, all axes logarithmic."""
    # only here: what is measured shouldn't begin with this program's memory
    from matplotlib.figure import Figure

    from bench.plots import style

    rows = (("seconds", "seconds"), ("mib", "MiB resident"))
    ticks = sorted({size for by_size in found.values() for size in by_size})
    with style.settings():
        figure = Figure(figsize=(1.75 * len(found), 3.2), layout="constrained")
        axes = figure.subplots(2, len(found), sharex=True, sharey="row", squeeze=False)
        for row, (name, unit) in enumerate(rows):
            values = [getattr(each, name) for by_size in found.values() for each in by_size.values()]
            powers = range(math.floor(math.log10(min(values))), math.ceil(math.log10(max(values))) + 1)
            for panel, (verb, by_size) in zip(axes[row], found.items(), strict=True):
                sizes = sorted(by_size)
                panel.set_xscale("log")
                panel.set_yscale("log")
                panel.minorticks_off()
                panel.set_xlim(ticks[0] / 2, ticks[-1] * 2)
                panel.set_xticks(ticks, [short(size) for size in ticks])
                panel.set_ylim(10.0 ** powers[0], 10.0 ** powers[-1])
                panel.set_yticks([10.0**power for power in powers], [f"{10.0**power:,g}" for power in powers])
                panel.grid(color=style.PALE, linewidth=0.3)
                panel.plot(sizes, [getattr(by_size[size], name) for size in sizes], marker="o", color=style.BLUE)
                if row == 0:
                    panel.set_title(verb, fontsize=style.SIZE)
                else:
                    panel.set_xlabel("documents")
            axes[row][0].set_ylabel(unit)
        path.write_bytes(style.written(figure, "svg", "Time and memory by the number of documents"))


def short(number: int) -> str:
    """Returns a number of documents as a tick has it: "10k", "1M"."""
    return (
        f"{number / 1e6:g}M" if number >= 1_000_000 else f"{number / 1e3:g}k" if number >= 1_000 else str(number)
    )


if __name__ == "__main__":
    main()
