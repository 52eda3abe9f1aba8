"""Random draws that are the same on every platform and under every version of numpy.

numpy promises that a seed always gives the same stream of raw words from a bit generator, but it doesn't promise
the same for the draws that ``Generator`` makes of them (NEP 19). Therefore this module takes raw words only, and
makes the draws itself.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

AT_ONCE = 2**21
"""The greatest number of draws that are in memory at one time."""

HALF = np.uint64(0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream of raw words, which starts again with the same words each time it is called."""

    words: tuple[int, ...]
    key: int

    def __call__(self) -> np.random.BitGenerator:
        """Returns the stream from its beginning."""
        return np.random.PCG64(np.random.SeedSequence(list(self.words), spawn_key=(self.key,)))


def generator(seed: int) -> np.random.Generator:
    """Returns the random generator for a seed, which may be 0."""
    return np.random.Generator(np.random.PCG64(seed))


def streams(source: np.random.Generator) -> tuple[Stream, Stream]:
    """Returns two independent streams of random words: one for the bootstrap, one for the randomisation test.

    Their seed is the next four words of ``source``. Each measure is resampled from the start of the stream, so its
    draws don't depend on which other measures are computed.
    """
    words = tuple(int(word) for word in source.bit_generator.random_raw(4))
    return Stream(words, 0), Stream(words, 1)


@functools.lru_cache(maxsize=3)
def whole_weights(stream: Stream, units: int, resamples: int) -> Array:
    """Returns `weights` from the beginning of a stream, cached because every system is resampled with the same."""
    found = weights(stream(), units, resamples)
    found.setflags(write=False)
    return found


def weights(bits: np.random.BitGenerator, units: int, resamples: int) -> Array:
    """Returns how often each unit is in each resample: resamples × units, where each row has the sum ``units``.

    A resample is as many draws with replacement as there are units. A draw is floor(word × units / 2³²), where
    word is the lower half of a raw word; the probabilities of two units differ by at most a share of units / 2³².
    """
    words = bits.random_raw(resamples * units) & HALF
    drawn = (words * np.uint64(units) >> np.uint64(32)).astype(np.int64).reshape(resamples, units)
    drawn += np.arange(resamples, dtype=np.int64)[:, np.newaxis] * units
    counted = np.bincount(drawn.ravel(), minlength=resamples * units)
    return counted.reshape(resamples, units).astype(np.float64)


def swaps(bits: np.random.BitGenerator, units: int, resamples: int) -> Array:
    """Returns for each resample and unit whether the two systems exchange answers (resamples × units, 0 or 1).

    A row uses the lower halves of as many words as it needs, each from its lowest bit.
    """
    words = -(-units // 32)
    octets = bits.random_raw(resamples * words).astype("<u4").view(np.uint8)
    return _bits(octets.reshape(resamples, words * 4), units)


def every_swap(units: int) -> Array:
    """Returns all ways to exchange two systems' answers in units: 2^units × units, 0 or 1.

    The first exchanges none.
    """
    numbers = np.arange(2**units, dtype="<u4")
    return _bits(numbers.view(np.uint8).reshape(-1, 4), units)


def _bits(octets: NDArray[np.uint8], units: int) -> Array:
    return np.unpackbits(octets, axis=1, count=units, bitorder="little").astype(np.float64)
