"""A list for labellers: the places of an audit, mixed with as many on which the systems agree with gold.

A labeller gets the texts, in which all sentences but the chosen ones are marked to be ignored. Nothing tells why a
sentence was chosen, and neither gold's labels nor an answer of a system is in them. Beside the texts stands the
key: gold with the same sentences alone, so that ``bench agree`` and ``bench adjudicate`` compare the two.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench.comparison.audit import Audit
from bench.dataset.note import Note
from bench.dataset.suite import NOTHING, Layers, Suite, SuiteDocument
from bench.errors import UsageError
from bench.formats.annotated import Annotated
from bench.formats.file_names import path_for
from bench.formats.jsonl.lines import write as write_lines
from bench.formats.jsonl.writing import write_gold
from bench.gold.folder import rewritten
from bench.gold.marks import marked
from bench.measures import named
from bench.sdk.model import Region, Span

LABEL, KEY, PLACES = "label", "key", "places.jsonl"
"""The folder for the labeller, the folder of the key, and the list that says why each sentence was chosen."""
Sentence = tuple[str, int]
"""The id of a document, and the index of one of its sentences."""


@dataclass(frozen=True, slots=True)
class Blind:
    """A list for labellers that was written."""

    documents: int
    found: int
    """The number of sentences with a place of the audit."""
    mixed: int
    """The number of sentences in which systems agree with gold."""
    notes: Sequence[Note] = ()


def write(audit: Audit, target: Path, *, seed: int = 0) -> Blind:
    """Writes the list for labellers into a new folder ``target``. ``seed`` chooses what is mixed in.

    ``target/label`` has a text for each document, ready for ``bench annotate``; ``target/key`` has gold with the
    same sentences; ``target/places.jsonl`` says why each was chosen. Only ``label`` is for the labeller. Raises
    UsageError if the folder exists or can't be written, and if the audit has no place.
    """
    if target.exists() or target.is_symlink():
        raise UsageError(f"{target} exists already; choose another name")
    if not audit.places:
        raise UsageError("the audit has no place, so there is nothing to label")
    documents = {document.id: document for document in audit.suite.documents}
    why: dict[Sentence, set[str]] = {}
    for place in audit.places:
        for sentence in _sentences(documents[place.document], place.start, place.end):
            why.setdefault(sentence, set()).add(place.kind)
    mixed, notes = _mixed(audit, why, seed)
    layers = sorted({named(each.measure).layer for each in audit.audited})
    shown = [*why, *mixed]
    made = [
        (document, _opened(document, audit.suite.layers.get(document.id, NOTHING), layers, shown))
        for document in audit.suite.documents
        if any(name == document.id for name, _ in shown)
    ]
    with rewritten(target) as part:
        _write(part, audit.suite, made, layers)
        write_lines(part / PLACES, _lines(made, {**why, **{each: {"agreed"} for each in mixed}}))
    return Blind(len(made), len(why), len(mixed), notes)


def _sentences(document: SuiteDocument, start: int, end: int) -> list[Sentence]:
    """Returns the sentences that a span touches."""
    first, last = (bisect_right(document.units, at) - 1 for at in (start, max(start, end - 1)))
    return [(document.id, index) for index in range(first, last + 1)]


def _mixed(audit: Audit, why: Mapping[Sentence, object], seed: int) -> tuple[list[Sentence], list[Note]]:
    """Returns as many sentences without a place as there are with one, and a note if there are too few.

    As many of them as of the others have an annotation in gold: in these, most strong systems have all of gold
    right. In the rest nothing is found, neither by gold nor by a strong system.
    """
    documents = {document.id: document for document in audit.suite.documents}
    gold: set[Sentence] = set()
    agreed: set[Sentence] = set()
    disputed: set[Sentence] = set(why)
    touched: set[Sentence] = set()
    asked: set[str] = set()
    for each in audit.audited:
        layer = named(each.measure).layer
        asked |= each.agreed.keys()
        for name, spans in each.agreed.items():
            right = set(spans)
            layers = audit.suite.layers.get(name, NOTHING)
            for item in getattr(layers.outside(layers.ignore), layer):
                there = _sentences(documents[name], item.start, item.end)
                gold.update(there)
                (agreed if (item.start, item.end) in right else disputed).update(there)
            for start, end in each.touched[name]:
                touched.update(_sentences(documents[name], start, end))
    quiet = {
        (name, index)
        for name in asked
        for index in range(len(documents[name].units))
        if (name, index) not in touched and _words(documents[name], index)
    }
    labelled = sum(sentence in gold for sentence in why)
    notes, found = [], []
    for what, candidates, number in (
        ("in which systems agree with gold", agreed - disputed, labelled),
        ("in which nobody finds anything", quiet - disputed, len(why) - labelled),
    ):
        chosen = sorted(candidates, key=lambda each: _draw(seed, each))[:number]
        if len(chosen) < number:
            message = f"{number} sentences {what} would be mixed in, and there are {len(chosen)}"
            notes.append(Note(f"mixed {what}", audit.suite.name, 0, message))
        found += chosen
    return found, notes


def _words(document: SuiteDocument, index: int) -> bool:
    start, end = _span(document, index)
    return any(letter.isalpha() for letter in document.text[start:end])


def _draw(seed: int, sentence: Sentence) -> str:
    """Returns a text by which sentences are ordered at random, the same on every machine."""
    return hashlib.sha256(f"{seed}\t{sentence[0]}\t{sentence[1]}".encode("utf-8", "surrogatepass")).hexdigest()


def _span(document: SuiteDocument, index: int) -> Span:
    starts = document.units
    return starts[index], starts[index + 1] if index + 1 < len(starts) else len(document.text)


def _opened(
    document: SuiteDocument, gold: Layers, layers: Iterable[str], shown: Iterable[Sentence]
) -> tuple[Layers, Sequence[Sentence]]:
    """Returns gold's annotations in the chosen sentences, with all else ignored, and the sentences.

    A sentence is added if an annotation of gold leads into it.
    """
    chosen = {index for name, index in shown if name == document.id}
    kept: dict[str, list[Any]] = {}
    grown = True
    while grown:
        grown = False
        for layer in layers:
            kept[layer] = []
            for item in getattr(gold.outside(gold.ignore), layer):
                there = {index for _, index in _sentences(document, item.start, item.end)}
                if there & chosen:
                    grown = grown or not there <= chosen
                    chosen |= there
                    kept[layer].append(item)
    closed = [_span(document, index) for index in range(len(document.units)) if index not in chosen]
    closed += [(region.start, region.end) for region in gold.ignore]
    ignore = tuple(Region(start, end, document.text[start:end]) for start, end in _joined(closed))
    found: dict[str, Any] = {layer: tuple(items) for layer, items in kept.items()}
    return Layers(ignore=ignore, **found), [(document.id, index) for index in sorted(chosen)]


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Returns spans in order, those that touch or overlap as one; empty spans are left out."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        elif start < end:
            found.append((start, end))
    return found


Made = Sequence[tuple[SuiteDocument, tuple[Layers, Sequence[Sentence]]]]


def _write(part: Path, suite: Suite, made: Made, layers: Sequence[str]) -> None:
    (part / LABEL).mkdir(parents=True)
    for document, (found, _) in made:
        # a reason for the day may tell what gold says of the text
        bare = replace(document, tags=(), source="", dct_basis="", dct_reason="")
        plain = Annotated(bare, Layers(ignore=found.ignore))
        path_for(part / LABEL, document.id, ".txt").write_text(marked(plain), encoding="utf-8", newline="")
    (part / LABEL / "README.md").write_text(_told(layers), encoding="utf-8")
    key = replace(suite, timeline=(), labelled_layers=tuple(layers))
    write_gold(part / KEY, key, [Annotated(document, found) for document, (found, _) in made], lambda _: None)


def _told(layers: Sequence[str]) -> str:
    nouns = {"timexes": "time expressions", "events": "events"}
    what = " and ".join(nouns[layer] for layer in layers)
    return f"""# Sentences to label

Mark the {what} of each text, as docs/labelling.md shows it, from your annotation scheme alone. Parts within
`[…|IGNORE]` are context: leave them as they are. Some of the other sentences have nothing to mark. Don't look at
other labels of these texts, nor at what a program says of them.

`bench annotate label mine` makes gold of the folder `label` when you are done.
"""


def _lines(made: Made, why: Mapping[Sentence, set[str]]) -> list[dict[str, object]]:
    return [
        {"doc": document.id, "start": start, "end": end, "why": sorted(why.get((document.id, index), {"context"}))}
        for document, (_, sentences) in made
        for index in (index for _, index in sentences)
        for start, end in [_span(document, index)]
    ]
