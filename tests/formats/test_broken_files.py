"""Files that were broken in random places are read or refused, and never end in another exception."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from pathlib import Path

import pytest

from bench import formats
from bench.errors import BenchError
from tests.formats import (
    test_anafora,
    test_bio,
    test_cat,
    test_expressions,
    test_link_tables,
    test_maven,
    test_naf,
    test_tempeval2,
    test_tilse_files,
)

CAT = test_cat.document(
    *(test_cat.DATELINE, test_cat.MONDAY, test_cat.SAID, test_cat.END, test_cat.SPEECH),
    links=test_cat.REFERS + test_cat.tlink(5, 4) + test_cat.tlink(4, 1),
)
NAF = test_naf.naf(
    predicates=test_naf.PREDICATES, links=test_naf.tlink("co1", "tmx1") + test_naf.tlink("pr1", "pr2")
)
ANAFORA = "\n".join(
    (
        *(
            "<data>",
            "<annotations>",
            test_anafora.RAIN,
            test_anafora.DRIED,
            test_anafora.MAY,
            test_anafora.DOCTIME,
        ),
        *(test_anafora.tlink("3@e", "1@e", "CONTAINS"), "</annotations>", "</data>"),
    )
)
SOUND: Mapping[str, Mapping[str, str]] = {
    "cat": {"d.xml": CAT},
    "naf": {"d.naf": NAF},
    "anafora": {"note.x.xml": ANAFORA, "note": test_anafora.TEXT},
    "maven-ere": {"a.jsonl": json.dumps(test_maven.maven(), ensure_ascii=False)},
    "expressions": {"a.jsonl": "\n".join(map(json.dumps, test_expressions.SOUND))},
    "rams": {"a.jsonl": json.dumps(test_maven.rams(), ensure_ascii=False)},
    "bio": {"a.conll": "\n".join(test_bio.columns(test_bio.WORDS, each) for each in test_bio.SCHEMES.values())},
    "tilse": {"a.txt": test_tilse_files.FIRST},
    "tempeval2": test_tempeval2.TABLES,
    "links-table": {"a.txt": "wet.1\te1\te2\tb\nwet.1\tt1\te2\ta\nwet.1\trained\tdried\t2\t1\tEQUAL\n"},
}
"""Sound files of each format, by their names."""
PIECES = [*b'<">\t\n\r ', 0, 0xFF], b"-1", b"99999999999999999999", b"&amp;", b"null", b"[]", "²".encode()


def broken(data: bytes, chance: random.Random) -> bytes:
    """A file with a few bytes changed, taken out, put in or repeated, or with its end cut off."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4))):
        at = chance.randrange(len(changed) + 1)
        to = min(len(changed), at + chance.randrange(1, 40))
        match chance.randrange(5):
            case 0:
                changed[at:to] = b""
            case 1:
                changed[at:at] = changed[at:to]
            case 2:
                piece = chance.choice(PIECES)
                changed[at : at + 1] = bytes([chance.choice(piece)]) if isinstance(piece, list) else piece
            case 3:
                changed[at:] = b"" if chance.random() < 0.3 else changed[at:]
            case _:
                lines = changed.split(b"\n")
                lines.insert(chance.randrange(len(lines)), lines.pop(chance.randrange(len(lines))))
                changed = bytearray(b"\n".join(lines))
    return bytes(changed)


@pytest.mark.parametrize("name", SOUND)
def test_broken_files_are_read_or_refused(tmp_path: Path, name: str) -> None:
    chance = random.Random(name)
    found, outcomes = formats.named(name), set()
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "wet.1.tml").write_text(test_link_tables.WET)
    suite = formats.read_gold(tmp_path / "gold")
    for number in range(120):
        folder = tmp_path / str(number)
        folder.mkdir()
        victim = chance.choice([*SOUND[name]])
        for file, text in SOUND[name].items():
            data = text.encode()
            (folder / file).write_bytes(broken(data, chance) if file == victim else data)
        formats.sniff(folder)
        try:
            found.read_predictions(folder, suite if name == "links-table" else None)
            if name != "links-table":
                found.read_gold(folder)
            outcomes.add("read")
        except BenchError:
            outcomes.add("refused")
    assert outcomes == {"read", "refused"}
