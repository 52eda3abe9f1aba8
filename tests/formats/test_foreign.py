"""The formats of the field that bench doesn't read are named, and so is what it reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.cli.root import run

FILES = {
    "SGML without TIMEX2 elements": {"a.sgm": "<DOC><TEXT>It rained.</TEXT></DOC>"},
    "WebAnno's TSV of a version other than 3": {"a.tsv": "#FORMAT=WebAnno TSV 4.0\n"},
    "UIMA's CAS in the JSON of before 2022": {"a.json": '{"_context": {}, "_referenced_fss": {}}'},
    "a file of CoNLL's columns without tags such as B-DATE": {"a.conllu": "1\tIt\tit\tPRON\n"},
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
