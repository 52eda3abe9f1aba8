"""The definitions of other scorers, so that their published scores can be reproduced.

Each scheme counts exactly as its tool does, with the tool's faults, which docs/schemes.md shows; our own measures
are in `bench.measures`. A new scheme is a `Scheme` in a file of its own, listed here.
"""

from __future__ import annotations

from bench.errors import unknown
from bench.schemes.base import Row, Scheme, Table
from bench.schemes.evmeval import EVMEVAL
from bench.schemes.nervaluate import NERVALUATE, NERVALUATE_TOUCHING
from bench.schemes.seqeval import SEQEVAL

__all__ = ["SCHEMES", "Row", "Scheme", "Table", "named"]

SCHEMES: tuple[Scheme, ...] = (NERVALUATE, NERVALUATE_TOUCHING, SEQEVAL, EVMEVAL)


def named(name: str) -> Scheme:
    """Returns the scheme with this name. Raises UsageError for an unknown name."""
    for scheme in SCHEMES:
        if scheme.name == name:
            return scheme
    raise unknown("scheme", name, (scheme.name for scheme in SCHEMES))
