"""The command ``bench annotate``, which makes gold from marked texts, without counting offsets."""

from __future__ import annotations

from pathlib import Path

import click

from bench.cli import output
from bench.cli.exits import DONE
from bench.counts import plural
from bench.errors import UsageError


@click.command("annotate")
@click.argument("paths", metavar="IN... OUT", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dct", metavar="DAY", help="Creation day of the texts that state none, such as 2023-09-18.")
@click.option("--text", type=click.Path(path_type=Path), help="The plain text, if IN is a list of words.")
@click.option("--plain", is_flag=True, help="IN are texts without marks; their brackets are theirs.")
@click.option("--replace", "replacing", is_flag=True, help="Put the documents into OUT, which exists.")
@click.option(
    "--marks", is_flag=True, help="Print a document of gold with its marks: bench annotate --marks GOLD DOC"
)
@click.option("--page", type=click.Path(path_type=Path), help="Write a page to annotate IN... in a browser.")
@click.option("--predictions", type=click.Path(path_type=Path), help="With --page: annotations to begin with.")
def command(
    paths: tuple[Path, ...],
    dct: str | None,
    text: Path | None,
    plain: bool,
    replacing: bool,
    marks: bool,
    page: Path | None,
    predictions: Path | None,
) -> int:
    """Make gold from marked texts, without counting offsets.

    IN is a text with marks such as "[Monday|DATE 2023-09-18] talks {began|ASPECTUAL}", a folder of such texts
    (*.txt), or the file that the page saved. OUT is a new folder of JSON Lines. docs/labelling.md shows the marks.

    \b
    bench annotate article.txt gold/mine --dct 2023-09-20
    bench annotate words.txt gold/mine --text article.txt
    bench annotate --marks gold/mine article > article.txt
    bench annotate --page label.html article.txt
    bench annotate saved.jsonl gold/mine
    """
    _check(paths, marks=marks, page=page, predictions=predictions)
    if marks:
        return _print_marks(*paths)
    if page is not None:
        return _write_page(paths, page, dct, predictions, plain=plain)
    return _write_gold(paths, dct, text, plain=plain, replacing=replacing)


def _check(paths: tuple[Path, ...], *, marks: bool, page: Path | None, predictions: Path | None) -> None:
    if marks and page is not None:
        raise UsageError("--marks prints and --page writes; use one of the two")
    if predictions is not None and page is None:
        raise UsageError("--predictions goes with --page; write them with marks by bench convert and --marks")
    if marks and len(paths) > 2:
        raise UsageError("--marks prints one document: bench annotate --marks GOLD DOC")
    if not marks and page is None and len(paths) < 2:
        raise UsageError(f"name the folder to write, too: bench annotate {paths[0]} gold/mine")


def _print_marks(path: Path, document: Path | None = None) -> int:
    from bench.gold import labelled

    text, notes = labelled.with_marks(path, None if document is None else str(document))
    output.notes(notes)
    output.print_raw(text)
    return DONE


def _write_page(
    paths: tuple[Path, ...], page: Path, dct: str | None, predictions: Path | None, *, plain: bool
) -> int:
    from bench import labelling

    written = labelling.write(paths, page, dct=dct, predictions=predictions, plain=plain)
    output.notes(written.notes)
    output.say(f"{plural(written.documents, 'document')} in {page}; open it in a browser")
    return DONE


def _write_gold(
    paths: tuple[Path, ...], dct: str | None, text: Path | None, *, plain: bool, replacing: bool
) -> int:
    from bench.gold.labelled import annotate

    *sources, target = paths
    done = annotate(sources, target, dct=dct, text=text, plain=plain, replacing=replacing)
    output.notes(done.notes)
    nouns = {"timexes": "timex", "events": "event", "links": "link", "ignore": "ignored region"}
    counts = [plural(done.counts[layer], noun) for layer, noun in nouns.items() if layer in done.counts]
    said = ", ".join([plural(done.documents, "document"), *(counts or ["no annotations"])])
    output.say(f"{said} written to {target}")
    return DONE
