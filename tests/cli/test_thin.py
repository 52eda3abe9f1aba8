"""Verbs are thin: what the command line does beyond parsing and printing stands in the library."""

from __future__ import annotations

import ast
import inspect
from importlib import import_module

import click
import pytest

from bench.cli.root import VERBS, root, run

MOST_LINES = 25
MOST_PARAMETERS = 11


def body(verb: str) -> tuple[ast.FunctionDef, int]:
    """The command of a verb, and the lines of its body without the docstring."""
    tree = ast.parse(inspect.getsource(import_module(f"bench.cli.{verb}")))
    (command,) = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "command"]
    first, last = command.body[1], command.body[-1]
    assert last.end_lineno is not None
    return command, last.end_lineno - first.lineno + 1


@pytest.mark.parametrize("verb", VERBS)
def test_a_command_is_short_and_takes_few_parameters(verb: str) -> None:
    command, lines = body(verb)
    assert lines <= MOST_LINES
    assert len(command.args.args) <= MOST_PARAMETERS


@pytest.mark.parametrize("verb", VERBS)
def test_help_says_every_option_in_words_and_has_no_mark_of_clicks(
    capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    assert run([verb, "--help"]) == 0
    shown = capsys.readouterr().out
    assert "\\b" not in shown
    assert "--suite" not in shown
    command = root.commands.get(verb) or import_module(f"bench.cli.{verb}").command
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            assert parameter.help, parameter.name


@pytest.mark.parametrize(
    ("arguments", "old", "new"),
    [
        (["evaluate", "--suite", "gold/articles"], "--suite", "--gold"),
        (["compare", "main", "--suite=gold/articles"], "--suite", "--gold"),
        (["show", "regex", "x", "--suite", "gold/articles"], "--suite", "--gold"),
        (["plot", "--suite", "gold/articles"], "--suite", "--gold"),
        (["score", "p", "g", "--scheme", "nervaluate"], "--scheme", "--definition"),
    ],
)
def test_an_old_name_is_an_error_that_says_the_new_one(
    capsys: pytest.CaptureFixture[str], arguments: list[str], old: str, new: str
) -> None:
    assert run(arguments) == 2
    assert capsys.readouterr().err == f"error: there is no option {old}; it is called {new} now\n"
