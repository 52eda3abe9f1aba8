# /// script
# requires-python = ">=3.11"
# dependencies = ["spacy==3.8.18"]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
# ///
"""Events by a small spaCy pipeline, trained on the training documents alone.

spaCy 3.8.18 (MIT), blank English: a convolutional encoder (tok2vec: hashed word, first letter, last three letters,
shape; two layers, each seeing one neighbour on both sides) and over it two heads (spancat_singlelabel) that give
each token at most one class and at most one realis. Nothing is pretrained: there are no vectors, so that a word
which training never showed is judged by its letters and by four neighbours, and a few articles are little for a
network to learn from. A class that training never showed is never given. An event of several words is learnt as
its first one. It never says when an event happened, and finds no times.

Settings: Adam at 0.002, 20 epochs, batches of eight lines, dropout 0.2; a token that is no event weighs 0.3. They
were chosen on MEANTIME's topics apple and airbus, learning from a dozen short articles of one and asked about the
other (precision .55, recall .57; weights from 0.15 to 1, other widths, depths and rates change little). On one
machine training gives the same every time, from a fixed seed and on one thread; on another kind of processor its
arithmetic may round differently.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example
from thinc.api import fix_random_seed

from bench import Document, Event, system

CLASS, REALIS = "class", "realis"
"""The heads, which are also the names of the span groups that they fill."""
UNKNOWN = "UNKNOWN"
"""The label of an event whose gold says none."""
WIDTH, DEPTH, ROWS = 64, 2, 2000
EPOCHS, BATCH, DROPOUT, RATE = 20, 8, 0.2, 0.002
NEGATIVE_WEIGHT = 0.3
SEED = 1


def untrained() -> Language:
    """The pipeline before it has seen anything."""
    nlp = spacy.blank("en")
    encoder = {
        "@architectures": "spacy.HashEmbedCNN.v2",
        "width": WIDTH,
        "depth": DEPTH,
        "embed_size": ROWS,
        "window_size": 1,
        "maxout_pieces": 3,
        "subword_features": True,
        "pretrained_vectors": None,
    }
    nlp.add_pipe("tok2vec", config={"model": encoder})
    for head in (CLASS, REALIS):
        config = {
            "spans_key": head,
            "suggester": {"@misc": "spacy.ngram_suggester.v1", "sizes": [1]},
            "negative_weight": NEGATIVE_WEIGHT,
            "model": {"tok2vec": {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH}},
        }
        nlp.add_pipe("spancat_singlelabel", name=head, config=config)
    return nlp


def stretches(document: Document) -> Iterator[tuple[int, str]]:
    """The document line by line, without its ignored regions: where each piece begins, and its text."""
    kept = list(document.text)
    for region in document.ignore:
        kept[region.start : region.end] = "\n" * (region.end - region.start)
    for found in re.finditer(r"[^\r\n]*[^\r\n\s][^\r\n]*", "".join(kept)):
        yield found.start(), found[0]


def example(nlp: Language, start: int, text: str, events: Sequence[Event]) -> Example:
    """A stretch of text with the events that begin in it, each at its first token."""
    reference = nlp.make_doc(text)
    at: dict[int, Event] = {}
    for event in events:
        for token in reference:
            first = start + token.idx
            if not token.is_space and first < event.end and event.start < first + len(token):
                at.setdefault(token.i, event)
                break
    for head in (CLASS, REALIS):
        labels = {
            place: (event.class_ if head == CLASS else event.realis) or UNKNOWN for place, event in at.items()
        }
        reference.spans[head] = [
            Span(reference, place, place + 1, label) for place, label in sorted(labels.items())
        ]
    return Example(nlp.make_doc(text), reference)


def train(examples: list[Example], nlp: Language) -> None:
    """Train the pipeline: the same examples in the same order make the same pipeline."""
    fix_random_seed(SEED)
    optimizer = nlp.initialize(lambda: examples)
    optimizer.learn_rate = RATE
    order = random.Random(SEED)
    shuffled = list(examples)
    for _ in range(EPOCHS):
        order.shuffle(shuffled)
        for first in range(0, len(shuffled), BATCH):
            nlp.update(shuffled[first : first + BATCH], sgd=optimizer, drop=DROPOUT)


@system(layers=["events"], developed_on=["meantime-apple", "meantime-airbus"])
class spacy_trained:  # noqa: N801 (the class bears the system's name)
    """A network that gives each token a class and a realis, or neither."""

    nlp: Language | None = None
    nothing = False
    """Whether the training documents hold no event, which a network can't be made for."""

    def fit(self, training: Sequence[Document]) -> None:
        """Learn from the events of the training documents; what was learnt before is dropped.

        Raises ValueError when they have no word.
        """
        nlp = untrained()
        examples = [
            example(nlp, start, text, document.events)
            for document in training
            for start, text in stretches(document)
        ]
        if not examples:
            raise ValueError("the training documents hold no word to learn from")
        self.nlp = nlp
        self.nothing = not any(each.reference.spans[CLASS] for each in examples)
        if not self.nothing:
            train(examples, nlp)

    def extract(self, document: Document) -> Iterator[Event]:
        """The events of a text. Raises RuntimeError before `fit`."""
        if self.nlp is None:
            raise RuntimeError("spacy-trained has learnt nothing yet: call fit(training) before extract")
        if self.nothing:
            return
        for start, text in stretches(document):
            analysed = self.nlp(text)
            realis = labels_of(analysed, REALIS)
            for place, class_ in sorted(labels_of(analysed, CLASS).items()):
                token = analysed[place]
                if not token.is_space:
                    first = start + token.idx
                    yield Event(first, first + len(token), known(class_), known(realis.get(place, UNKNOWN)))


def labels_of(analysed: Doc, head: str) -> dict[int, str]:
    """What a head says, by the place of the token."""
    return {span.start: span.label_ for span in analysed.spans[head]}


def known(label: str) -> str | None:
    """The label as a class or realis."""
    return None if label == UNKNOWN else label
