"""The comparison of two sides, base and head: verdicts, examples, and gates for CI."""
