"""Timelines of articles without gold: the chain that makes one, its lines, and the forms of it."""

from bench.timelines.making import Made, make

__all__ = ["Made", "make"]
