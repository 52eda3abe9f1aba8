"""Guarding an extractor in a repository of its own: the first files, and the systems of older commits."""

from bench.guard.bisection import bisect as bisect
from bench.guard.past import history as history
from bench.guard.repository import init as init

__all__ = ["bisect", "history", "init"]
