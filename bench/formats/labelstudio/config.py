"""The labelling configuration of a Label Studio project: what its labellers can say of a span.

Every attribute is a control of its own, shown while a region is selected.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bench.formats.labels import EVENT, IGNORE, LABELS, TIMEX
from bench.sdk.model import EVENT_CLASSES, KINDS, MODS, REALIS, RELATIONS, TIMEX_TYPES

TEXT, LABEL = "text", "label"
"""The names of the text and of the control with the labels."""
TO_DCT, FROM_DCT = "to_dct", "from_dct"
"""The controls for links to and from the creation time, which has no region."""
CHOICES: Mapping[str, Sequence[str]] = {
    "mod": MODS,
    "kind": KINDS,
    "realis": REALIS,
    "tense": ("PAST", "PRESENT", "FUTURE", "NONE", "INFINITIVE", "PRESPART", "PASTPART"),
    "aspect": ("PROGRESSIVE", "PERFECTIVE", "PERFECTIVE_PROGRESSIVE", "NONE"),
}
"""The attributes that are chosen from words."""
LINES = ("tags", "values")
"""The attributes that have several lines of text."""
TEXTS = ("value", "when", "newest_value", *LINES)
"""The attributes that are typed."""
OF_TIMEXES, OF_EVENTS = (*TIMEX_TYPES, TIMEX), (*EVENT_CLASSES, EVENT)


def _labels() -> Iterable[str]:
    for each in LABELS:
        colour = "#7c7c7c" if each == IGNORE else "#1f77b4" if each in OF_TIMEXES else "#d95f02"
        yield f'    <Label value="{each}" background="{colour}"/>'


def _per_region(name: str, title: str, words: Sequence[str] = ()) -> Iterable[str]:
    """Yields the lines of one control that is about a region."""
    yield f'    <Header value="{title}" size="6"/>'
    common = f'name="{name}" toName="{TEXT}" perRegion="true"'
    if words:
        yield f'    <Choices {common} choice="single" layout="select">'
        yield from (f'      <Choice value="{word}"/>' for word in words)
        yield "    </Choices>"
    else:
        yield f'    <TextArea {common} editable="true" maxSubmissions="{0 if name in LINES else 1}" rows="1"/>'


def _controls(labels: Sequence[str], controls: Mapping[str, str]) -> Iterable[str]:
    """Yields a group of controls that is shown while a region with one of the labels is selected."""
    yield f'  <View visibleWhen="region-selected" whenTagName="{LABEL}" whenLabelValue="{",".join(labels)}">'
    for name, title in controls.items():
        yield from _per_region(name, title, CHOICES.get(name, RELATIONS if name in (TO_DCT, FROM_DCT) else ()))
    yield "  </View>"


_TIMES = {
    "value": "Value (TIMEX3)",
    "mod": "Modifier",
    "kind": "Kind",
    "values": "Several right readings, one a line: value | policy",
    "newest_value": "Value in the newest message of the thread",
}
_HAPPENINGS = {"when": "When (EDTF)", "realis": "Realis", "tense": "Tense", "aspect": "Aspect"}
_BOTH = {
    TO_DCT: "Its relation to the creation time",
    FROM_DCT: "The creation time's relation to it",
    "tags": "Tags, one a line",
}


def _config() -> Iterable[str]:
    yield "<View>"
    yield f'  <Labels name="{LABEL}" toName="{TEXT}">'
    yield from _labels()
    yield "  </Labels>"
    yield f'  <Text name="{TEXT}" value="$text" granularity="word"/>'
    yield "  <Relations>"
    yield from (f'    <Relation value="{each}"/>' for each in RELATIONS)
    yield "  </Relations>"
    yield from _controls(OF_TIMEXES, _TIMES)
    yield from _controls(OF_EVENTS, _HAPPENINGS)
    yield from _controls((*OF_TIMEXES, *OF_EVENTS), _BOTH)
    yield "</View>"


CONFIG = "\n".join(_config()) + "\n"
"""The labelling configuration for a project that takes what `bench convert --to label-studio` writes."""
