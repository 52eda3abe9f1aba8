"""The run of one system over a corpus. The predictions go into memory or into a predictions folder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import tee
from pathlib import Path

from bench import formats
from bench.dataset.suite import Predictions, Suite, SuiteDocument
from bench.errors import UsageError
from bench.gold.load import load
from bench.harness.evaluate import Report, predict
from bench.harness.outcome import Outcome
from bench.harness.run import Runner
from bench.harness.schedule import run
from bench.harness.setting import Setting
from bench.harness.stream import Output, training_of
from bench.harness.stream import predict as predict_into
from bench.harness.timing import speed_of
from bench.harness.upstream import outcomes
from bench.results.speed import Speed
from bench.sdk.declare import GOLD
from bench.sdk.model import Document
from bench.systems.dependencies import Ready

Progress = Callable[[str, int], AbstractContextManager[Report]]
"""Takes a system's name and the number of documents finished earlier; returns a context with a report function."""


def quiet(_name: str, _kept: int) -> AbstractContextManager[Report]:
    """Returns a context with a report function that does nothing."""
    return nullcontext(lambda _: None)


@dataclass(frozen=True, slots=True)
class Written:
    """The counts and the speed of a run that wrote a predictions folder."""

    kept: int
    """The number of documents that earlier runs had finished."""
    failed_before: int
    """The number of documents among ``kept`` that had failed."""
    lost: int
    """The number of finished documents that were run again because the disk had lost annotations."""
    learned: int
    """The number of documents whose text is also a training document of the system."""
    speed: Speed

    @property
    def documents(self) -> int:
        """The number of all documents in the folder."""
        return self.kept + self.speed.documents

    @property
    def failed(self) -> int:
        """The number of all failed documents in the folder."""
        return self.failed_before + self.speed.failed


def runner(ready: Ready, setting: Setting, training: Suite | None = None, corpus: Path | None = None) -> Runner:
    """Returns a system with everything that it needs to run over a corpus.

    ``training`` is the suite that a learning system is fitted on. ``corpus`` is the folder of the corpus; a system
    that wants gold gets the corpus's gold. Raises UsageError if ``training`` is missing or isn't used, if gold
    that a system wants doesn't exist, and for a system that makes a timeline.
    """
    if ready.system.collects:
        raise UsageError(
            f"{ready.system.name} makes a timeline of all documents at once, and a corpus may have any number; "
            "run it over a suite by bench evaluate"
        )
    learners = [each.system.name for each in ready.all() if each.system.learns]
    if learners and training is None:
        raise UsageError(f"{learners[0]} learns; give the gold to fit it on by --train, such as gold/articles")
    if training is not None and not learners:
        raise UsageError(f"{ready.system.name} doesn't learn; leave --train out")
    messages = training_of(training) if training is not None else ()
    labels = _labels(ready, corpus)
    return Runner(ready.system, ready.environment, setting.limits, messages, ready.wanted, labels)


def _labels(ready: Ready, corpus: Path | None) -> Suite | None:
    """Returns the corpus as a suite with gold, or None if no system wants gold.

    Raises UsageError if the corpus lacks a layer of gold that one of the systems wants.
    """
    wanted = [(each.system, layer) for each in ready.all() for layer in each.system.wanted_gold]
    gold = load(corpus) if wanted and corpus is not None and formats.sniff(corpus) else None
    for system, layer in wanted:
        if gold is None or not gold.has(layer):
            raise UsageError(
                f"{system.name} wants {GOLD}{layer}, and {corpus or 'a list of documents'} has no gold; "
                "give a suite's folder, such as gold/articles"
            )
    return gold


def write(
    subject: Runner,
    documents: Iterable[Document],
    folder: Path,
    setting: Setting,
    *,
    training: Suite | None = None,
    described: MutableMapping[str, Mapping[str, str]] | None = None,
    progress: Progress = quiet,
) -> Written:
    """Runs a system over documents. Writes each document's predictions into a folder as soon as it is finished.

    ``described`` has further fields of the documents' lines, by id, such as the text of an article.
    """
    learned = [0]
    texts = _count_learned(documents, training, learned)
    with (
        Output(
            folder, subject.system.layers, subject.made_by(), resume=setting.resume, described=described
        ) as written,
        setting.executor() as executor,
        progress(subject.system.name, written.kept) as report,
    ):
        found = predict_into(subject, texts, written, executor, ahead=setting.ahead, heard=setting.heard)
        speed = speed_of(_reporting(found, report))
        return Written(written.kept, written.failed, written.lost, learned[0], speed)


def extract(subject: Runner, documents: Iterable[Document], setting: Setting) -> Predictions:
    """Runs a system over documents and returns its predictions."""
    ready = subject.ready
    copies = iter(tee(documents, len(ready.all())))
    with setting.executor() as executor:
        found = list(
            outcomes(
                ready,
                lambda each: subject.tasks(each, next(copies)),
                lambda _, items: run(items, executor, ahead=setting.ahead, heard=setting.heard),
                subject.labels,
            )
        )
    return Predictions(
        layers={each.document: each.layers for each in found if each.layers is not None},
        covers=ready.system.layers,
        failures={each.document: each.failed for each in found if each.layers is None},
    )


def extract_each(
    systems: Iterable[Ready], document: Document, setting: Setting, training: Suite | None = None
) -> dict[str, Predictions]:
    """Runs several systems over one document, and returns the predictions of each by its name.

    ``training`` is the gold that learning systems are fitted on; other systems make no use of it. Raises
    UsageError as `runner` does.
    """
    made = {}
    for ready in systems:
        learns = any(each.system.learns for each in ready.all())
        subject = runner(ready, setting, training if learns else None)
        made[ready.system.name] = extract(subject, [document], setting)
    return made


def collect(
    ready: Ready, documents: Iterable[Document], setting: Setting, *, seen: Report = lambda _: None
) -> Predictions:
    """Runs a system that makes a timeline, and returns the timeline of the documents.

    ``seen`` is called with the outcome of each document before the timeline is made.

    Raises UsageError if the system, or a system that it wants, learns or wants gold.
    """
    for each in ready.all():
        if each.system.learns or each.system.wanted_gold:
            raise UsageError(
                f"{each.system.name} needs gold; run {ready.system.name} over a suite by bench.evaluate"
            )
    entries = tuple(SuiteDocument(each.id, each.text, each.dct, written=each.written) for each in documents)
    with setting.executor() as executor:
        return predict(ready, Suite("documents", "", "", entries, {}), executor, setting, seen=seen)[0]


def _count_learned(stream: Iterable[Document], gold: Suite | None, learned: list[int]) -> Iterator[Document]:
    """Yields the documents unchanged. Counts, in ``learned[0]``, those whose text is a training document."""
    texts = {_digest(entry.text) for entry in gold.documents} if gold else set()
    for document in stream:
        if texts and _digest(document.text) in texts:
            learned[0] += 1
        yield document


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.strip().encode("utf-8", "surrogatepass")).digest()


def _reporting(found: Iterable[Outcome], report: Report) -> Iterator[Outcome]:
    for outcome in found:
        report(outcome)
        yield outcome
