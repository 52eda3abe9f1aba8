"""bench: a benchmark for extractors of dates, relative times and events.

What a system file imports stands here; it needs nothing but the standard library.
"""

from bench.sdk.declare import system
from bench.sdk.model import Document, Entry, Event, Link, Timex, Unlocated, Usage

__all__ = ["Document", "Entry", "Event", "Link", "Timex", "Unlocated", "Usage", "system"]
__version__ = "0.1.0"
