"""XML formats that bench recognises by their elements but doesn't read, so that a message can name them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bench.formats.timeml.elements import Element, Elements

INSTEAD = "bench reads TimeML with TIMEX3 and EVENT in TEXT, and JSON Lines (docs/formats.md)"
"""The remedy for annotations in a format that bench doesn't read."""
APART = "put files of each format into a folder of their own, named *.xml or *.sgm (docs/formats.md)"
"""The remedy for annotations in a format that bench reads, but not among TimeML files."""
READ = ("TIMEX3", "EVENT", "TLINK", "MAKEINSTANCE", "DCT", "TEXT", "TimeML")
ELSEWHERE = ("CAT's XML", "Anafora's XML", "NAF")
"""The formats that bench reads, but recognises by the name and the beginning of a file."""
_BY_CASE = {name.lower(): name for name in READ}

_ROOTS = {
    "NAF": "NAF",
    "KAF": "KAF",
    "XMI": "UIMA's XMI",
    "CAS": "UIMA's CAS",
    "ttk": "the XML of the Tarsqi Toolkit",
    "annotations": "the XML of Knowtator or eHOST",
    "TEI": "TEI",
}
"""For each root element, without its prefix, the name of the format."""


def refusal(format_: str) -> str:
    """Returns the message for a file in another format than TimeML."""
    if format_ in ELSEWHERE:
        return f"this is {format_}, but its name or its beginning isn't that of such a file"
    return f"this is {format_}, which bench doesn't read"


def format_of(found: Elements) -> tuple[str, int]:
    """Returns the name of the format of a file without TEXT that bench doesn't read, and the line that shows it.

    If the format is unknown, returns ("", 0).
    """
    others = found.others
    root = found.root.rpartition(":")[2]
    if root == "Document" and "token" in others:
        return "CAT's XML", others["token"].line
    if root == "data" and ("annotations" in others or "schema" in others):
        return "Anafora's XML", others.get("annotations", others.get("schema", Element(1, {}))).line
    return (_ROOTS[root], 1) if root in _ROOTS else ("", 0)


def annotated_otherwise(found: Elements) -> tuple[str, int]:
    """Returns the kind of annotations in a file that aren't TimeML's, and the line of the first.

    If there are none, or the file has TimeML's annotations as well, returns ("", 0).
    """
    if found.root == "source_file":
        return "those of APF, the format of ACE", 1
    for element in found.outside:
        if {"start", "end"} <= element.attributes.keys() or "spans" in element.attributes:
            return "stand-off annotations, as MAE, MedTator and i2b2 write them", element.line
    if found.timexes or found.events or found.unmarked:
        return "", 0
    for name, element in found.others.items():
        if name.upper() in ("TIMEX", "TIMEX2"):
            return f"{name.upper()} elements, as ACE and WikiWars have them", element.line
        if name == "TAGS" or ({"start", "end"} <= element.attributes.keys() and "text" in element.attributes):
            return "stand-off annotations, as MAE, MedTator and i2b2 write them", element.line
    return "", 0


def misspelt(found: Elements) -> Iterator[tuple[int, str, str]]:
    """Yields the line, the name and the right name of each TimeML element in the wrong case or with a prefix."""
    named = dict(found.others)
    if found.root not in READ:
        named.setdefault(found.root, Element(1, {}))
    for name, element in named.items():
        right = _BY_CASE.get(re.sub(".*[:}]", "", name).lower())
        if right is not None and right != "TimeML":
            yield element.line, name, right
