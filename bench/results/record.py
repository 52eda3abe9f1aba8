"""Records (``record.json``): the scores of a system, and what they were made with.

A record holds no date, no commit and no duration, so that a repeated run writes the same bytes.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

import msgspec

from bench import __version__, measures
from bench.counts import Counts, Score
from bench.dataset.known import overlaps
from bench.dataset.sentences import VERSION
from bench.dataset.suite import Predictions, Suite
from bench.errors import DataError, Fault
from bench.files import read_bytes
from bench.results.signature import Signature, short
from bench.scoring.confidence import Confidence
from bench.scoring.result import Scored

if TYPE_CHECKING:
    from bench.statistics.bootstrap import Intervals
    from bench.statistics.units import Kind

PUBLISHED = "published"
"""The role of the records of published outputs (`bench.results.published`), and the folder that they stand in."""
SCHEMA = 2
"""The version of the record's schema. It rises whenever a field changes its meaning."""


@dataclass(frozen=True, slots=True)
class Record:
    """The scores of one system, annotator or set of predictions on one suite."""

    name: str
    role: str
    """The kind of record: "system", "annotator", "predictions" or "published" (`bench.results.published`)."""
    layers: tuple[str, ...]
    suite: str
    suite_version: str
    suite_digest: str
    measures: Mapping[str, Score]
    slices: Mapping[str, Mapping[str, Mapping[str, Score]]]
    failures: Mapping[str, str]
    timeline_failure: str = ""
    """The cause if the timeline failed, else empty. A file has this field only if it isn't empty."""
    unresolved: Mapping[str, str] = field(default_factory=dict)
    """For each document on which the system failed when it was given gold's spans, the cause."""
    intervals: Mapping[str, Intervals] = field(default_factory=dict)
    """For each measure, the 95 % bootstrap intervals of its precision, recall and F1."""
    seed: int = 0
    """The random seed of the intervals."""
    unlocated: Mapping[str, int] = field(default_factory=dict)
    """For each document, the number of predictions whose words aren't in its text. A file has this field only if
    it isn't empty."""
    predictions_digest: str = ""
    """The digest of the files of predictions that were written with the record. A file has this field only if it
    isn't empty."""
    sentences: str = ""
    """The version of `bench.dataset.sentences`, if intervals are over sentences that gold doesn't state.

    Files have the field only if it isn't empty.
    """
    system_digest: str = ""
    environment_digest: str = ""
    """The digest over the packages and files that a Python system uses, or over the folder of a command."""
    versions: Mapping[str, str] = field(default_factory=dict)
    """The versions of the packages that the system's file or lock file names, by package."""
    wants: Mapping[str, str] = field(default_factory=dict)
    """For each system that this system wants, the digest of its source. For each gold layer that it wants
    (``gold:timexes``), an empty text."""
    repeats: Mapping[str, tuple[float | None, ...]] = field(default_factory=dict)
    """For each measure, F1 of each run of a system that ran several times, as fractions; all else is about the
    first run. A file has this field only if it isn't empty."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """For a system that asks a service, the values of its environment variables, such as the model's name."""
    developed_on: tuple[str, ...] = ()
    """The suites that the system, and those that it wants, were made or tuned on. A file has this field only if it
    isn't empty."""
    origin: Mapping[str, str] = field(default_factory=dict)
    """The origin of published outputs: what the system is, their source, commit and licence, what they state, and
    the digest of their spans. A file has this field only if it isn't empty."""
    documents: Mapping[str, Mapping[str, Counts]] = field(default_factory=dict)
    """The counts of each document of published outputs, by its id and by measure. A file has this field only if
    it isn't empty."""
    confidence: Confidence | None = None
    """The measures of how sure the system is of its values. A file has this field only if the system states a
    confidence."""
    training: str = ""
    """The documents that the system was trained on, in words; empty for a system that doesn't learn."""
    bench: str = __version__
    schema: int = SCHEMA

    @property
    def failed(self) -> int:
        """The number of failed documents; a failed timeline counts as one more."""
        return len(self.failures) + bool(self.timeline_failure)

    @property
    def familiar(self) -> bool:
        """True if the system was made or tuned on texts of this suite, so that its scores say less."""
        return overlaps(self.developed_on, self.suite)

    @property
    def signature(self) -> Signature:
        """The signature of the record. The signature of a single score also names its measure."""
        version = f"@{self.suite_version}" if self.suite_version else ""
        digest = f"#{short(self.suite_digest)}" if self.suite_digest else ""
        source = f"#{short(self.system_digest)}" if self.system_digest else ""
        return Signature(suite=f"{self.suite}{version}{digest}", system=f"{self.name}{source}", bench=self.bench)


AT_TIMES = (
    *("timeline_failure", "unlocated", "settings", "predictions_digest", "sentences", "developed_on"),
    *("origin", "documents", "confidence", "repeats"),
)
"""The fields that the file of a record has only if they aren't empty."""
FIELDS = tuple(name for name in Record.__slots__ if name not in ("intervals", *AT_TIMES))
"""The fields that the file of a record always has."""


def of_predictions(
    name: str, role: str, predictions: Predictions, suite: Suite, scored: Scored, seed: int = 0
) -> Record:
    """Returns the record of predictions and their scores. ``seed`` is the random seed of the intervals."""
    intervals = _intervals(scored, seed)
    split = scored.split and any(each.sampling.unit == "sentence" for each in intervals.values())
    return Record(
        name=name,
        role=role,
        layers=predictions.covers,
        suite=suite.name,
        suite_version=suite.version,
        suite_digest=suite.digest,
        measures=scored.measures,
        slices=scored.slices,
        failures=scored.failures,
        timeline_failure=scored.timeline_failure,
        unresolved=scored.unresolved,
        intervals=intervals,
        seed=seed,
        unlocated=scored.unlocated,
        sentences=VERSION if split else "",
        confidence=scored.confidence,
    )


def _intervals(scored: Scored, seed: int) -> Mapping[str, Intervals]:
    """Returns the intervals of each measure. They depend on ``scored`` and ``seed`` alone."""
    # imported here, because it loads numpy, which commands that only run systems don't need
    from bench.statistics import bootstrap, draws

    return bootstrap.intervals({"": scored.units}, draws.generator(seed), kinds=unit_kinds(scored.block))[""]


def unit_kinds(block: int = 1) -> dict[str, Kind]:
    """Returns the kind of each measure's units. If ``block`` isn't 1, so many documents together are one unit."""
    from bench.statistics.units import Kind

    document = "document" if block == 1 else f"{block:,}-document block"
    of_units = {
        "sentence": Kind("sentence", document),
        "document": Kind(document, document),
        "entry": Kind("entry", "timeline", sampled=False),
        "date": Kind("date", "timeline", sampled=False),
        "timeline": Kind("timeline", "timeline"),
    }
    return {measure.name: of_units[measure.unit] for measure in measures.MEASURES}


def score_object(score: Score) -> dict[str, Any]:
    """Returns a score as an object for JSON: precision, recall and F1 as fractions (or None), and the counts."""
    return {"precision": score.precision, "recall": score.recall, "f1": score.f1, **asdict(score.counts)}


def measures_object(record: Record) -> dict[str, Any]:
    """Returns the score of each measure as an object for JSON, with its intervals: each (low, high) or None."""
    return {
        name: {
            **score_object(score),
            **({"intervals": _intervals_object(record.intervals[name])} if name in record.intervals else {}),
        }
        for name, score in record.measures.items()
    }


def _intervals_object(intervals: Intervals) -> dict[str, Any]:
    return {
        "precision": intervals.precision,
        "recall": intervals.recall,
        "f1": intervals.f1,
        "sampling": asdict(intervals.sampling),
        "speaks": intervals.sampling.label,
    }


def slices_object(record: Record) -> dict[str, Any]:
    """Returns the scores of slices as nested objects for JSON, by slicing (``kind``), value and measure."""
    return {
        slicing: {
            value: {name: score_object(score) for name, score in scores.items()}
            for value, scores in values.items()
        }
        for slicing, values in record.slices.items()
    }


def text(record: Record) -> str:
    """Returns the text of a ``record.json``, with sorted keys. The same record always gives the same text."""
    data = {
        **{name: getattr(record, name) for name in FIELDS},
        **{name: found for name in AT_TIMES if (found := getattr(record, name))},
        "signature": str(record.signature),
        "measures": measures_object(record),
        "slices": slices_object(record),
    }
    return json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False, default=asdict) + "\n"


def read(path: Path) -> Record:
    """Reads a ``record.json``. Raises DataError for a file that is no record or has another schema."""
    from bench.statistics.bootstrap import Intervals

    remedy = "run bench evaluate again with --output"
    try:
        data = json.loads(read_bytes(path))
        json.dumps(data, ensure_ascii=False).encode()  # raises for half a surrogate pair, which nothing can print
        if data.get("schema") != SCHEMA:
            raise DataError(
                [Fault(str(path), 0, f"a record of schema {data.get('schema')!r}, not {SCHEMA}", remedy)]
            )
        return _checked(
            **{
                # a field that an earlier version of bench didn't write gets its default
                **{name: msgspec.convert(data[name], hint) for name, hint in _stated().items() if name in data},
                "measures": _scores(data["measures"]),
                "intervals": {
                    name: msgspec.convert(item["intervals"], Intervals)
                    for name, item in data["measures"].items()
                    if "intervals" in item
                },
                "slices": {
                    slicing: {value: _scores(scores) for value, scores in values.items()}
                    for slicing, values in data["slices"].items()
                },
            }
        )
    except OSError as error:
        raise DataError([Fault(str(path), 0, f"it can't be read: {error.strerror}", "mend its rights")]) from None
    except (ValueError, RecursionError, OverflowError, KeyError, TypeError, AttributeError) as error:
        message = f"not a results record: {error!r:.200}"
        raise DataError([Fault(str(path), 0, message, remedy)]) from None


def _checked(**fields: Any) -> Record:
    """Returns a record with these values of its fields.

    Raises ValueError if the system's name can't be the name of a folder, for the record is kept in one.
    """
    found = Record(**fields)
    if not found.name.isprintable() or "/" in found.name or found.name in ("", ".", ".."):
        raise ValueError(f"no name of a system: {found.name!r}")
    return found


@functools.cache
def _stated() -> Mapping[str, Any]:
    """Returns the types of the fields of a record that its file contains unchanged, by field."""
    hints = get_type_hints(Record, localns={"Intervals": object})
    return {name: hint for name, hint in hints.items() if name not in ("measures", "slices", "intervals")}


def _scores(data: Mapping[str, Any]) -> dict[str, Score]:
    found = {name: msgspec.convert({**item, "counts": item}, Score) for name, item in data.items()}
    for name, score in found.items():
        for figure in (score.precision, score.recall, score.f1):
            if figure is not None and not 0 <= figure <= 1:
                raise ValueError(f"{name}: {figure} is no fraction")
    return found
