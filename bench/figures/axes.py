"""Axes: the position of a value on an axis, and the values at its ticks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis: its lowest and highest value, and whether it is logarithmic."""

    low: float
    high: float
    log: bool = False

    def share(self, figure: float) -> float:
        """Returns the position of a value on the axis, from 0 at the low end to 1 at the high end."""
        if self.log:
            return math.log(figure / self.low) / math.log(self.high / self.low)
        return (figure - self.low) / (self.high - self.low)


def decades(rates: Sequence[float], most: int, room: float = 0.0) -> tuple[Scale, list[float]]:
    """Returns a logarithmic axis for some rates, and the powers of ten at its ticks, about ``most`` of them.

    The axis begins and ends at powers of ten. On both sides of the rates at least ``room`` is free, as a share of
    the distance between two powers.
    """
    exponents = [math.log10(rate) for rate in rates]
    low, high = math.floor(min(exponents) - room), math.floor(max(exponents) + room) + 1
    step = max(1, math.ceil((high - low) / most))
    return Scale(10.0**low, 10.0**high, log=True), [10.0**power for power in range(low, high + 1, step)]


def per_second(rate: float) -> str:
    """Returns a rate as text: with two significant digits below 10, and as a whole number from 10 on."""
    return f"{rate:,.0f}" if rate >= 10 else f"{rate:.2g}"
