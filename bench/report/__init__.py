"""The report: one HTML page of results that needs no other file. It is made without matplotlib."""

from bench.report.runs import is_run
from bench.report.runs import write as write_runs
from bench.report.writing import read, write

__all__ = ["is_run", "read", "write", "write_runs"]
