"""Running a system file on a sentence, in this process."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bench import Document
from bench.worker import declared, load_file

SYSTEMS = Path(__file__).parents[2] / "systems"
Extract = Callable[..., list[Any]]


@pytest.fixture(scope="session")
def extract() -> Extract:
    """extract(file, text, dct="2023-09-20", name=None): the annotations of one system on one text."""
    cache: dict[tuple[str, str | None], Any] = {}

    def run(file: str, text: str, dct: str = "2023-09-20", name: str | None = None) -> list[Any]:
        if (file, name) not in cache:
            systems = declared(load_file(SYSTEMS / f"{file}.py"))
            target = systems[name][1] if name else next(iter(systems.values()))[1]
            cache[file, name] = target().extract if isinstance(target, type) else target
        return list(cache[file, name](Document("d", text, datetime.date.fromisoformat(dct))))

    return run
