"""The uncertainty of scores: units, resampling, intervals and paired tests."""
