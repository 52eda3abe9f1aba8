"""The time and memory of ``bench timeline`` over many articles: ``python benchmarks/timeline.py [ARTICLES]``.

The articles (500 by default) are made by chance from a fixed seed, in sentences of our own. The program prints
for each chain the seconds, the number of lines, and the memory of the largest process.
"""

from __future__ import annotations

import datetime
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CHAINS = ("plain-timeline", "story-timeline")
PEOPLE = ("Ada Boyle", "Carl Dean", "Eve Fox", "Gus Hale", "Ida Jones", "Kit Lowe", "Mia Nash", "Otto Page")
CITIES = ("Lima", "Oslo", "Quito", "Riga", "Turin", "Vaduz")
DEEDS = (
    "met {b} in {city}",
    "visited {city} with {b}",
    "signed a treaty with {b}",
    "criticised {b}",
    "attacked {b}",
)
FIRST = datetime.date(2023, 1, 1)
SENTENCES = 30
"""The number of sentences of an article."""


def articles(number: int) -> list[dict[str, str]]:
    """Return articles with id, day and text."""
    chance = random.Random(7)
    found = []
    for count in range(number):
        day = FIRST + datetime.timedelta(days=chance.randrange(730))
        sentences = []
        for _ in range(SENTENCES):
            a, b = chance.sample(PEOPLE, 2)
            then = day - datetime.timedelta(days=chance.choice((0, 1, 1, 2, 7, 30, 200)))
            when = chance.choice((f"On {then:%B} {then.day}, {then.year}, ", f"On {then:%A}, ", "", ""))
            deed = chance.choice(DEEDS).format(b=b, city=chance.choice(CITIES))
            sentences.append(f"{when}{a} {deed}." if when else f"{a} {deed}.")
        found.append({"id": f"article-{count}", "dct": day.isoformat(), "text": " ".join(sentences)})
    return found


def measured(chain: str, corpus: Path) -> str:
    """Run a chain in a process of its own; return a line with its time and memory."""
    bench = Path(sys.executable).with_name("bench")
    before = time.perf_counter()
    out = corpus.with_suffix(".json")
    options = ["--system", chain, "--no-cache", "--timeout", "600", "-o", str(out)]
    command = [str(bench), "timeline", str(corpus), *options]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        return f"{chain}: exit code {done.returncode}: {done.stderr[-500:]}"
    seconds = time.perf_counter() - before
    lines = len(json.loads(out.read_text(encoding="utf-8"))["lines"])
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024  # the largest process so far
    return f"{chain}: {seconds:.0f} s, {lines:,} lines, at most {peak:,.0f} MiB in one process"


def main(number: str = "500") -> None:
    """Measure each chain over that many articles."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "news.jsonl"
        texts = articles(int(number))
        corpus.write_text("".join(json.dumps(each) + "\n" for each in texts), encoding="utf-8")
        print(f"{number} articles, {corpus.stat().st_size / 2**20:.1f} MiB")
        for chain in CHAINS:
            print(measured(chain, corpus), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
