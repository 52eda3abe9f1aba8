"""The comparison of two results: verdicts, examples, and gates."""
