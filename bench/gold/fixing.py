"""Gold in JSON Lines, mended: every fault whose remedy follows from the files themselves.

::

    offsets      where the stated words stand once, or clearly nearest to the stated offsets
    words        a span without its words gets them
    ids          a timex or event without an id gets one; the second of two with one id gets its own, if no link or
                 timeline names the id
    sentences    offsets of sentences that don't fit the text are found anew
    digest       a digest that isn't the text's, if all annotations of the document fit the text

Lines that can't be read are left as they are, and so are lines with a fault that has several remedies.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from bench.dataset import jsonline
from bench.dataset.row import id_of
from bench.dataset.sentences import sentences
from bench.formats import checks
from bench.formats.jsonl import layout
from bench.gold.folder import check_rewritable, rewritten
from bench.gold.marks.places import places
from bench.sdk.model import DCT

BOM = "\ufeff"
MARKED = ("timexes", "events", "ignore")
"""The layers whose annotations have spans."""
PREFIXES = {"timexes": "t", "events": "e"}
"""For each layer whose annotations have ids the letter that a new id begins with."""


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One change of a line."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(slots=True)
class _Line:
    """A line of a file; its object is None if it can't be read."""

    number: int
    source: str
    stated: dict[str, Any] | None
    changes: list[str] = field(default_factory=list)

    @property
    def written(self) -> str:
        """The line as it is to be written: as it was, unless it was changed."""
        if not self.changes:
            return self.source
        text = json.dumps(self.stated, ensure_ascii=False)
        if not text.isprintable() and any("\ud800" <= each <= "\udfff" for each in text):
            text = json.dumps(self.stated)  # half of a character can only be written as an escape
        return text + "\r" * self.source.endswith("\r")


class _File:
    """The lines of a layer's file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.readable = True
        self.lines: list[_Line] = []
        try:
            text = path.read_bytes().decode() if path.exists() else ""
        except (UnicodeDecodeError, OSError):
            self.readable = False
            return
        self._bom = BOM if text.startswith(BOM) else ""
        for number, line in enumerate(text.removeprefix(BOM).split("\n"), start=1):
            self.lines.append(_Line(number, line, _object(line)))
            self.readable &= not line.strip() or self.lines[-1].stated is not None

    def write(self, path: Path) -> None:
        """Writes the file, if one of its lines was changed."""
        if any(line.changes for line in self.lines):
            text = self._bom + "\n".join(line.written for line in self.lines)
            path.write_text(text, encoding="utf-8", newline="")

    @property
    def read(self) -> Iterator[tuple[_Line, dict[str, Any]]]:
        """Yields the lines that can be read, with their objects."""
        return ((line, line.stated) for line in self.lines if line.stated is not None)


def _object(line: str) -> dict[str, Any] | None:
    try:
        found = json.loads(line) if line.strip() else None
        repeated = jsonline.repeated_key(line) if isinstance(found, dict) else None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and repeated is None else None


def fix(path: Path | str) -> Sequence[Change]:
    """Mends gold in JSON Lines in its place, and returns all changes; a second call changes nothing.

    The folder is replaced as a whole or not at all. Raises UsageError for a path that isn't such a folder, and if
    it can't be written.
    """
    path = Path(path)
    check_rewritable(path)
    files = {layer: _File(layout.path_of(path, layer)) for layer in layout.LAYER_FILES}
    _Gold(files).mend()
    changes = sorted(
        Change(str(each.path), line.number, message)
        for each in files.values()
        for line in each.lines
        for message in line.changes
    )
    if changes:
        with rewritten(path) as part:
            for layer, each in files.items():
                each.write(layout.path_of(part, layer))
    return changes


class _Gold:
    """The files of a suite, and what each rule changes in them."""

    def __init__(self, files: dict[str, _File]) -> None:
        self._files = files
        ids = [str(id_of(stated.get("id"))) for _, stated in files["documents"].read]
        once = {name for name, number in Counter(ids).items() if number == 1}
        self._documents = {
            name: (line, stated)
            for name, (line, stated) in zip(ids, files["documents"].read, strict=True)
            if name in once and isinstance(stated.get("text"), str)
        }

    def mend(self) -> None:
        """Applies the rules until none changes anything more."""
        while any([self._offsets(), self._words()]):
            pass
        self._ids()
        self._texts()

    def _marked(self, layer: str) -> Iterator[tuple[_Line, dict[str, Any], str, str]]:
        """Yields the annotations of a layer that have offsets, each with its document's id and text."""
        for line, stated in self._files[layer].read:
            document = str(id_of(stated.get("doc")))
            if document in self._documents and all(type(stated.get(name)) is int for name in ("start", "end")):
                words = stated.get("text")
                if words is None or isinstance(words, str):
                    yield line, stated, document, self._documents[document][1]["text"]

    def _offsets(self) -> bool:
        """Moves spans to their words; returns whether any was moved."""
        moved = False
        for layer in MARKED:
            taken: Counter[tuple[str, int, str]] = Counter()
            astray: list[tuple[_Line, dict[str, Any], str, str]] = []
            for line, stated, document, text in self._marked(layer):
                words = stated.get("text") or ""
                if checks.fits(stated["start"], stated["end"], words, text):
                    taken[document, stated["start"], words] += 1
                elif words:
                    astray.append((line, stated, document, text))
            chosen = [self._nearest(stated, document, text, taken) for _, stated, document, text in astray]
            wanted = Counter(
                (document, at, stated["text"]) for (_, stated, document, _), at in zip(astray, chosen, strict=True)
            )
            for (line, stated, document, _), at in zip(astray, chosen, strict=True):
                words = stated["text"]
                if at is None or wanted[document, at, words] > 1:
                    continue
                before = f"{stated['start']}–{stated['end']}"
                stated["start"], stated["end"] = at, at + len(words)
                line.changes.append(f"the offsets of {words!r}: {before} → {at}–{at + len(words)}")
                moved = True
        return moved

    def _nearest(
        self, stated: dict[str, Any], document: str, text: str, taken: Counter[tuple[str, int, str]]
    ) -> int | None:
        """Returns the offset of the words nearest to the stated one, of those that no other annotation has.

        It is None if there is none, or if the next one isn't at least twice as far.
        """
        words = stated["text"]
        free = [at for at in places(words, text) if not taken[document, at, words]]
        if not free:
            return None
        distance = sorted((abs(at - stated["start"]), at) for at in free)
        tied = len(distance) > 1 and distance[1][0] < 2 * distance[0][0]
        return None if tied else distance[0][1]

    def _words(self) -> bool:
        """Adds the words to spans that state none; returns whether any was added."""
        added = False
        for layer in MARKED:
            for line, stated, _, text in self._marked(layer):
                if not stated.get("text") and checks.fits(stated["start"], stated["end"], "", text):
                    words = text[stated["start"] : stated["end"]]
                    _put(stated, "text", words, after="end")
                    line.changes.append(f"the words of {stated['start']}–{stated['end']}: {words!r}")
                    added = True
        return added

    def _ids(self) -> None:
        """Gives an id to each timex and event that has none, or that of an earlier one."""
        linked = self._named()
        taken = {
            (str(id_of(stated.get("doc"))), str(id_of(stated.get("id"))))
            for layer in PREFIXES
            for _, stated in self._files[layer].read
        }
        has_links = any(True for _ in self._files["links"].read)
        seen: set[tuple[str, ...]] = set()
        for layer, prefix in PREFIXES.items():
            for line, stated in self._files[layer].read:
                document, name = str(id_of(stated.get("doc"))), id_of(stated.get("id"))
                if document not in self._documents or not isinstance(name, str | None):
                    continue
                key = (document, name or "") if has_links else (layer, document, name or "")
                twice = bool(name) and (key in seen or (name == DCT and has_links))
                seen.add(key)
                if (name and not twice) or (twice and (linked is None or (document, name) in linked)):
                    continue
                new = next(f"{prefix}{n}" for n in count(1) if (document, f"{prefix}{n}") not in taken)
                taken.add((document, new))
                _put(stated, "id", new, after="doc")
                line.changes.append(
                    f"the id {name!r}, which stands twice → {new!r}" if twice else f"the id {new!r}"
                )

    def _named(self) -> set[tuple[str, str]] | None:
        """Returns the ids that links and timelines name, with their documents; None if not all can be read."""
        if not (self._files["links"].readable and self._files["timeline"].readable):
            return None
        named = {
            (str(id_of(stated.get("doc"))), str(id_of(stated.get(end))))
            for _, stated in self._files["links"].read
            for end in ("source", "target")
            if stated.get(end) != DCT
        }
        for _, stated in self._files["timeline"].read:
            mentions = stated.get("mentions")
            for each in mentions if isinstance(mentions, list) else ():
                if isinstance(each, list) and len(each) == 2:
                    named.add((str(id_of(each[0])), str(id_of(each[1]))))
        return named

    def _texts(self) -> None:
        """Mends the sentences and the digest of each document."""
        unfit = {
            str(id_of(stated.get("doc")))
            for layer in MARKED
            for _, stated in self._files[layer].read
            if not self._fits(stated)
        }
        readable = all(self._files[layer].readable for layer in MARKED)
        for name, (line, stated) in self._documents.items():
            text, given = stated["text"], stated.get("sentences")
            digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
            outdated = stated.get("sha256") not in (None, "", digest)
            if given is not None and (outdated or not _rising(given, text)) and list(sentences(text)) != given:
                stated["sentences"] = list(sentences(text))
                line.changes.append(f"the sentences of {name!r}, found anew: {len(stated['sentences'])}")
            if outdated and readable and name not in unfit:
                line.changes.append(f"the digest of {name!r} → {digest[:12]}…, since all annotations fit the text")
                stated["sha256"] = digest

    def _fits(self, stated: dict[str, Any]) -> bool:
        document = self._documents.get(str(id_of(stated.get("doc"))))
        start, end, words = stated.get("start"), stated.get("end"), stated.get("text") or ""
        if document is None or type(start) is not int or type(end) is not int or not isinstance(words, str):
            return False
        return checks.fits(start, end, words, document[1]["text"])


def _rising(starts: Any, text: str) -> bool:
    """Returns whether starts of sentences are rising offsets within a text, the first 0."""
    return (
        isinstance(starts, list)
        and bool(starts)
        and all(type(each) is int for each in starts)
        and starts[0] == 0
        and starts == sorted(set(starts))
        and starts[-1] < max(1, len(text))
    )


def _put(stated: dict[str, Any], name: str, value: str, *, after: str) -> None:
    """Sets a field in its place: where it stands, or else behind the field ``after``."""
    items = list(stated.items())
    if name not in stated:
        at = next((number for number, (key, _) in enumerate(items, start=1) if key == after), len(items))
        items.insert(at, (name, value))
    stated.clear()
    stated.update(items)
    stated[name] = value
