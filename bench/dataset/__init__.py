"""Documents with annotations: suites, pairs of gold and predictions, and corpora of any size."""
