"""The page of runs without gold: articles, timelines, the agreement of systems, speed. It has no scores.

Without gold nothing is right or wrong, so the page says where systems agree and where they differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

import jinja2
import msgspec
from markupsafe import Markup

from bench import __version__, formats
from bench.counts import Counts, Score
from bench.dataset.suite import Predictions
from bench.errors import DataError, Fault
from bench.escapes import visible
from bench.files import cannot_write, write_text
from bench.matching.matching import match, same_span
from bench.render import beside
from bench.render.beside import Row
from bench.render.html import policy
from bench.report.page import PAGE
from bench.results import speed
from bench.results.speed import Measured

RUN = "run.json"
LAYERS = ("timexes", "events")
ATTRIBUTES = {"timexes": ("type", "value"), "events": ("class_", "realis", "when")}
"""For each layer, the attributes whose agreement is counted."""


@dataclass(frozen=True, slots=True)
class Described:
    """A line of a run's ``documents.jsonl``, as far as it describes an article."""

    id: str
    text: str | None = None
    dct: str = ""
    dct_reason: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """The predictions of one system over articles."""

    name: str
    folder: Path
    predictions: Predictions
    articles: Mapping[str, Described]


@dataclass(frozen=True, slots=True)
class Agreed:
    """The agreement of two systems on one subject, over the documents that both have done."""

    subject: str
    first: str
    second: str
    score: float | None
    """The F1, which is the same whichever system is taken for gold; None if neither found anything."""
    shared: int
    sizes: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs that a page shows, and the speeds of their systems."""

    runs: Sequence[Run]
    speeds: Mapping[str, Measured] = field(default_factory=dict)

    @property
    def articles(self) -> dict[str, Described]:
        """The articles of all runs, by id, in the order of the first run that has them."""
        found: dict[str, Described] = {}
        for run in self.runs:
            for name, article in run.articles.items():
                found.setdefault(name, article)
        return found

    @property
    def without_text(self) -> list[str]:
        """The names of runs whose folders don't hold the texts."""
        return [run.name for run in self.runs if any(each.text is None for each in run.articles.values())]


def is_run(folder: Path) -> bool:
    """Returns whether a folder is one that ``bench run`` wrote."""
    return (folder / RUN).is_file()


def write(folders: Sequence[str | Path], target: str | Path, *, speeds: Sequence[str | Path] = ()) -> Runs:
    """Writes one HTML page of runs without gold, and returns what it shows.

    ``folders`` are those that ``bench run`` wrote. ``speeds`` are files that ``--speed`` wrote. Raises UsageError
    for a page that can't be written, and DataError for a file that can't be read, and for runs that have different
    texts or days for one article.
    """
    found = read(list(map(Path, folders)), list(map(Path, speeds)))
    target = Path(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_text(target, text(found))
    except OSError as error:
        raise cannot_write(target, error) from None
    return found


def read(folders: Sequence[Path], speeds: Sequence[Path] = ()) -> Runs:
    """Returns the runs in folders. Raises UsageError and DataError for the same reasons as `write`."""
    systems = [_system(folder) for folder in folders]
    runs = [
        Run(
            system if systems.count(system) == 1 else str(folder),
            folder,
            formats.read_predictions(folder),
            _described(folder),
        )
        for folder, system in zip(folders, systems, strict=True)
    ]
    _check_same(runs)
    measured: dict[str, Measured] = {}
    for path in speeds:
        each = speed.read(path)
        measured |= dict.fromkeys(each.rates, each)
    return Runs(runs, measured)


def _system(folder: Path) -> str:
    try:
        return str(msgspec.json.decode((folder / RUN).read_bytes(), type=dict[str, Any])["system"])
    except (OSError, KeyError, msgspec.DecodeError) as error:
        fault = Fault(str(folder / RUN), 0, f"no file of bench run: {error}", "name a folder that bench run wrote")
        raise DataError([fault]) from None


def _described(folder: Path) -> dict[str, Described]:
    path = folder / "documents.jsonl"
    try:
        with path.open("rb") as file:
            lines = [msgspec.json.decode(line, type=Described) for line in file if line.strip()]
    except (OSError, msgspec.DecodeError) as error:
        raise DataError([Fault(str(path), 0, f"it can't be read: {error}", "run it again")]) from None
    return {each.id: each for each in lines}


def _check_same(runs: Sequence[Run]) -> None:
    """Raises DataError if two runs have different texts or days for one article."""
    faults = []
    for a, b in combinations(runs, 2):
        for name in a.articles.keys() & b.articles.keys():
            x, y = a.articles[name], b.articles[name]
            other = "text" if x.text != y.text else "dct" if x.dct != y.dct else ""
            if other:
                message = f"{name!r} has another {other} than in {a.folder}"
                faults.append(Fault(str(b.folder), 0, message, "run both systems over the same articles"))
    if faults:
        raise DataError(faults)


def agreements(runs: Sequence[Run]) -> list[Agreed]:
    """Returns the agreement of each pair of systems on each subject that both predict."""
    found: list[Agreed] = []
    for a, b in combinations(runs, 2):
        for layer in LAYERS:
            if layer in a.predictions.covers and layer in b.predictions.covers:
                found.extend(_agreed(a, b, layer))
    return found


def _agreed(a: Run, b: Run, layer: str) -> Iterator[Agreed]:
    pairs: list[tuple[Any, Any]] = []
    sizes = [0, 0]
    for document in sorted(a.predictions.layers.keys() & b.predictions.layers.keys()):
        matching = match(*(getattr(each.predictions.layers[document], layer) for each in (a, b)))
        pairs.extend(matching.pairs)
        sizes[0] += len(matching.gold)
        sizes[1] += len(matching.predicted)
    counts = {
        "span, strict": sum(same_span(*pair) for pair in pairs),
        "span, relaxed": len(pairs),
    }
    for attribute in ATTRIBUTES[layer]:
        stated = [(getattr(x, attribute), getattr(y, attribute)) for x, y in pairs]
        if any(x is not None and y is not None for x, y in stated):
            counts[attribute.rstrip("_")] = sum(x == y and x is not None for x, y in stated)
    for subject, shared in counts.items():
        score = Score.of(Counts(shared, sizes[1], shared, sizes[0])).f1
        yield Agreed(f"{layer}: {subject}", a.name, b.name, score, shared, (sizes[0], sizes[1]))


def text(found: Runs) -> str:
    """Returns the page as HTML text."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(PAGE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = "".join((PAGE / name).read_text(encoding="utf-8") for name in ("report.css", "runs.css"))
    return environment.get_template("runs.html.jinja").render(
        shown=found,
        articles=[_article(found, each) for each in found.articles.values() if each.text is not None],
        agreements=agreements(found.runs),
        layers=LAYERS,
        style=Markup(style),
        policy=policy(style, ""),
        version=__version__,
    )


def _article(found: Runs, article: Described) -> dict[str, Any]:
    """Returns the variables of an article in the page's template."""
    assert article.text is not None
    done = [run for run in found.runs if article.id in run.predictions.layers]
    layers = []
    for layer in LAYERS:
        sides = {
            run.name: getattr(run.predictions.layers[article.id], layer)
            for run in done
            if layer in run.predictions.covers
        }
        if sides:
            rows = beside.rows(article.text, sides)
            heads = beside.grid("", sides, rows).headers
            pieces = list(_pieces(article.text, rows))
            said = beside.agreement(layer, sides)
            layers.append({"name": layer, "heads": heads, "rows": rows, "pieces": pieces, "said": said})
    failures = {run.name: run.predictions.failures.get(article.id) for run in found.runs}
    failed = {name: reason for name, reason in failures.items() if reason}
    return {"article": article, "layers": layers, "failures": failed}


def _pieces(source: str, rows: Sequence[Row]) -> Iterator[tuple[str, str, int]]:
    """Yields the pieces of a text: the words, their kind or "", and the number of their row or 0."""
    at = 0
    for number, row in enumerate(rows, start=1):
        if row.start < at:
            continue
        yield visible(source[at : row.start]), "", 0
        yield visible(source[row.start : row.end]), row.kind, number
        at = row.end
    yield visible(source[at:]), "", 0
