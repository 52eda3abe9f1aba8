"""The report: one HTML page of results that needs no other file. It is made without matplotlib."""

from bench.report.writing import read, write

__all__ = ["read", "write"]
