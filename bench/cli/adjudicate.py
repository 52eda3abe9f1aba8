"""The command ``bench adjudicate``, which makes gold of the passes of several annotators."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

import click

from bench.cli import output
from bench.cli.exits import DONE, UNDECIDED
from bench.cli.options import align_option
from bench.counts import plural
from bench.dataset.note import fold
from bench.errors import UsageError
from bench.gold import adjudication, open_cases
from bench.gold.adjudication import Adjudication, Case, Decision, Option
from bench.gold.differences import spelt
from bench.gold.marks import attributes
from bench.gold.passes import Marked
from bench.render.agreement import difference_lines


@click.command("adjudicate")
@click.argument("paths", metavar="A B [C]... OUT", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--gold", type=click.Path(path_type=Path), help="Gold with the texts, if the passes lack them.")
@click.option("--by", metavar="NAME", help="Name of whoever decides. [default: your user name]")
@click.option("--majority", is_flag=True, help="Decide first what more than half of the annotators say.")
@click.option("--list", "listed", is_flag=True, help="List the open cases, and ask and write nothing.")
@click.option("--page", type=click.Path(path_type=Path), help="Write a page with the open cases, and ask nothing.")
@click.option("--from-page", "saved", type=click.Path(path_type=Path), help="The file that this page saved.")
@align_option
def command(
    paths: tuple[Path, ...],
    gold: Path | None,
    by: str | None,
    majority: bool,
    listed: bool,
    page: Path | None,
    saved: Path | None,
    align: bool,
) -> int:
    """Make gold of the passes of several annotators.

    A, B … are the annotators' folders or files, in any format. What they agree on is written to OUT, and each
    other case is asked for in the terminal. OUT/decisions.jsonl keeps who decided what and why; call the command
    again to go on. If a case is open in the end, the exit code is 5.

    \b
    bench adjudicate passes/a passes/b gold/mine
    bench adjudicate --list passes/a passes/b gold/mine
    """
    if len(paths) < 3:
        raise UsageError("name two passes and the folder to write: bench adjudicate passes/a passes/b gold/mine")
    *folders, target = paths
    found = adjudication.start(folders, target, gold=gold, align=align)
    output.notes(found.notes)
    if majority:
        output.note(f"by majority: {plural(found.by_majority(), 'case')}")
    if saved is not None:
        count, notes = open_cases.decide(found, saved, by=by or _user())
        output.notes(fold(notes))
        output.note(f"on the page: {plural(count, 'case')} decided")
    if listed:
        for line in difference_lines([case.difference for case in found.open], found.passes.names):
            output.say(line)
    elif page is not None:
        _write_page(found, target, page)
    else:
        _decide(found, target, by or _user())
    left = len(found.open)
    done = plural(len(found.decisions), "case")
    output.say(f"{done} decided, {left} open" + ("" if listed else f"; written to {target}"))
    return UNDECIDED if left else DONE


def _write_page(found: Adjudication, target: Path, page: Path) -> None:
    from bench import labelling

    found.write(target)
    output.notes(labelling.write_open(found, page).notes)
    output.say(f"{page} has the open cases; open it in a browser, and read what it saves by --from-page")


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user without a name
        return "unknown"


def _decide(found: Adjudication, target: Path, by: str) -> None:
    """Writes what is agreed, asks for the open cases, and writes what was decided."""
    found.write(target)
    cases = found.open
    if not cases:
        return
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        output.note("the open cases are asked for in a terminal, and this is none; --list lists them")
        return
    output.say("A number chooses; words after it are the reason. 0: nothing is marked, e: edit, s: skip, q: quit.")
    try:
        for number, case in enumerate(cases, start=1):
            output.say("")
            output.say(f"{number} of {len(cases)}: {case.difference.document}, {case.layer}")
            decision = _ask(found, case, by)
            if decision is _QUIT:
                break
            if isinstance(decision, Decision):
                adjudication.keep(target, decision)
    finally:
        found.write(target)


_QUIT = object()


def _ask(found: Adjudication, case: Case, by: str) -> object:
    """Returns the decision of a case, None if it is skipped, or `_QUIT`."""
    output.say(f"  {case.difference.context}")
    choices = [option for option in case.options if option.value is not None]
    for number, option in enumerate(choices, start=1):
        output.say(f"  {number}  {spelt(option.value, words=True)}  ({', '.join(option.names)})")
    absent = [name for option in case.options if option.value is None for name in option.names]
    output.say("  0  nothing" + (f"  ({', '.join(absent)})" if absent else ""))
    while True:
        answer = _line("> ")
        key, _, why = (answer or "q").strip().partition(" ")
        if key == "q":
            return _QUIT
        if key == "s":
            return None
        if key == "0":
            return found.decide(case, None, by=by, why=why.strip())
        if key.isascii() and key.isdecimal() and 1 <= int(key) <= len(choices):
            return found.decide(case, choices[int(key) - 1].value, by=by, why=why.strip())
        if key == "e" and (edited := _edit(found, case, choices, by)):
            return edited
        if key != "e":
            output.say(f"  type a number from 0 to {len(choices)}, e, s or q")


def _edit(found: Adjudication, case: Case, choices: list[Option], by: str) -> Decision | None:
    """Asks for attributes, or a relation; returns the decision, or None if there is nothing to take."""
    marked = [each.value for each in choices if each.value is not None and not isinstance(each.value, str)]
    value: Marked | str
    if not marked:
        value = _answer("relation: ")
    else:
        at = marked[0]
        if len({(each.start, each.end) for each in marked}) > 1:
            number = _answer(f"with the words of which number (1 to {len(marked)}): ")
            if number not in map(str, range(1, len(marked) + 1)):
                return None
            at = marked[int(number) - 1]
        stated = attributes.parse(_answer("attributes, as in a mark: "), case.layer)
        for problem in stated.problems:
            output.say(f"  {problem.message}; {problem.remedy}")
        if stated.problems:
            return None
        value = stated.annotation(at.start, at.end, at.text)
    try:
        return found.decide(case, value, by=by, why=_answer("why: "))
    except UsageError as error:
        output.say(f"  {error}")
        return None


def _answer(prompt: str) -> str:
    return (_line(prompt) or "").strip()


def _line(prompt: str) -> str | None:
    """Returns a line of the terminal; None at the end of the input."""
    click.echo(prompt, nl=False)
    sys.stdout.flush()
    line = sys.stdin.readline()
    return line or None
