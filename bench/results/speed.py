"""The speed and memory of systems. They have a file of their own, because they differ from run to run."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import MappingProxyType

from bench.errors import DataError, Fault
from bench.files import cannot_write, read_bytes, write_text
from bench.sdk.model import Usage


@dataclass(frozen=True, slots=True)
class Speed:
    """The speed, memory and usage of one system's run. Documents from the journal are counted but not timed."""

    documents: int
    """The number of documents that were run, including those that failed."""
    recalled: int
    """The number of documents that came from the journal."""
    failed: int
    """The number of documents that were run and failed."""
    seconds: float
    """The seconds that the system took for the documents that it finished, without its start."""
    peak: int
    """The largest resident memory of a process and its descendants together, in bytes, sampled every 50 ms."""
    usage: Usage | None = None
    """The requests and tokens that the system used of a service, for failed documents too; None if unknown."""

    @property
    def rate(self) -> float | None:
        """The number of finished documents per second of the system's time; None if no document was finished."""
        finished = self.documents - self.failed
        return finished / self.seconds if self.seconds and finished > 0 else None


def total(usages: Iterable[Usage | None]) -> Usage | None:
    """Returns the sum of the usages that aren't None; None if all are."""
    said = [each for each in usages if each is not None]
    return sum(said[1:], said[0]) if said else None


@dataclass(frozen=True, slots=True)
class Price:
    """The price of a million input tokens and of a million output tokens, in any currency."""

    input: float
    output: float

    def cost(self, usage: Usage) -> float | None:
        """Returns the cost of a usage; None if the numbers of tokens aren't known or there was no request."""
        if usage.input_tokens is None or usage.output_tokens is None or not usage.requests:
            return None
        return (usage.input_tokens * self.input + usage.output_tokens * self.output) / 1_000_000


def text(speeds: Mapping[str, Speed], prices: Mapping[str, Price] = MappingProxyType({})) -> str:
    """Returns a speed file as JSON text: the machine, and the speed of each system.

    If a service doesn't state its cost, the cost is computed from the system's entry in ``prices``, if there is
    one.
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
    """Writes a speed file. Raises UsageError if it can't be written."""
    try:
        write_text(path, text(speeds, prices))
    except OSError as error:
        raise cannot_write(path, error) from None


@dataclass(frozen=True, slots=True)
class Measured:
    """The content of a speed file: the machine, and the speed and memory of systems."""

    machine: str
    rates: Mapping[str, float | None]
    """The documents per second of each system; None if the system finished no document."""
    peaks: Mapping[str, int] = field(default_factory=dict)
    """The largest resident memory of each system, in bytes."""


def read(path: Path) -> Measured:
    """Reads a speed file. Raises DataError for a file that is none."""
    try:
        data = json.loads(read_bytes(path))
        machine = f"{data['machine']['system']}, Python {data['machine']['python']}"
        rates = {name: run["documents_per_second"] for name, run in data["systems"].items()}
        peaks = {name: int(run["peak"]) for name, run in data["systems"].items()}
        if not all(rate is None or (type(rate) in (int, float) and rate > 0) for rate in rates.values()):
            raise ValueError("documents_per_second")
    except (OSError, ValueError, RecursionError, OverflowError, KeyError, TypeError, AttributeError) as error:
        reason = f"it can't be read: {error.strerror}" if isinstance(error, OSError) else "not a speed record"
        raise DataError([Fault(str(path), 0, reason, "name a file that bench evaluate --speed wrote")]) from None
    return Measured(machine, rates, peaks)
