"""The time and memory of each verb over one long article: ``python benchmarks/long_article.py [MILLIONS]``.

The article (5 million characters by default) is made by chance from a fixed seed, in sentences of our own. The
program prints for each command its exit code, its seconds, those of the processor, and the memory of its largest
process. spaCy refuses a text of more than a million characters, so that commands with spaCy then end with exit
code 3.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from timeline import articles  # type: ignore[import-not-found]  # it stands beside this file

COMMANDS = (
    "run regex {} -o regex",
    "run plain-verbs {} -o plain-verbs",
    "run plain-anchors {} -o plain-anchors",
    "run spacy-rules {} -o spacy-rules",
    "show regex plain-verbs {}",
    "show regex spacy-rules {} --layer timexes",
    "report regex plain-verbs plain-anchors spacy-rules",
    "timeline {} --system plain-timeline -o plain.html",
    "timeline {} --system plain-timeline --system story-timeline -o both.html",
)


def measured(command: str, folder: str) -> str:
    """Run a command in a process of its own; return its exit code, its time and its memory."""
    bench = Path(sys.executable).with_name("bench")
    begin = time.perf_counter()
    with subprocess.Popen(
        [str(bench), *command.split()], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds, busy, peak = time.perf_counter() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
    return f"exit code {process.returncode}, {seconds:.0f} s ({busy:.0f} s of processor), at most {peak:,.0f} MiB"


def main(millions: str = "5") -> None:
    """Measure each command on a text of so many million characters."""
    length, paragraphs = int(float(millions) * 1_000_000), ["March 5, 2025"]
    paragraphs += [each["text"] for each in articles(length // 1000)]
    with tempfile.TemporaryDirectory() as folder:
        text = "\n\n".join(paragraphs)[:length]
        Path(folder, "long.txt").write_text(text, encoding="utf-8")
        print(f"{len(text):,} characters")
        for command in COMMANDS:
            options = "" if command.startswith("report") else " --no-cache --timeout 600"
            print(
                f"bench {command.format('long.txt')}: {measured(command.format('long.txt') + options, folder)}",
                flush=True,
            )


if __name__ == "__main__":
    main(*sys.argv[1:])
