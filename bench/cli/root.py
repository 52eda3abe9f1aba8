"""The command ``bench``: it runs the chosen verb, prints errors, and determines the exit code."""

from __future__ import annotations

import errno
import gc
import importlib
import os
import signal
import sys
import traceback
import warnings
from collections.abc import Sequence

import click

from bench.cli.exits import DONE, FAULT_OF_OURS, INTERRUPTED, INVALID_DATA, WRONG_USAGE
from bench.cli.streams import guarded, note, open_closed
from bench.errors import BenchError, DataError
from bench.harness.orphans import ORPHANS

VERBS = {
    "evaluate": "Run systems over gold and print how well they do.",
    "run": "Write a system's predictions for articles, or for a corpus of any size.",
    "score": "Score predictions against gold.",
    "published": "Show the scores of published outputs, and check that the committed ones come out again.",
    "compare": "Say for each system whether it is better or worse than before, and fail if a gate is breached.",
    "bisect": "Find the commit since which a system has a case of gold wrong.",
    "history": "Show how scores changed from commit to commit.",
    "report": "Write one HTML page of results: tables, plots, history, failures, articles with their marks.",
    "plot": "Draw the standard plots of a suite's results, for a paper or slides.",
    "show": "Show a text with what systems find in it, and mark their mistakes if it has gold.",
    "timeline": "Make one timeline of many articles.",
    "check": "Test in seconds, on small texts, whether a system keeps the rules for systems.",
    "invariance": "Check without labels that answers don't depend on what can't matter.",
    "init": "Write what a repository needs to guard an extractor, and evaluate it once.",
    "list": "List the systems and whether they can run here, or the corpora that bench knows.",
    "fetch": "Bring a corpus that bench knows into the folder of the corpora.",
    "new": "Write a new system that runs, and its test.",
    "annotate": "Make gold from marked texts, without counting offsets.",
    "validate": "List every error in gold at once.",
    "agree": "Measure how far annotators agree.",
    "adjudicate": "Make gold of the passes of several annotators.",
    "audit": "List gold that strong systems agree against, and what none of them has right.",
    "convert": "Rewrite annotated data in another format.",
}
"""The first line of each verb's help. Each verb is a module of `bench.cli`, imported when the verb is called."""
COLLECTED_AFTER = 100_000
"""The number of new objects after which Python looks for circles of objects that nothing refers to.

Python's own number is 700. bench makes hardly any circles, and each look passes over all young objects.
"""
COMPLETION = "_BENCH_COMPLETE"
"""The environment variable by which a shell asks for completions."""
SHOWN = 200
"""The largest number of faults that is printed; ``validate`` prints all."""


UNREADABLE = {
    errno.ENAMETOOLONG: "give a shorter name",
    errno.EACCES: "give yourself the right to read it",
    errno.EPERM: "give yourself the right to read it",
    errno.ELOOP: "mend the link",
    errno.ENOTDIR: "name a folder",
    errno.EISDIR: "name a file",
    errno.EIO: "get the file again",
}
"""The remedies for errors that are caused by a file or folder of the user, by the error's number (errno)."""


class Verbs(click.Group):
    """The group of all verbs. It imports only the verb that is called, so that ``bench --help`` is fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click gives it
        """Returns the names of the verbs, in the order in which a newcomer needs them."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """Imports the module of a verb and returns its command, or None for an unknown verb."""
        if cmd_name not in VERBS:
            return None
        command = importlib.import_module(f"bench.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Returns the verb, its command and its arguments. For an unknown verb, the error names similar ones."""
        if args and args[0] not in VERBS and not args[0].startswith("-"):
            from bench.errors import unknown

            raise click.UsageError(str(unknown("command", args[0], VERBS)), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        """Writes the list of verbs for ``bench --help``, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="timeline-bench", prog_name="bench")
def root() -> None:
    """Benchmark extractors of dates, relative times and events against hand-labelled gold.

    \b
    Exit codes: 0 done · 1 worse · 2 wrong usage · 3 documents failed
    · 4 invalid data · 5 undecided · 70 an error in bench · 130 interrupted
    """


def run(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and returns its exit code.

    If the reader of the output goes away (a closed pipe), neither the work nor the exit code changes. If standard
    output can't be written for another reason, an error is printed, and the exit code is that of wrong usage.
    """
    with guarded() as (out, _):
        code = _run(arguments)
        out.flush()
        if out.lost is None or code in (WRONG_USAGE, INVALID_DATA, FAULT_OF_OURS, INTERRUPTED):
            return code
        reason = out.lost.strerror or str(out.lost)
        note(f"error: standard output can't be written: {reason}; all else is done; give it a file or a terminal")
        return WRONG_USAGE


def _run(arguments: Sequence[str] | None) -> int:
    try:
        result = root.main(args=arguments, prog_name="bench", standalone_mode=False)
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return WRONG_USAGE
    except DataError as error:
        note(error.told(SHOWN), lines=True)
        return INVALID_DATA
    except BenchError as error:
        note(f"error: {error}")
        return WRONG_USAGE
    except (KeyboardInterrupt, click.Abort):
        note("interrupted")
        return INTERRUPTED
    except (Exception, SystemExit) as error:
        if isinstance(error, SystemExit) and COMPLETION in os.environ:  # a shell asked for completions
            return error.code if isinstance(error.code, int) else DONE
        if isinstance(error, OSError) and error.filename is not None and error.errno in UNREADABLE:
            note(f"error: {error.filename}: {error.strerror}; {UNREADABLE[error.errno]}")
            return WRONG_USAGE if error.errno == errno.ENAMETOOLONG else INVALID_DATA
        note(traceback.format_exc().rstrip(), lines=True)
        note("This is a fault of bench, not of your data: please report it with the lines above.")
        return FAULT_OF_OURS
    return result if isinstance(result, int) else DONE


def main() -> None:
    """Runs the command line and exits with its exit code.

    If a signal ends the program, the processes that it started end first.
    """

    def end(_signal: int, _frame: object) -> None:
        raise KeyboardInterrupt

    gc.set_threshold(COLLECTED_AFTER)
    open_closed()
    ORPHANS.adopt()
    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGHUP, end)
    if any("error" in option for option in sys.warnoptions):
        # a warning of a dependency is no fault of the user's data, whatever PYTHONWARNINGS says
        warnings.simplefilter("default")
    sys.exit(run())
