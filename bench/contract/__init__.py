"""The contract test of ``bench check``: whether a system keeps the rules for systems."""

from bench.contract.checking import Checked, check

__all__ = ["Checked", "check"]
