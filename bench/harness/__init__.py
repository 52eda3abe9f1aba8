"""Running systems: processes, pools, journals, and the predictions that come out."""
