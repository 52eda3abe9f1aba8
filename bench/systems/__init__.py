"""Systems: their discovery, their needs, and the environments that they run in."""

from bench.systems.listing import Listed, found
from bench.systems.scaffold import new

__all__ = ["Listed", "found", "new"]
