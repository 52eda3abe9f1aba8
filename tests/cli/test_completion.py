"""Completions for a shell: verbs, systems and documents."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.shell_completion import BashComplete

from bench.cli.root import COMPLETION, root, run
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("arguments", "begun", "expected"),
    [
        ([], "sh", ["show"]),
        (["show"], "spacy-r", ["spacy-rules", "spacy-rules-timeml"]),
        (["evaluate", "regex"], "date-", ["date-spacy"]),
        (["show", "--systems-folder", "nowhere"], "reg", ["reg"]),  # the shell completes it as a file
        (["show", "regex"], "china", ["china-russia-views"]),
        (["show", "--gold", "nowhere", "regex"], "china", ["china"]),  # an article, which is a file
    ],
)
def test_d_names_are_completed(
    arguments: list[str], begun: str, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    found = BashComplete(root, {}, "bench", COMPLETION).get_completions(arguments, begun)
    assert [each.value for each in found] == expected


def test_d_a_shell_that_asks_gets_completions_and_no_word_more(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in ((COMPLETION, "bash_complete"), ("COMP_WORDS", "bench sh"), ("COMP_CWORD", "1")):
        monkeypatch.setenv(name, value)
    assert run([]) == 0
    assert capsys.readouterr() == ("plain,show\n", "")
