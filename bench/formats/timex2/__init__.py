"""TIMEX2 in the text: WikiWars, and the SGML of ACE and TERN (docs/formats.md).

::

    document    a file: its text, its TIMEX2 elements and its creation time
    sgml        the characters and the tags of a file
    values      the attributes of TIMEX2 in the words of TIMEX3
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from bench.formats.parsed import named_files, parsed, start_of
from bench.formats.timex2.document import parse

ENDINGS = (".xml", ".sgm", ".sgml")
LOOKED = 20
"""The number of files of a folder that are looked through for a TIMEX2."""


def files(path: Path) -> Sequence[Path]:
    """Returns the files with TIMEX2 elements: those of a folder if one of the first has such an element."""
    found = named_files(path, ENDINGS)
    return found if any(map(_marked, islice(found, LOOKED))) else []


def _marked(path: Path) -> bool:
    """Returns whether a file has a TIMEX2 element, and isn't TimeML or APF."""
    start = start_of(path)
    if "<TimeML" in start or "<source_file" in start or "<TIMEX3" in start:
        return False
    if "<TIMEX2" in start.upper():
        return True
    if "<DOC>" not in start.upper():
        return False
    try:
        return b"<TIMEX2" in path.read_bytes().upper()
    except OSError:
        return False


FORMAT = parsed(
    name="timex2",
    title="TIMEX2",
    sign="*.xml or *.sgm with TIMEX2 elements",
    order=220,
    files=files,
    parse=parse,
    covers=("timexes",),
    tried_on="WikiWars",
)
