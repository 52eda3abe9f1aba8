"""Hints for a failed check: the likely cause in words, and the lines of the system's file that may contain it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bench.systems.system import System

WORDS: Mapping[str, str] = {
    "offsets": "count code points of the text as it came; no bytes, no UTF-16, nothing stripped or replaced first",
    "files": "what it reads; docs/robustness.md says what a system may see, and --sandbox hides the rest",
    "context": "is white space or a mark taken for part of a word, or a line end for a space?",
    "state": "what is kept from one document to the next; random numbers without a seed; threads",
    "order": "random numbers without a seed; the order of a set; files left by an earlier run",
    "given": "resolve may answer the spans that it is given and no others, each once, as start and end of a Timex",
    "asked": "each span's answer is to follow from the text, the dct and the span, not from how it was asked for",
    "zone": "local times: reckon in UTC, or with the dct alone",
    "clock": "where the present is asked for: give document.dct to it, and to libraries as their reference",
    "values": "docs/annotation-scheme.md has the values; None is for what the system can't say",
    "space": "trim white space off both ends of a span",
    "nothing": "the rule or word that takes this for a time or an event",
    "found": "the text is English and has times and events of many kinds (--show-text prints it); are layer and "
    "model the right ones?",
}
_CALLS: Mapping[str, str] = {
    "offsets": r"\.encode\(|\.splitlines\(|\.strip\(|\.lstrip\(|\.replace\(|\bnormalize\(|universal",
    "state": r"^\s*global\b|\brandom\b|\bshuffle\(|\bcache\b",
    "order": r"\brandom\b|\bshuffle\(|\bset\(|\bhash\(|\buuid|\bid\(",
    "zone": r"\blocaltime\(|\bmktime\(|fromtimestamp\(|\.timestamp\(|\.astimezone\(|\btzlocal",
    "clock": r"\bnow\(|\btoday\(|\butcnow\(|\btime\.time|\blocaltime\(|\bgmtime\(|\btime\(\)",
}
"""For each kind of fault, a pattern of the calls that often cause it in a Python file."""
SHOWN = 3


ANSWERS: Mapping[str, str] = {
    r"no answer within": "it may never end there, or only be slow: --timeout gives it more time",
    r"; (write|add|yield|import|move|give) ": "mend it there, and check again",
    r"outside the text": "offsets count the characters of document.text: 0 ≤ start < end ≤ len(document.text)",
    r"is none of|is no string|half a character": "docs/annotation-scheme.md has the words and values of a field",
    r"MiB": "what it keeps or answers is too large; --memory gives it more memory",
    r"process ended|closed its standard": "its process ended; what it printed last is shown on standard error",
    r"no JSON object|something else|more than its answer|protocol": "docs/protocol.md says what an answer is; "
    "print nothing else on standard output",
    r"no whole-number|is no annotation|not a list|is no link|of a link|the id|entr|mention": "docs/protocol.md "
    "says what an answer is",
}
"""For each pattern of a message that says why a system gave no answer, the advice to its author."""
RAISED = "the traceback, and what the system printed, are shown on standard error"
"""The hint for a cause that `ANSWERS` doesn't have: an exception in the system's own code."""


def remedy(cause: str) -> str:
    """Returns advice for a system that gave no answer. ``cause`` is the message that says why."""
    return next((words for pattern, words in ANSWERS.items() if re.search(pattern, cause)), RAISED)


def look(system: System, kind: str, cause: str = "") -> str:
    """Returns a hint on a fault of this kind: the first lines of the file that may cause it, and a remedy.

    ``cause`` is the cause of the failure, for the kind "answer".
    """
    if kind == "answer":
        return remedy(cause)
    if kind not in _CALLS or not system.path.is_file():
        return WORDS[kind]
    lines = system.path.read_text(encoding="utf-8", errors="replace").splitlines()
    suspect = [number for number, line in enumerate(lines, 1) if re.search(_CALLS[kind], line.partition("#")[0])]
    places = ", ".join(f"{system.path.name}:{number}" for number in suspect[:SHOWN])
    return f"{places}: {WORDS[kind]}" if places else WORDS[kind]
