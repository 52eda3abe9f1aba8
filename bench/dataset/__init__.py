"""Documents with their labels: a suite, and a corpus of any size."""
