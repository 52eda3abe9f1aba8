"""Which modules a file imports, told from its text."""

from __future__ import annotations

import ast

import pytest

from bench.systems.beside import imported


@pytest.mark.parametrize(
    "block",
    [
        "{}",
        "if x:\n    {}",
        "if x:\n    pass\nelif y:\n    {}",
        "for x in y:\n    pass\nelse:\n    {}",
        "while x:\n    {}",
        "with x:\n    {}",
        "try:\n    {}\nexcept E:\n    pass",
        "try:\n    pass\nexcept E:\n    {}",
        "try:\n    pass\nexcept* E:\n    {}",
        "try:\n    pass\nexcept E:\n    pass\nelse:\n    {}",
        "try:\n    pass\nfinally:\n    {}",
        "match x:\n    case 1:\n        {}",
        "async def f():\n    async with x:\n        {}",
        "class C:\n    def f(self):\n        {}",
    ],
)
def test_an_import_is_seen_in_any_block(block: str) -> None:
    for statement in ("import there.below, json", "from there.below import name"):
        assert imported(ast.parse(block.format(statement))) == {"there"}
