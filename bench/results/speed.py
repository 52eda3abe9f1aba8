"""How fast a system was and how much memory it took: kept apart from the record, for no two runs have the same."""

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
    usage: Usage | None = None
    """What it took of a service, failed documents too; None where it says nothing of any."""

    @property
    def rate(self) -> float | None:
        """Documents a second of the system's own time; None where nothing was run."""
        finished = self.documents - self.failed
        return finished / self.seconds if self.seconds and finished > 0 else None


def total(usages: Iterable[Usage | None]) -> Usage | None:
    """What all took together, of those that say it; None where none does."""
    said = [each for each in usages if each is not None]
    return sum(said[1:], said[0]) if said else None


@dataclass(frozen=True, slots=True)
class Price:
    """Of a million tokens, in whatever currency."""

    input: float
    output: float

    def cost(self, usage: Usage) -> float | None:
        """What a use costs; None where the service doesn't say how many tokens it took, or was never asked."""
        if usage.input_tokens is None or usage.output_tokens is None or not usage.requests:
            return None
        return (usage.input_tokens * self.input + usage.output_tokens * self.output) / 1_000_000


def text(speeds: Mapping[str, Speed], prices: Mapping[str, Price] = MappingProxyType({})) -> str:
    """The speed record: machine, and each system's run with its rate.

    A cost that a service doesn't state itself is worked out from the price, where one is given.
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
    """Write the speed record to a file. Raises UsageError when it can't be written."""
    try:
        write_text(path, text(speeds, prices))
    except OSError as error:
        raise cannot_write(path, error) from None


@dataclass(frozen=True, slots=True)
class Measured:
    """What a speed record says of each system, and of the machine."""

    machine: str
    rates: Mapping[str, float | None]
    """Documents a second; None where nothing was run."""
    peaks: Mapping[str, int] = field(default_factory=dict)
    """Most bytes resident at once."""


def read(path: Path) -> Measured:
    """Read a speed record. Raises DataError for a file that is none."""
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
