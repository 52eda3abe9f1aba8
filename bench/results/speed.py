"""The speed and memory of systems; they are kept apart from the record, because they differ in every run."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import MappingProxyType

from bench.errors import DataError, Fault
from bench.files import cannot_write, write_text
from bench.sdk.model import Usage


@dataclass(frozen=True, slots=True)
class Speed:
    """The speed of one system's run. Documents that came from the journal are only counted."""

    documents: int
    """The number of documents run."""
    recalled: int
    """The number of documents that came from the journal."""
    failed: int
    """The number of documents run that failed."""
    seconds: float
    """The system's own time for the documents that it finished, without its start."""
    peak: int
    """The most bytes resident at once in a process and its children, sampled every 50 ms."""
    usage: Usage | None = None
    """The use of a service, also for failed documents; None if the system reports none."""

    @property
    def rate(self) -> float | None:
        """The number of documents for each second of the system's own time; None if none was finished."""
        finished = self.documents - self.failed
        return finished / self.seconds if self.seconds and finished > 0 else None


def total(usages: Iterable[Usage | None]) -> Usage | None:
    """Returns the sum of the reported uses of a service; None if there is none."""
    said = [each for each in usages if each is not None]
    return sum(said[1:], said[0]) if said else None


@dataclass(frozen=True, slots=True)
class Price:
    """The price of a million tokens, in any currency."""

    input: float
    output: float

    def cost(self, usage: Usage) -> float | None:
        """Returns the cost of a use; None if the service doesn't report its tokens or was never asked."""
        if usage.input_tokens is None or usage.output_tokens is None or not usage.requests:
            return None
        return (usage.input_tokens * self.input + usage.output_tokens * self.output) / 1_000_000


def text(speeds: Mapping[str, Speed], prices: Mapping[str, Price] = MappingProxyType({})) -> str:
    """Returns the speed record as JSON text: the machine, and each system's run with its rate.

    If a service doesn't state its cost, the cost is computed from the system's price, if there is one.
    """
    systems = {}
    for name, speed in speeds.items():
        systems[name] = {**asdict(speed), "documents_per_second": speed.rate}
        if speed.usage is not None and (price := prices.get(name)) is not None:
            cost = price.cost(speed.usage) if speed.usage.cost is None else speed.usage.cost
            systems[name]["usage"] = {**asdict(speed.usage), "cost": cost, "price": asdict(price)}
    machine = {"system": platform.platform(), "machine": platform.machine(), "python": platform.python_version()}
    return json.dumps({"machine": machine, "systems": systems}, indent=1, sort_keys=True) + "\n"


def write(path: Path, speeds: Mapping[str, Speed], prices: Mapping[str, Price] = MappingProxyType({})) -> None:
    """Writes the speed record to a file. Raises UsageError when it can't be written."""
    try:
        write_text(path, text(speeds, prices))
    except OSError as error:
        raise cannot_write(path, error) from None


@dataclass(frozen=True, slots=True)
class Measured:
    """A speed record that was read from a file."""

    machine: str
    rates: Mapping[str, float | None]
    """System → documents per second; None if none was finished."""
    peaks: Mapping[str, int] = field(default_factory=dict)
    """System → the most bytes resident at once."""


def read(path: Path) -> Measured:
    """Reads a speed record. Raises DataError for a file that isn't one."""
    try:
        data = json.loads(path.read_bytes())
        machine = f"{data['machine']['system']}, Python {data['machine']['python']}"
        rates = {name: run["documents_per_second"] for name, run in data["systems"].items()}
        peaks = {name: int(run["peak"]) for name, run in data["systems"].items()}
        if not all(rate is None or (type(rate) in (int, float) and rate > 0) for rate in rates.values()):
            raise ValueError("documents_per_second")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        reason = f"it can't be read: {error.strerror}" if isinstance(error, OSError) else "not a speed record"
        raise DataError([Fault(str(path), 0, reason, "name a file that bench evaluate --speed wrote")]) from None
    return Measured(machine, rates, peaks)
