"""The contract of systems: small texts on which each rule is tried, and what is found."""

from bench.contract.checking import Checked, check

__all__ = ["Checked", "check"]
