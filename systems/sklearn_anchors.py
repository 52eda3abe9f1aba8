# /// script
# requires-python = ">=3.11"
# dependencies = ["scikit-learn==1.9.1"]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
# ///
"""When each event happened, by a logistic regression that chooses among dates that rules propose.

The events and the time expressions are other systems'. For each event `anchoring` proposes dates: the time in
its clause, the other times of its sentence, the day of the story and the dct, each of these as a day, or as the
start or the end of something open; and no date at all. The regression learns from the training documents' events
how often a proposal of each kind is right, by tense, realis, class, the words to the left, and what the rules
say. The likeliest proposal is taken.

It learns from gold's times and events and is then given those of systems, which are worse: so it trusts a time in
the clause a little too much. Settings: scikit-learn's own but for C=0.5. Developed on MEANTIME's topic apple.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from anchor_choice import Chooser, Proposal
from anchoring import Anchorer

from bench import Document, Event, system

LEFT = 4
"""How many words to the left are looked at."""


def proposals(anchorer: Anchorer, n: int, rules: Sequence[str | None]) -> list[Proposal]:
    """The dates that an event may have, with their kinds."""
    dct, story = anchorer.dct.isoformat(), anchorer.story[n].isoformat()
    main = anchorer.main.isoformat()
    found: list[Proposal] = [("none", None), ("rule", rules[n])]
    for kind, day in {"dct": dct, "story": story, "main": main}.items():
        found += [(kind, day), (f"{kind} to", f"[..{day}]"), (f"{kind} from", f"[{day}..]")]
        found += [(f"{kind} since", f"{day}/.."), (f"{kind} so far", f"../{day}")]
    if n in anchorer.given:
        when = anchorer.given[n]
        found.append(("own", when))
        if when[0] != "[" and "/" not in when:
            found += [("own since", f"{when}/.."), ("own to", f"[..{when}]"), ("own from", f"[{when}..]")]
    found += [("sentence", time.when) for time in anchorer.sentence_of(n).times]
    if again := anchorer.again.get(anchorer.stem(n)):
        found.append(("again", again))
    return [*dict.fromkeys(found)]


def clues(anchorer: Anchorer, n: int) -> list[str]:
    """What is known of an event, whatever its date."""
    its, event, place = anchorer.clues[n], anchorer.document.events[n], anchorer.places[n]
    said = [
        f"tense {its.tense}",
        f"realis {event.realis or its.realis}",
        f"class {event.class_}",
        f"class {event.class_} {event.realis} {its.tense}",
        f"word {anchorer.stem(n)}",
        f"reported {anchorer.reported(n)}",
        f"condition {its.condition}",
        f"negated {its.negated}",
        f"lead {place < anchorer.lead}",
        f"own {n in anchorer.given}",
    ]
    said += [f"left {word.lower}" for word in anchorer.words[max(place - LEFT, 0) : place]]
    return said


@system(layers=["events"], wants=["spacy-rules", "verb-lexicon"], developed_on=["meantime-apple", "task4-trial"])
class sklearn_anchors:  # noqa: N801 (the class bears the system's name)
    """When each event of verb-lexicon happened, learnt."""

    def __init__(self) -> None:
        self.chooser = Chooser()

    def fit(self, training: Sequence[Document]) -> None:
        """Learn from the dated events of the training documents. Raises ValueError when there are none."""
        self.chooser = Chooser()
        for document in training:
            anchorer = Anchorer(document)
            rules = anchorer.anchors()
            for n, event in enumerate(document.events):
                if n in anchorer.clues:
                    self.chooser.see(proposals(anchorer, n, rules), clues(anchorer, n), rules[n], event.when)
        self.chooser.learn()

    def extract(self, document: Document) -> Iterator[Event]:
        """The events that a document came with, each with its `when`. Raises RuntimeError before `fit`."""
        anchorer = Anchorer(document)
        rules = anchorer.anchors()
        for n, event in enumerate(document.events):
            when = None
            if n in anchorer.clues:
                when = self.chooser.chosen(proposals(anchorer, n, rules), clues(anchorer, n), rules[n])
            yield replace(event, when=when)


@system(layers=["events"], wants=["gold:timexes", "gold:events"], developed_on=["meantime-apple", "task4-trial"])
class sklearn_anchors_given(sklearn_anchors):  # noqa: N801 (as above)
    """When each of gold's events happened, learnt, over gold's times: this stage alone."""

    def fit(self, training: Sequence[Document]) -> None:
        """Learn as sklearn-anchors does."""
        super().fit(training)

    def extract(self, document: Document) -> Iterator[Event]:
        """The events, as sklearn-anchors gives them."""
        yield from super().extract(document)
