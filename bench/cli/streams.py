"""The standard streams of the command: output that can't be written ends the printing and not the work."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from textwrap import fill
from typing import Any, TextIO

import click

from bench.escapes import encodable, visible, visible_message


class Stream:
    """A text stream that drops what can't be written, and keeps the first error.

    Characters that the encoding lacks are written in others. All else is the stream's own.
    """

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        self.error: OSError | None = None if stream else OSError(errno.EBADF, os.strerror(errno.EBADF))
        """The error after which nothing is written any more."""
        self.encoding = (stream and stream.encoding) or "utf-8"
        self.errors = (stream and stream.errors) or "strict"

    def __getattr__(self, name: str) -> Any:
        if self._stream is None:
            raise AttributeError(name)
        return getattr(self._stream, name)

    def isatty(self) -> bool:
        """Returns whether a terminal reads the stream."""
        return self.error is None and self._stream is not None and self._stream.isatty()

    def write(self, text: str) -> int:
        """Writes a text, or drops it where the stream can't be written; returns its length.

        Raises TypeError for bytes, whatever state the stream is in: click takes a stream that accepts them for a
        binary one, and would write to the file beneath.
        """
        if not isinstance(text, str):
            raise TypeError(f"a text is wanted, not {type(text).__name__}")
        if self.error is None and self._stream is not None:
            try:
                self._stream.write(encodable(text, self.encoding))
            except OSError as error:
                self.error = error
        return len(text)

    def flush(self) -> None:
        """Hands on what was written, unless the stream can't be written."""
        if self.error is None and self._stream is not None:
            try:
                self._stream.flush()
            except OSError as error:
                self.error = error

    @property
    def lost(self) -> OSError | None:
        """The error for which output was lost that somebody waits for; None also where the reader has gone."""
        return None if isinstance(self.error, BrokenPipeError) else self.error

    def drop(self) -> None:
        """Turns the file of a stream that can't be written to nothing: the interpreter flushes it at its end."""
        if self.error is not None and self._stream is not None:
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, self._stream.fileno())
            os.close(null)


@contextmanager
def guarded() -> Iterator[tuple[Stream, Stream]]:
    """Puts streams that drop what can't be written in the place of standard output and standard error."""
    before = sys.stdout, sys.stderr
    out, err = Stream(sys.stdout), Stream(sys.stderr)
    sys.stdout, sys.stderr = out, err
    try:
        yield out, err
    finally:
        for stream in (out, err):
            stream.flush()
            stream.drop()
        sys.stdout, sys.stderr = before


def open_closed() -> None:
    """Opens the null device in the place of each standard stream that is closed.

    Otherwise the first file that is opened would take its number, and get what is printed.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def say(line: str) -> None:
    """Prints a line on standard output, its control characters visible."""
    click.echo(visible_message(line))


def note(message: str, *, lines: bool = False) -> None:
    """Prints a message on standard error, its control characters visible.

    A further line of it is marked as one, unless ``lines`` says that each is a message, all in visible characters.
    """
    text = visible(message) if lines else visible_message(message)
    if sys.stderr.isatty():
        text = "\n".join(
            _wrapped(line, os.get_terminal_size(sys.stderr.fileno()).columns) for line in text.split("\n")
        )
    click.echo(text, err=True)


def _wrapped(line: str, width: int) -> str:
    """Returns a line for a terminal, broken between words; 0 columns mean that the terminal doesn't know."""
    return (
        fill(line, width, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
        if width > 20 and len(line) > width
        else line
    )
