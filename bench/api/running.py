"""Running systems over documents, and evaluating them on gold."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from bench import formats
from bench.api.reading import gold_of, read_gold
from bench.api.scores import Results, Scores
from bench.dataset.articles import Listener
from bench.dataset.corpus import Fields
from bench.dataset.suite import Predictions, Suite
from bench.errors import Fault, NotReadyError, UsageError
from bench.harness import corpus
from bench.harness import evaluate as evaluation
from bench.harness.process import DEFAULT_LIMITS, Limits
from bench.harness.setting import Setting
from bench.sdk.model import Document
from bench.systems.selection import Request, select, select_one


def run(
    system: str | Path,
    documents: Document | Iterable[Document | str | Path] | str | Path,
    dct: datetime.date | str | None = None,
    *,
    train: Suite | str | Path | None = None,
    folder: str | Path | None = None,
    jobs: int = 1,
    limits: Limits = DEFAULT_LIMITS,
    cache: str | Path | None = None,
    variables: Mapping[str, str] | None = None,
) -> Predictions:
    """Returns a system's predictions for one document, for several, or for articles or a corpus given by paths.

    ``system`` is the path of a system's file, or a system's name, which is looked up in ``folder`` (by default
    ``systems``) and among those that bench carries. ``dct`` is used for documents that have no dct, and for all
    articles that are files; without it, an article's day is that of its metadata or the one that its text tells.
    ``train`` is the gold that a learning system is fitted on. ``jobs`` is the number of documents that run at a
    time. ``cache`` is a folder for the environments of systems that need an installation.
    ``variables`` are the environment variables that systems may ask for, such as keys. All processes have ended
    when the function returns.

    ``failures`` of the predictions has the cause for each document on which the system failed, and for each
    article that can't be read, if another can. Raises UsageError for a system or corpus that doesn't exist,
    NotReadyError for a system that can't run here, and DataError for a file that breaks its format.
    """
    setting = Setting(limits, jobs, cache=None if cache is None else Path(cache), variables=variables or {})
    ready, _ = select_one(str(system), None if folder is None else Path(folder), setting.prepare)
    unread = _Unread()
    given = _documents(documents, _day(dct), unread)
    if ready.system.collects:
        made = corpus.collect(ready, given, setting)
    else:
        place = Path(documents) if isinstance(documents, str | Path) else None
        made = corpus.extract(corpus.runner(ready, setting, gold_of(train), place), given, setting)
    return replace(made, failures={**made.failures, **unread.faults})


class _Unread(Listener):
    """Keeps the faults of articles that can't be read, by the ids that their documents would have."""

    def __init__(self) -> None:
        self.faults: dict[str, str] = {}

    def failed(self, document: str, fault: Fault) -> None:
        """Keeps the fault of a file."""
        self.faults[document] = str(fault)


def evaluate(
    systems: str | Path | Sequence[str | Path],
    gold: Suite | str | Path,
    *,
    folder: str | Path | None = None,
    jobs: int = 1,
    limits: Limits = DEFAULT_LIMITS,
    cache: str | Path | None = None,
    variables: Mapping[str, str] | None = None,
    seed: int = 0,
    repeat: int = 1,
) -> Results:
    """Runs systems over the documents of gold, and scores their predictions.

    ``systems`` are paths of systems' files, or names of systems, as for `run`. A system that learns is fitted anew
    for each document, on the other documents. ``seed`` is the random seed of the intervals. Each system runs
    ``repeat`` times: the scores are those of the first run, and ``repeats`` of its record has F1 of each run. The
    other parameters are those of `run`. Raises UsageError for a system that doesn't exist, and NotReadyError for
    a system that can't run here.
    """
    setting = Setting(limits, jobs, cache=None if cache is None else Path(cache), variables=variables or {})
    named = [systems] if isinstance(systems, str | Path) else list(systems)
    if not named:
        raise UsageError("no system to run; name one by the path of its file")
    found = select(Request([*map(str, named)], None if folder is None else Path(folder)), setting.prepare)
    if found.unready:
        raise NotReadyError("\n".join(f"{name}: {reason}" for name, reason in found.unready.items()))
    suite = read_gold(gold) if isinstance(gold, str | Path) else gold
    made = evaluation.evaluate(found.ready, suite, setting, seed=seed, repeat=repeat)
    scores = {
        each.record.name: Scores(each.record, each.contradictions, predictions=each.predictions) for each in made
    }
    return Results(scores, gold=suite)


def _day(dct: datetime.date | str | None) -> datetime.date | None:
    """Returns the day of a date or time, which may be a text in ISO 8601. Raises UsageError for another text."""
    if isinstance(dct, str):
        try:
            return datetime.datetime.fromisoformat(dct).date()
        except ValueError:
            raise UsageError(f"dct {dct!r} is no day; write it as 2023-09-18") from None
    return dct.date() if isinstance(dct, datetime.datetime) else dct


def _documents(
    given: Document | Iterable[Document | str | Path] | str | Path, day: datetime.date | None, unread: Listener
) -> Iterable[Document]:
    """Returns documents with a dct; ``day`` is used for those without one.

    Raises UsageError for a document without a dct if ``day`` is None, and for two documents with the same id.
    """
    several = [given] if isinstance(given, Document | str | Path) else list(given)
    paths = [str(each) for each in several if isinstance(each, str | Path)]
    documents = [each for each in several if isinstance(each, Document)]
    if paths and documents:
        raise UsageError("some documents are given by paths and some not; give all in one way")
    if paths:
        return formats.read_documents(paths, Fields(day=day), unread)
    if repeated := sorted(name for name, count in Counter(each.id for each in documents).items() if count > 1):
        raise UsageError(f"several documents have the id {repeated[0]!r}; give each document an id of its own")
    dated = []
    for each in documents:
        stated: datetime.date | None = each.dct or day
        if stated is None:
            raise UsageError(f"document {each.id!r} has no day; give it a dct, or give dct= for all")
        dated.append(replace(each, dct=stated))
    return dated
