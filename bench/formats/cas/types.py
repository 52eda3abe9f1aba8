"""The UIMA types that bench writes: custom layers of INCEpTION, and DKPro's sentences."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any

CUSTOM = "webanno.custom."
TIMEX = f"{CUSTOM}Timex"
EVENT = f"{CUSTOM}Event"
LINK = f"{CUSTOM}Tlink"
IGNORE = f"{CUSTOM}Ignore"
CREATION = f"{CUSTOM}CreationTime"
"""The document creation time: an annotation of no characters at the start of the text, for links to refer to."""
INFO = f"{CUSTOM}DocumentInfo"
SENTENCE = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"
METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
NAMED_ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"

ANNOTATION = "uima.tcas.Annotation"
BASE = "uima.cas.AnnotationBase"
STRING = "uima.cas.String"
STRINGS = "uima.cas.StringArray"

TIMEX_FEATURES: Mapping[str, str] = {
    "id": "timexId",
    "type": "timexType",
    "value": "timexValue",
    "mod": "timexMod",
    "kind": "kind",
    "newest_value": "newestValue",
}
"""For each field the feature of `TIMEX`. The first four are named as HeidelTime names them; a feature called
``type`` would clash with UIMA's own."""
EVENT_FEATURES: Mapping[str, str] = {
    "id": "eventId",
    "class_": "eventClass",
    "realis": "realis",
    "when": "when",
    "tense": "tense",
    "aspect": "aspect",
}
INFO_FEATURES: Mapping[str, str] = {
    "title": "title",
    "source": "source",
    "dct_basis": "dctBasis",
    "dct_reason": "dctReason",
    "thread": "thread",
    "zone": "zone",
}
TAGS = "tags"
READINGS = "readings"
POLICIES = "policies"
"""The features that hold several right values, and the policy of each."""
SOURCE = "Governor"
TARGET = "Dependent"
RELATION = "relType"

_MEANT: Mapping[str, str] = {
    **dict.fromkeys(("TIMEX", "TIMEX2", "TIMEX3"), TIMEX),
    "EVENT": EVENT,
    "TLINK": LINK,
    **dict.fromkeys(("CREATIONTIME", "DCT"), CREATION),
}
_SYNONYMS: Mapping[str, Sequence[str]] = {
    "timexId": ("timexId", "tid", "id"),
    "timexType": ("timexType", "type", "type_"),
    "timexValue": ("timexValue", "value", "val"),
    "timexMod": ("timexMod", "mod"),
    "eventId": ("eventId", "eid", "id"),
    "eventClass": ("eventClass", "class", "class_", "type", "type_"),
    RELATION: (RELATION, "relation", "label", "value"),
}


def meant(name: str) -> str:
    """Returns our type for the name of a type of others, which may stand in any package; else the name itself.

    ``de.unihd.dbs.uima.types.heideltime.Timex3``, for example, is read as `TIMEX`.
    """
    return _MEANT.get(name.rpartition(".")[2].upper(), name)


def names_of(feature: str) -> Sequence[str]:
    """Returns the names that a feature may have in files of others.

    dkpro-cassis calls a feature ``type_`` whose name is ``type``.
    """
    return _SYNONYMS.get(feature, (feature,))


_STRINGS: Mapping[str, Sequence[str]] = {
    TIMEX: (*TIMEX_FEATURES.values(),),
    EVENT: (*EVENT_FEATURES.values(),),
    LINK: (RELATION,),
    CREATION: ("value",),
    INFO: (*INFO_FEATURES.values(),),
    IGNORE: (),
    SENTENCE: ("id",),
    METADATA: ("documentTitle", "documentId"),
}
"""For each type its features that are strings."""
_SUPERTYPES: Mapping[str, str] = {INFO: BASE, METADATA: "uima.tcas.DocumentAnnotation"}
_ARRAYS: Mapping[str, Sequence[str]] = {TIMEX: (TAGS, READINGS, POLICIES), INFO: (TAGS,)}


@functools.cache
def type_system() -> Any:
    """Returns the type system of the files that bench writes, as an object of dkpro-cassis."""
    from cassis import TypeSystem

    system = TypeSystem()
    for name, features in _STRINGS.items():
        type_ = system.create_type(name, _SUPERTYPES.get(name, ANNOTATION))
        for feature in features:
            system.create_feature(type_, feature, STRING)
        for feature in _ARRAYS.get(name, ()):
            system.create_feature(type_, feature, STRINGS)
        if name == LINK:
            for feature in (SOURCE, TARGET):
                system.create_feature(type_, feature, ANNOTATION)
    return system
