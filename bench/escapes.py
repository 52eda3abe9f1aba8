"""Escapes for characters that control a terminal, reorder a line, or start a command of a CI system."""

from __future__ import annotations

import re

CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""The control characters besides tab and line feed (C0, DEL, C1), and those that turn the direction of text."""
COMMANDS = re.compile(r"::(?=[\w-]+(?: [^\n]*)?::)|##(?=\[)")
"""The start of a command that a CI system obeys in a log (GitHub's ``::name::`` and ``##[name]``)."""
CONTINUED = "\n  | "
"""The start of each further line of a message, so that no line of it is read as a command of a CI system."""
LINE_ENDS = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
ASCII = str.maketrans(
    {
        **dict.fromkeys("–—−‐‑─━", "-"),
        **dict.fromkeys("‘’", "'"),
        **dict.fromkeys("“”", '"'),
        **dict.fromkeys("│┃", "|"),
        "→": "->",
        "←": "<-",
        "…": "...",
        "·": "*",
        "≥": ">=",
        "≤": "<=",
        "×": "x",
        "κ": "kappa",
        "\u00a0": " ",
    }
)
"""For each sign of tables and messages the ASCII that replaces it in an encoding that lacks the sign."""


def visible(text: str) -> str:
    r"""Returns a text in which each control character is written as an escape, such as ``\x1b`` or ``\u202e``.

    The first character of a command to a CI system (`COMMANDS`) is escaped too.
    """
    return COMMANDS.sub(_escape_first, CONTROLS.sub(_escape, text.replace("\r\n", "\n")))


def visible_message(text: str) -> str:
    """Returns a message with escaped control characters, in which each line after the first begins with a bar."""
    return visible(CONTINUED.join(LINE_ENDS.split(text)))


def encodable(text: str, encoding: str) -> str:
    r"""Returns a text in which ASCII or JSON escapes (``\u00e9``) replace characters that an encoding lacks."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(letter if _holds(encoding, letter) else _spelt(letter, encoding) for letter in text)
    return text


def in_json(text: str, encoding: str) -> str:
    r"""Returns the same JSON, with escapes for control characters and for characters that an encoding lacks."""
    return (
        "".join(
            letter
            if _holds(encoding, letter) and not (letter != "\n" and CONTROLS.match(letter))
            else _units(letter)
            for letter in text
        )
        if not text.isascii() or "\x7f" in text
        else text
    )


def _spelt(letter: str, encoding: str) -> str:
    plain = letter.translate(ASCII)
    return plain if plain != letter and _holds(encoding, plain) else _units(letter)


def _units(letter: str) -> str:
    units = letter.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{int.from_bytes(units[at : at + 2]):04x}" for at in range(0, len(units), 2))


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"


def _escape_first(found: re.Match[str]) -> str:
    return f"\\x{ord(found[0][0]):02x}{found[0][1:]}"


def _holds(encoding: str, letter: str) -> bool:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
