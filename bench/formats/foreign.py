"""Formats that bench recognises but doesn't read, so that a message can name them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.errors import Fault

READS = (
    "bench reads JSON Lines (documents.jsonl), TimeML (*.tml, *.xml) and the formats that bench convert --formats "
    "lists; docs/formats.md says how each is written"
)
START = 4096
"""The number of bytes at the start of a file by which its format is recognised."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """A format that bench recognises but doesn't read."""

    name: str
    """The name of the format in messages."""
    endings: Sequence[str]
    """The endings of its files' names."""
    sign: Callable[[str], object] = lambda _: True
    """The function that returns something true for the start of a file in this format."""


def _has(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern, re.MULTILINE).search


FOREIGN = (
    Foreign("SGML without TIMEX2 elements", (".sgm", ".sgml")),
    Foreign("WebAnno's TSV of a version other than 3", (".tsv",), _has(r"^#FORMAT=WebAnno TSV")),
    Foreign("UIMA's CAS in the JSON of before 2022", (".json",), _has(r'"_referenced_fss"')),
    Foreign("KAF", (".kaf",)),
    Foreign(
        "a file of CoNLL's columns without tags such as B-DATE",
        (".conll", ".conllu", ".conllx", ".iob", ".iob2", ".bio"),
    ),
    Foreign("i2b2's lists of concepts", (".tlink", ".extent", ".con")),
    Foreign("Parquet without documents.parquet (a data set is named as hf:FOLDER)", (".parquet",)),
    Foreign("JSON", (".json",)),
    Foreign("JSON Lines without documents.jsonl", (".jsonl", ".ndjson", ".jsonlines")),
    Foreign("tables", (".tsv", ".csv")),
    Foreign("text without a row of a timeline (ordinal, date and mentions, with tabs between)", (".txt",)),
)
"""All such formats. A file is in the first that fits, so those with the clearest signs come first."""


def told(path: Path) -> Fault | None:
    """Returns the fault that names the foreign format of a file, or of a folder's files; None if it is unknown.

    Hidden files are ignored.
    """
    if path.name == "documents.jsonl":
        return None
    if path.is_dir():
        files = sorted(each for each in path.iterdir() if each.name[0] != "." and each.is_file())
    else:
        files = [path]
    for each in FOREIGN:
        named = [file for file in files if file.name.lower().endswith(tuple(each.endings))]
        found = [file for file in named if each.sign(_start(file))]
        if found:
            more = f" (nor {len(found) - 1:,} other{'s' * (len(found) > 2)} here)" if len(found) > 1 else ""
            return Fault(str(found[0]), 0, f"this is {each.name}, which bench doesn't read{more}", READS)
    return None


def _start(file: Path) -> str:
    """Returns the beginning of a file as text; empty if it can't be read."""
    try:
        with file.open("rb") as opened:
            return opened.read(START).decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    except OSError:
        return ""
