"""The standard streams of the command. If output can't be written, the work goes on without it."""

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
    """A text stream that stops writing after the first error, without raising it.

    Characters that the encoding lacks are written as escapes. All other attributes are those of ``stream``.
    """

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        self.error: OSError | None = None if stream else OSError(errno.EBADF, os.strerror(errno.EBADF))
        """The first error; nothing is written after it. None if there was no error."""
        self.encoding = (stream and stream.encoding) or "utf-8"
        self.errors = (stream and stream.errors) or "strict"

    def __getattr__(self, name: str) -> Any:
        if self._stream is None:
            raise AttributeError(name)
        return getattr(self._stream, name)

    def isatty(self) -> bool:
        """Returns whether the stream is a terminal."""
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
        """Flushes the stream, unless there was an error."""
        if self.error is None and self._stream is not None:
            try:
                self._stream.flush()
            except OSError as error:
                self.error = error

    @property
    def lost(self) -> OSError | None:
        """The error by which output was lost; None if there was none, or if the reader has closed the pipe."""
        return None if isinstance(self.error, BrokenPipeError) else self.error

    def drop(self) -> None:
        """After an error, redirects the stream's file to the null device, because Python flushes it at exit."""
        if self.error is not None and self._stream is not None:
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, self._stream.fileno())
            os.close(null)


@contextmanager
def guarded() -> Iterator[tuple[Stream, Stream]]:
    """Yields a `Stream` for standard output and one for standard error, and uses them within the context."""
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
    """Opens the null device in place of each closed standard stream.

    Otherwise the first opened file would get the stream's number, and printed text would go into this file.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def say(line: str) -> None:
    """Prints a line on standard output, with control characters made visible."""
    click.echo(visible_message(line))


def note(message: str, *, lines: bool = False) -> None:
    """Prints a message on standard error, with control characters made visible.

    Further lines of the message are marked as such, unless ``lines`` says that each line is a message of its own.
    """
    text = visible(message) if lines else visible_message(message)
    if sys.stderr.isatty():
        text = "\n".join(
            _wrapped(line, os.get_terminal_size(sys.stderr.fileno()).columns) for line in text.split("\n")
        )
    click.echo(text, err=True)


def _wrapped(line: str, width: int) -> str:
    """Returns a line, broken between words at a terminal's width, which is 0 if the terminal doesn't state it."""
    return (
        fill(line, width, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
        if width > 20 and len(line) > width
        else line
    )
