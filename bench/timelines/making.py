"""Making a timeline of articles, by a system that is named or by the best chain that can run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.dataset.articles import Listener
from bench.dataset.corpus import Fields
from bench.dataset.suite import Predictions
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
    """The number of lines without a date among those that are shown, or hidden because a stretch was asked for."""


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
    """Returns the timeline of all articles in ``paths``, by ``system`` or by the best chain that can run.

    ``folder`` holds the systems (by default ``systems``, and those that bench carries), ``fields`` says how a
    corpus states ids, texts and days, and ``listener`` hears of each article that is a file. A system that wants
    gold needs one path, of a suite. Raises UsageError for a system that makes no timeline or can't run, and for a
    path that is no corpus; DataError if no article can be read.
    """
    view = view or View()
    chain = Chain(select_one(system, folder, setting.prepare)[0]) if system else best(folder, setting.prepare)
    if not chain.ready.system.collects:
        raise UsageError(f"{chain.ready.system.name} makes no timeline; bench list shows which systems do")
    if any(each.system.wanted_gold for each in chain.ready.all()):
        found, predictions = _over_gold(chain, paths, setting)
    else:
        found = articles.read(paths, fields or Fields(), listener)
        with progress(chain.ready.system.name, 0) as report:
            predictions = corpus.collect(chain.ready, found.documents, setting, seen=report)
    everything = lines(predictions.timeline, found.documents, predictions.layers, View())
    shown = lines(predictions.timeline, found.documents, predictions.layers, view)
    undated = sum(line.interval is None for line in (everything if view.bounded else shown))
    return Made(shown, chain, found, predictions, bool(system), len(everything) - len(shown), undated)


def _over_gold(chain: Chain, paths: Sequence[str], setting: Setting) -> tuple[Articles, Predictions]:
    name = chain.ready.system.name
    if len(paths) != 1:
        raise UsageError(f"{name} wants gold; name one suite, such as gold/articles")
    suite = load(Path(paths[0]))
    suite.check_days()
    for each in chain.ready.all():
        for layer in each.system.wanted_gold:
            if not suite.has(layer):
                raise UsageError(
                    f"{each.system.name} wants gold:{layer}, and {paths[0]} has none; name another suite"
                )
    with setting.executor() as executor:
        predictions, _ = predict(chain.ready, suite, executor, setting)
    documents = [Document(each.id, each.text, each.dct) for each in suite.documents if each.dct is not None]
    return Articles(documents), predictions
