# /// script
# requires-python = ">=3.11"
# dependencies = ["scikit-learn==1.9.1", "spacy==3.8.18"]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
# ///
"""Time expressions by two logistic regressions, learnt from the training documents alone.

The first labels each token as the beginning (B-DATE), the inside (I-DATE) or the outside (O) of an expression by
the words and shapes in a window around it; the likeliest sequence of labels is taken in which no expression begins
with its inside. The second reads the value: it doesn't write one but chooses among a few ways to reckon it
(`TEMPLATES`: the weekday before the DCT, so many units ago, a length of so many units), having learnt which way
goes with which words. The tokens are those of spaCy's blank English pipeline. Known beforehand, not learnt: the
names of months, weekdays, units and numbers, and the arithmetic.

It can't value times of day, sets, seasons, or what is read from another time in the text ("the next day"); can't
give a type or use a template that training never showed; and gives no mod. A given span gets the type that the
first regression finds likeliest for the whole of it, and a value by the second, as if it had been found.

Settings: scikit-learn's own but for C=10, and a token of an expression weighs eight times what another does, about
as much as makes up for its rarity.
"""

from __future__ import annotations

import datetime
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import spacy
from sklearn.dummy import DummyClassifier
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from spacy.tokens import Doc, Span

from bench import Document, Timex, system
from bench.sdk.model import Region

NLP = spacy.blank("en")
TIMEX_WEIGHT = 8.0
Features = dict[str, bool]

# ---- what an expression's words say, and how a value is reckoned from them ----------------------------------

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = re.compile(
    r"(Jan(uary)?|Feb(ruary)?|Mar(ch)?|Apr(il)?|May|June?|July?|Aug(ust)?|Sept?(ember)?|Oct(ober)?"
    r"|Nov(ember)?|Dec(ember)?)\.?"
)
"""With its capital, or "may" would be one."""
NUMBERS = ("a an one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
NUMBER = {word: count for count, words in enumerate(NUMBERS, 1) for word in words.split()}
UNITS = {
    "day": "D",
    "week": "W",
    "month": "M",
    "quarter": "Q",
    "year": "Y",
    "hour": "TH",
    "minute": "TM",
    "second": "TS",
}
"""Units by their letters in a value; the T goes between P and the number."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What can be read off an expression without knowing when it was written."""

    number: int | None = None
    unit: str | None = None
    weekday: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None


def read_parts(span: Span) -> Parts:
    """The parts that an expression names."""
    parts: dict[str, Any] = {}
    for token in span:
        word = token.lower_
        if word in WEEKDAYS:
            parts["weekday"] = WEEKDAYS.index(word)
        elif MONTH.fullmatch(token.text):
            parts["month"] = MONTHS.index(word[:3]) + 1
        elif re.fullmatch(r"[12]\d{3}", word):
            parts["year"] = int(word)
        elif count := re.fullmatch(r"(\d{1,3})(st|nd|rd|th)?", word):
            parts["number"] = int(count[1])
            if 1 <= parts["number"] <= 31:
                parts["day"] = parts["number"]
        elif word in NUMBER:
            parts["number"] = NUMBER[word]
        elif word.removesuffix("s") in UNITS:
            parts["unit"] = UNITS[word.removesuffix("s")]
    return Parts(**parts)


def in_unit(day: datetime.date, unit: str | None, shift: int) -> str | None:
    """The day, week, month, quarter or year so many after the one that holds the day."""
    if unit in ("D", "W"):
        day += datetime.timedelta(days=shift * (7 if unit == "W" else 1))
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02}" if unit == "W" else day.isoformat()
    if unit == "M":
        months = day.year * 12 + day.month - 1 + shift
        return f"{months // 12:04}-{months % 12 + 1:02}"
    if unit == "Q":
        quarters = day.year * 4 + (day.month - 1) // 3 + shift
        return f"{quarters // 4:04}-Q{quarters % 4 + 1}"
    return f"{day.year + shift:04}" if unit == "Y" else None


def undated(parts: Parts, value: str | None) -> str | None:
    """The value, for words that name no weekday, month or year of their own."""
    return value if parts.weekday is None and parts.month is None and parts.year is None else None


def weekday_from(parts: Parts, dct: datetime.date, direction: int) -> str | None:
    """The named weekday nearest to the DCT in a direction, the DCT itself included."""
    if parts.weekday is None:
        return None
    distance = direction * (parts.weekday - dct.weekday()) % 7
    return (dct + direction * datetime.timedelta(days=distance)).isoformat()


def calendar(parts: Parts, dct: datetime.date, direction: int) -> str | None:
    """The named year, month or day; without a year, the nearest in a direction, or for 0 the DCT's year."""
    if parts.month is None:
        return f"{parts.year}" if parts.year else None
    named, at_hand = (parts.month, parts.day or dct.day), (dct.month, dct.day)
    shift = direction if (named > at_hand) - (named < at_hand) == -direction else 0
    value = f"{parts.year or dct.year + shift:04}-{parts.month:02}"
    return f"{value}-{parts.day:02}" if parts.day else value


def length(parts: Parts, number: int | str | None) -> str | None:
    """A length of so many units; quarters have no letter in TIMEX3."""
    if number is None or parts.unit in (None, "Q"):
        return None
    unit = str(parts.unit)
    return f"PT{number}{unit[1]}" if unit[0] == "T" else f"P{number}{unit}"


TEMPLATES: dict[str, Callable[[Parts, datetime.date], str | None]] = {
    "calendar past": lambda parts, dct: calendar(parts, dct, -1),
    "calendar this year": lambda parts, dct: calendar(parts, dct, 0),
    "calendar future": lambda parts, dct: calendar(parts, dct, 1),
    "weekday past": lambda parts, dct: weekday_from(parts, dct, -1),
    "weekday future": lambda parts, dct: weekday_from(parts, dct, 1),
    "yesterday": lambda parts, dct: undated(parts, in_unit(dct, "D", -1)),
    "today": lambda parts, dct: undated(parts, in_unit(dct, "D", 0)),
    "tomorrow": lambda parts, dct: undated(parts, in_unit(dct, "D", 1)),
    "last unit": lambda parts, dct: in_unit(dct, parts.unit, -1),
    "this unit": lambda parts, dct: in_unit(dct, parts.unit, 0),
    "next unit": lambda parts, dct: in_unit(dct, parts.unit, 1),
    "units ago": lambda parts, dct: in_unit(dct, parts.unit, -(parts.number or 1)),
    "units ahead": lambda parts, dct: in_unit(dct, parts.unit, parts.number or 1),
    "length": lambda parts, _: length(parts, parts.number),
    "length of one": lambda parts, _: length(parts, 1),
    "length unknown": lambda parts, _: length(parts, "X"),
    "PAST_REF": lambda parts, _: undated(parts, "PAST_REF"),
    "PRESENT_REF": lambda parts, _: undated(parts, "PRESENT_REF"),
    "FUTURE_REF": lambda parts, _: undated(parts, "FUTURE_REF"),
}

# ---- features -----------------------------------------------------------------------------------------------


def words_of(tokens: Doc, ignored: Sequence[Region] = ()) -> list[int]:
    """The places of the tokens that aren't white space, outside the ignored regions."""
    return [
        token.i
        for token in tokens
        if not token.is_space
        and not any(token.idx < region.end and region.start < token.idx + len(token) for region in ignored)
    ]


def token_features(tokens: Doc, place: int) -> Features:
    """What a token and its neighbours look like."""
    features = {}
    for offset in range(-3, 4):
        inside = 0 <= place + offset < len(tokens)
        features[f"{offset} is {tokens[place + offset].lower_ if inside else ''}"] = True
        features[f"{offset} shape {tokens[place + offset].shape_ if inside else ''}"] = True
        if inside and abs(offset) < 2:
            features |= {
                f"{offset} names {part}": True for part in named(tokens[place + offset : place + offset + 1])
            }
    return features


def span_features(span: Span, type_: str) -> Features:
    """The words of an expression, the parts they name, its type, and the words just before."""
    before = span.doc[max(span.start - 3, 0) : span.start]
    words = [f"has {token.lower_}" for token in span] + [f"after {token.lower_}" for token in before]
    return dict.fromkeys([*words, *(f"names {part}" for part in named(span)), f"type {type_}"], True)


def named(span: Span) -> list[str]:
    """Which parts an expression names."""
    parts = read_parts(span)
    return [part for part in Parts.__slots__ if getattr(parts, part) is not None]


def train(samples: Sequence[Features], labels: Sequence[str], weights: Sequence[float]) -> Pipeline:
    """A fitted classifier of the samples; where all labels are one, it gives that one."""
    several = len(set(labels)) > 1
    model = LogisticRegression(C=10, max_iter=2000, random_state=0) if several else DummyClassifier()
    steps = [("features", DictVectorizer()), ("model", model)]
    return Pipeline(steps).fit(samples, labels, model__sample_weight=weights)


def likeliest(labels: Sequence[str], scores: Sequence[Sequence[float]]) -> list[str]:
    """The likeliest sequence in which I-X only follows B-X or I-X (Viterbi), from log-probabilities by token."""
    best: dict[str, tuple[float, list[str]]] = {"O": (0.0, [])}
    for row in scores:
        step = {}
        for label, score in zip(labels, row, strict=True):
            fits = [
                (total, path) for last, (total, path) in best.items() if label[0] != "I" or last[1:] == label[1:]
            ]
            if fits:
                total, path = max(fits, key=lambda item: item[0])
                step[label] = (total + score, [*path, label])
        best = step
    return max(best.values(), key=lambda item: item[0])[1]


# ---- the system ---------------------------------------------------------------------------------------------


@system(layers=["timexes"])
class sklearn_timex:  # noqa: N801 (the class bears the system's name)
    """A token classifier of time expressions, with type, and a classifier of how to reckon the value."""

    tagger: Pipeline | None = None
    valuer: Pipeline | None = None

    def fit(self, training: Sequence[Document]) -> None:
        """Learn from the timexes of the training documents; what was learnt before is dropped.

        Raises ValueError when they hold no time expression.
        """
        samples, labels, valued = [], [], []
        for document in training:
            tokens = NLP(document.text)
            tags: dict[int, str] = {}
            for timex in document.timexes:
                span = tokens.char_span(timex.start, timex.end, alignment_mode="expand")
                if span is None:
                    raise ValueError(f"{document.id}: no text at {timex.start}-{timex.end}")
                type_ = timex.type or "DATE"
                tags |= {token.i: f"I-{type_}" for token in span} | {span.start: f"B-{type_}"}
                valued.append((span, type_, timex.value, document.dct))
            for place in words_of(tokens, document.ignore):
                samples.append(token_features(tokens, place))
                labels.append(tags.get(place, "O"))
        if set(labels) <= {"O"}:
            raise ValueError("the training documents hold no time expression to learn from")
        self.tagger = train(samples, labels, [1.0 if label == "O" else TIMEX_WEIGHT for label in labels])
        self.valuer = self.learn_values(valued)

    def learn_values(self, valued: Sequence[tuple[Span, str, str | None, datetime.date]]) -> Pipeline | None:
        """Which template to use; where several give the gold value, the one that does so oftenest is meant."""
        fitting = []
        for span, type_, value, dct in valued:
            parts = read_parts(span)
            names = [name for name, reckon in TEMPLATES.items() if value and reckon(parts, dct) == value]
            if names:
                fitting.append((span_features(span, type_), names))
        counts = Counter(name for _, names in fitting for name in names)
        labels = [max(names, key=counts.__getitem__) for _, names in fitting]
        return train([features for features, _ in fitting], labels, [1.0] * len(labels)) if fitting else None

    def extract(self, document: Document) -> Iterator[Timex]:
        """The time expressions of a text. Raises RuntimeError before `fit`."""
        if self.tagger is None:
            raise RuntimeError("sklearn-timex has learnt nothing yet: call fit(training) before extract")
        tokens = NLP(document.text)
        places = words_of(tokens)
        if not places:
            return
        scores = self.tagger.predict_log_proba([token_features(tokens, place) for place in places])
        tags = likeliest(self.tagger.classes_, scores)
        for rank, tag in enumerate(tags):
            if tag[0] == "B":
                inside = takewhile(lambda later: tags[later][0] == "I", range(rank + 1, len(tags)))
                last = max(inside, default=rank)
                span = tokens[places[rank] : places[last] + 1]
                yield Timex(span.start_char, span.end_char, tag[2:], self.value_of(span, tag[2:], document.dct))

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
        """Given expressions, each with the type likeliest for all of it. Raises RuntimeError before `fit`."""
        if self.tagger is None:
            raise RuntimeError("sklearn-timex has learnt nothing yet: call fit(training) before resolve")
        tokens, labels = NLP(document.text), self.tagger.classes_
        for start, end in spans:
            span = tokens.char_span(start, end, alignment_mode="expand")
            places = [token.i for token in span or () if not token.is_space]
            if span is None or not places:
                continue
            scores = self.tagger.predict_log_proba([token_features(tokens, place) for place in places])
            whole = [
                [
                    score if label[0] == ("I" if rank else "B") else -math.inf
                    for label, score in zip(labels, row, strict=True)
                ]
                for rank, row in enumerate(scores)
            ]
            type_ = likeliest(labels, whole)[0][2:]
            yield Timex(start, end, type_, self.value_of(span, type_, document.dct))

    def value_of(self, span: Span, type_: str, dct: datetime.date) -> str | None:
        """The value by the likeliest template that can be applied to these words."""
        if self.valuer is None:
            return None
        parts = read_parts(span)
        chances = self.valuer.predict_proba([span_features(span, type_)])[0]
        for _, name in sorted(zip(-chances, self.valuer.classes_, strict=True)):
            if value := TEMPLATES[name](parts, dct):
                return value
        return None
