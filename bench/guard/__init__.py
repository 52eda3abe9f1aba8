"""Guarding an extractor in a repository of its own: the first files, and the systems of an older commit."""

from bench.guard.repository import init as init

__all__ = ["init"]
