"""Checks that an extractor keeps its contract."""

from bench.contract.checking import Checked, check

__all__ = ["Checked", "check"]
