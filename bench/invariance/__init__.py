"""Checks that need no labels: an answer must not depend on what can't matter, and must move with the dct."""

from bench.invariance.checking import check as check

__all__ = ["check"]
