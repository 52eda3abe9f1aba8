"""Copy every tenth document of a folder of gold into another folder.

Usage: python ci/every_tenth.py GOLD OUT

GOLD has TimeML files, or our JSON Lines. Documents are taken in the order of their ids: the first, the eleventh,
and so on. The script exits with 2 if GOLD has no documents.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

EACH = 10
DOCUMENTS = "documents.jsonl"


def rows(path: Path) -> list[tuple[str, str]]:
    """Return the lines of a layer, each with the id of its document."""
    key = "id" if path.name == DOCUMENTS else "doc"
    return [(json.loads(line)[key], line) for line in path.read_text(encoding="utf-8").splitlines()]


def copy(gold: Path, out: Path) -> int:
    """Copy every tenth document and its annotations, and return how many documents were copied."""
    out.mkdir(parents=True)
    if files := sorted(gold.glob("*.tml"))[::EACH]:
        for file in files:
            shutil.copy(file, out)
        return len(files)
    if not (gold / DOCUMENTS).exists():
        return 0
    chosen = set(sorted(name for name, _ in rows(gold / DOCUMENTS))[::EACH])
    for layer in sorted(gold.glob("*.jsonl")):
        lines = [f"{line}\n" for name, line in rows(layer) if name in chosen]
        (out / layer.name).write_text("".join(lines), encoding="utf-8")
    return len(chosen)


def main(gold: str, out: str) -> int:
    """Copy the documents, print how many there are, and return the exit code."""
    count = copy(Path(gold), Path(out))
    print(f"{count} documents of {gold}")
    return 0 if count else 2


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
