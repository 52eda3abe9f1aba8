"""Adjudication: what annotators agree on is gold, and each open case is decided, with who decided it and why.

The decisions stand in ``decisions.jsonl`` of the gold's folder, so that one may stop and go on later. A decision
belongs to what the annotators said: if their passes change, a case is open again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bench.dataset.note import Note
from bench.dataset.suite import Layers, Suite, suite_name
from bench.errors import DataError, Fault, UsageError
from bench.files import read_bytes
from bench.formats.annotated import Annotated
from bench.formats.jsonl.lines import write as write_lines
from bench.formats.jsonl.writing import record_of, write_gold
from bench.gold import passes as annotators
from bench.gold.differences import Difference, of_group, of_joint
from bench.gold.folder import checked, rewritten
from bench.gold.labelled import completed
from bench.gold.marks.reading import named
from bench.gold.passes import End, Group, Joint, Marked, Passes, groups, joints, link, said
from bench.sdk.model import DCT, RELATIONS, Event, Link, Reading, Region, Timex

DECISIONS, OPEN = "decisions.jsonl", "open.jsonl"
"""The files of the decisions, and of the cases that are still open."""
MAJORITY = "majority"
"""The name of whoever decides by majority."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that annotators say of a case: an annotation, a relation, or that there is nothing."""

    names: tuple[str, ...]
    """The annotators who say so."""
    value: Marked | str | None


@dataclass(frozen=True, slots=True)
class Case:
    """One annotation, or one link, on which annotators differ."""

    key: str
    """A digest of the document and of all that the annotators say; a decision names it."""
    difference: Difference
    options: tuple[Option, ...]
    """The different statements, in the order of the annotators."""

    @property
    def layer(self) -> str:
        """The layer of the case."""
        return self.difference.layer


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision of one case."""

    case: str
    doc: str
    layer: str
    context: str
    choice: tuple[str, ...]
    """The annotators who said the same; empty if none did."""
    value: Mapping[str, Any] | str | None
    """The annotation as in files, the relation of a link, or None for nothing."""
    by: str
    why: str = ""


@dataclass(slots=True)
class Adjudication:
    """The passes of annotators, and the decisions so far."""

    passes: Passes
    decisions: dict[str, Decision] = field(default_factory=dict)
    """The decisions, by the key of the case."""
    notes: list[Note] = field(default_factory=list)
    """The notes on what isn't adjudicated."""

    @property
    def documents(self) -> Sequence[str]:
        """The ids of the documents that all annotators have."""
        return [name for name in self.passes.ids if all(name in side.layers for side in self.passes.sides)]

    @property
    def cases(self) -> Sequence[Case]:
        """All cases, decided or not, document by document, in text order; links come last."""
        return [case for name in self.documents for case in _cases(self.passes, name)]

    @property
    def open(self) -> Sequence[Case]:
        """The cases that aren't decided."""
        return [case for case in self.cases if case.key not in self.decisions]

    def decide(self, case: Case, value: Marked | str | None, *, by: str, why: str = "") -> Decision:
        """Decides a case: for an annotation, a relation, or nothing. Returns the decision.

        Raises UsageError for a relation that doesn't exist.
        """
        if (
            isinstance(value, str)
            and value not in RELATIONS
            and value not in {each.value for each in case.options}
        ):
            raise UsageError(f"{value!r} is no relation; use one of {', '.join(RELATIONS)}")
        names = next((each.names for each in case.options if _same(each.value, value)), ())
        stated = value if isinstance(value, str | None) else stated_of(value)
        found = Decision(
            case.key, case.difference.document, case.layer, case.difference.context, names, stated, by, why
        )
        self.decisions[case.key] = found
        return found

    def by_majority(self) -> int:
        """Decides each open case in which more than half of the annotators say the same; returns their number."""
        number = 0
        for case in self.open:
            for option in case.options:
                if 2 * len(option.names) > len(self.passes.names):
                    why = f"{len(option.names)} of {len(self.passes.names)} annotators"
                    self.decide(case, option.value, by=MAJORITY, why=why)
                    number += 1
        return number

    def annotated(self, document: str) -> Annotated:
        """Returns a document with what is agreed or decided. Open cases are left out.

        A link is left out if one of its ends was decided away, and ids are given anew.
        """
        layers = self.passes.layers(document)
        grouped = groups(layers)
        kept: list[tuple[End, Marked]] = []
        for at, group in enumerate(grouped):
            value = group.first if group.agreed else self._decided(_key(document, group.layer, group.members))
            if value is not None and not isinstance(value, str):
                kept.append(((group.layer, at), _without_id(value)))
        kept.sort(key=lambda each: (each[1].start, -each[1].end))
        items = named([item for _, item in kept])
        names: dict[End, str] = {(DCT, 0): DCT}
        for (end, _), item in zip(kept, items, strict=True):
            if not isinstance(item, Region) and item.id:
                names[end] = item.id
        links: list[Link] = []
        for joint in joints(layers, grouped):
            relation = joint.relations[0] if joint.agreed else self._decided(_joint_key(document, joint, grouped))
            if isinstance(relation, str) and (made := link(joint, relation, names)):
                links.append(made)
        found = Layers(
            tuple(each for each in items if isinstance(each, Timex)),
            tuple(each for each in items if isinstance(each, Event)),
            tuple(each for each in items if isinstance(each, Region)),
            tuple(links),
        )
        return completed(Annotated(self.passes.documents[document], found))

    def _decided(self, key: str) -> Marked | str | None:
        decision = self.decisions.get(key)
        if decision is None or decision.value is None or isinstance(decision.value, str):
            return decision.value if decision else None  # type: ignore[return-value]
        return annotation(decision.layer, decision.value)

    def write(self, target: Path | str) -> None:
        """Writes the gold with its decisions and, while there are any, the open cases.

        ``target`` is written as a whole or not at all; other files in it, such as a README.md, stay. Raises
        UsageError if it can't be written, or if it exists and is no adjudication.
        """
        target = Path(target)
        check_target(target)
        covered = {layer for side in self.passes.sides for layer in side.covers}
        documents = [self.annotated(name) for name in self.documents]
        layers = {
            layer
            for each in documents
            for layer in ("timexes", "events", "links", "ignore")
            if getattr(each.layers, layer)
        }
        labelled = tuple(sorted((covered | layers) - {"timeline"}))
        suite = Suite(suite_name(target), "", "", (), {}, labelled_layers=labelled)
        with rewritten(target) as part:
            new = part / ".new" if part.exists() else part
            write_gold(new, suite, documents, lambda _: None)
            for path in new.iterdir() if new != part else ():
                path.replace(part / path.name)
            if new != part:
                new.rmdir()
            write_lines(part / DECISIONS, map(_line, self.decisions.values()))
            (part / OPEN).unlink(missing_ok=True)
            if found := self.open:
                write_lines(part / OPEN, (_open_line(case, self.passes.names) for case in found))
            checked(part, target)


def start(
    paths: Sequence[Path | str], target: Path | str, *, gold: Path | str | Suite | None = None, align: bool = False
) -> Adjudication:
    """Returns the adjudication of passes, with the decisions that stand in ``target`` already.

    Raises UsageError if the texts of the documents aren't known, and if ``target`` is no adjudication.
    """
    target = Path(target)
    check_target(target)
    found = annotators.read(paths, gold, align=align)
    made = Adjudication(found)
    if unknown := [name for name in made.documents if name not in found.documents]:
        raise UsageError(f"the text of {unknown[0]!r} isn't in the passes; name the gold that has it by --gold")
    if not made.documents:
        raise UsageError("no document is in all passes; name passes over the same documents")
    made.notes.extend(note for side in found.sides for note in side.notes)
    for name in found.ids:
        if lacking := [
            each for each, side in zip(found.names, found.sides, strict=True) if name not in side.layers
        ]:
            message = f"{name} is left out: {', '.join(lacking)} doesn't have it"
            made.notes.append(Note(f"lacking {name}", str(target), 0, message))
    if any(side.timeline for side in found.sides):
        message = "timelines aren't adjudicated; write timeline.jsonl by hand when the events are settled"
        made.notes.append(Note("timeline", str(target), 0, message))
    for layer in ("timexes", "events", "links"):
        lacking = [each for each, side in zip(found.names, found.sides, strict=True) if layer not in side.covers]
        if lacking and len(lacking) < len(found.names):
            message = f"{', '.join(lacking)} has no {layer}, so each of the others' is an open case"
            made.notes.append(Note(f"no {layer}", str(target), 0, message))
    known = {case.key for case in made.cases}
    for decision in _read(target / DECISIONS):
        if decision.case in known:
            made.decisions[decision.case] = decision
        else:
            message = "a decision of a case that isn't there any more, since a pass has changed; left out"
            made.notes.append(Note("outdated", str(target / DECISIONS), 0, message))
    return made


def check_target(target: Path) -> None:
    """Raises UsageError for a folder or file that exists and isn't an adjudication."""
    if (target.exists() or target.is_symlink()) and not (target / DECISIONS).is_file():
        raise UsageError(f"{target} exists already and has no {DECISIONS}; choose another name, or remove it")


def _cases(passes: Passes, document: str) -> Iterator[Case]:
    layers = passes.layers(document)
    grouped = groups(layers)
    text = passes.documents[document].text
    for group in grouped:
        if not group.agreed:
            yield Case(
                _key(document, group.layer, group.members),
                of_group(document, group, text),
                _options(passes.names, group.members),
            )
    for joint in joints(layers, grouped):
        if not joint.agreed:
            key = _joint_key(document, joint, grouped)
            yield Case(key, of_joint(document, joint, grouped), _options(passes.names, joint.relations))


def _options(names: Sequence[str], values: Sequence[Marked | str | None]) -> tuple[Option, ...]:
    found: list[tuple[list[str], Marked | str | None]] = []
    for name, value in zip(names, values, strict=True):
        same = next((each for each in found if _same(each[1], value)), None)
        if same is None:
            found.append(([name], value))
        else:
            same[0].append(name)
    return tuple(Option(tuple(each), value) for each, value in found)


def _same(one: Marked | str | None, other: Marked | str | None) -> bool:
    if isinstance(one, str | None) or isinstance(other, str | None):
        return one == other
    return type(one) is type(other) and said(one) == said(other)


def _key(document: str, layer: str, members: Sequence[Marked | str | None]) -> str:
    stated = [each if isinstance(each, str | None) else stated_of(each) for each in members]
    text = json.dumps([document, layer, stated], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _joint_key(document: str, joint: Joint, grouped: Sequence[Group]) -> str:
    ends = [
        DCT if each[0] == DCT else _key(document, *_of(grouped[each[1]])) for each in (joint.source, joint.target)
    ]
    return _key(document, "links", [*ends, *joint.relations])


def _of(group: Group) -> tuple[str, Sequence[Marked | None]]:
    return group.layer, group.members


def _without_id(value: Marked) -> Marked:
    return value if isinstance(value, Region) else replace(value, id=None)


def stated_of(value: Marked) -> dict[str, Any]:
    """Returns an annotation as in files, without its id, which differs between annotators."""
    return record_of(_without_id(value))


def annotation(layer: str, stated: Mapping[str, Any]) -> Marked:
    """Returns the annotation that a decision states."""
    fields = {("class_" if name == "class" else name): value for name, value in stated.items()}
    if layer == "ignore":
        return Region(**fields)
    if layer == "events":
        return Event(**fields)
    if fields.get("values") is not None:
        fields["values"] = tuple(Reading(**each) for each in fields["values"])
    return Timex(**{**fields, "tags": tuple(fields.get("tags", ()))})


def _line(decision: Decision) -> dict[str, Any]:
    return {
        "case": decision.case,
        "doc": decision.doc,
        "layer": decision.layer,
        "context": decision.context,
        "choice": list(decision.choice),
        "value": decision.value,
        "by": decision.by,
        "why": decision.why,
    }


def _open_line(case: Case, names: Sequence[str]) -> dict[str, Any]:
    each = case.difference
    return {
        "case": case.key,
        "doc": each.document,
        "layer": each.layer,
        "context": each.context,
        "says": dict(zip(names, each.says, strict=True)),
    }


def keep(target: Path, decision: Decision) -> None:
    """Adds a decision to those of an adjudication that was written, so that it isn't lost if bench is ended."""
    with (target / DECISIONS).open("a", encoding="utf-8", newline="") as file:
        file.write(json.dumps(_line(decision), ensure_ascii=False) + "\n")


def _read(path: Path) -> Iterator[Decision]:
    """Yields the decisions of a file; none if it isn't there. Raises DataError at a line that is none."""
    if not path.exists():
        return
    for number, line in enumerate(read_bytes(path).decode("utf-8-sig").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            stated = json.loads(line)
            found = Decision(**{**stated, "choice": tuple(stated["choice"])})
            if isinstance(found.value, dict):
                annotation(found.layer, found.value)
        except (ValueError, TypeError, KeyError, RecursionError):
            raise DataError(
                [Fault(str(path), number, "this is no decision", "remove the line; it is asked again")]
            ) from None
        yield found
