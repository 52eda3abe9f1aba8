"""Shapes of EDTF dates."""

from __future__ import annotations

import re

ISO = re.compile(r"\d{4}-\d\d-\d\d")
COARSE = re.compile(r"\d{4}(-\d\d)?")
"""A year or a month."""
FROM = re.compile(r"\[(\d{4}(?:-\d\d)?)\.\..*\]")
"""Some time from a year or a month on."""
ONE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
"""A year, a month or a day."""
RANGE = re.compile(r"\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d")
"""From one day to another."""
