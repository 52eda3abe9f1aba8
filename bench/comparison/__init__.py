"""Two results compared: verdicts, examples, gates."""
