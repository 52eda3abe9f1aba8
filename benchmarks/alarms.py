"""How often `bench compare` calls one of two equal systems worse, and how often it finds a loss of 10 points.

    python benchmarks/alarms.py                  # the table of docs/comparing.md, in some minutes
    python benchmarks/alarms.py --pairs 1000     # fewer pairs

The systems are simulated. Each sentence has one time expression, which a system finds or doesn't find. How often
it finds one depends on the document: the rate of a document is drawn from a beta distribution (1.5, 1.5), so that
some documents are hard. The seed is fixed, and each setting starts from it. The decision is that of
`bench.statistics.significance.compare` for one measure at a level of 5 %; only intervals are left out, which
decide nothing.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bench.statistics import draws
from bench.statistics.draws import Array
from bench.statistics.jackknife import spread
from bench.statistics.randomisation import discordant, least, randomised
from bench.statistics.significance import ALPHA, decisive
from bench.statistics.units import ENOUGH, Sample, Sampling

SEED = 17
PAIRS = 10_000
RESAMPLES = 1_999
SHAPE = 1.5
"""Both parameters of the beta distribution of a document's rate, whose mean is .5."""
LOSS = 10
"""The loss that is to be found, in points of F1."""
CHANGED = 0.1
"""The share of answers that head gives anew where it is a version of base."""
AT_ONCE = 500
"""The number of pairs that are tested together."""

SAME = "the same for both systems"
OWN = "different ones for each system"
VERSION = "the same; a tenth of the answers is new"


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting of the simulation."""

    documents: int
    sentences: int
    """The number of sentences of each document."""
    hard: str
    """Which documents are hard: `SAME`, `OWN` or `VERSION`."""


SETTINGS = [
    Setting(documents, sentences, hard)
    for documents, sentences in ((30, 8), (10, 8), (5, 27), (4, 27), (3, 27))
    for hard in (SAME, OWN, VERSION)
]


@dataclass(frozen=True, slots=True)
class Found:
    """The number of pairs in which head was called worse and better."""

    worse: int
    better: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=PAIRS)
    pairs = parser.parse_args().pairs
    print(
        f"{pairs:,} pairs of each setting; by a level of 5 %, up to {limit(pairs):,} may differ by chance (95 %)\n"
    )
    print("| documents | sentences each | which documents are hard | worse | worse or better | power |")
    print("| --: | --: | :-- | --: | --: | --: |")
    for setting in SETTINGS:
        equal, lost = found(setting, pairs), found(setting, pairs, LOSS)
        print(
            f"| {setting.documents} | {setting.sentences} | {setting.hard} | {equal.worse:,} "
            f"| {equal.worse + equal.better:,} | {100 * lost.worse / pairs:.0f} % |",
            flush=True,
        )


def limit(pairs: int, level: float = ALPHA, confidence: float = 0.95) -> int:
    """The binomial limit: more alarms than so many have a probability of less than (1 − confidence) / 2."""
    total, number = 0.0, -1
    while total < (1 + confidence) / 2:
        number += 1
        logarithm = math.lgamma(pairs + 1) - math.lgamma(number + 1) - math.lgamma(pairs - number + 1)
        total += math.exp(logarithm + number * math.log(level) + (pairs - number) * math.log1p(-level))
    return number


def found(setting: Setting, pairs: int, loss: float = 0) -> Found:
    """In how many pairs head is called worse and better, if its true F1 is ``loss`` points below that of base."""
    worse = better = 0
    for number, samples in enumerate(simulated(setting, pairs, loss)):
        p = randomised(samples, draws.Stream((SEED, number), 1), RESAMPLES)
        spreads = {name: spread(sample) for name, sample in samples.items() if sample.parted}
        for name, value in decisive(samples, p, spreads).items():
            sample = samples[name]
            if value <= ALPHA and discordant(sample) and least(sample) <= ALPHA:
                base, head = sample.counts[:, :, 2].sum(axis=1)
                worse += head < base
                better += head > base
    return Found(worse, better)


def simulated(setting: Setting, pairs: int, loss: float) -> Iterator[dict[str, Sample]]:
    """Simulated pairs, at most `AT_ONCE` of them together."""
    chance = np.random.default_rng(SEED)
    # With a recall of r and no false alarm, F1 is 2r / (1 + r). Base has r = .5 on average.
    aim = 2 * 0.5 / 1.5 - loss / 100
    kept = aim / (2 - aim) / 0.5
    for start in range(0, pairs, AT_ONCE):
        number = min(AT_ONCE, pairs - start)
        shape = (number, setting.documents, setting.sentences)
        rates = chance.beta(SHAPE, SHAPE, (number, setting.documents, 1))
        base = chance.random(shape) < rates
        if setting.hard == OWN:
            rates = chance.beta(SHAPE, SHAPE, (number, setting.documents, 1))
        head = chance.random(shape) < rates
        if setting.hard == VERSION:
            head = np.where(chance.random(shape) < CHANGED, head, base)
        if loss:
            head &= chance.random(shape) < kept
        yield {str(start + place): sample(base[place], head[place]) for place in range(number)}


def sample(base: Array, head: Array) -> Sample:
    """The counts of two systems that find what is true in ``base`` and ``head`` (documents × sentences)."""
    documents, sentences = base.shape
    hits = np.stack([base, head]).astype(np.float64)
    counts = np.stack([hits, hits, hits, np.ones_like(hits)], axis=-1)
    if documents >= ENOUGH:
        whole = Sampling("document", documents, documents)
        return Sample(whole, ("base", "head"), counts.sum(axis=2), np.arange(documents), parted=False)
    return Sample(
        Sampling("sentence", documents * sentences, documents),
        ("base", "head"),
        counts.reshape(2, -1, 4),
        np.repeat(np.arange(documents), sentences),
        parted=True,
    )


if __name__ == "__main__":
    main()
