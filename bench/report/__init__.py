"""Results as one self-contained HTML page: tables, plots, failures, and each article with its marks."""

from bench.report.writing import write

__all__ = ["write"]
