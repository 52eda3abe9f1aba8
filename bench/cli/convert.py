"""The command ``bench convert``, which rewrites annotated data in another format."""

from __future__ import annotations

from pathlib import Path

import click

from bench.cli import output
from bench.cli.exits import DONE
from bench.cli.options import align_option
from bench.counts import plural


def _formats() -> str:
    """Returns the table of formats for ``--formats``: what is read and written, and what needs the extra."""
    from bench import formats

    rows = [
        f"{each.name:<14} {'reads and writes' if each.write_gold else 'reads':<17} {each.title}"
        + (" (extra: formats)" if each.needs else "")
        for each in formats.FORMATS
        if not each.ordered
    ]
    return "\n".join(rows)


def _list(ctx: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        click.echo(_formats())
        ctx.exit()


def _configuration(ctx: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        from bench.formats.labelstudio.config import CONFIG

        click.echo(CONFIG, nl=False)
        ctx.exit()


@click.command("convert")
@click.argument("source", metavar="IN", type=click.Path(path_type=Path))
@click.argument("target", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--to", metavar="FORMAT", default="jsonl", show_default=True, help="Format of OUT.")
@click.option("--from", "from_", metavar="FORMAT", help="Format of IN. [default: as recognised]")
@click.option(
    "--gold",
    type=click.Path(path_type=Path),
    help="Gold with the texts, if IN has predictions: they become annotations to be corrected.",
)
@align_option
@click.option(
    "--formats", is_flag=True, is_eager=True, expose_value=False, callback=_list, help="List the formats and exit."
)
@click.option(
    "--label-studio-config",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_configuration,
    help="Print the labelling configuration for a project of Label Studio and exit.",
)
def command(source: Path, target: Path, to: str, from_: str | None, gold: Path | None, align: bool) -> int:
    """Rewrite annotated data in another format.

    IN is a file or a folder in any format that bench reads. OUT is a new folder, or a new file for formats that
    have all documents in one. What the new format can't hold is listed, with counts. OUT is written as a whole or
    not at all.

    \b
    bench convert gold/articles build/example --to timeml
    bench convert project.json gold/mine --from label-studio
    bench convert predictions to-correct.json --gold gold/articles --to label-studio
    """
    from bench.formats.convert import convert

    done = convert(source, target, to=to, from_=from_, gold=gold, align=align)
    output.notes(done.notes)
    for each in done.lost:
        output.note(f"not carried by {to}: {each}")
    output.say(f"{plural(done.documents, 'document')} written to {target}")
    return DONE
