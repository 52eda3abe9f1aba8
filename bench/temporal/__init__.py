"""Time values: TIMEX3 and EDTF strings are read into intervals of the calendar, and the intervals are compared."""
