"""A document made into a CAS of dkpro-cassis."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from typing import Any

from bench.dataset.suite import SuiteDocument
from bench.formats import links
from bench.formats.annotated import Annotated
from bench.formats.cas import types
from bench.sdk.model import DCT, Event, Timex


def build(annotated: Annotated, lose: Callable[[str], None]) -> Any:
    """Returns the CAS of a document; ``lose`` is called for each link that can't be written."""
    from cassis import Cas

    cas = Cas(types.type_system())
    cas.sofa_string = annotated.document.text
    cas.sofa_mime = "text/plain"
    _Building(cas, annotated).all(lose)
    return cas


class _Building:
    """A CAS in the making."""

    def __init__(self, cas: Any, annotated: Annotated) -> None:
        self.cas = cas
        self.annotated = annotated
        self.ends: dict[str, Any] = {}
        """The feature structures that links may refer to, by id."""

    def all(self, lose: Callable[[str], None]) -> None:
        document, layers = self.annotated.document, self.annotated.layers
        self._describe(document)
        for timex in layers.timexes:
            self._timex(timex)
        for event in layers.events:
            self._event(event)
        for region in layers.ignore:
            self._add(types.IGNORE, begin=region.start, end=region.end)
        for link in links.held(self.annotated, lose):
            source, target = self._end(link.source), self._end(link.target)
            said = {types.RELATION: link.relation, types.SOURCE: source, types.TARGET: target}
            # a relation of INCEpTION stands where its target stands
            self._add(types.LINK, begin=target.begin, end=target.end, **said)

    def _add(self, type_: str, **features: Any) -> Any:
        made = self.cas.typesystem.get_type(type_)(**features)
        self.cas.add(made)
        return made

    def _describe(self, document: SuiteDocument) -> None:
        size = len(document.text)
        self._add(types.METADATA, begin=0, end=size, documentTitle=document.id, documentId=document.id)
        starts = document.sentences or ()
        for start, end in itertools.pairwise((*starts, size)):
            self._add(types.SENTENCE, begin=start, end=end)
        if document.dct is not None:
            self._end(DCT)
        info = _stated(document, types.INFO_FEATURES)
        if document.tags:
            info[types.TAGS] = self._strings(document.tags)
        if info:
            self._add(types.INFO, **info)

    def _timex(self, timex: Timex) -> None:
        features = _stated(timex, types.TIMEX_FEATURES)
        if timex.tags:
            features[types.TAGS] = self._strings(timex.tags)
        if timex.values:
            features[types.READINGS] = self._strings(each.value for each in timex.values)
            features[types.POLICIES] = self._strings(each.policy for each in timex.values)
        made = self._add(types.TIMEX, begin=timex.start, end=timex.end, **features)
        if timex.id is not None:
            self.ends[timex.id] = made

    def _event(self, event: Event) -> None:
        made = self._add(types.EVENT, begin=event.start, end=event.end, **_stated(event, types.EVENT_FEATURES))
        if event.id is not None:
            self.ends[event.id] = made

    def _end(self, name: str) -> Any:
        """Returns the end of a link; the creation time is made when it is first needed."""
        if name == DCT and DCT not in self.ends:
            document = self.annotated.document
            day = document.written or document.dct
            self.ends[DCT] = self._add(types.CREATION, begin=0, end=0, value=day and day.isoformat())
        return self.ends[name]

    def _strings(self, values: Any) -> Any:
        return self.cas.typesystem.get_type(types.STRINGS)(elements=list(values))


def _stated(item: Any, features: Mapping[str, str]) -> dict[str, Any]:
    """Returns the features whose fields state something."""
    found = {feature: getattr(item, field) for field, feature in features.items()}
    return {feature: value for feature, value in found.items() if value not in (None, "")}
