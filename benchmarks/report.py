"""The report of 5,000 documents × 10 systems: time and memory to write it, its size, time to open it in Chromium.

python benchmarks/report.py [DOCUMENTS [SYSTEMS]]

Each document has about 1,000 characters, 5 times and 8 events. Each system finds most of them, gets some wrong and
makes some up. Chromium and its driver are Debian's.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from bench.dataset.suite import Layers, Predictions
from bench.formats.jsonl.predictions import write_predictions
from bench.gold.load import load
from bench.results import record
from bench.scoring.score import score
from bench.sdk.model import Event, Timex

DOCUMENTS, SYSTEMS, ROUNDS = 5_000, 10, 7
VERBS = ("opened", "closed", "fell", "rose", "met", "said", "left", "began")
FILLER = "the council of the northern district and several of its members as well as many others of that region"
KINDS = ("explicit", "underspecified", "deictic", "vague")
CLASSES = ("OCCURRENCE", "REPORTING", "STATE", "ASPECTUAL")


def document(
    number: int, draw: random.Random
) -> tuple[str, list[tuple[int, int, str]], list[tuple[int, int]], list[int]]:
    """A text of eight sentences, where its five times and eight verbs stand, and where its sentences begin."""
    text, times, verbs, sentences = "", [], [], []
    for place, verb in enumerate(draw.sample(VERBS, 8)):
        sentences.append(len(text))
        text += f"In part {number} {FILLER} "
        verbs.append((len(text), len(text) + len(verb)))
        text += verb
        if place < 5:
            day = datetime.date(2021, 1, 1) + datetime.timedelta(draw.randrange(365))
            words = f"{day:%B} {day.day}, {day.year}"
            text += " on "
            times.append((len(text), len(text) + len(words), day.isoformat()))
            text += words
        text += ". "
    return text, times, verbs, sentences


def write(root: Path, documents: int, systems: int) -> None:
    """gold/large and results/large."""
    draw = random.Random(0)
    lines: dict[str, list[dict[str, object]]] = {"documents": [], "timexes": [], "events": []}
    for number in range(documents):
        text, times, verbs, sentences = document(number, draw)
        name = f"doc-{number:05}"
        lines["documents"].append(
            {
                "id": name,
                "text": text,
                "sha256": hashlib.sha256(text.encode()).hexdigest(),
                "title": f"Number {number} of the large suite",
                "dct": "2021-12-31",
                "dct_basis": "inferred",
                "dct_reason": "invented",
                "sentences": sentences,
            }
        )
        for place, (start, end, value) in enumerate(times):
            found = {"doc": name, "id": f"t{place}", "start": start, "end": end, "text": text[start:end]}
            lines["timexes"].append({**found, "type": "DATE", "value": value, "kind": draw.choice(KINDS)})
        for place, (start, end) in enumerate(verbs):
            found = {"doc": name, "id": f"e{place}", "start": start, "end": end, "text": text[start:end]}
            lines["events"].append({**found, "class": draw.choice(CLASSES), "realis": "ACTUAL", "when": "2021"})
    gold = root / "gold" / "large"
    gold.mkdir(parents=True)
    for layer, rows in lines.items():
        (gold / f"{layer}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (gold / "README.md").write_text("---\nversion: 1.0.0\n---\n", encoding="utf-8")
    suite = load(gold)
    for number in range(systems):
        covers = ("timexes", "events")
        layers = {
            name: Layers(
                tuple(_timex(item, start, chance) for item, start, chance in said(of.timexes, draw)),
                tuple(_event(item, start, chance) for item, start, chance in said(of.events, draw)),
            )
            for name, of in suite.layers.items()
        }
        predictions = Predictions(layers, covers)
        target = root / "results" / "large" / f"system-{number}"
        write_predictions(target, predictions, suite.documents)
        made = record.of_predictions(target.name, "system", predictions, suite, score(suite, predictions))
        (target / "record.json").write_text(record.text(made), encoding="utf-8")


A = TypeVar("A", Timex, Event)


def said(gold: Sequence[A], draw: random.Random) -> Iterator[tuple[A | None, int, float]]:
    """Most of gold, some of it cut short, and a few that gold doesn't have: where each starts, and its chance."""
    for item in gold:
        chance = draw.random()
        if chance >= 0.15:
            yield item, item.start + (2 if chance < 0.25 else 0), chance
        if chance > 0.9:
            yield None, item.start - 6, chance


def _timex(item: Timex | None, start: int, chance: float) -> Timex:
    if item is None:
        return Timex(start, start + 3, "DATE", "2021")
    return Timex(start, item.end, item.type, item.value if chance < 0.8 else "2020-02-02")


def _event(item: Event | None, start: int, chance: float) -> Event:
    if item is None:
        return Event(start, start + 3)
    return Event(start, item.end, item.class_ if chance < 0.8 else "OCCURRENCE", item.realis, item.when)


def measure(root: Path) -> tuple[float, float, float]:
    """Seconds, seconds of processor time, and most MiB resident of bench report as a whole process."""
    program = (
        "import resource, sys; from bench.cli.root import run; code = run(sys.argv[1:]); "
        "used = resource.getrusage(resource.RUSAGE_SELF); "
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss); sys.exit(code)"
    )
    start = time.perf_counter()
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            program,
            "report",
            str(root / "results" / "large"),
            "--gold",
            str(root / "gold" / "large"),
            "-o",
            str(root / "report.html"),
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    unit = 2**20 if sys.platform == "darwin" else 2**10
    processor, most = done.stdout.split()[-2:]
    return time.perf_counter() - start, float(processor), int(most) / unit


def open_times(page: Path) -> tuple[list[float], list[float]]:
    """Milliseconds from the start of navigation to the page's own mark, and to show a document far away."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    opened, shown = [], []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as user_data:
            options = webdriver.ChromeOptions()
            options.binary_location = str(shutil.which("chromium"))
            flags = ("headless=new", "no-sandbox", "disable-gpu", "disable-dev-shm-usage", "no-first-run")
            quiet = ("disable-background-networking", "disable-component-update", "disable-sync", "disable-quic")
            for flag in (*flags, *quiet, f"user-data-dir={user_data}"):
                options.add_argument(f"--{flag}")
            driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
            try:
                driver.set_script_timeout(60)
                driver.get(page.as_uri())
                opened.append(driver.execute_async_script(USABLE))
                shown.append(driver.execute_async_script(FAR))
            finally:
                driver.quit()
    return opened, shown


USABLE = """
const done = arguments[0];
const look = () => {
  const [mark] = performance.getEntriesByName("usable");
  if (mark) done(mark.startTime); else setTimeout(look, 5);
};
look();
"""
FAR = """
const done = arguments[0];
const start = performance.now();
document.getElementById("chooser").open = true;
const find = document.getElementById("find");
setTimeout(() => {
  find.value = "Number 4321 ";
  find.dispatchEvent(new Event("input", { bubbles: true }));
  document.querySelector("#documents button").click();
  const look = () => {
    if (document.getElementById("title").textContent.startsWith("Number 4321 ")) done(performance.now() - start);
    else setTimeout(look, 1);
  };
  look();
}, 0);
"""


def main() -> None:
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS
    systems = int(sys.argv[2]) if len(sys.argv) > 2 else SYSTEMS
    with tempfile.TemporaryDirectory() as folder_name:
        root = Path(folder_name)
        write(root, documents, systems)
        rounds = [measure(root) for _ in range(3)]
        seconds = sorted(each for each, _, _ in rounds)
        processor = sorted(each for _, each, _ in rounds)
        size = (root / "report.html").stat().st_size
        print(f"{documents:,} documents, {systems} systems")
        print(f"written in {seconds[1]:.1f} s ({seconds[0]:.1f}–{seconds[-1]:.1f}), 3 rounds")
        print(f"processor time {processor[1]:.1f} s ({processor[0]:.1f}–{processor[-1]:.1f})")
        print(f"most resident {max(peak for _, _, peak in rounds):.0f} MiB; the page {size / 1e6:.1f} MB")
        if shutil.which("chromium") is None:
            print("not opened: there is no chromium here")
            return
        for name, times in zip(("opened", "a document far away"), open_times(root / "report.html"), strict=True):
            low, middle, high = min(times), statistics.median(times), max(times)
            print(f"{name}: median {middle:,.0f} ms ({low:,.0f}–{high:,.0f}), {ROUNDS} rounds")


if __name__ == "__main__":
    main()
