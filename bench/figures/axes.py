"""Axes: where on an axis a figure stands, and which figures are marked there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """The bounds of an axis."""

    low: float
    high: float
    log: bool = False

    def share(self, figure: float) -> float:
        """Returns where on the axis a figure stands, from 0 at its low end to 1 at its high end."""
        if self.log:
            return math.log(figure / self.low) / math.log(self.high / self.low)
        return (figure - self.low) / (self.high - self.low)


def decades(rates: Sequence[float], most: int, room: float = 0.0) -> tuple[Scale, list[float]]:
    """Returns a logarithmic axis that holds some rates, and the powers of ten that are marked, about ``most``.

    The axis reaches from power to power, with at least ``room`` of a power on both sides of the rates.
    """
    exponents = [math.log10(rate) for rate in rates]
    low, high = math.floor(min(exponents) - room), math.floor(max(exponents) + room) + 1
    step = max(1, math.ceil((high - low) / most))
    return Scale(10.0**low, 10.0**high, log=True), [10.0**power for power in range(low, high + 1, step)]


def per_second(rate: float) -> str:
    """Returns a rate with two digits, or from 10 on as a whole number."""
    return f"{rate:,.0f}" if rate >= 10 else f"{rate:.2g}"
