"""Systems as they are declared: finding them, what they need, the environments they run in."""

from bench.systems.listing import Listed, found
from bench.systems.scaffold import new

__all__ = ["Listed", "found", "new"]
