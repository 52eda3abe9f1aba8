"""How sure a figure is: units, resampling, intervals and paired tests."""
