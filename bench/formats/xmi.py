"""UIMA's XMI, as INCEpTION exports and imports it: a file a document, and ``TypeSystem.xml`` beside them.

Also INCEpTION's export as a zip with both. After the XMI section of Apache UIMA's reference documentation. The
files are read and written by dkpro-cassis. Not tried on real files.
"""

from __future__ import annotations

import functools
import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.dataset.suite import Suite
from bench.errors import DataError, Fault
from bench.files import read_bytes
from bench.formats import file_names
from bench.formats.annotated import Annotated
from bench.formats.carried import EVERYTHING, PREDICTED
from bench.formats.cas import loading, types
from bench.formats.cas.building import build
from bench.formats.cas.reading import read
from bench.formats.cas.xml import INVALID, scan
from bench.formats.parsed import named_files, parsed

TYPES = "TypeSystem.xml"
LARGEST = 256 * 2**20
"""The largest number of bytes of a file that is taken out of a zip."""
TYPES_REMEDY = "put TypeSystem.xml beside it, which INCEpTION's export (a zip) contains"


def files(path: Path) -> Sequence[Path]:
    """Returns the XMI files of a folder, the zips with such files, and the type system; or the one file."""
    found = [*named_files(path, [".xmi"]), *(each for each in named_files(path, [".zip"]) if _holds_xmi(each))]
    beside = (path if path.is_dir() else path.parent) / TYPES
    return [*found, beside] if found and beside.is_file() else found


def _holds_xmi(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as opened:
            return any(name.endswith(".xmi") for name in opened.namelist())
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return False


def parse(path: Path) -> Iterable[Annotated]:
    """Yields the documents of a file: of an XMI file one, of a zip one for each XMI file. Raises DataError."""
    if path.name == TYPES:
        return
    if path.suffix == ".zip":
        yield from _zipped(path)
        return
    beside = path.with_name(TYPES)
    if not beside.is_file():
        raise _fault(path, "there is no TypeSystem.xml, without which XMI can't be read", TYPES_REMEDY)
    yield _document(path, file_names.id_of(path), read_bytes(path), beside, read_bytes(beside))


def _zipped(path: Path) -> Iterator[Annotated]:
    """Yields the documents of a zip. Its files are read in memory; none of their names is used as a path."""
    name = file_names.id_of(path)
    try:
        with zipfile.ZipFile(path) as opened:
            inside = {each.filename: each for each in opened.infolist() if not each.is_dir()}
            of_types = [each for each in inside if each.rpartition("/")[2] == TYPES]
            documents = sorted(each for each in inside if each.endswith(".xmi"))
            if not of_types:
                raise _fault(path, "there is no TypeSystem.xml in it", "export the documents again as XMI")
            system = _taken(opened, inside[of_types[0]], path)
            for each in documents:
                own = name if len(documents) == 1 else each.rpartition("/")[2].removesuffix(".xmi")
                yield _document(path, own, _taken(opened, inside[each], path), path, system)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise _fault(path, f"this zip can't be read: {error}", "unpack it, and name the folder") from None


def _taken(opened: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path) -> bytes:
    """Returns the content of a file in a zip. Raises DataError for one that is too large."""
    with opened.open(member) as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        message = f"{member.filename!r:.80} in it is larger than {LARGEST // 2**20} MiB"
        raise _fault(path, message, "unpack it, and name the folder")
    return content


def _document(path: Path, name: str, content: bytes, beside: Path, system: bytes) -> Annotated:
    from cassis import load_cas_from_xmi

    places = scan(content, str(path))
    found = loading.load(
        path, lambda: load_cas_from_xmi(io.BytesIO(content), _types(system, str(beside)), trusted=True)
    )
    return read(found, path, name, places)


@functools.lru_cache(maxsize=4)
def _types(content: bytes, path: str) -> Any:
    from cassis import load_typesystem

    scan(content, path)
    return loading.load(Path(path), lambda: load_typesystem(io.BytesIO(content)))


def _fault(path: Path, message: str, remedy: str) -> DataError:
    return DataError([Fault(str(path), 0, message, remedy)])


def write_gold(folder: Path, _suite: Suite, documents: Iterable[Annotated], lose: Callable[[str], None]) -> None:
    """Writes an XMI file for each document, and ``TypeSystem.xml``.

    Raises DataError for an id that can't be the name of a file, and for characters that XML can't hold.
    """
    folder.mkdir()
    (folder / TYPES).write_text(types.type_system().to_xml(), encoding="utf-8", newline="")
    for each in documents:
        document = each.document
        place = file_names.path_for(folder, document.id, ".xmi")
        if found := INVALID.search(document.text):
            message = f"the text of {document.id!r} has U+{ord(found[0]):04X}, which XML can't hold"
            raise DataError([Fault(repr(document.id), 0, message, "take it out, or choose cas-json")])
        made = build(each, lose)
        try:
            content = made.to_xmi()
        except ValueError as error:
            message = f"an attribute of {document.id!r} can't be written: {error}"
            raise DataError([Fault(repr(document.id), 0, message, "mend it, or choose cas-json")]) from None
        with file_names.create(place) as file:
            file.write(content.encode())


FORMAT = parsed(
    name="xmi",
    title="UIMA's XMI",
    sign="*.xmi",
    order=210,
    files=files,
    parse=parse,
    write_gold=write_gold,
    carries=EVERYTHING - PREDICTED - {"timeline"},
    needs="cassis",
)
