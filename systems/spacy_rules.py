# /// script
# requires-python = ">=3.11"
# dependencies = ["spacy==3.8.18"]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
# ///
"""Rules over spaCy's tokens: the Matcher finds time expressions, small functions work out what they mean.

spaCy gives the tokenizer, the sentence splitter and the Matcher; no model is loaded. The rules read dates,
weekdays, seasons, quarters, decades, clock times and parts of day, lengths, sets, and the vague past, present and
future. A part that is missing is filled in
- from the date mentioned last for "the next day", "three years later", "that month", and for all months and days
  of a history, that is, a text most of whose written years lie before the year of its dct and the one before, and
  that hardly names weekdays and tells little in the present;
- from a day mentioned not far before for a clock time or part of day that names none;
- else from the dct: the tense of the nearest verb says whether "Monday" or "in July" is past or to come.

`spacy-rules` keeps to the annotation scheme. `spacy-rules-timeml` keeps to the conventions of TimeML's newswire
where the two differ; its class lists the differences.

It cannot read a date from an event ("two days after the vote" is only a length, and so is "two days later" where
no date was mentioned), centuries BC, or "today" used rhetorically. Of a length given as a range ("two to three
days") it gives the upper end. An expression ends with its line, unless the line is long and ends no sentence.
Months, weekdays and feasts need a capital.

The words, the calendar, the tenses and the rules stand in the package `timex_rules` beside this file.

Given spans are read by the same rules, of which one must match the whole span. "The date mentioned last" is then
that of a given span.

The rules were written on MEANTIME, WikiWars, and sentences of their author's own.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import spacy
from spacy.matcher import Matcher
from spacy.tokens import Doc, Span
from spacy.util import compile_infix_regex

from bench import Document, Timex, system

if TYPE_CHECKING:
    from systems.timex_rules.reckoning import Context, Parts, Reading
    from systems.timex_rules.rules import CUES, NEARNESS, RULES, expand, token_pattern
    from systems.timex_rules.tense import shows_past, tense, was_due, words_before
    from systems.timex_rules.words import GOALS, GOES_ON, MOD_OF, MONTHS, SLOTS
else:  # a module beside the file is imported by its name alone
    from timex_rules.reckoning import Context, Parts, Reading
    from timex_rules.rules import CUES, NEARNESS, RULES, expand, token_pattern
    from timex_rules.tense import shows_past, tense, was_due, words_before
    from timex_rules.words import GOALS, GOES_ON, MOD_OF, MONTHS, SLOTS

BLANKS = re.compile(r"\S+|(?<=[^\n]{40})(?P<wrap>(?<![.!?:;\"”’)])[^\S\n]*\n[^\S\n]*(?=\S))|\s+")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
HYPHENS = {ord("‐"): "-", ord("‑"): "-"}
PART_OF_YEAR = re.compile(r"\d{4}-[QH]\d$")
NEWS = re.compile(rf"({SLOTS['WEEKDAY']}|^([Yy]esterday|[Tt]omorrow|[Tt]onight)$)")
PRESENT = {"is", "are", "has", "have", "says", "say", "will"}
QUOTES = {'"', "“", "‘", "'", "\n"}
RANGE_WORDS = {"through", "to", "until", "till", "-", "–", "and", "or"}
"""Words between a day's name and that of a later day: "Friday through Sunday", "next Tuesday and Wednesday"."""
RECENT = 40
"""The number of tokens within which "the night" and "at noon" are of the day mentioned last."""
SHARED_YEAR = re.compile(
    r"(and|or|to|through|until|[-–—])\s?(late |early |mid-)?(\d\d? )?"
    rf"((?P<month>{'|'.join(MONTHS).title()})[a-z]*\.?( \d\d?,?)?|\d\d?,) (?P<year>(1\d|20)\d\d)\b"
)
"""What follows a date that shares its year with the next one: "and June 2012"."""


@dataclass(frozen=True, slots=True)
class Match:
    """One reading of some tokens by one rule."""

    span: Span
    rule: int
    parts: Parts
    seen: int
    """How many tokens the rule looked at, those around the span included."""


class Rules:
    """The rules, compiled for spaCy, with one of two sets of conventions."""

    timeml = False
    """Whether TimeML's conventions go before those of the annotation scheme."""

    def __init__(self) -> None:
        self.nlp = spacy.blank("en")
        self.nlp.add_pipe("sentencizer", config={"punct_chars": [".", "!", "?", "\n", "\n\n"]})
        # hyphens and dashes stand alone ("mid-2011", "10-year", "2009–2011"), but for ISO dates
        tokenizer: Any = self.nlp.tokenizer
        infixes = [*(self.nlp.Defaults.infixes or ()), r"(?<=\w)[-–—](?=\w)", r"(?<=[a-z]\.)[-–—](?=[A-Z])"]
        tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
        tokenizer.token_match = re.compile(SLOTS["ISO"]).match
        self.matchers = {group: Matcher(self.nlp.vocab) for group in CUES}
        self.items: dict[int, tuple[int, tuple[str, ...]]] = {}
        for rule, (group, _, patterns) in enumerate(RULES):
            for items in dict.fromkeys(items for pattern in patterns for items in expand(pattern)):
                key = f"{rule} {' '.join(items)}"
                self.matchers[group].add(key, [[token_pattern(item) for item in items]])
                self.items[self.nlp.vocab.strings[key]] = rule, items
        self.cued: dict[str, tuple[str, ...]] = {}

    def read(self, document: Document, among: Collection[tuple[int, int]] | None = None) -> Iterator[Timex]:
        """Yields the leftmost and longest matches that mean something; if spans are given, among these alone."""
        text, places = plain(document.text)
        doc = self.nlp(text)
        sentences = [*doc.sents]
        firsts = [sentence.start for sentence in sentences]
        context = Context(document.dct, document.dct, is_history(doc, document.dct), timeml=self.timeml)
        done, mentioned, ended, told = 0, -1, -1, -1
        for match in sorted(
            self.matches(doc), key=lambda match: (match.span.start, -match.span.end, match.rule, -match.seen)
        ):
            span = match.span
            start, end = places[span.start_char], places[span.end_char - 1] + 1
            if span.start < done or (among is not None and (start, end) not in among):
                continue
            sentence = sentences[bisect_right(firsts, span.start) - 1]
            reading = resolve(match, look_around(context, span, sentence, mentioned, ended, told))
            if reading is None:
                continue
            done = span.end
            if reading.day and (mentioned < 0 or goes_on(context, span.start <= sentence.start + 1, reading)):
                context, mentioned = replace(context, last=reading.day, value=reading.value or ""), span.start
                ended = span.end
                if DAY.match(reading.value or ""):
                    past = reading.day if reading.day <= document.dct else context.past_day
                    context = replace(context, last_day=reading.day, past_day=past)
                since = span.start and doc[span.start - 1].lower_ == "since"  # "the lowest since May 2008"
                if {"MONTH", "YEAR"} <= match.parts.keys() and not since:
                    context, told = replace(context, told_year=reading.day.year), span.start
                if reading.value and PART_OF_YEAR.match(reading.value):
                    quarter = reading.value if "Q" in reading.value else context.quarter
                    context = replace(context, quarter=quarter, half=reading.day.year)
            yield Timex(start, end, reading.type, reading.value, modifier(match.parts, self.timeml))

    def matches(self, doc: Doc) -> Iterator[Match]:
        """Yields every match of every rule, in no order."""
        cues: dict[str, list[int]] = {group: [] for group in self.matchers}
        for at, token in enumerate(doc):
            for group in self.groups_of(token.text):
                cues[group].append(at)
        for group, matcher in self.matchers.items():
            for stretch in stretches(doc, cues[group], NEARNESS[group]):
                found: Any = matcher(stretch, with_alignments=True)
                for key, start, end, alignment in found:
                    yield self.match(stretch[start:end], *self.items[key], alignment)

    def match(self, span: Span, rule: int, items: Sequence[str], alignment: Sequence[int]) -> Match:
        """Returns a match of a rule without its context, and with its parts by their names."""
        inside = [at for at, item in enumerate(alignment) if not items[item].startswith("~")]
        parts: dict[str, str] = {}
        for token, item in zip(span, alignment, strict=True):
            name = items[item].lstrip("~").rstrip("?+*").partition("=")[0]
            parts[name] = f"{parts[name]} {token.text}" if name in parts else token.text
        return Match(span[inside[0] : inside[-1] + 1], rule, parts, len(span))

    def groups_of(self, word: str) -> tuple[str, ...]:
        """Returns the groups of which a word is a cue."""
        if word not in self.cued:
            self.cued[word] = tuple(group for group, cues in CUES.items() if any(cue.match(word) for cue in cues))
        return self.cued[word]


@system(layers=["timexes"], name="spacy-rules", developed_on=["meantime", "wikiwars"])
class SpacyRules(Rules):
    """Rules over spaCy's tokens: the Matcher finds time expressions, small functions work out what they mean."""

    def extract(self, document: Document) -> Iterator[Timex]:
        """Yields the leftmost and longest matches that mean something."""
        return self.read(document)

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
        """Yields the matches that mean something and are one of the spans."""
        return self.read(document, {*spans})


@system(layers=["timexes"], name="spacy-rules-timeml", developed_on=["meantime", "wikiwars"])
class SpacyRulesTimeml(Rules):
    """The rules of spacy-rules with TimeML's conventions of newswire, where the annotation scheme has others.

    - "twice a week" is one expression; the scheme marks "a week".
    - "two hours later", "hours later" and "a few days later" are lengths (PT2H, PTXH, PXD), since no date or clock
      time can be told; the scheme has dates and times with parts left open.
    - A number of decades or centuries is one of years, for which ISO 8601 has a letter: P20Y, not P2DE.
    - "the coming weeks" and "the past months" are lengths (PXW, PXM), not the vague future and past.
    - "previously", "soon" of what lies ahead, "in those days", and "future" before a noun are marked.
    - "a fourth straight day" and "12 nights" are lengths.
    - "later Tuesday" and "later that night" are one expression; the scheme leaves "later" out.
    - The part of day in "an early morning raid" is marked.
    - "more than a year ago" has the `mod` BEFORE, "less than a year ago" AFTER, by the table of the guidelines.
    """

    timeml = True

    def extract(self, document: Document) -> Iterator[Timex]:
        """Yields the leftmost and longest matches that mean something."""
        return self.read(document)

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
        """Yields the matches that mean something and are one of the spans."""
        return self.read(document, {*spans})


def stretches(doc: Doc, cues: Sequence[int], near: int) -> Iterator[Span]:
    """Yields the stretches of a text in which rules can match: those around their cues, which are tokens."""
    start = end = 0
    for at in cues:
        if at - near > end:
            if end:
                yield doc[start:end]
            start = at - near
        end = at + near + 1
    if end:
        yield doc[start:end]


def plain(text: str) -> tuple[str, list[int]]:
    """Returns a text with one blank for each white space and "-" for all hyphens, and the place of each character.

    A line of forty characters or more that doesn't end a sentence goes on in the next one.
    """
    pieces: list[str] = []
    places: list[int] = []
    for found in BLANKS.finditer(text):
        piece = found[0].translate(HYPHENS)
        if piece.isspace():
            piece = " " if found.lastgroup == "wrap" or not ("\n" in piece or "\r" in piece) else piece
        pieces.append(piece)
        places.extend(range(found.start(), found.start() + len(piece)))
    return "".join(pieces), places


def is_history(doc: Doc, dct: datetime.date) -> bool:
    """Returns whether most of the years written (five or more) lie before the dct's year and the one before it.

    A text is news, whatever years it recalls, if it often says "Monday" or "yesterday", or if one word in a
    hundred is of the present, such as "has".
    """
    years = [int(token.text) for token in doc if re.match(SLOTS["YEAR"], token.text)]
    old = 2 * sum(year < dct.year - 1 for year in years) > len(years)
    near = sum(bool(NEWS.match(token.text)) for token in doc)
    present = sum(token.lower_ in PRESENT for token in doc)
    return len(years) >= 5 and old and 8 * near < len(years) and 100 * present < len(doc)


def goes_on(context: Context, starts: bool, reading: Reading) -> bool:
    """Returns whether what follows a date counts from it.

    In a history, a year earlier than the date mentioned last only looks back, unless it starts its sentence.
    """
    back = reading.day is not None and reading.day.year < context.last.year and len(reading.value or "") == 4
    return starts or not (context.history and back)


def look_around(context: Context, span: Span, sentence: Span, mentioned: int, ended: int, told: int) -> Context:
    """Returns the context with what the neighbourhood of a span adds to it.

    The date mentioned last stands from one token to another, the last one with month and year at a third; -1 is
    none.
    """
    doc = span.doc
    start, end = span.start, span.end
    before = doc[start - 1].text if start else ""
    after = doc[end].text if end < len(doc) else ""
    since = before.lower() == "since"
    future, surely, past = tense(span, sentence)
    modifies = after.isalpha() and after.lower() not in GOES_ON
    following = SHARED_YEAR.match(doc[end : end + 7].text) if end < len(doc) else None
    return replace(
        context,
        base=context.last if context.history else context.base,
        here=context.last if mentioned >= sentence.start else None,
        near=mentioned >= max(start - RECENT, 0),
        recent=context.last if mentioned >= max(start - RECENT, 0) and len(context.value) >= 10 else None,
        told_year=context.told_year if told >= sentence.start else None,
        future=future and not since,
        surely=surely and not since,
        past=past or since,
        before=before,
        after=after,
        goal=is_goal(span, before, after, modifies),
        modifies=modifies,
        joined=ended == start - 1 and before.lower() in RANGE_WORDS and len(context.value) == 10,
        starts=start == sentence.start or before in QUOTES,
        shared=(int(following["year"]), MONTHS.index((following["month"] or "Dec").lower()) + 1)
        if following
        else None,
    )


def is_goal(span: Span, before: str, after: str, modifies: bool) -> bool:
    """Returns whether the words before a day show that it lies ahead: "until", "as early as", "a strike for"."""
    if before == "for":
        return not modifies and after not in ("'s", "’s") and not was_due(span)
    early = before == "as" and span.start > 1 and span.doc[span.start - 2].lower_ in ("early", "soon")
    second = span.doc[span.start - 2] if span.start > 1 else None
    late = before in ("until", "till") and second is not None and second.lower_ in ("not", "n't")
    earlier = {word.lower() for word in words_before(span[0], 4)}
    was = before == "by" and not earlier.isdisjoint({"was", "were", "had"}) and earlier.isdisjoint({"to", "due"})
    done = was or (before == "by" and second is not None and shows_past(second))
    return early or (before.lower() in GOALS and not late and not done)  # "not until Friday", "found by Friday"


def resolve(match: Match, context: Context) -> Reading | None:
    """Returns what a match means, or None for no time."""
    try:
        return RULES[match.rule][1](match.parts, context)
    except (ValueError, OverflowError):  # a day or year that no calendar has, such as April 31
        return None


def modifier(parts: Parts, timeml: bool) -> str | None:
    """Returns the `mod` of a match's parts; for TimeML, more than a year ago is BEFORE that."""
    mod = MOD_OF.get((parts.get("EDGE") or parts.get("BOUND") or parts.get("QUANT") or "").lower())
    if timeml and parts.get("WAY", "").lower() == "ago":
        return {"MORE_THAN": "BEFORE", "LESS_THAN": "AFTER"}.get(mod or "", mod)
    return mod
