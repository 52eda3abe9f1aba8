"""Documents written as a folder of spaCy's files, of some hundred documents each."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from bench.dataset.suite import Suite
from bench.formats import file_names, links, rest
from bench.formats.annotated import Annotated
from bench.formats.docbin.tokens import divide
from bench.sdk.model import Event, Region, Timex

PART = 500
"""The number of documents in a file; the documents of one file are in memory together."""
TIMEXES = "timexes"
EVENTS = "events"
IGNORE = "ignore"
"""The names of the groups of spans."""
NO_TYPE = "TIMEX3"
NO_CLASS = "EVENT"
"""The labels of spans whose type or class isn't known."""
DATA = "timeline_bench"
"""The key of ``Doc.user_data`` under which the remaining fields stand, as JSON."""


def write_gold(folder: Path, _suite: Suite, documents: Iterable[Annotated], lose: Callable[[str], None]) -> None:
    """Writes the documents. Raises DataError for a text that isn't UTF-8."""
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    folder.mkdir()
    remaining = iter(documents)
    for number in itertools.count(1):
        vocab, packed = Vocab(), DocBin(store_user_data=True)
        for each in itertools.islice(remaining, PART):
            packed.add(_doc(vocab, each, lose))
        if not len(packed):
            return
        (folder / f"{number:05}.spacy").write_bytes(packed.to_bytes())


def _doc(vocab: Any, annotated: Annotated, lose: Callable[[str], None]) -> Any:
    """Returns the document of spaCy: its spans are the annotations, and its ``user_data`` has the other fields."""
    from spacy.tokens import Doc

    document, layers = annotated.document, annotated.layers
    file_names.encoded(document.id, document.text)
    items: list[Timex | Event | Region] = [*layers.timexes, *layers.events, *layers.ignore]
    sentences = document.sentences or ()
    starts = {*sentences, *(each.start for each in items)}
    words, spaces = divide(document.text, starts, {each.end for each in items})
    doc = Doc(vocab, words=words, spaces=spaces)
    if sentences:
        for token in doc:
            token.is_sent_start = token.idx in sentences
    for name, group in ((TIMEXES, layers.timexes), (EVENTS, layers.events), (IGNORE, layers.ignore)):
        spans: list[Any] = [doc.char_span(each.start, each.end, label=_label(each)) for each in group]
        doc.spans[name] = spans
    data = {
        "document": rest.of(document, ("text", "sha256")),
        TIMEXES: [_remaining(each) for each in layers.timexes],
        EVENTS: [_remaining(each) for each in layers.events],
        "links": [rest.of(each) for each in links.held(annotated, lose, None)],
    }
    doc.user_data[DATA] = rest.dump(data)
    return doc


def _label(item: Timex | Event | Region) -> str:
    if isinstance(item, Timex):
        return item.type or NO_TYPE
    return (item.class_ or NO_CLASS) if isinstance(item, Event) else IGNORE


def _remaining(item: Timex | Event) -> dict[str, Any]:
    """Returns the fields that a span of spaCy doesn't state, with the offsets by which they find it."""
    return rest.of(item, () if _label(item) in (NO_TYPE, NO_CLASS) else ("type", "class"))
