"""Lay out the corpora of the big table (docs/genres.md) as folders, each with the name of its suite.

Usage: python ci/corpora.py CORPORA OUT [EACH [NAME...]]

CORPORA is the folder in which the corpora are. A large one is sampled: the table below says which of its documents
are taken, in the order of their ids. With EACH, of these only every EACH-th is taken; with NAME, only these suites
are laid out. Documents without a day of creation are left out, for no system can be run on them. The script prints
what it made, and exits with 2 if it made nothing.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from bench import formats
from bench.dataset.known import BY_NAME

SUITES = {
    "meantime-apple": 1,
    "meantime-airbus": 1,
    "task4-trial": 1,
    "task4-airbus": 1,
    "wikiwars": 5,
    "expressions-recognizers": 10,
    "expressions-duckling": 10,
    "expressions-chrono": 5,
    "expressions-ctparse": 5,
    "expressions-dateparser": 3,
    "expressions-python-edtf": 3,
    "expressions-timefhuman": 1,
}
"""The suites, and of how many documents of each one is taken."""
SOURCE = "SOURCE.txt"


def lay_out(name: str, corpora: Path, out: Path, each: int = 1) -> tuple[int, int]:
    """Copy the chosen documents of a corpus, and return how many were copied, and how many there are."""
    place = BY_NAME[name].find(corpora)
    if place is None:
        return 0, 0
    suite = formats.read_gold(place)
    documents = sorted(suite.documents, key=lambda document: document.id)
    chosen = [document for document in documents if document.dct is not None][:: SUITES[name]][::each]
    folder = out / name
    folder.mkdir(parents=True)
    for file in {Path(document.place[0]) for document in chosen if document.place}:
        if file.suffix == ".jsonl":
            _copy_lines(file, folder / file.name, {document.id for document in chosen})
        else:
            shutil.copy(file, folder)
    if (place / SOURCE).exists():
        shutil.copy(place / SOURCE, folder)
    return len(chosen), len(documents)


def _copy_lines(file: Path, copy: Path, ids: set[str]) -> None:
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    copy.write_text("".join(f"{line}\n" for line in lines if json.loads(line)["id"] in ids), encoding="utf-8")


def main(corpora: str, out: str, each: str = "1", *names: str) -> int:
    """Lay out all corpora, print how many documents each has, and return the exit code."""
    made = 0
    for name in names or SUITES:
        count, whole = lay_out(name, Path(corpora), Path(out), int(each))
        made += bool(count)
        print(f"{name}: {count} of {whole} documents" if whole else f"{name}: it isn't in {corpora}")
    return 0 if made else 2


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
