"""The annotations on which annotators differ, each in its context."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.gold.marks import attributes
from bench.gold.passes import End, Group, Joint, Marked, Passes, groups, joints
from bench.sdk.model import DCT

CONTEXT = 40
"""The number of characters that are shown on each side."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One annotation, or one link, on which annotators differ."""

    document: str
    layer: str
    start: int | None
    """The smallest offset of the annotations; None for a link."""
    end: int | None
    context: str
    """The words between ``[`` and ``]``, with the text around them; for a link its two ends."""
    says: tuple[str | None, ...]
    """The statement of each annotator, as a mark has it (`bench.gold.marks`); None if there is none. Where the
    spans differ, the words come first."""


def differences(passes: Passes) -> Iterator[Difference]:
    """Yields all differences of the passes, document by document, in text order; links come last."""
    for document in passes.ids:
        layers = passes.layers(document)
        grouped = groups(layers)
        text = passes.documents[document].text if document in passes.documents else None
        for group in grouped:
            if not group.agreed:
                yield of_group(document, group, text)
        for joint in joints(layers, grouped):
            if not joint.agreed:
                yield of_joint(document, joint, grouped)


def of_group(document: str, group: Group, text: str | None) -> Difference:
    """Returns a difference in annotations; without the text there is no context around the words."""
    there = [each for each in group.members if each is not None]
    start, end = min(each.start for each in there), max(each.end for each in there)
    spans = {(each.start, each.end) for each in there}
    return Difference(
        document,
        group.layer,
        start,
        end,
        in_context(start, end, text) if text is not None else f"[{_line(group.first.text)}]",
        tuple(_said(each, words=len(spans) > 1) for each in group.members),
    )


def of_joint(document: str, joint: Joint, grouped: Sequence[Group]) -> Difference:
    """Returns a difference in links."""
    names = [name_of(end, grouped) for end in (joint.source, joint.target)]
    return Difference(document, "links", None, None, " … ".join(names), joint.relations)


def name_of(end: End, grouped: Sequence[Group]) -> str:
    """Returns the words of a link's end."""
    return DCT if end[0] == DCT else f"[{_line(grouped[end[1]].first.text)}]"


def in_context(start: int, end: int, text: str) -> str:
    """Returns the words of a span between brackets, with some of the text around them, on one line."""
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    left = "…" if start > CONTEXT else ""
    right = "…" if end + CONTEXT < len(text) else ""
    return _line(f"{left}{before}[{text[start:end]}]{after}{right}")


def spelt(value: Marked | str | None, *, words: bool) -> str:
    """Returns an annotation as a mark has it, with its words if ``words`` is true; a relation as it is."""
    return value if isinstance(value, str) else _said(value, words=words) or "nothing"


def _said(annotation: Marked | None, *, words: bool) -> str | None:
    if annotation is None:
        return None
    stated = attributes.written(annotation, "", layer=True)
    return f"“{_line(annotation.text)}” {stated}" if words else stated


def _line(text: str) -> str:
    return " ".join(text.split())
