"""Scoring of the reference files from objects, beside tieval, spaCy, seqeval and nervaluate in the same run.

    python -m pip install -r benchmarks/requirements.txt
    python benchmarks/matching.py ../shared/reference

Every tool gets its own objects, built beforehand from one reading of the files; only matching and counting is
timed, in seconds of the processor. Each round times every tool once, in turn, so that a slow moment of the machine
meets all of them. Tools that do the same work stand under a row of bench that does this work and no more:

- equal spans of times and of events: bench by ``timex.strict`` and ``event.strict``; tieval; spaCy's `Scorer`,
  whose tokens end where a span does; seqeval, whose tags leave out a span
  that overlaps an earlier one of its layer
- equal spans and overlapping spans: bench by the strict and the relaxed measures; tieval
- the four schemes of nervaluate, over both labels and for each: bench by its definition of them; nervaluate
- all measures of times and events, which no other tool has
"""

from __future__ import annotations

import argparse
import platform
import re
import statistics
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

from nervaluate import Evaluator
from seqeval.metrics.sequence_labeling import precision_recall_fscore_support
from spacy.scorer import Scorer
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.vocab import Vocab
from tieval.entities import Event as TievalEvent
from tieval.entities import Timex as TievalTimex
from tieval.evaluate import event_identification, span_identification, timex_identification

from bench.dataset.suite import Layers
from bench.formats import timeml
from bench.matching.matching import match
from bench.measures import named, of_layer
from bench.measures.pair import Matched
from bench.schemes.base import Sides
from bench.schemes.labelling import labelled
from bench.schemes.nervaluate import rows
from bench.scoring import strict
from bench.scoring.counting import Panel, count_documents, judge

LAYERS = ("timexes", "events")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reference", type=Path)
    parser.add_argument("--repeat", type=int, default=50, help="copies of the 20 documents")
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()

    suite = timeml.read_gold(arguments.reference / "gold")
    predicted = timeml.read_predictions(arguments.reference / "pred", suite).layers
    pairs = [
        (f"{document.id}.{copy}", suite.layers[document.id], predicted[document.id], document.text)
        for copy in range(arguments.repeat)
        for document in suite.documents
    ]
    every = {layer: of_layer(layer) for layer in LAYERS}
    strict_and_relaxed = {
        layer: [named(f"{noun}.strict"), named(f"{noun}.relaxed")]
        for layer, noun in zip(LAYERS, ("timex", "event"), strict=True)
    }
    works: dict[str, dict[str, Callable[[], object]]] = {
        "equal spans": {
            "bench, strict measures": lambda: count_strict(pairs),
            "tieval, strict spans": tieval_strict(pairs),
            "spaCy, Scorer.score_spans": spacy(pairs),
            "seqeval, entities": seqeval(pairs),
        },
        "equal and overlapping spans": {
            "bench, strict and relaxed measures": lambda: count(pairs, strict_and_relaxed),
            "tieval, strict and relaxed spans": tieval_relaxed(pairs),
        },
        "four schemes": {
            "bench, four schemes": four_schemes(pairs),
            "nervaluate, four schemes": nervaluate(pairs),
        },
        "all measures": {f"bench, {sum(map(len, every.values()))} measures": lambda: count(pairs, every)},
    }
    seconds: dict[tuple[str, str], list[float]] = {(work, tool): [] for work in works for tool in works[work]}
    for _ in range(arguments.rounds):
        for work, tool in seconds:
            start = time.process_time()
            works[work][tool]()
            seconds[work, tool].append(time.process_time() - start)
    print(
        f"{len(pairs)} documents, {arguments.rounds} rounds, processor time, Python {platform.python_version()}\n"
    )
    print("| work | tool | documents/s, median (slowest–fastest round) | bench, times as fast |")
    print("| :-- | :-- | --: | --: |")
    for (work, tool), times in seconds.items():
        median, slowest, fastest = (len(pairs) / f for f in (statistics.median(times), max(times), min(times)))
        ours = statistics.median(next(found for (other, _), found in seconds.items() if other == work))
        print(
            f"| {work} | {tool} | {median:,.0f} ({slowest:,.0f}–{fastest:,.0f}) "
            f"| {statistics.median(times) / ours:.1f} |"
        )


Pairs = list[tuple[str, Layers, Layers, str]]
BATCH = 100
"""The number of documents that are counted together."""


def count(pairs: Pairs, measures: dict[str, Any]) -> None:
    """What scoring does for each document: pair the annotations of each layer, count each measure."""
    panels: dict[str, Panel] = {layer: Panel(of) for layer, of in measures.items()}
    for at in range(0, len(pairs), BATCH):
        for layer in LAYERS:
            matchings: Any = [
                match(getattr(gold, layer), getattr(predicted, layer))
                for _, gold, predicted, _ in pairs[at : at + BATCH]
            ]
            judged = judge(panels[layer], *matchings)
            count_documents(judged, [(0,)] * len(matchings))
            for measure in panels[layer].others:
                for matching in matchings:
                    measure.count(Matched(matching))


def count_strict(pairs: Pairs) -> None:
    """What scoring does where only strict measures are asked for."""
    for _, gold, predicted, _ in pairs:
        for layer in LAYERS:
            strict.count(getattr(gold, layer), getattr(predicted, layer), (0,))


def four_schemes(pairs: Pairs) -> Callable[[], object]:
    """nervaluate's four schemes over times and events together, and over each."""
    documents = [Sides(text, gold, predicted) for _, gold, predicted, text in pairs]
    _, labels, spans = next(found for found in labelled(documents, LAYERS) if found[0] == "layer")
    return lambda: rows(spans, labels)


def tieval_strict(pairs: Pairs) -> Callable[[], object]:
    """Only whether spans are equal; no type, value or class, which tieval doesn't score."""

    def objects(side: int, layer: str, entity: type[Any]) -> dict[str, list[Any]]:
        return {
            pair[0]: [entity(id=item.id, offsets=(item.start, item.end)) for item in getattr(pair[side], layer)]
            for pair in pairs
        }

    timexes = [objects(side, "timexes", TievalTimex) for side in (1, 2)]
    events = [objects(side, "events", TievalEvent) for side in (1, 2)]

    def run() -> None:
        timex_identification(*timexes)
        event_identification(*events)

    return run


def tieval_relaxed(pairs: Pairs) -> Callable[[], object]:
    """Whether spans are equal and whether they overlap."""
    sides = {
        layer: [[[(a.start, a.end) for a in getattr(pair[side], layer)] for pair in pairs] for side in (1, 2)]
        for layer in LAYERS
    }

    def run() -> None:
        for spans in sides.values():
            for exact in (True, False):
                span_identification(*spans, strict=exact)

    return run


def spacy(pairs: Pairs) -> Callable[[], object]:
    """Its spans consist of whole tokens, so that a token ends wherever a span begins or ends."""
    vocabulary = Vocab()
    examples = []
    for _, gold, predicted, text in pairs:
        cuts = cuts_of(gold, predicted, text)
        words = [text[start:end] for start, end in pairwise(cuts)]
        number = {cut: place for place, cut in enumerate(cuts)}

        def document(side: Layers, words: list[str] = words, number: dict[int, int] = number) -> Doc:
            made = Doc(vocabulary, words=words, spaces=[False] * len(words))
            made.spans["all"] = [
                Span(made, number[each.start], number[each.end], label=layer)
                for layer in LAYERS
                for each in getattr(side, layer)
            ]
            return made

        examples.append(Example(document(predicted), document(gold)))

    def spans(document: Doc, key: str) -> Any:
        return document.spans[key]

    return lambda: Scorer.score_spans(examples, "all", getter=spans, allow_overlap=True)


def seqeval(pairs: Pairs) -> Callable[[], object]:
    """Each layer of a document is a sequence of tags."""
    sides: tuple[list[list[str]], list[list[str]]] = ([], [])
    for _, gold, predicted, text in pairs:
        cuts = cuts_of(gold, predicted, text)
        number = {cut: place for place, cut in enumerate(cuts)}
        for layer in LAYERS:
            for side, into in zip((gold, predicted), sides, strict=True):
                tags = ["O"] * (len(cuts) - 1)
                for each in sorted(getattr(side, layer), key=lambda each: each.start):
                    first, last = number[each.start], number[each.end]
                    if tags[first] == "O":
                        tags[first:last] = [f"B-{layer}", *[f"I-{layer}"] * (last - first - 1)]
                into.append(tags)
    return lambda: precision_recall_fscore_support(*sides, average=None)


def cuts_of(gold: Layers, predicted: Layers, text: str) -> list[int]:
    """The offsets at which tokens begin or end: those of words, and those of spans."""
    found = {0, len(text), *(at for word in re.finditer(r"\w+|[^\w\s]", text) for at in word.span())}
    for side in (gold, predicted):
        found.update(at for layer in LAYERS for each in getattr(side, layer) for at in (each.start, each.end))
    return sorted(found)


def nervaluate(pairs: Pairs) -> Callable[[], object]:
    """Ends are inclusive there."""

    def side(number: int) -> list[list[dict[str, Any]]]:
        documents = []
        for pair in pairs:
            layers = pair[1] if number == 1 else pair[2]
            found = [{"label": "TIMEX", "start": t.start, "end": t.end - 1} for t in layers.timexes]
            found += [{"label": "EVENT", "start": e.start, "end": e.end - 1} for e in layers.events]
            documents.append(found)
        return documents

    gold, predicted = side(1), side(2)
    return lambda: Evaluator(gold, predicted, tags=["TIMEX", "EVENT"], loader="dict").evaluate()


if __name__ == "__main__":
    main()
