"""The definitions of other scorers, by their names, so that a figure that one of them gave can be had again.

None of them is ours (`bench.measures`): each keeps what its tool counts, its faults too, which docs/schemes.md
shows. A new one is a `Scheme` in a file of its own, listed here.
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
    """The scheme of that name. Raises UsageError for an unknown one."""
    for scheme in SCHEMES:
        if scheme.name == name:
            return scheme
    raise unknown("scheme", name, (scheme.name for scheme in SCHEMES))
