"""The uncertainty of figures: units, resampling, intervals and paired tests."""
