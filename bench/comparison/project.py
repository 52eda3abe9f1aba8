"""The settings of a project: the table ``[tool.bench]`` of its pyproject.toml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.errors import DataError, Fault
from bench.files import parse_toml, read_bytes

KEYS = ("compare", "corpora", "gold", "install", "systems")
PYPROJECT = Path("pyproject.toml")
GOLD = Path("gold/articles")
"""The folder of the gold if neither pyproject.toml nor an option names another."""


def read(path: Path = PYPROJECT, *, required: bool = False) -> dict[str, Any]:
    """Returns the table ``[tool.bench]`` of a pyproject.toml. It is empty if the file has none.

    A missing file counts as an empty table unless it is ``required``. Raises DataError for a file that can't be
    read and for an unknown key.
    """
    try:
        table: Any = parse_toml(read_bytes(path).decode("utf-8-sig"))
    except OSError as error:
        if isinstance(error, FileNotFoundError) and not required:
            return {}
        reason = f"it can't be read: {error.strerror}"
        raise DataError([Fault(str(path), 0, reason, "name a file with --config")]) from None
    except ValueError as error:
        raise DataError([Fault(str(path), 0, f"not TOML: {error}", "mend the file")]) from None
    for key in ("tool", "bench"):
        table = table.get(key, {}) if isinstance(table, dict) else {}
    found: dict[str, Any] = table if isinstance(table, dict) else {}
    remedies = {"suite": "the folder of the gold is called gold: write gold instead"}
    faults = [
        Fault(
            str(path),
            0,
            f"[tool.bench]: {key!r}, which nothing reads",
            remedies.get(key, f"it may have {', '.join(KEYS)}"),
        )
        for key in found
        if key not in KEYS
    ]
    for key, such in (("systems", '["my-extractor"]'), ("install", '["python -m pip install -e ."]')):
        stated = found.get(key, [])
        if not (isinstance(stated, list) and all(isinstance(each, str) for each in stated)):
            remedy = f"write {key} = {such}"
            faults.append(Fault(str(path), 0, f"[tool.bench]: {key} isn't a list of strings", remedy))
    faults += [
        Fault(str(path), 0, f"[tool.bench]: {key} isn't a string", f'write {key} = "FOLDER"')
        for key in ("gold", "corpora")
        if not isinstance(found.get(key, ""), str)
    ]
    if faults:
        raise DataError(faults)
    return found


def gold(path: Path = PYPROJECT) -> Path:
    """Returns the folder of the gold that a pyproject.toml names, or else ``gold/articles``."""
    return Path(read(path).get("gold", GOLD))


def corpora(path: Path = PYPROJECT) -> Path | None:
    """Returns the folder of the known corpora that a pyproject.toml names; None if it names none."""
    found = read(path).get("corpora")
    return None if found is None else Path(found)
