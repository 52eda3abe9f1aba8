"""Compare the predictions of some documents with the committed ones.

Usage: python ci/compare_documents.py MADE COMMITTED

Both are folders of results on one suite, with one folder a system; MADE has some of the documents alone.
The script prints each difference. It exits with 0 if all is equal, with 1 if anything differs, and with 2 if there
was nothing to compare.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

DOCUMENTS = "documents.jsonl"
Lines = dict[str, list[str]]
"""The lines of a file by document, in the file's order."""


def lines(path: Path) -> Lines:
    """Return the lines of a layer by document; a file that doesn't exist has none."""
    key = "id" if path.name == DOCUMENTS else "doc"
    found: Lines = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        found[json.loads(line)[key]].append(line)
    return found


def differences(made: Path, committed: Path) -> Iterator[str]:
    """Return one sentence for each layer of a document that differs in the two folders of a system.

    A timeline is made across all documents of a run, so that it isn't compared.
    """
    documents = lines(made / DOCUMENTS)
    if not documents:
        yield f"{made.name}: no document was run"
        return
    names = {path.name for folder in (made, committed) for path in folder.glob("*.jsonl")} - {"timeline.jsonl"}
    for name in sorted(names):
        here, there = lines(made / name), lines(committed / name)
        for document in documents:
            new, old = here.get(document, []), there.get(document, [])
            if new == old:
                continue
            only_new = next((line for line in new if line not in old), "no other line")
            only_old = next((line for line in old if line not in new), "no other line")
            same = sorted(new) == sorted(old)
            said = "the same lines in another order" if same else f"made {only_new}, committed {only_old}"
            yield f"{made.name}: {name} of {document}: {said}"


def compare(made: Path, committed: Path) -> tuple[int, list[str]]:
    """Return how many systems were compared, and the differences that were found."""
    systems = sorted(path.parent for path in made.glob(f"*/{DOCUMENTS}"))
    found: list[str] = []
    for system in systems:
        if (committed / system.name).is_dir():
            found += differences(system, committed / system.name)
        else:
            found.append(f"{system.name}: no committed results; run bench evaluate --output results and commit")
    return len(systems), found


def main(made: str, committed: str) -> int:
    """Compare two folders, print what was found, and return the exit code."""
    count, found = compare(Path(made), Path(committed))
    for difference in found:
        print(difference)
    print(f"{count} systems compared, {len(found)} differences")
    if count == 0:
        return 2
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
