"""Published outputs: what programs of others gave for the documents of a suite, scored as files and never run.

The results folder of a suite may have a folder ``published``. Its file ``outputs.toml``, written by hand, says of
each system where its outputs lie, where they come from and what they state. Beside it stands a record for each
system: its scores, the counts of each document and a digest of the spans, not the spans. So the rows can be shown
where the outputs aren't, and checked where they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import msgspec

from bench import formats
from bench.counts import Counts, plural, total
from bench.dataset.note import Note
from bench.dataset.suite import Predictions, Suite
from bench.errors import DataError, Fault, UsageError, some
from bench.files import cannot_write, parse_toml, read_bytes, write_text
from bench.measures import of_table
from bench.measures.tables import TABLES
from bench.results import record, store
from bench.results.record import PUBLISHED, Record
from bench.results.store import OUTPUTS, RECORD, Table
from bench.scoring.result import Scored
from bench.scoring.score import score as score_suite

COUNTED = tuple(measure.name for table in TABLES if table.whole for measure in of_table(table))
"""The measures whose counts a record has for each document."""
ATTRIBUTES = {
    "timexes": ("type", "value", "mod"),
    "events": ("class", "realis", "when", "tense", "aspect"),
}
"""The attributes that the annotations of each layer may state."""

Words = Annotated[str, msgspec.Meta(min_length=1)]


class Output(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """An ``[[output]]`` table of ``outputs.toml``: the outputs of one system."""

    name: Words
    title: Words
    """The description of the system, in words."""
    path: Words
    """The folder or file of the outputs, relative to the folder of ``outputs.toml``."""
    format: Words
    """The name of their format (`bench.formats`)."""
    source: Words
    """The place that they come from."""
    commit: str
    """The commit of the source; empty if it isn't known."""
    licence: Words
    layers: Annotated[tuple[Words, ...], msgspec.Meta(min_length=1)]
    """The layers that they have. Only these are scored."""
    attributes: tuple[Words, ...] = ()
    """The attributes that they state. What isn't stated has no score."""

    @property
    def carries(self) -> str:
        """The layers and attributes that the outputs state."""
        return ", ".join([*self.layers, *self.attributes])


class _List(msgspec.Struct, forbid_unknown_fields=True):
    output: Annotated[tuple[Output, ...], msgspec.Meta(min_length=1)]


@dataclass(frozen=True, slots=True)
class Row:
    """The row of one system: its record, and whether its outputs were scored now or the record was committed."""

    output: Output
    record: Record
    """The record that was just made, or else the committed one."""
    absent: str = ""
    """The reason why the outputs weren't scored; empty if they were."""
    committed: Record | None = None
    """The record that stands beside ``outputs.toml``; None if there is none."""
    notes: Sequence[Note] = ()

    @property
    def differences(self) -> list[str]:
        """The differences between the record that was just made and the committed one, in words.

        Empty if nothing differs, and if the outputs weren't here.
        """
        if self.absent:
            return []
        if self.committed is None:
            return ["no record is committed"]
        return list(_differences(self.committed, self.record))


def outputs(folder: Path) -> list[Output]:
    """Returns the outputs that ``RESULTS/SUITE/published/outputs.toml`` lists, for the folder ``RESULTS/SUITE``.

    The list is empty if there is no such file. Raises DataError for a file that isn't such a list.
    """
    path = folder / PUBLISHED / OUTPUTS
    if not path.exists():
        return []

    def wrong(message: str, remedy: str = "see docs/published.md") -> DataError:
        return DataError([Fault(str(path), 0, message, remedy)])

    try:
        found = msgspec.convert(parse_toml(read_bytes(path).decode("utf-8-sig")), _List).output
    except OSError as error:
        raise wrong(f"it can't be read: {error.strerror}", "mend its rights") from None
    except (ValueError, msgspec.ValidationError) as error:
        raise wrong(f"not a list of published outputs: {error}") from None
    faults = [
        *(f"{name}: it is listed twice" for name in sorted({each.name for each in found if _twice(found, each)})),
        *(f"{each.name!r}: no name of a folder" for each in found if "/" in each.name or each.name in (".", "..")),
        *(f"{each.name}: {what}" for each in found for what in _unknown(each)),
    ]
    if faults:
        raise DataError(Fault(str(path), 0, fault, "see docs/published.md") for fault in faults)
    return list(found)


def _twice(found: Sequence[Output], output: Output) -> bool:
    return sum(each.name == output.name for each in found) > 1


def _unknown(output: Output) -> Iterator[str]:
    """Yields what an output states that doesn't exist: a format, a layer or an attribute."""
    known = [each.name for each in formats.FORMATS]
    if output.format not in known:
        yield f"no format is called {output.format!r}; there are {', '.join(sorted(known))}"
    for layer in output.layers:
        if layer not in ATTRIBUTES:
            yield f"no layer is called {layer!r}; there are {', '.join(ATTRIBUTES)}"
    possible = [name for layer in output.layers for name in ATTRIBUTES.get(layer, ())]
    for name in output.attributes:
        if name not in possible:
            yield f"its layers have no attribute {name!r}; they may have {', '.join(possible)}"


def records(folder: Path) -> list[Record]:
    """Returns the committed records of published outputs for the folder ``RESULTS/SUITE``, in the list's order.

    Raises DataError for a record that can't be read, and for one whose system ``outputs.toml`` doesn't list.
    """
    listed = [each.name for each in outputs(folder)]
    found = {each.name: each for each in store.published(folder)}
    if strange := sorted(found.keys() - set(listed)):
        place = str(folder / PUBLISHED)
        raise DataError(
            Fault(f"{place}/{name}", 0, f"{OUTPUTS} doesn't list it", "list it, or remove the folder")
            for name in strange
        )
    return [found[name] for name in listed if name in found]


def rows(folder: Path, gold: Suite | None = None, *, seed: int = 0) -> list[Row]:
    """Returns the row of each published output of the folder ``RESULTS/SUITE``.

    With ``gold``, the outputs that are here are scored against it; without it, and where outputs are missing, the
    committed record is the row's. ``seed`` is the random seed of the intervals. Raises UsageError if the folder
    lists no outputs, and if a row has neither outputs nor a record. Raises DataError for outputs that can't be
    read, or that state something else than ``outputs.toml`` says.
    """
    listed = outputs(folder)
    if not listed:
        raise UsageError(f"{folder}: no published outputs are listed here ({PUBLISHED}/{OUTPUTS})")
    suite = None if gold is None else replace(gold, name=folder.resolve().name)
    kept = {each.name: each for each in records(folder)}
    found = []
    for output in listed:
        committed = kept.get(output.name)
        place = folder / PUBLISHED / output.path
        if suite is not None and place.exists():
            made, notes = _made(output, place, suite, seed)
            found.append(Row(output, made, "", committed, notes))
            continue
        absent = "no gold was given" if suite is None else f"its outputs aren't here ({place})"
        if committed is None:
            raise UsageError(f"{output.name}: no record is committed, and {absent}")
        found.append(Row(output, committed, absent, committed))
    return found


def _made(output: Output, place: Path, suite: Suite, seed: int) -> tuple[Record, Sequence[Note]]:
    """Returns the record of outputs, and notes on their files."""
    recognised = formats.recognise(place).name
    if recognised != output.format:
        message = f"its format is {recognised}, and {OUTPUTS} says {output.format}"
        raise DataError([Fault(str(place), 0, message, f"correct {OUTPUTS}")])
    predictions = formats.read_predictions(place, suite)
    _check(output, place, predictions)
    predictions = replace(predictions, covers=output.layers)
    scored = score_suite(suite, predictions)
    if scored.unknown:
        message = f"{plural(len(scored.unknown), 'document')} that this gold doesn't have: {some(scored.unknown)}"
        raise DataError([Fault(str(place), 0, message, "name the gold that the outputs are of")])
    made = record.of_predictions(output.name, PUBLISHED, predictions, suite, scored, seed)
    origin = {
        "title": output.title,
        "source": output.source,
        "commit": output.commit,
        "licence": output.licence,
        "carries": output.carries,
        "format": output.format,
        "spans": spans_digest(predictions, output.layers),
    }
    return replace(made, origin=origin, documents=_documents(scored)), (*scored.notes, *scored.remarks)


def _check(output: Output, place: Path, predictions: Predictions) -> None:
    """Raises DataError if outputs have other layers or state other attributes than ``outputs.toml`` says."""
    layers: set[str] = set()
    stated: set[str] = set()
    for found in predictions.layers.values():
        for layer, names in ATTRIBUTES.items():
            annotations = getattr(found, layer)
            layers |= {layer} if annotations else set()
            stated |= {name for name in names for each in annotations if _attribute(each, name) is not None}
    pairs = (("layer", layers, set(output.layers)), ("attribute", stated, set(output.attributes)))
    faults = [
        Fault(str(place), 0, message, f"correct {OUTPUTS}")
        for noun, found_names, said in pairs
        for message in (
            *(f"it has the {noun} {name}, which {OUTPUTS} doesn't list" for name in sorted(found_names - said)),
            *(f"it never has the {noun} {name}, which {OUTPUTS} lists" for name in sorted(said - found_names)),
        )
    ]
    if faults:
        raise DataError(faults)


def _attribute(annotation: Any, name: str) -> Any:
    return getattr(annotation, "class_" if name == "class" else name)


def spans_digest(predictions: Predictions, layers: Sequence[str]) -> str:
    """Returns the SHA-256 over the spans of predictions and what they state of each, in hexadecimal.

    It is the same for the same annotations in another format, order or place.
    """
    lines = sorted(
        "\t".join([document, layer, *(f"{name}={_attribute(each, name)}" for name in ("start", "end", *names))])
        for document, found in predictions.layers.items()
        for layer, names in ATTRIBUTES.items()
        if layer in layers
        for each in getattr(found, layer)
    )
    failed = [f"{document}\tfailed" for document in sorted(predictions.failures)]
    return hashlib.sha256("\n".join([*lines, *failed]).encode("utf-8", "surrogatepass")).hexdigest()


def _documents(scored: Scored) -> Mapping[str, Mapping[str, Counts]]:
    """Returns the counts of each document by measure; empty if there are so many that their counts are sums."""
    if scored.block != 1:
        return {}
    found: dict[str, dict[str, Counts]] = {}
    for measure in COUNTED:
        for document, group in scored.units.get(measure, {}).items():
            counts = group.values() if isinstance(group, Mapping) else group
            found.setdefault(document, {})[measure] = total(counts)
    return found


def _differences(old: Record, new: Record) -> Iterator[str]:
    if record.text(old) == record.text(new):
        return
    if old.suite_digest != new.suite_digest:
        yield "it was scored on another state of the gold"
    if old.bench != new.bench:
        yield f"it was scored by bench {old.bench}"
    if old.origin.get("spans") != new.origin.get("spans"):
        yield "the outputs are others"
    for name in dict.fromkeys((*old.measures, *new.measures)):
        before, now = old.measures.get(name), new.measures.get(name)
        if before != now:
            yield f"{name}: F1 {_f1(before)} is committed, and {_f1(now)} came out"
    told = {name for name in old.origin.keys() | new.origin.keys() if old.origin.get(name) != new.origin.get(name)}
    if told := told - {"spans"}:
        yield f"{OUTPUTS} says something else of its {', '.join(sorted(told))}"
    if old.documents != new.documents:
        yield "the counts of its documents are others"
    if old.measures == new.measures and (old.intervals, old.seed) != (new.intervals, new.seed):
        yield "its intervals are others"


def _f1(score: Any) -> str:
    return "–" if score is None or score.f1 is None else f"{100 * score.f1:.2f}"


def write(folder: Path, found: Sequence[Row], gold: Suite, table: Table) -> None:
    """Writes the records of the rows that were scored, and the suite's table, in the folder ``RESULTS/SUITE``.

    Raises UsageError if a file can't be written.
    """
    for row in found:
        if not row.absent:
            path = folder / PUBLISHED / row.output.name / RECORD
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_text(path, record.text(row.record))
            except OSError as error:
                raise cannot_write(path, error) from None
    resolved = folder.resolve()
    store.write_table(resolved.parent, replace(gold, name=resolved.name), table)
