"""UIMA's CAS in JSON, as INCEpTION and dkpro-cassis write it: a file a document, which holds its type system too.

After the specification of UIMA CAS JSON (github.com/apache/uima-uimaj-io-jsoncas). The files are read and written
by dkpro-cassis. Not tried on real files.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.dataset.note import Note
from bench.dataset.suite import Suite
from bench.errors import DataError, Fault
from bench.files import read_bytes
from bench.formats import file_names
from bench.formats.annotated import Annotated
from bench.formats.carried import EVERYTHING, PREDICTED
from bench.formats.cas import loading
from bench.formats.cas.building import build
from bench.formats.cas.reading import Place, read
from bench.formats.parsed import named_files, parsed, start_of

SIGN = re.compile(r'"%(TYPES|FEATURE_STRUCTURES|VIEWS)"')
_ID = re.compile(r"\d{1,12}", re.ASCII)


def files(path: Path) -> Sequence[Path]:
    """Returns the JSON files of a folder that begin as CAS JSON does, or the one file."""
    return [each for each in named_files(path, [".json"]) if SIGN.search(start_of(each))]


def unread(path: Path) -> Iterator[Note]:
    """Yields a note for each other JSON file of the folder."""
    mine = set(files(path))
    for each in named_files(path, [".json"]):
        if each not in mine:
            yield Note("JSON of another sort", str(each), 0, "no CAS in JSON; it isn't read")


def parse(path: Path) -> Iterable[Annotated]:
    """Yields the document of a file. Raises DataError."""
    from cassis import load_cas_from_json

    name = file_names.id_of(path)
    content = read_bytes(path).decode("utf-8-sig")
    places = _places(content, path)
    yield read(loading.load(path, lambda: load_cas_from_json(content)), path, name, places)


def _places(content: str, path: Path) -> dict[int, Place]:
    """Returns the place of each feature structure, by its id. Raises DataError for a file that is no CAS JSON."""
    try:
        data = json.loads(content)
    except json.JSONDecodeError as error:
        raise DataError([Fault(str(path), error.lineno, f"not JSON: {error.msg}", "export it again")]) from None
    except (ValueError, RecursionError):
        message = "it is nested too deeply, or has a number without end"
        raise DataError([Fault(str(path), 0, message, "export it again")]) from None
    if not isinstance(data, dict) or not isinstance(data.get("%TYPES"), dict):
        message = "there is no type system (%TYPES) in it"
        raise DataError([Fault(str(path), 0, message, "export it again, with its type system")])
    places: dict[int, Place] = {}
    for number, each in _structures(data.get("%FEATURE_STRUCTURES")):
        if number in places:
            message = f"the id {number} stands twice"
            raise DataError([Fault(str(path), 0, message, "give each feature structure its own")])
        places[number] = Place(0, _number(each.get("begin")), _number(each.get("end")))
    return places


def _structures(stated: Any) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yields the feature structures with their ids, from a list or from an object by id."""
    if isinstance(stated, dict):
        stated = [
            {**each, "%ID": int(name)}
            for name, each in stated.items()
            if isinstance(each, dict) and _ID.fullmatch(name)
        ]
    for each in stated if isinstance(stated, list) else ():
        if isinstance(each, dict) and _number(each.get("%ID")) is not None:
            yield each["%ID"], each


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def write_gold(folder: Path, _suite: Suite, documents: Iterable[Annotated], lose: Callable[[str], None]) -> None:
    """Writes a JSON file for each document, with its type system.

    Raises DataError for an id that can't be the name of a file, and for a text that isn't UTF-8.
    """
    folder.mkdir()
    for each in documents:
        document = each.document
        place = file_names.path_for(folder, document.id, ".json")
        file_names.encoded(document.id, document.text)
        content = file_names.encoded(document.id, build(each, lose).to_json())
        with file_names.create(place) as file:
            file.write(content)


FORMAT = parsed(
    name="cas-json",
    title="UIMA's CAS in JSON",
    sign="*.json",
    order=220,
    files=files,
    parse=parse,
    unread=unread,
    write_gold=write_gold,
    carries=EVERYTHING - PREDICTED - {"timeline"},
    needs="cassis",
)
