# /// script
# requires-python = ">=3.11"
# dependencies = ["pyduckling-native-phihos==0.3.0"]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
#
# [tool.bench]
# files = ["/usr/share/zoneinfo/UTC"]
# remedy = "run: apt-get install tzdata"
# ///
"""Duckling, the parser of times and durations from wit.ai (Haskell, in use today), for English, without Java.

pyduckling-native-phihos 0.3.0 (MIT; Linux on x86_64) has Duckling 0.2.0.0 (BSD) in its wheel. It is the successor
of the Clojure version, which `duckling` runs, and needs the time zones of the operating system.

Settings: the locale en_US, and the dimensions time and duration. The reference time is the document creation time
at midnight, UTC. All else is the tool's default. Latent answers (years, hours that it makes of bare numbers) are
left out; a weekday, month or day is the coming one; slashes are month first. The tool has no setting for the past.
The text is given to it line by line, as to the Clojure version.

The values are cut to the grain of the answer by the same rules as for the Clojure version (`systems/duckling.py`
explains them): "two hours ago" has no value, because the document gives only the day; "from Monday to Friday" has
none, because TIMEX3 has no value with two ends; "early May" is such an interval too. A zone ("9 a.m. EST") is
counted into the hour and isn't kept. The tool has no sets ("every Monday" is the next one), vague times, or
modifiers.

`resolve` asks the tool for the bare text of the span, and gives the first answer that covers all of it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from typing import Any

import duckling as tool
from duckling_answers import CLOCK_LENGTHS, LENGTHS, Answer, Reader

from bench import Document, Timex, system

LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Parser:
    """The tool for English."""

    def __init__(self) -> None:
        self._zones = tool.load_time_zones("/usr/share/zoneinfo")
        self._locale = tool.parse_locale("EN_US", tool.default_locale_lang(tool.parse_lang("EN")))
        self._dimensions = tool.parse_dimensions(["time", "duration"])

    def ask(self, text: str, reference: datetime.datetime) -> list[Answer]:
        """The tool's answers on a line of text, in text order. Their places count code points."""
        seconds = int(reference.replace(tzinfo=datetime.UTC).timestamp())
        context = tool.Context(tool.parse_ref_time(self._zones, "UTC", seconds), self._locale)
        text = LONE_SURROGATE.sub("\ufffd", text)  # the tool takes UTF-8, which has none
        found = [answer(each) for each in tool.parse(text, context, self._dimensions)]
        return sorted(found, key=lambda each: (each.start, each.end))


def answer(found: dict[str, Any]) -> Answer:
    """One of the tool's answers."""
    place, value = (found["start"], found["end"], found["latent"]), found["value"]
    if found["dim"] == "duration":
        units = [unit for unit, _ in (*LENGTHS, *CLOCK_LENGTHS)]
        return Answer(*place, {unit: str(value[unit]) for unit in units if unit in value})
    ends = [value.get(end) for end in ("from", "to")]
    since, until = (end["value"] if end else "" for end in ends)
    grain = next((end["grain"] for end in ends if end), value.get("grain", ""))
    return Answer(*place, {}, grain, value.get("value", ""), since, until)


@system(layers=["timexes"])
class duckling_native:  # noqa: N801 - the system's name
    """Duckling (Haskell, without Java): times and durations."""

    def __init__(self) -> None:
        self._reader = Reader(Parser(), latent=False)

    def extract(self, document: Document) -> Iterator[Timex]:
        """The tool's answers."""
        yield from self._reader.timexes(document)

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
        """The tool's answers on the spans' own texts."""
        yield from self._reader.of_spans(document, spans)
