"""Documents written with their annotations, for systems that work on other systems' answers."""

from __future__ import annotations

import datetime
import re
import sys
from pathlib import Path
from typing import Any

from bench import Document, Event, Timex
from bench.sdk.worker import Beside, declared, load_file

SYSTEMS = Path(__file__).parents[2] / "systems"
sys.meta_path.append(Beside(SYSTEMS))  # as in a system's process, modules are found beside the file
MARK = re.compile(r"\[(?P<timex>[^|\]]*)\|(?P<value>[^\]]*)\]|\{(?P<event>[^|}]*)(?:\|(?P<when>[^}]*))?\}")


def load(file: str) -> Any:
    """The function of the one system that a file of ``systems/`` declares."""
    (only,) = declared(load_file(SYSTEMS / f"{file}.py")).values()
    return only[1]


def marked(written: str, dct: str = "2023-09-20", name: str = "d") -> Document:
    """A document of ``[Monday|2023-09-18] it {opened|2023-09-18}``: times with value, events with or without when.

    The dct is a Wednesday. Ids count in text order from t1 and e1, as the harness gives them. A value like P1D
    is a DURATION, one from XXXX a SET, one with a time of day a TIME, the rest are DATE; events are occurrences
    that happened.
    """
    text = ""
    timexes: list[Timex] = []
    events: list[Event] = []
    last = 0
    for mark in MARK.finditer(written):
        text += written[last : mark.start()]
        last = mark.end()
        words = mark["timex"] or mark["event"]
        start, end = len(text), len(text) + len(words)
        text += words
        if mark["event"]:
            id_ = f"e{len(events) + 1}"
            events.append(Event(start, end, "OCCURRENCE", "ACTUAL", mark["when"], text=words, id=id_))
        else:
            id_ = f"t{len(timexes) + 1}"
            timexes.append(Timex(start, end, type_of(mark["value"]), mark["value"], text=words, id=id_))
    text += written[last:]
    return Document(name, text, datetime.date.fromisoformat(dct), timexes=tuple(timexes), events=tuple(events))


def type_of(value: str) -> str:
    """The TIMEX3 type that goes with a value."""
    if re.match(r"P[\dXT]", value):
        return "DURATION"
    if value.startswith("XXXX"):
        return "SET"
    return "TIME" if re.search(r"\dT", value) else "DATE"
