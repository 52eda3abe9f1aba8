# /// script
# requires-python = ">=3.11"
# dependencies = ["python-crfsuite==0.9.12"]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
# ///
"""Events, and times, by conditional random fields (CRFsuite), learnt from the training documents alone.

CRFsuite by python-crfsuite 0.9.12 (MIT; CRFsuite itself BSD). A sentence is a sequence of words, numbers and
signs, each labelled as the beginning (B) or inside (I) of an annotation with its class, or as neither. Features
are the token in lower case, its first and last letters and its shape, and its neighbours, two on each side. There
is no tagger, no word list and no embedding: a word that training never showed is judged by its letters and its
neighbours, and a class that training never showed is never given. Events come without a time, times without a
value.

Settings: L-BFGS, which is CRFsuite's default and draws nothing at random. c1 and c2 weigh the penalties. A token
is in an annotation if that is at least as probable as SHARE, and its label is then the likeliest: the likeliest
labels of the whole sentence, CRFsuite's own answer, find a third less when as little is shown as here. All three
were tried on MEANTIME's topics apple and airbus, learning from a dozen short articles of one and asked about the
other: events precision .65, recall .59; times .93 and .56.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pycrfsuite

from bench import Document, Event, Timex, system
from bench.sdk.model import Region

UNKNOWN = "UNKNOWN"
"""The label of an annotation whose gold doesn't say."""
OUTSIDE = "O"
TOKEN = re.compile(r"(?:[^\W\d_][\u0300-\u036f]*)+|\d+|\S")
"""A word with its combining marks, a number, or a sign."""
SETTINGS = {"c1": 0.1, "c2": 0.05, "max_iterations": 200}
SHARE = 0.2
WINDOW = 2
Labelled = tuple[int, int, str]
"""The start and end of an annotation, and its label."""


class Token(NamedTuple):
    """A token and its place in the text."""

    start: int
    end: int
    text: str


def sentences(text: str) -> Iterator[list[Token]]:
    """The tokens, in sequences that end at a line's end, and at a full stop, question or exclamation mark.

    A full stop ends one only before white space, and not after a single letter or before a small one.
    """
    for line in re.finditer(r"[^\r\n]+", text):
        tokens = [Token(*found.span(), found[0]) for found in TOKEN.finditer(text, *line.span())]
        first = 0
        for place, token in enumerate(tokens):
            after = tokens[place + 1] if place + 1 < len(tokens) else None
            if after is None or (
                token.text in ".?!"
                and after.start > token.end
                and not after.text[0].islower()
                and not (place and len(tokens[place - 1].text) == 1 and tokens[place - 1].text.isalpha())
            ):
                yield tokens[first : place + 1]
                first = place + 1


def shape(text: str) -> str:
    """The kinds of letters, at most four of one after another: Xxxxx, dddd."""
    kinds = "".join(
        "d" if each.isdigit() else "X" if each.isupper() else "x" if each.isalpha() else each for each in text
    )
    return re.sub(r"(.)\1{3,}", r"\1\1\1\1", kinds)


def features(tokens: Sequence[Token], place: int) -> list[str]:
    """What a token and its neighbours look like."""
    lower = [
        tokens[place + offset].text.lower() if 0 <= place + offset < len(tokens) else ""
        for offset in range(-WINDOW, WINDOW + 1)
    ]
    word = lower[WINDOW]
    found = ["bias", f"shape={shape(tokens[place].text)}"]
    found += [f"begins={word[:length]}" for length in (3, 5)]
    found += [f"ends={word[-length:]}" for length in (2, 3, 4)]
    for offset, each in enumerate(lower, -WINDOW):
        found.append(f"{offset}={each}")
        if offset:
            found.append(f"{offset}ends={each[-3:]}")
    found += [f"-1,0={lower[WINDOW - 1]} {word}", f"0,1={word} {lower[WINDOW + 1]}"]
    if place == 0:
        found.append("first")
    return found


def labels(tokens: Sequence[Token], annotations: Sequence[Labelled]) -> list[str]:
    """Of each token the label of the annotation that it touches, with B or I before it."""
    found = []
    inside: Labelled | None = None
    for token in tokens:
        at = next((each for each in annotations if each[0] < token.end and token.start < each[1]), None)
        found.append(OUTSIDE if at is None else f"{'I' if at is inside else 'B'}-{at[2]}")
        inside = at
    return found


class Field:
    """A conditional random field over the tokens of sentences."""

    def __init__(self, training: Sequence[Document], labelled: Sequence[Sequence[Labelled]]) -> None:
        """Learn from documents and what is labelled in each; ignored regions are left out.

        Raises ValueError when they have no word.
        """
        trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=SETTINGS, verbose=False)
        empty = True
        for document, marked in zip(training, labelled, strict=True):
            for tokens in sentences(document.text):
                wanted = [place for place, token in enumerate(tokens) if not ignored(token, document.ignore)]
                of_all = labels(tokens, marked)
                if wanted:
                    seen = [features(tokens, place) for place in wanted]
                    trainer.append(seen, [of_all[place] for place in wanted])
                    empty = False
        if empty:
            raise ValueError("the training documents hold no word to learn from")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model"
            trainer.train(str(path))
            self.model = path.read_bytes()  # kept, for the tagger reads it where it lies
        self.tagger = pycrfsuite.Tagger()
        self.tagger.open_inmemory(self.model)
        learnt = set(self.tagger.labels())
        self.labels = sorted(learnt - {OUTSIDE})
        """Those of annotations that training showed."""
        self.always = OUTSIDE not in learnt
        """Whether training showed no token outside an annotation."""

    def read(self, tokens: Sequence[Token]) -> list[str]:
        """The label of each token of a sentence: the likeliest, if all that are in an annotation come to SHARE."""
        self.tagger.set([features(tokens, place) for place in range(len(tokens))])
        return [
            self.likeliest(place) if self.always or 1 - self.tagger.marginal(OUTSIDE, place) >= SHARE else OUTSIDE
            for place in range(len(tokens))
        ]

    def likeliest(self, place: int) -> str:
        """Of the sentence read last, the likeliest label of a token if it is in an annotation."""
        return max(self.labels, key=lambda label: self.tagger.marginal(label, place), default=OUTSIDE)


def ignored(token: Token, regions: Sequence[Region]) -> bool:
    """Whether a token lies in a region that is no part of the story."""
    return any(token.start < region.end and region.start < token.end for region in regions)


def spans(read: Sequence[str]) -> list[tuple[int, int, str]]:
    """The annotations in a sentence's labels: first place, place after the last, label."""
    found: list[tuple[int, int, str]] = []
    for place, label in enumerate(read):
        if label == OUTSIDE:
            continue
        if label[0] == "I" and found and found[-1][1] == place and found[-1][2] == label[2:]:
            found[-1] = (found[-1][0], place + 1, label[2:])
        else:
            found.append((place, place + 1, label[2:]))
    return found


def span(annotation: Event | Timex) -> tuple[int, int]:
    """Where an annotation begins and ends."""
    return annotation.start, annotation.end


def known(label: str) -> str | None:
    """The label as a class, type or realis."""
    return None if label == UNKNOWN else label


@system(layers=["events"], developed_on=["meantime-apple", "meantime-airbus"])
class crf_events:  # noqa: N801 (the class bears the system's name)
    """Events by a conditional random field, with class; and by a second one each one's realis."""

    classes: Field | None = None
    realis: Field | None = None

    def fit(self, training: Sequence[Document]) -> None:
        """Learn from the events of the training documents; what was learnt before is dropped."""
        self.classes = Field(
            training, [[(*span(e), e.class_ or UNKNOWN) for e in each.events] for each in training]
        )
        self.realis = Field(
            training, [[(*span(e), e.realis or UNKNOWN) for e in each.events] for each in training]
        )

    def extract(self, document: Document) -> Iterator[Event]:
        """The events of a text. Raises RuntimeError before `fit`."""
        if self.classes is None or self.realis is None:
            raise RuntimeError("crf-events has learnt nothing yet: call fit(training) before extract")
        for tokens in sentences(document.text):
            self.realis.read(tokens)
            for first, end, class_ in spans(self.classes.read(tokens)):
                realis = self.realis.likeliest(first)[2:]
                yield Event(tokens[first].start, tokens[end - 1].end, known(class_), known(realis))


@system(layers=["timexes"], developed_on=["meantime-apple", "meantime-airbus"])
class crf_timex:  # noqa: N801 (the class bears the system's name)
    """Times by a conditional random field, with type, without value."""

    types: Field | None = None

    def fit(self, training: Sequence[Document]) -> None:
        """Learn from the times of the training documents; what was learnt before is dropped."""
        self.types = Field(training, [[(*span(t), t.type or UNKNOWN) for t in each.timexes] for each in training])

    def extract(self, document: Document) -> Iterator[Timex]:
        """The times of a text. Raises RuntimeError before `fit`."""
        if self.types is None:
            raise RuntimeError("crf-timex has learnt nothing yet: call fit(training) before extract")
        for tokens in sentences(document.text):
            for first, end, type_ in spans(self.types.read(tokens)):
                yield Timex(tokens[first].start, tokens[end - 1].end, known(type_))
