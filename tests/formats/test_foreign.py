"""The formats of the field that bench doesn't read are named, and so is what it reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.cli.root import run

FILES = {
    "brat's stand-off format": {"a.txt": "It rained on Monday.", "a.ann": "T1\tDATE 13 19\tMonday\n"},
    "ACE's or TERN's SGML": {"a.sgm": "<DOC><TEXT>It rained.</TEXT></DOC>"},
    "WebAnno's or INCEpTION's TSV": {"a.tsv": "#FORMAT=WebAnno TSV 3.3\n"},
    "UIMA's XMI": {"a.xmi": "<xmi:XMI/>"},
    "UIMA's CAS in JSON": {"a.json": '{"%TYPES": {}}'},
    "NAF": {"a.naf": "<NAF/>"},
    "CoNLL's columns": {"a.txt": "It\tPRP\tO\nMonday\tNNP\tB-DATE\n"},
    "a timeline of T17, Crisis or tilse": {"a.txt": "2011-01-25\nIt began.\n--------------------------------\n"},
    "a table of links, as MATRES and TimeBank-Dense have it": {"a.txt": "d\te1\te2\tBEFORE\n"},
    "spaCy's DocBin": {"a.spacy": "x"},
    "JSON Lines without documents.jsonl": {"a.jsonl": "{}"},
}


@pytest.mark.parametrize("name", FILES)
def test_b4_a_format_of_the_field_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    for file, text in FILES[name].items():
        (tmp_path / file).write_text(text)
    (tmp_path / "LICENSE.txt").write_text("Free.")
    for command in (["validate"], ["score", str(tmp_path)], ["evaluate", "regex", "--gold"]):
        assert run([*command, str(tmp_path)]) == 4, command
        said = capsys.readouterr().err
        assert f"this is {name}, which bench doesn't read; bench reads JSON Lines" in said
