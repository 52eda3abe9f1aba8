"""The comparison of results on more documents than memory should hold.

Gold and predictions in JSON Lines are read side by side, in the order of gold's documents, and base and head are
scored in a process each. The comparison is the one that `bench.comparison.compared.compare` makes of the same
files.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path

from bench import formats
from bench.comparison import compared, side
from bench.comparison.compared import Comparison
from bench.comparison.examples import MOST_DOCUMENTS, Example, changed_examples
from bench.comparison.pairs import paired
from bench.comparison.side import About, Contestant, Side
from bench.comparison.tested import Both
from bench.dataset.pair import Pair
from bench.dataset.suite import Layers, Predictions, Suite, SuiteDocument, suite_name
from bench.errors import BenchError
from bench.formats import IrregularError, Stream
from bench.formats.jsonl import layout, lines, stream
from bench.measures import leading
from bench.scoring.accumulator import NEVER_RUN
from bench.scoring.result import Scored
from bench.scoring.score import over
from bench.sdk.model import Event, Region, Timex
from bench.statistics.significance import ALPHA

FORMAT = "jsonl"
"""The format that is read so."""


@dataclass(frozen=True, slots=True)
class Streamed:
    """A comparison, with its two sides and gold, which hold no annotations."""

    comparison: Comparison
    base: Side
    head: Side
    suite: Suite


def compare(
    base: Path,
    head: Path,
    gold: Path,
    *,
    measures: Callable[[Suite], Sequence[str]],
    alpha: float = ALPHA,
    seed: int = 0,
    shared: bool = False,
) -> Streamed | None:
    """Returns the comparison of two folders of results; None if they are small, or have to be read whole.

    They have to be read whole if they aren't JSON Lines in the order of gold's documents, have a fault, are
    results on other gold or on a part of its documents, or have timelines, several runs or answers for given
    spans. ``measures`` returns the names of the measures to test. Raises UsageError as
    `bench.comparison.compared.compare` does.
    """
    streams: dict[Path, Stream] = {}

    def opened(folder: Path, about: About | None) -> Predictions:
        found = formats.stream(folder, gold) if formats.recognise(folder).name == FORMAT else None
        if found is None or found.predictions.resolved is not None:
            raise IrregularError(str(folder))
        if about is not None and about.suite_digest != found.suite.digest:
            raise IrregularError("results on other gold")
        streams[folder] = found
        return found.predictions

    try:
        if not gold.is_dir() or not formats.sniff(gold) or formats.recognise(gold).name != FORMAT:
            return None
        before, after = (side.read_by(opened, path, suite_name(gold)) for path in (base, head))
        suite = next(iter(streams.values())).suite
        chosen = tuple(measures(suite)) or compared.default_measures(suite)
        _, remarks = compared.agreed(before, after, suite, chosen, shared=shared)
        scored = _scored_all([*before.systems.values(), *after.systems.values()], streams, chosen)
        before, after = (_told(each, scored) for each in (before, after))
        pairs = list(paired(before, after))
        count = _count(gold)
        both = {
            new.name: _both(old, new, scored, gold, streams, chosen, count) for old, new in pairs if old and new
        }
        found = compared.assembled(
            (before, after),
            suite,
            pairs,
            remarks,
            both,
            lambda one: scored[_place(one)],
            documents=count,
            chosen=chosen,
            alpha=alpha,
            seed=seed,
        )
    except IrregularError:
        return None
    return Streamed(found, before, after, suite)


def _place(one: Contestant) -> Path:
    assert one.folder is not None  # since it was read from files
    return one.folder


def _scored_all(
    systems: Sequence[Contestant], streams: Mapping[Path, Stream], measures: Sequence[str]
) -> dict[Path, Scored]:
    """Returns the scores of systems on all of gold, by their folders; two systems are scored at a time."""
    if any(one.repeats for one in systems):
        raise IrregularError("several runs")
    places = list(dict.fromkeys(map(_place, systems)))
    try:
        with ProcessPoolExecutor(2) as pool:
            found = list(pool.map(partial(_scored, measures), [streams[place] for place in places]))
    except BrokenProcessPool:
        raise BenchError(
            "a process that read and scored was ended from outside, perhaps for want of memory; compare with "
            "fewer programs beside it"
        ) from None
    return dict(zip(places, found, strict=True))


def _scored(measures: Sequence[str], found: Stream) -> Scored:
    """Returns the scores on all of gold. Raises IrregularError if there are documents that weren't run."""
    scored = over(
        found.whole(),
        found.predictions.counted,
        labelled=found.suite.labelled_layers,
        measures=_asked(measures),
    )
    if NEVER_RUN in scored.failures.values():
        raise IrregularError("documents that weren't run")
    return scored


def _asked(measures: Sequence[str]) -> set[str]:
    """Returns the measures that are tested, and the one whose recall is shown by kind."""
    return {*measures, leading("timexes").name}


def _told(found: Side, scored: Mapping[Path, Scored]) -> Side:
    """Returns a side whose predictions have the failures and notes that were found on the way."""

    def told(one: Contestant) -> Contestant:
        of_one = scored[_place(one)]
        return replace(one, predictions=replace(one.predictions, failures=of_one.failures, notes=of_one.notes))

    return replace(found, systems={name: told(one) for name, one in found.systems.items()})


def _both(
    old: Contestant,
    new: Contestant,
    scored: Mapping[Path, Scored],
    gold: Path,
    streams: Mapping[Path, Stream],
    measures: Sequence[str],
    count: int,
) -> Both:
    """Returns the scores of a system in base and head; ``count`` is the number of gold's documents."""
    before, after = old.predictions.failures, new.predictions.failures
    failed = {name: reason for name, reason in after.items() if name not in before}
    whole = scored[_place(old)], scored[_place(new)]
    base, head = whole
    if failed:
        base, head = (
            over(
                _pairs(_place(one), gold, failed),
                one.predictions.counted,
                labelled=streams[_place(one)].suite.labelled_layers,
                measures=_asked(measures),
            )
            for one in (old, new)
        )
    return Both(
        base,
        head,
        count - len(failed),
        partial(_examples, old, new, gold, streams[_place(new)].suite, failed),
        whole,
        failed,
        timeline_failed="",
        unresolved={},
        mended={name: before[name] for name in sorted(before.keys() - after.keys())},
        base_failing=len(before),
    )


def _pairs(predictions: Path, gold: Path, left_out: Collection[str]) -> Iterator[Pair]:
    """Yields the documents of gold with their predictions, without those that are left out."""
    return (pair for pair in stream.read(predictions, gold) if pair.id not in left_out)


def _examples(
    old: Contestant, new: Contestant, gold: Path, suite: Suite, left_out: Collection[str]
) -> list[Example]:
    """Returns the examples in the first documents."""
    documents = tuple(islice((each for each in _documents(gold) if each.id not in left_out), MOST_DOCUMENTS))
    of_gold: dict[str, Layers] = {}
    of_sides = []
    for one in (old, new):
        layers: dict[str, Layers] = {}
        for pair in islice(_pairs(_place(one), gold, left_out), MOST_DOCUMENTS):
            of_gold[pair.id] = _made(pair.gold)
            if pair.predicted is not None:
                layers[pair.id] = _made(pair.predicted)
        of_sides.append(replace(one.predictions, layers=layers))
    return changed_examples(replace(suite, documents=documents, layers=of_gold), *of_sides)


def _made(found: Layers) -> Layers:
    """Returns layers whose annotations are no longer decoded lines, but objects of their classes."""
    return Layers(
        timexes=tuple(map(lines.maker(Timex), found.timexes)),
        events=tuple(map(lines.maker(Event), found.events)),
        ignore=tuple(map(lines.maker(Region), found.ignore)),
    )


def _documents(gold: Path) -> Iterator[SuiteDocument]:
    """Yields gold's documents, whose lines were read before and have no fault."""
    decode, make = lines.decoder(SuiteDocument, of_document=False).decode, lines.maker(SuiteDocument)
    return (make(decode(line)) for line in _lines(gold))


def _count(gold: Path) -> int:
    return sum(1 for _ in _lines(gold))


def _lines(gold: Path) -> Iterator[bytes]:
    """Yields the lines of gold's documents that aren't blank."""
    with layout.path_of(gold, layout.DOCUMENTS).open("rb") as file:
        for line in file:
            if said := line.removeprefix(BOM_UTF8).strip():
                yield said
