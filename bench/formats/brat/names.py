"""The names of layers and attributes in brat's files, and the ``annotation.conf`` that declares them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bench.sdk.model import EVENT_CLASSES, KINDS, MODS, REALIS, RELATIONS, TIMEX_TYPES

TIMEX = "Timex"
EVENT = "Event"
IGNORE = "Ignore"
"""The entity of a stretch of text that is no part of the story."""
TIMEXES = frozenset({"TIMEX", "TIMEX2", "TIMEX3", *TIMEX_TYPES})
"""The names of entities that are time expressions, in capitals."""
EVENTS = frozenset({"EVENT", *EVENT_CLASSES})
"""The names of entities that are events, in capitals."""

TENSES = ("PAST", "PRESENT", "FUTURE", "INFINITIVE", "PRESPART", "PASTPART", "NONE")
ASPECTS = ("PROGRESSIVE", "PERFECTIVE", "PERFECTIVE_PROGRESSIVE", "NONE")
TIMEX_ATTRIBUTES: Mapping[str, Sequence[str]] = {"mod": MODS, "kind": KINDS}
"""The attributes of a time expression with a closed list of values, by their fields."""
EVENT_ATTRIBUTES: Mapping[str, Sequence[str]] = {
    "class": EVENT_CLASSES,
    "realis": REALIS,
    "tense": TENSES,
    "aspect": ASPECTS,
}
"""The same for events."""
TO_DCT = "ToDct"
"""The attribute that states the relation of an annotation to the document creation time."""
FROM_DCT = "FromDct"
"""The attribute that states the relation of the document creation time to an annotation."""

NOTE = "AnnotatorNotes"
"""The type of the notes that an annotator writes in brat: the value of a time expression, the date of an event."""
REST = "Bench"
"""The type of our notes: a JSON object with the fields for which brat has no place."""
LINK = "BenchLink"
"""The type of our note for a link of the creation time with itself."""
DOCUMENT = "document"
"""The target of a note on the document; brat shows such notes nowhere and keeps them."""


def configuration() -> str:
    """Returns brat's ``annotation.conf`` for these names."""
    timexes = "|".join((TIMEX, *TIMEX_TYPES))
    lines = ["[entities]", TIMEX, *TIMEX_TYPES, EVENT, IGNORE, "", "[relations]"]
    lines.extend(f"{name}\tArg1:<ENTITY>, Arg2:<ENTITY>" for name in RELATIONS)
    lines += ["<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>", "", "[events]", "", "[attributes]"]
    for entities, attributes in ((timexes, TIMEX_ATTRIBUTES), (EVENT, EVENT_ATTRIBUTES)):
        for name, values in attributes.items():
            lines.append(f"{name.capitalize()}\tArg:{entities}, Value:{'|'.join(values)}")
    for name in (TO_DCT, FROM_DCT):
        lines.append(f"{name}\tArg:{timexes}|{EVENT}, Value:{'|'.join(RELATIONS)}")
    return "\n".join(lines) + "\n"
