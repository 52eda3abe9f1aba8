# /// script
# requires-python = ">=3.11"
# dependencies = ["scikit-learn==1.9.1", "spacy==3.8.18"]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
# ///
"""Events by two logistic regressions, learnt from the training documents alone.

The first gives each token a class or none, from the words, shapes, beginnings and endings in a window around it;
the second gives each event its realis, from the word and those to its left. spaCy's blank English pipeline makes
the tokens. There are no embeddings and no tagger, so a word that training never showed is judged by its ending and
its neighbours, and a class that training never showed is never given. It never says when an event happened.

Settings: scikit-learn's own but for C=10, and an event weighs eight times what another word does, about as much as
makes up for its rarity.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import spacy
from sklearn.dummy import DummyClassifier
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from spacy.tokens import Doc

from bench import Document, Event, system
from bench.sdk.model import Region

NLP = spacy.blank("en")
NONE = "NONE"
UNKNOWN = "UNKNOWN"
"""The class of an event whose gold says none."""
EVENT_WEIGHT = 8.0
LEFT = 6
"""How many words to the left may tell the realis."""
Features = dict[str, bool]


def class_features(tokens: Doc, place: int) -> Features:
    """What a token and its neighbours look like."""
    features = {}
    for offset in range(-2, 3):
        lower = tokens[place + offset].lower_ if 0 <= place + offset < len(tokens) else ""
        features[f"{offset} is {lower}"] = True
        features[f"{offset} ends {lower[-3:]}"] = True
    token = tokens[place]
    features[f"ends {token.lower_[-2:]}"] = True
    features[f"begins {token.lower_[:5]}"] = True
    features[f"shape {token.shape_}"] = True
    features["opens"] = place == 0 or tokens[place - 1].text.strip() in ("", ".", "!", "?")
    return features


def realis_features(tokens: Doc, place: int) -> Features:
    """The word, and what stands to its left: each word, and the nearest ones by distance."""
    features = {f"is {tokens[place].lower_}": True, f"ends {tokens[place].lower_[-3:]}": True}
    for distance in range(1, min(LEFT, place) + 1):
        lower = tokens[place - distance].lower_
        features[f"left {lower}"] = True
        if distance <= 2:
            features[f"-{distance} is {lower}"] = True
    return features


def events_by_token(tokens: Doc, events: Sequence[Event]) -> dict[int, Event]:
    """Each gold event at the first token that it touches."""
    found = {}
    for event in events:
        for token in tokens:
            if token.idx < event.end and event.start < token.idx + len(token):
                found[token.i] = event
                break
    return found


def words_of(tokens: Doc, ignored: Sequence[Region] = ()) -> list[int]:
    """The places of the tokens that aren't white space, outside the ignored regions."""
    return [
        token.i
        for token in tokens
        if not token.is_space
        and not any(token.idx < region.end and region.start < token.idx + len(token) for region in ignored)
    ]


def train(samples: Sequence[Features], labels: Sequence[str], weights: Sequence[float]) -> Pipeline:
    """A fitted classifier of the samples; where all labels are one, it gives that one."""
    several = len(set(labels)) > 1
    model = LogisticRegression(C=10, max_iter=2000, random_state=0) if several else DummyClassifier()
    steps = [("features", DictVectorizer()), ("model", model)]
    return Pipeline(steps).fit(samples, labels, model__sample_weight=weights)


@system(layers=["events"])
class sklearn_events:  # noqa: N801 (the class bears the system's name)
    """A token classifier of events, with class and realis."""

    classes: Pipeline | None = None
    realis: Pipeline | None = None

    def fit(self, training: Sequence[Document]) -> None:
        """Learn from the events of the training documents; what was learnt before is dropped.

        Raises ValueError when they hold no event.
        """
        samples, labels, realis_samples, realis_labels = [], [], [], []
        for document in training:
            tokens = NLP(document.text)
            gold = events_by_token(tokens, document.events)
            for place in words_of(tokens, document.ignore):
                event = gold.get(place)
                samples.append(class_features(tokens, place))
                labels.append(NONE if event is None else event.class_ or UNKNOWN)
                if event and event.realis:
                    realis_samples.append(realis_features(tokens, place))
                    realis_labels.append(event.realis)
        if set(labels) <= {NONE}:
            raise ValueError("the training documents hold no event to learn from")
        self.classes = train(samples, labels, [1.0 if label == NONE else EVENT_WEIGHT for label in labels])
        unweighted = [1.0] * len(realis_labels)
        self.realis = train(realis_samples, realis_labels, unweighted) if realis_labels else None

    def extract(self, document: Document) -> Iterator[Event]:
        """The events of a text. Raises RuntimeError before `fit`."""
        if self.classes is None:
            raise RuntimeError("sklearn-events has learnt nothing yet: call fit(training) before extract")
        tokens = NLP(document.text)
        places = words_of(tokens)
        if not places:
            return
        classes = self.classes.predict([class_features(tokens, place) for place in places])
        for place, class_ in zip(places, classes, strict=True):
            if class_ != NONE:
                token = tokens[place]
                known = None if class_ == UNKNOWN else str(class_)
                yield Event(token.idx, token.idx + len(token), known, self.realis_of(tokens, place))

    def realis_of(self, tokens: Doc, place: int) -> str | None:
        """The realis of the event at a place; None if training gave none."""
        return str(self.realis.predict([realis_features(tokens, place)])[0]) if self.realis else None
