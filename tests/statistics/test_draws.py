"""The draws, against a generator and a mapping written in plain Python from their published definitions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
import pytest

from bench.statistics.draws import every_swap, generator, streams, swaps, weights

WORD, LONG, WIDE = 2**32 - 1, 2**64 - 1, 2**128 - 1


def seed_words(entropy: Sequence[int], spawn_key: Sequence[int], number: int) -> list[int]:
    """SeedSequence: O'Neill's seed_seq_fe with four words of state, as numpy documents it."""
    words = [half for word in entropy for half in ([word & WORD, word >> 32] if word > WORD else [word])]
    if spawn_key:
        words += [0] * (4 - len(words)) + list(spawn_key)
    constant = 0x43B0D7E5

    def hashed(value: int) -> int:
        nonlocal constant
        value ^= constant
        constant = constant * 0x931E8875 & WORD
        value = value * constant & WORD
        return value ^ value >> 16

    def mixed(x: int, y: int) -> int:
        value = (0xCA01F9DD * x - 0x4973F715 * y) & WORD
        return value ^ value >> 16

    pool = [hashed(words[i] if i < len(words) else 0) for i in range(4)]
    for source in range(4):
        for target in range(4):
            if source != target:
                pool[target] = mixed(pool[target], hashed(pool[source]))
    for word in words[4:]:
        for target in range(4):
            pool[target] = mixed(pool[target], hashed(word))
    constant, state = 0x8B51F9DD, []
    for i in range(2 * number):
        value = pool[i % 4] ^ constant
        constant = constant * 0x58F38DED & WORD
        value = value * constant & WORD
        state.append(value ^ value >> 16)
    return [low | high << 32 for low, high in zip(state[::2], state[1::2], strict=True)]


def pcg64(entropy: Sequence[int], spawn_key: Sequence[int] = ()) -> Iterator[int]:
    """PCG XSL RR 128/64 (O'Neill 2014)."""
    a, b, c, d = seed_words(entropy, spawn_key, 4)
    increment = ((c << 64 | d) << 1 | 1) & WIDE

    def step(state: int) -> int:
        return (state * 0x2360ED051FC65DA44385DF649FCCF645 + increment) & WIDE

    state = step((increment + (a << 64 | b)) & WIDE)
    while True:
        state = step(state)
        turn, value = state >> 122, (state >> 64 ^ state) & LONG
        yield (value >> turn | value << (64 - turn)) & LONG


def stream(seed: int, key: int) -> Iterator[int]:
    """What `streams` promises: seeded with the first four words of the generator it was given."""
    return pcg64(list(islice(pcg64([seed]), 4)), (key,))


@pytest.mark.parametrize("seed", [0, 1, 20261121])
def test_draws_are_those_of_a_plain_reimplementation(seed: int) -> None:
    bootstrap, randomisation = streams(generator(seed))
    words = stream(seed, 0)
    rows = [[(next(words) & WORD) * 7 >> 32 for _ in range(7)] for _ in range(5)]
    assert weights(bootstrap(), 7, 5).tolist() == [[row.count(unit) for unit in range(7)] for row in rows]
    words = stream(seed, 1)
    bits = [[(half >> bit) & 1 for half in islice(words, 2) for bit in range(32)][:40] for _ in range(5)]
    assert swaps(randomisation(), 40, 5).tolist() == bits


DRAWN = [0, 6, 5, 2, 6, 8, 0, 3, 6, 3, 0, 3]
"""Of ten units, by the plain reimplementation above."""


def test_draws_of_seed_0_are_these() -> None:
    words = stream(0, 0)
    assert [(next(words) & WORD) * 10 >> 32 for _ in range(12)] == DRAWN
    counted = weights(streams(generator(0))[0](), 10, 1)[0]
    assert counted.tolist() == [DRAWN[:10].count(unit) for unit in range(10)]


def test_a_stream_begins_anew_and_doesnt_depend_on_how_it_is_cut() -> None:
    for make, begin in zip((weights, swaps), streams(generator(3)), strict=True):
        whole = make(begin(), 40, 12)
        bits = begin()
        assert np.array_equal(np.vstack([make(bits, 40, 5), make(bits, 40, 7)]), whole)


def test_a_generator_that_is_passed_in_moves_on() -> None:
    source = generator(0)
    first, second = (weights(streams(source)[0](), 10, 3).tolist() for _ in range(2))
    assert first != second
    assert first == weights(streams(generator(0))[0](), 10, 3).tolist()


@pytest.mark.parametrize("bits", [np.random.PCG64, np.random.Philox, np.random.SFC64, np.random.MT19937])
def test_any_bit_generator_draws_every_unit_alike(bits: type[np.random.BitGenerator]) -> None:
    drawn = weights(bits(0), 50, 2000)
    assert (drawn.sum(axis=1) == 50).all()
    # a unit is drawn 2000 times on average, with a standard deviation of √(100000 · .02 · .98) = 44.3
    assert (abs(drawn.sum(axis=0) - 2000) < 5 * 44.3).all()
    swapped = swaps(bits(0), 50, 2000)
    assert (abs(swapped.sum(axis=0) - 1000) < 5 * 22.4).all()


def test_every_swap_once() -> None:
    assert every_swap(0).tolist() == [[]]
    assert every_swap(2).tolist() == [[0, 0], [1, 0], [0, 1], [1, 1]]
    assert len({tuple(row) for row in every_swap(10).tolist()}) == 1024
