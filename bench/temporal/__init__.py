"""What values denote: TIMEX3 and EDTF, read into intervals, and how these compare."""
