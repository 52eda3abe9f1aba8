"""The command ``bench fetch``, which brings a known corpus into the user's folder of corpora."""

from __future__ import annotations

from pathlib import Path

import click

from bench.cli import output
from bench.cli.exits import DONE
from bench.cli.options import corpora_option

SAID = {
    "downloaded": "downloaded, each file with its checksum",
    "kept": "its digest is kept; a later difference will be told",
    "unchanged": "unchanged",
}


@click.command("fetch")
@click.argument("name")
@corpora_option
@click.option("--from", "address", metavar="URL", help="Address of a copy of its files, in place of their own.")
def command(name: str, corpora: Path | None, address: str | None) -> int:
    """Bring a corpus that bench knows into the folder of the corpora.

    NAME is one of "bench list suites". A corpus whose files were seen is downloaded, and each file is compared
    with its checksum. Of any other one the source and the licence are said: put its files down yourself, and run
    this again. Its digest is then kept, and the exit code is 4 if it differs later.

    \b
    bench fetch meantime-apple --corpora corpora
    bench fetch tempeval3-platinum --corpora corpora
    """
    from bench.gold.download import fetch

    found = fetch(name, corpora or Path("corpora"), address)
    known = found.known
    output.say(f"{known.name}: {found.place}: {SAID[found.outcome]}")
    output.say(f"licence: {known.licence}; source: {known.source}")
    return DONE
