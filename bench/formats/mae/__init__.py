"""Tags beside the text in one XML file: MAE, MedTator, and the corpus of i2b2 2012 (docs/formats.md).

::

    document    a file: its text, its tags, and the annotations that they say
    tags        the text and the tags of a file, as expat reads them
    offsets     the ways of counting characters, and the one that fits the words

The forms are those that MAE (Stubbs 2011) and MedTator write, and that the annotation guidelines of i2b2 2012 (Sun
et al. 2013) describe.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from bench.formats.mae.document import parse
from bench.formats.parsed import named_files, parsed, start_of

LOOKED = 5
"""The number of files of a folder that are looked through for tags beside the text."""


def files(path: Path) -> Sequence[Path]:
    """Returns the files with tags beside the text: those of a folder if one of the first is such a file."""
    found = named_files(path, (".xml",))
    return found if any(map(_tagged, islice(found, LOOKED))) else []


def _tagged(path: Path) -> bool:
    """Returns whether a file has TEXT and TAGS, and isn't TimeML."""
    start = start_of(path)
    if "<TEXT" not in start or "<TimeML" in start:
        return False
    try:
        return b"<TAGS" in path.read_bytes()
    except OSError:
        return False


FORMAT = parsed(
    name="mae",
    title="tags of MAE, MedTator and i2b2",
    sign="*.xml with TEXT and TAGS",
    order=230,
    files=files,
    parse=parse,
)
