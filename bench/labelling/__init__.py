"""The page on which one marks and corrects documents in a browser, without a server and without a network."""

from bench.labelling.page import Written, write, write_open

__all__ = ["Written", "write", "write_open"]
