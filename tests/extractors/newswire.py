"""Sentences of newswire of one day with their time expressions in brackets, for the systems of spacy_rules.py."""

from __future__ import annotations

import datetime
import re
from typing import Any

from bench import Document

FRIDAY = datetime.date(2013, 3, 22)


def marked(sentence: str) -> tuple[str, list[tuple[str, str]]]:
    """Returns a sentence without its brackets, and its time expressions with their values."""
    pairs = re.findall(r"\[(.+?)\|(.+?)\]", sentence)
    return re.sub(r"\[(.+?)\|.+?\]", r"\1", sentence), pairs


def found(rules: Any, text: str, day: datetime.date = FRIDAY) -> list[tuple[str, str]]:
    """Returns the time expressions that a system finds in a text of that day, with their values."""
    return [(text[timex.start : timex.end], timex.value) for timex in rules.extract(Document("a", text, day))]
