"""Two timelines of the same articles beside each other: those of two systems, or gold's and a system's.

Each row has one happening. Two entries tell the same happening if they share mentions. `bench.matching.timeline`
pairs them, as it does for scores.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.counts import plural
from bench.dataset.articles import Listener
from bench.dataset.corpus import Fields
from bench.dataset.suite import NOTHING, Layers, Suite
from bench.errors import UsageError, some
from bench.gold.load import load
from bench.harness import corpus
from bench.harness.setting import Setting
from bench.matching.matching import match
from bench.matching.timeline import Alignment, Dated, compare
from bench.sdk.model import Document, Entry
from bench.timelines import articles
from bench.timelines.articles import Articles
from bench.timelines.making import (
    DEFAULT_SETTING,
    Made,
    chosen,
    made_of,
    of_suite,
    over_articles,
    over_suite,
    suite_for,
)
from bench.timelines.story import Line, View, lines_of, shows, time_of, within

GOLD = "gold"
"""The name of gold's side."""
TOLD = {"alike": "alike", "date": "with another date", "details": "with other details"}
"""The words for how two lines of one happening stand to each other."""
MOST = 3
"""The most names, or words, that a difference lists."""
Sides = tuple[Line | None, Line | None]


@dataclass(frozen=True, slots=True)
class Row:
    """A happening, as the two timelines tell it."""

    lines: Sides
    """The line of each timeline; None for the timeline that doesn't have it."""
    differences: tuple[str, ...] = ()
    """The differences in words, such as "date" or "only gold"; empty if both tell the same."""

    @property
    def both(self) -> bool:
        """Returns whether the happening stands in both timelines."""
        return None not in self.lines

    @property
    def kind(self) -> str:
        """Returns how the lines stand to each other: "alike", another "date", other "details", or "only" one."""
        if not self.both:
            return "only"
        return "alike" if not self.differences else "date" if self.differences[0] == "date" else "details"

    @property
    def line(self) -> Line:
        """Returns the first timeline's line, or the second's if the first has none."""
        line = self.lines[0] or self.lines[1]
        assert line is not None  # a row has at least one line
        return line


@dataclass(frozen=True, slots=True)
class Beside:
    """Two timelines of the same articles, row by row in order of time."""

    names: tuple[str, str]
    rows: Sequence[Row]
    made: Sequence[Made]
    """The timelines that systems made: two, or one beside gold."""
    hidden: int = 0
    """The number of rows that the view doesn't show."""

    @property
    def articles(self) -> Articles:
        """Returns the articles, which are the same on both sides."""
        return self.made[0].articles

    @property
    def against_gold(self) -> bool:
        """Returns whether the first timeline is gold's."""
        return len(self.made) == 1

    @property
    def failed(self) -> int:
        """Returns the number of failures on both sides; an article that couldn't be read counts once."""
        return sum(each.failed for each in self.made) - (len(self.made) - 1) * len(self.articles.faults)

    @property
    def summary(self) -> str:
        """Returns a line with the number of rows that both have, that only one has, and that are told alike."""
        kinds = Counter(row.kind for row in self.rows)
        only = [sum(row.lines[1 - side] is None for row in self.rows) for side in (0, 1)]
        alone = ", ".join(f"{number:,} only in {name}" for name, number in zip(self.names, only, strict=True))
        both = len(self.rows) - kinds["only"]
        if not both:
            return f"Nothing stands in both timelines: {alone}."
        told = ", ".join(f"{kinds[kind]:,} {words}" for kind, words in TOLD.items() if kinds[kind])
        return f"{plural(both, 'happening')} in both ({told}), {alone}."


def beside(
    paths: Sequence[str],
    systems: Sequence[str],
    *,
    gold: Path | None = None,
    folder: Path | None = None,
    fields: Fields | None = None,
    view: View | None = None,
    setting: Setting = DEFAULT_SETTING,
    progress: corpus.Progress = corpus.quiet,
    listener: Listener | None = None,
) -> Beside:
    """Returns the timelines of two systems, or gold's and that of one system, beside each other.

    ``gold`` is a suite with a timeline. Then ``paths`` is empty or names that suite, and ``systems`` has one name,
    or none for the best chain that is installed. Without ``gold``, ``systems`` has two names. The other arguments
    are those of `bench.timelines.make`. Raises UsageError for other numbers of systems, for gold without a
    timeline, and as `make` does.
    """
    names = tuple(dict.fromkeys(systems))
    if len(names) != len(systems) or len(names) > 2 or (gold is None and len(names) < 2):
        raise UsageError("two timelines stand beside each other; name two different systems, or one and --gold")
    if gold is not None and len(names) == 2:
        raise UsageError("two timelines stand beside each other; name one system with --gold")
    view = view or View()
    chains = [chosen(name, folder, setting) for name in names or ("",)]
    suite: Suite | None = None
    if gold is not None:
        suite = _with_timeline(gold, paths)
    elif any(chain.wants_gold for chain in chains):
        suite = suite_for(chains, paths)
    if suite is None:
        found = articles.read(paths, fields or Fields(), listener)
        predicted = [over_articles(chain, found, setting, progress) for chain in chains]
    else:
        found = of_suite(suite)
        predicted = [over_suite(chain, suite, setting, progress) for chain in chains]
    made = [
        made_of(chain, found, each, view, named=bool(names)) for chain, each in zip(chains, predicted, strict=True)
    ]
    timelines = [(each.timeline, each.layers) for each in predicted]
    labels = [chain.name for chain in chains]
    if gold is not None:
        assert suite is not None
        timelines.insert(0, (suite.timeline, suite.layers))
        labels.insert(0, GOLD)
    rows, hidden = rows_of((labels[0], labels[1]), timelines, found.documents, view)
    return Beside((labels[0], labels[1]), rows, made, hidden)


def _with_timeline(gold: Path, paths: Sequence[str]) -> Suite:
    """Returns the suite ``gold``. Raises UsageError if it has no timeline, or if ``paths`` are other articles."""
    if any(Path(path).resolve() != gold.resolve() for path in paths):
        raise UsageError(f"the articles are those of {gold}; leave ARTICLES out, or leave --gold out")
    suite = load(gold)
    if not suite.timeline:
        raise UsageError(f"{gold} has no timeline; name gold that has one, such as gold/articles")
    if not any(entry.mentions for entry in suite.timeline):
        raise UsageError(
            f"{gold}: no entry of the timeline names the words that it stands on, so nothing can be matched; "
            "bench score compares the dates of such timelines"
        )
    return suite


def rows_of(
    names: tuple[str, str],
    timelines: Sequence[tuple[Sequence[Entry], Mapping[str, Layers]]],
    documents: Sequence[Document],
    view: View,
) -> tuple[list[Row], int]:
    """Returns the rows that a view shows, and the number of the others."""
    (ours, our_layers), (theirs, their_layers) = timelines
    # predictions in regions that gold ignores are matched with nothing, as in scoring
    ignored = {each.id: our_layers.get(each.id, NOTHING).ignore for each in documents}
    matchings = {
        name: match(
            our_layers.get(name, NOTHING).outside(regions).events,
            their_layers.get(name, NOTHING).outside(regions).events,
        )
        for name, regions in ignored.items()
    }
    alignment = compare(ours, theirs, matchings)
    told = [
        lines_of(entries, documents, layers, view.granularity)
        for entries, layers in ((ours, our_layers), (theirs, their_layers))
    ]
    rows, hidden = [], 0
    for first, second in _pairs(alignment):
        entries = [ours[first]] if first is not None else []
        entries += [theirs[second]] if second is not None else []
        sides: Sides = (
            None if first is None else told[0][first],
            None if second is None else told[1][second],
        )
        here = [line for line in sides if line is not None]
        if not any(shows(view, entry) for entry in entries) or not any(within(view, line) for line in here):
            hidden += 1
            continue
        rows.append(Row(sides, _differences(names, sides, _dated(alignment, first, second))))
    return sorted(rows, key=lambda row: (time_of(row.line), row.lines[0] is None)), hidden


def _pairs(alignment: Alignment) -> list[tuple[int | None, int | None]]:
    """Returns the indexes of aligned entries, and those of each entry that is aligned with none."""
    aligned = set(alignment.pairs.values())
    found: list[tuple[int | None, int | None]] = [
        (index, alignment.pairs.get(index)) for index in range(len(alignment.gold))
    ]
    return [*found, *((None, index) for index in range(len(alignment.predicted)) if index not in aligned)]


def _dated(alignment: Alignment, first: int | None, second: int | None) -> tuple[Dated, Dated] | None:
    if first is None or second is None:
        return None
    return alignment.gold[first], alignment.predicted[second]


def _differences(names: tuple[str, str], sides: Sides, dated: tuple[Dated, Dated] | None) -> tuple[str, ...]:
    """Returns what two lines tell differently; the date comes first."""
    first, second = sides
    if first is None or second is None or dated is None:
        return (f"only {names[0] if second is None else names[1]}",)
    found = []
    if first.when != second.when and dated[0].date != dated[1].date:
        found.append("date")
    persons = _extra(names, _folded(first.participants), _folded(second.participants))
    if persons:
        found.append(f"who: {persons}")
    words = _extra(names, _words(first, dated[0], dated[1]), _words(second, dated[1], dated[0]))
    if words:
        found.append(f"words: {words}")
    return tuple(found)


def _folded(participants: Iterable[str]) -> Mapping[object, str]:
    return {name.casefold(): name for name in participants}


def _words(line: Line, ours: Dated, theirs: Dated) -> Mapping[object, str]:
    """Returns the words of a line's mentions that the other line doesn't have, by place."""
    # a mention's key has the spans of both sides' events if these are matched
    shared = {(document, span) for document, spans in ours.mentions & theirs.mentions for span in spans}
    places = {(source.article, (source.start, source.end)): source for source in line.sources}
    return {place: f"{each.word} ({each.article})" for place, each in places.items() if place not in shared}


def _extra(names: tuple[str, str], first: Mapping[object, str], second: Mapping[object, str]) -> str:
    """Returns what only one side has: "Lima only in gold, Rome only in story-timeline"."""
    parts = []
    for name, ours, theirs in ((names[0], first, second), (names[1], second, first)):
        extra = [*dict.fromkeys(text for key, text in ours.items() if key not in theirs)]
        if extra:
            parts.append(f"{some(extra, MOST)} only in {name}")
    return ", ".join(parts)
