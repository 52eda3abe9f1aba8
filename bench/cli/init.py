"""The command ``bench init``, which makes a repository guard its extractor."""

from __future__ import annotations

import sys

import click

from bench import guard
from bench.cli import output
from bench.cli.exits import DOCUMENTS_FAILED, DONE
from bench.cli.options import check_options
from bench.guard import repository
from bench.harness.setting import Setting
from bench.render import scores
from bench.results import store


@click.command("init")
@click.option(
    "--name", metavar="NAME", help="Name of the new extractor, if there is none. [default: my-extractor]"
)
@click.option(
    "--ci",
    type=click.Choice(("github", "gitlab", "none")),
    help="CI to write a job for. [default: gitlab if the repository says so, else github]",
)
@click.option("--yes", is_flag=True, help="Ask nothing. This is the default if there is no terminal.")
@check_options
def command(name: str | None, ci: repository.Host | None, yes: bool, setting: Setting) -> int:
    """Write what a repository needs to guard an extractor, and evaluate it once.

    These are an extractor in systems/ (unless the repository has one), gold with one labelled sentence,
    [tool.bench] in pyproject.toml, a job for CI, the cases that must stay right, and the first results. Files that
    are there are not overwritten; a second call changes nothing.

    \b
    bench init
    bench init --yes --name my-dates --ci gitlab
    """
    asked = sys.stdin.isatty() and not yes
    if name is None:
        new = asked and not repository.extractors()
        name = click.prompt("Name of the extractor", repository.EXTRACTOR) if new else repository.EXTRACTOR
    host = ci or repository.host()
    if asked and ci is None:
        host = click.prompt("CI", host, type=click.Choice(("github", "gitlab", "none")))
    made = guard.init(name, host, setting=setting)
    for word, paths in (("written", made.written), ("extended", made.extended), ("left as it is", made.left)):
        for path in paths:
            output.say(f"{word}: {path}")
    if made.records:
        output.say("")
        output.print_tables(scores.comparison([*made.records]), "table")
    for remark in made.remarks:
        output.note(f"note: {remark}")
    return DOCUMENTS_FAILED if store.failed_documents(made.records) else DONE
