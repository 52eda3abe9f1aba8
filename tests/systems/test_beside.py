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


@pytest.mark.parametrize("test", ["TYPE_CHECKING", "typing.TYPE_CHECKING"])
def test_an_import_for_type_checkers_never_runs(test: str) -> None:
    # else the environment of a system would stand on every file of a folder that only a type checker looks into
    source = f"if {test}:\n    from systems.there import name\nelse:\n    from there import name\n"
    assert imported(ast.parse(source)) == {"there"}
