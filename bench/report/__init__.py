"""One HTML page of results that carries all it shows. It is made without matplotlib."""

from bench.report.writing import read, write

__all__ = ["read", "write"]
