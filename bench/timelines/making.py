"""Making a timeline of articles, by a system that is named or by the best chain that is installed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.counts import plural
from bench.dataset.articles import Listener
from bench.dataset.corpus import Fields
from bench.dataset.suite import Predictions, Suite
from bench.errors import UsageError
from bench.gold.load import load
from bench.harness import corpus
from bench.harness.evaluate import predict
from bench.harness.setting import Setting
from bench.sdk.model import Document
from bench.systems.selection import select_one
from bench.timelines import articles
from bench.timelines.articles import Articles
from bench.timelines.chain import Chain, best
from bench.timelines.story import Line, View, lines

DEFAULT_SETTING = Setting()
MOST = 20
"""The most articles of which `missing` gives the reason."""


@dataclass(frozen=True, slots=True)
class Made:
    """A timeline, and everything that a reader must know of how it was made."""

    lines: Sequence[Line]
    chain: Chain
    articles: Articles
    predictions: Predictions = field(repr=False)
    named: bool = False
    """True if the caller named the system."""
    hidden: int = 0
    """The number of lines that the view doesn't show."""
    undated: int = 0
    """The number of lines without a date. A view of a stretch of time hides them; otherwise they are shown."""

    @property
    def failed(self) -> int:
        """Returns the number of articles that couldn't be read or failed; a failed timeline counts as one more."""
        predictions = self.predictions
        return len(self.articles.faults) + len(predictions.failures) + bool(predictions.timeline_failure)


def missing(made: Sequence[Made], hidden: int) -> list[str]:
    """Returns lines in words on everything that timelines of the same articles lack.

    They name the articles that couldn't be read, the articles and timelines that failed, each with its reason, and
    ``hidden``, the number of lines that the view doesn't show. Of more than `MOST` reasons, the rest are counted.
    """
    lines = [f"left out: {fault}" for fault in made[0].articles.faults]
    for each in made:
        name = f"{each.chain.name}, " if len(made) > 1 else ""
        lines += [f"failed: {name}{article}: {reason}" for article, reason in each.predictions.failures.items()]
        if each.predictions.timeline_failure:
            lines.append(f"failed: {name}the timeline: {each.predictions.timeline_failure}")
    if len(lines) > MOST:
        lines[MOST:] = [f"left out or failed: {len(lines) - MOST:,} more"]
    return [*lines, f"not shown: {plural(hidden, 'line')} of other persons or times"] if hidden else lines


def make(
    paths: Sequence[str],
    *,
    system: str = "",
    folder: Path | None = None,
    fields: Fields | None = None,
    view: View | None = None,
    setting: Setting = DEFAULT_SETTING,
    progress: corpus.Progress = corpus.quiet,
    listener: Listener | None = None,
) -> Made:
    """Returns the timeline of all articles in ``paths``, by ``system`` or by the best chain that is installed.

    ``folder`` holds the systems (by default ``systems``, and those that bench carries), ``fields`` says how a
    corpus states ids, texts and days, and ``listener`` hears of each article that is a file. A system that wants
    gold needs one path, of a suite. Raises UsageError for a system that makes no timeline or can't run, and for a
    path that is no corpus; DataError if no article can be read.
    """
    view = view or View()
    chain = chosen(system, folder, setting)
    if chain.wants_gold:
        suite = suite_for([chain], paths)
        found = of_suite(suite)
        predictions = over_suite(chain, suite, setting, progress)
    else:
        found = articles.read(paths, fields or Fields(), listener)
        predictions = over_articles(chain, found, setting, progress)
    return made_of(chain, found, predictions, view, named=bool(system))


def made_of(chain: Chain, found: Articles, predictions: Predictions, view: View, *, named: bool) -> Made:
    """Returns the timeline that a system predicted for articles, as a view shows it."""
    everything = lines(predictions.timeline, found.documents, predictions.layers, View())
    shown = lines(predictions.timeline, found.documents, predictions.layers, view)
    undated = sum(line.interval is None for line in (everything if view.bounded else shown))
    return Made(shown, chain, found, predictions, named, len(everything) - len(shown), undated)


def chosen(system: str, folder: Path | None, setting: Setting) -> Chain:
    """Returns the system with this name, or the best chain that is installed if the name is empty.

    Raises UsageError for a system that makes no timeline, or that can't run.
    """
    if not system:
        return best(folder, setting)
    chain = Chain(select_one(system, folder, setting.prepare)[0])
    if not chain.ready.system.collects:
        raise UsageError(f"{chain.name} makes no timeline; bench list shows which systems do")
    return chain


def over_articles(chain: Chain, found: Articles, setting: Setting, progress: corpus.Progress) -> Predictions:
    """Runs a system over articles, and returns the timeline that it predicts."""
    with progress(chain.name, 0) as report:
        return corpus.collect(chain.ready, found.documents, setting, seen=report)


def over_suite(chain: Chain, suite: Suite, setting: Setting, progress: corpus.Progress) -> Predictions:
    """Runs a system over the documents of a suite, and returns the timeline that it predicts.

    Raises DataError for documents without a day.
    """
    suite.check_days()
    with setting.executor() as executor, progress(chain.name, 0) as report:
        return predict(chain.ready, suite, executor, setting, seen=report)[0]


def of_suite(suite: Suite) -> Articles:
    """Returns the documents of a suite that state a day, as articles."""
    return Articles([Document(each.id, each.text, each.dct) for each in suite.documents if each.dct is not None])


def suite_for(chains: Sequence[Chain], paths: Sequence[str]) -> Suite:
    """Returns the suite in ``paths`` with the gold that systems want.

    Raises UsageError if there are several paths, or if the suite lacks a layer that a system wants.
    """
    wanting = [chain.name for chain in chains if chain.wants_gold]
    if len(paths) != 1:
        raise UsageError(f"{', '.join(wanting)} wants gold; name one suite, such as gold/articles")
    suite = load(Path(paths[0]))
    for each in (part for chain in chains for part in chain.ready.all()):
        for layer in each.system.wanted_gold:
            if not suite.has(layer):
                raise UsageError(
                    f"{each.system.name} wants gold:{layer}, and {paths[0]} has none; name another suite"
                )
    return suite
