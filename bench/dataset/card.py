"""The card of a suite: what the README.md of its folder says to programs, and of the licence to people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

NAME = "README.md"
"""The file that is the card of its folder."""
_FRONT = re.compile(r"---\r?\n(.*?\n)---\r?(?:\n|\Z)", re.DOTALL)
_SECTION = re.compile(r"^(#{1,6})[ \t]+(?=[^\n]*\blicen[cs])[^\n]*\n", re.MULTILINE | re.IGNORECASE)
"""Matches the heading of a section about the licence."""


@dataclass(frozen=True, slots=True)
class Card:
    """The facts that a card states; all are empty without a card."""

    version: str = ""
    event_phenomena: frozenset[str] = frozenset()
    """The phenomena that are about events (`bench.dataset.case`)."""
    licence: tuple[str, ...] = ()
    """The licences in the front matter, as Hugging Face names them: "cc-by-4.0"."""
    licence_name: str = ""
    """The name of a licence that Hugging Face has no name for."""
    licence_link: str = ""
    licence_section: str = ""
    """The section about the licence, with its heading; empty if there is none."""
    language: tuple[str, ...] = ()


NO_CARD = Card()


def read(folder: Path) -> Card:
    """Returns the card of a folder; an empty one if there is none. Raises OSError if it can't be read."""
    path = folder / NAME
    return parse(path.read_bytes().decode("utf-8-sig", errors="replace")) if path.is_file() else NO_CARD


def parse(text: str) -> Card:
    """Returns what the text of a card says."""
    found = _FRONT.match(text)
    front = found[1].replace("\r\n", "\n") if found else ""
    return Card(
        version=_matched(r"version: *[\"']?([\w.+-]+)", front),
        event_phenomena=frozenset(
            re.findall(r"[^\s,\"']+", _matched(r"event_phenomena: *\[([^\]]*)\]", front)),
        ),
        licence=_listed("license", front),
        licence_name=next(iter(_listed("license_name", front)), ""),
        licence_link=next(iter(_listed("license_link", front)), ""),
        licence_section=_section(text[found.end() :] if found else text),
        language=_listed("language", front),
    )


def _matched(pattern: str, front: str) -> str:
    found = re.search(f"^{pattern}", front, re.MULTILINE)
    return found[1] if found else ""


def _listed(key: str, front: str) -> tuple[str, ...]:
    """Returns the values of a key of the front matter: one, or a list in either form that YAML has for it."""
    found = re.search(rf"^{key}:[ \t]*([^\n]*)\n((?:[ \t]*-[ \t][^\n]*\n)*)", front, re.MULTILINE)
    if not found:
        return ()
    said = [*found[1].strip().removeprefix("[").removesuffix("]").split(",")] if found[1].strip() else []
    said += [line.strip().removeprefix("-") for line in found[2].splitlines()]
    values = (re.sub(r"(?:^|\s)#.*", "", each).strip().strip("\"'") for each in said)
    return tuple(each for each in values if each)


def _section(body: str) -> str:
    """Returns the first section of a card about its licence, up to the next heading of its rank or above."""
    found = _SECTION.search(body)
    if not found:
        return ""
    after = re.compile(rf"^#{{1,{len(found[1])}}}[ \t]", re.MULTILINE).search(body, found.end())
    return body[found.start() : after.start() if after else len(body)].strip()
