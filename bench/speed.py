"""How fast a system was and how much memory it took: kept apart from the record, for no two runs have the same."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.errors import DataError, Fault
from bench.suite import ACROSS
from bench.task import Outcome


@dataclass(frozen=True, slots=True)
class Speed:
    """One system's run. Documents that came from the journal are counted and otherwise left out."""

    documents: int
    """Documents run."""
    recalled: int
    """Documents that came from the journal."""
    failed: int
    seconds: float
    """The system's own time over the documents that it finished, without its start."""
    peak: int
    """Most bytes resident at once in a process and all that it started, looked at every 50 ms."""

    @property
    def rate(self) -> float | None:
        """Documents a second of the system's own time; None where nothing was run."""
        finished = self.documents - self.failed
        return finished / self.seconds if self.seconds and finished > 0 else None

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> Speed:
        """The sum over a run's documents."""
        documents = recalled = failed = peak = 0
        seconds = 0.0
        for outcome in outcomes:
            if outcome.document != ACROSS:  # a timeline takes its time, but is no document
                recalled += outcome.recalled
                documents += not outcome.recalled
                failed += outcome.layers is None and not outcome.recalled
            seconds += outcome.seconds
            peak = max(peak, outcome.peak)
        return cls(documents, recalled, failed, seconds, peak)


def text(speeds: Mapping[str, Speed]) -> str:
    """The speed record: machine, and each system's run with its rate."""
    systems = {name: {**asdict(speed), "documents_per_second": speed.rate} for name, speed in speeds.items()}
    machine = {"system": platform.platform(), "machine": platform.machine(), "python": platform.python_version()}
    return json.dumps({"machine": machine, "systems": systems}, indent=1, sort_keys=True) + "\n"


@dataclass(frozen=True, slots=True)
class Measured:
    """What a speed record says of each system, and of the machine."""

    machine: str
    rates: Mapping[str, float | None]
    """Documents a second; None where nothing was run."""


def read(path: Path) -> Measured:
    """Read a speed record. Raises DataError for a file that is none."""
    try:
        data = json.loads(path.read_bytes())
        machine = f"{data['machine']['system']}, Python {data['machine']['python']}"
        rates = {name: run["documents_per_second"] for name, run in data["systems"].items()}
        if not all(rate is None or (type(rate) in (int, float) and rate > 0) for rate in rates.values()):
            raise ValueError("documents_per_second")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        reason = f"it can't be read: {error.strerror}" if isinstance(error, OSError) else "not a speed record"
        raise DataError([Fault(str(path), 0, reason, "name a file that bench evaluate --speed wrote")]) from None
    return Measured(machine, rates)
