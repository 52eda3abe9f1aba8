"""Data sets of Hugging Face, of the hub or in a folder, streamed by the library ``datasets``: ``hf:NAME``."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.dataset import card
from bench.dataset.card import NO_CARD, Card
from bench.errors import BenchError, DataError, Fault, UsageError

HUB = "hf:"
"""The beginning of the address of a data set."""


@dataclass(frozen=True, slots=True)
class Address:
    """A data set as its user names it: ``hf:NAME[@REVISION][:CONFIG[:SPLIT]]``."""

    stated: str
    """The whole address."""
    name: str
    """The name on the hub, or the path of a folder."""
    revision: str | None = None
    """The branch, tag or commit; None for the newest, and for a folder."""
    config: str = ""
    split: str = ""

    @property
    def folder(self) -> Path | None:
        """The folder that the address names; None for a data set of the hub."""
        return Path(self.name) if Path(self.name).is_dir() else None


def is_address(place: str | Path) -> bool:
    """Returns whether a place is the address of a data set, and no file or folder of this name."""
    return str(place).startswith(HUB) and not Path(place).exists()


def address(stated: str | Path) -> Address:
    """Returns the address of a data set. A folder may have ``:`` and ``@`` in its path.

    Raises UsageError for an address without a name.
    """
    parts = str(stated).removeprefix(HUB).split(":")
    for count in range(len(parts), 0, -1):
        name = ":".join(parts[:count])
        if name and Path(name).is_dir():
            return Address(str(stated), name, None, *_two(parts[count:]))
    name, _, revision = parts[0].partition("@")
    if not name:
        raise UsageError(f"{stated}: no data set is named; write {HUB}NAME or {HUB}FOLDER")
    return Address(str(stated), name, revision or None, *_two(parts[1:]))


def _two(rest: list[str]) -> tuple[str, str]:
    config, _, split = ":".join(rest).partition(":")
    return config, split


def configs(found: Address) -> list[str]:
    """Returns the names of the configs of a data set. Raises UsageError if it can't be loaded."""
    datasets = _library()
    try:
        with _quiet():
            return list(datasets.get_dataset_config_names(found.name, revision=found.revision))
    except Exception as error:  # the library passes on the errors of its file systems and builders
        raise _not_loaded(found, error) from None


def rows(found: Address, config: str) -> Iterator[Mapping[str, Any]]:
    """Returns the rows of a config of a data set, which are streamed; "" is its only or default config.

    Raises UsageError if it can't be loaded, and if it has several splits of which none is named. The iterator
    raises DataError where it can't be read on.
    """
    datasets = _library()
    try:
        with _quiet():
            read: Any = datasets.load_dataset(
                found.name, config or None, split=found.split or None, streaming=True, revision=found.revision
            )
    except Exception as error:  # as above
        raise _not_loaded(found, error) from None
    if isinstance(read, dict):
        if len(read) > 1:
            start = f"{HUB}{found.name}{f'@{found.revision}' if found.revision else ''}:{found.config}"
            example = f"{start}:{min(read)}"
            raise UsageError(f"{found.stated} has the splits {', '.join(read)}; name one, as in {example}")
        (read,) = read.values()
    place = f"{found.stated} ({config})" if config != found.config else found.stated
    return _read_on(place, iter(read))


def _read_on(place: str, read: Iterator[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    number = 0
    while True:
        number += 1
        try:
            row = next(read, None)
        except Exception as error:  # as above
            message = f"can't be read on: {_first_line(error)}"
            raise DataError(
                [Fault(place, number, message, "mend the data set, or try again (bench run: with --resume)")]
            ) from None
        if row is None:
            return
        yield row


def read_card(found: Address) -> Card:
    """Returns the card of a data set; an empty one if it has none. Raises UsageError if it can't be loaded."""
    if (folder := found.folder) is not None:
        return card.read(folder)
    import huggingface_hub
    from huggingface_hub.errors import EntryNotFoundError, LocalEntryNotFoundError

    try:
        with _quiet():
            stored = huggingface_hub.hf_hub_download(
                found.name, card.NAME, repo_type="dataset", revision=found.revision
            )
    except LocalEntryNotFoundError as error:  # one of EntryNotFoundError, though the network is what lacks
        raise _not_loaded(found, error) from None
    except EntryNotFoundError:
        return NO_CARD
    except Exception as error:  # as above
        raise _not_loaded(found, error) from None
    return card.parse(Path(stored).read_bytes().decode("utf-8-sig", errors="replace"))


def _library() -> Any:
    try:
        import datasets
    except ImportError:
        raise not_installed("a data set", "datasets") from None
    return datasets


@contextmanager
def _quiet() -> Iterator[None]:
    """Keeps the libraries from printing that they try again; what they raise in the end says it all."""
    loggers = [logging.getLogger(name) for name in ("datasets", "huggingface_hub")]
    levels = [each.level for each in loggers]
    for each in loggers:
        each.setLevel(logging.ERROR)
    try:
        yield
    finally:
        for each, level in zip(loggers, levels, strict=True):
            each.setLevel(level)


def not_installed(what: str, package: str) -> BenchError:
    """Returns the error for a library that reading a corpus needs."""
    return UsageError(f"{what} needs {package}; run: python -m pip install 'timeline-bench[full]'")


def _not_loaded(found: Address, error: Exception) -> UsageError:
    if found.folder is None:
        remedy = f"mend the name, go online, or name a folder that has the data set: {HUB}FOLDER"
    else:
        remedy = f"mend the folder, or write {HUB}NAME:CONFIG:SPLIT"
    return UsageError(f"{found.stated} can't be loaded: {type(error).__name__}: {_first_line(error)}; {remedy}")


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
