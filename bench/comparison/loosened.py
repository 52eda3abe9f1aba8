"""Gates that head has loosened: kept cases and settings that the revision of base has, and head lacks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.comparison import gates, project
from bench.comparison.gates import ALL, Judgement, Settings
from bench.counts import plural
from bench.errors import DataError, some
from bench.files import parse_toml
from bench.results import git


def judge(revision: str, settings: Settings) -> list[Judgement]:
    """Returns a judgement for each keep file that lacks cases of base, and one if the table of gates differs.

    ``revision`` is base; if it is a folder of results or no git revision, there is nothing to judge. The gates are
    those of head, which a change may have loosened, so a reader must be told; nothing fails for it. Files that
    the revision doesn't have loosen nothing.
    """
    if Path(revision).exists() or not git.is_revision(revision):
        return []
    keeps = dict.fromkeys(gate.keep for gate in settings.gates if gate.keep is not None)
    found = [Judgement(ALL, keep, "passed", why) for keep in keeps for why in _gone(revision, Path(keep))]
    before, now = _table(git.content(revision, project.PYPROJECT)), _table(_bytes(project.PYPROJECT))
    if before is not None and before != now:
        why = f"[{gates.TABLE}] isn't that of {revision}; the gates of head judge"
        found.append(Judgement(ALL, str(project.PYPROJECT), "passed", why))
    return found


def _gone(revision: str, path: Path) -> Iterator[str]:
    before, now = (_cases(content) for content in (git.content(revision, path), _bytes(path)))
    gone = [case for key, case in before.items() if key not in now]
    if gone:
        words = ((each.get("doc"), each.get("text") or each.get("id") or each.get("start")) for each in gone)
        names = some([f"{document} {text}" for document, text in words])
        yield f"it lacks {len(gone)} of the {plural(len(before), 'case')} of {revision}: {names}"


def _cases(content: bytes | None) -> dict[str, dict[str, Any]]:
    """Returns the cases of a keep file by their content; lines that are no objects are left to the gates."""
    found = {}
    for line in (content or b"").splitlines():
        try:
            case = json.loads(line)
        except ValueError:
            continue
        if isinstance(case, dict):
            found[json.dumps(case, sort_keys=True)] = case
    return found


def _table(content: bytes | None) -> Any:
    """Returns the table of gates in a pyproject.toml; None if there is no file or it isn't TOML."""
    try:
        table: Any = parse_toml(content.decode("utf-8-sig")) if content is not None else None
    except (ValueError, DataError):
        return None
    for key in ("tool", "bench", "compare"):
        table = table.get(key) if isinstance(table, dict) else None
    return table


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
