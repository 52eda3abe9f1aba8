"""The line of a program's standard error that says why the program ended."""

from __future__ import annotations

import re

_FILLING = re.compile(r"\s|$|Node\.js v\d|\(Use `node |note: run with `RUST_BACKTRACE|exit status \d|[\]})^~]+$")
"""The lines that aren't the cause: indented ones, such as calls in a stack trace, and last words of runtimes."""
_GO = re.compile(r"^panic: (?s:.*)^goroutine \d", re.MULTILINE)
"""The text of a crashed Go program: its stack trace isn't indented."""
_ERROR = re.compile(
    r"(panic: |Uncaught |Caused by: |Exception in thread )|\[?[\w.$]*(Error|Exception|Rejection)\b.*:"
)


def last_words(written: str) -> str:
    """Returns the line of a text on standard error that names the cause of a program's end; empty if it has none.

    It is the last line that is no part of a stack trace and no runtime's version. If that line continues the
    message of an error, it is the line that names the error.
    """
    lines = written.splitlines()
    if _GO.search(written):
        return next((line for line in reversed(lines) if line.startswith("panic: ")), "")
    end = next((at for at in reversed(range(len(lines))) if not _FILLING.match(lines[at])), None)
    if end is None:
        return next((line.strip() for line in reversed(lines) if line.strip()), "")
    start = end
    while start > 0 and not _FILLING.match(lines[start - 1]):
        start -= 1
    named = [line for line in lines[start : end + 1] if _ERROR.match(line)]
    return (named[-1] if named else lines[end]).strip()
