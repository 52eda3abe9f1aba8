"""Timelines of articles without gold: the chain, its lines, two beside each other, and the forms."""

from bench.timelines.comparing import Beside, beside
from bench.timelines.making import Made, make

__all__ = ["Beside", "Made", "beside", "make"]
