"""The systems and the suites that bench carries: in a clone the top folders, otherwise copies in the package."""

from __future__ import annotations

import importlib.metadata
import json
from pathlib import Path

PLACE = Path(__file__).parents[1] / "_carried"
"""The folder of the copies. The build makes it; a clone doesn't have it."""


def top() -> Path | None:
    """Returns the folder that has ``systems`` and ``gold``; None if bench was installed without them."""
    if PLACE.is_dir():
        return PLACE
    clone = PLACE.parents[1]
    return clone if (clone / "pyproject.toml").is_file() and (clone / "systems").is_dir() else None


def systems() -> Path | None:
    """Returns the folder of the systems that bench carries, or None if it carries none."""
    folder = top()
    return folder and folder / "systems"


def suites() -> list[str]:
    """Returns the names of the suites that bench carries, sorted."""
    folder = top()
    return sorted(path.name for path in (folder / "gold").glob("[!.]*/") if path.is_dir()) if folder else []


def suite(path: Path) -> Path:
    """Returns the folder of the suite that bench carries if ``path`` is its name, or else ``path`` itself.

    A file or folder that exists comes first.
    """
    folder = top()
    named = len(path.parts) == 1 and not path.is_absolute() and path.name != ".."
    if folder is None or not named or path.exists():
        return path
    there = folder / "gold" / path
    return there if there.is_dir() else path


def origin() -> tuple[str, str] | None:
    """Returns the git repository and commit that bench was installed from (PEP 610); None for another origin."""
    try:
        stated = importlib.metadata.distribution("timeline-bench").read_text("direct_url.json")
        found = json.loads(stated or "{}")
        return str(found["url"]), str(found["vcs_info"]["commit_id"])
    except (importlib.metadata.PackageNotFoundError, ValueError, KeyError, TypeError):
        return None


def repository() -> str:
    """Returns in words where the project can be cloned from: the repository that bench was installed from."""
    known = origin()
    return known[0] if known else "the repository that this package of bench was built from"


def offered() -> str:
    """Returns in words which gold bench carries, and how to get what it doesn't; empty if it carries none."""
    names = suites()
    if not names:
        return ""
    found = f"bench carries {' and '.join(f'--gold {name}' for name in names)}"
    if "articles" in names:
        return found
    return f"{found}; the texts of gold/articles are their publishers', so clone {repository()} for them"
