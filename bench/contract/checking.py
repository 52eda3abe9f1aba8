"""The contract test of one or more systems, which are first made ready."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.contract.answers import check as check_answers
from bench.contract.finding import FAILED, Finding
from bench.errors import Fault
from bench.harness.setting import Setting
from bench.systems.selection import Request, select


@dataclass(frozen=True, slots=True)
class Checked:
    """The findings of the contract test of one or more systems."""

    findings: Mapping[str, Sequence[Finding]]
    """The findings of each system's checks, by the system's name."""
    paths: Mapping[str, str]
    """The path of each system's file or folder, by the system's name."""
    unready: Mapping[str, str]
    """For each system that can't run, the reason and the remedy."""
    broken: Sequence[Fault] = ()
    """The faults of files that declare no system."""

    @property
    def failed(self) -> bool:
        """True if any check has failed."""
        return any(finding.verdict == FAILED for found in self.findings.values() for finding in found)


def check(
    systems: str | Path | Sequence[str | Path], *, folder: str | Path | None = None, setting: Setting | None = None
) -> Checked:
    """Tests on small texts whether systems keep the rules for systems. Returns the findings.

    ``systems`` are paths of system files, or names of systems, which are looked up in ``folder`` (by default
    ``systems``) and among those that bench carries. Raises
    UsageError for a system that doesn't exist.
    """
    setting = setting or Setting()
    given = [systems] if isinstance(systems, str | Path) else systems
    found = select(Request([*map(str, given)], None if folder is None else Path(folder)), setting.prepare)
    with setting.executor() as executor:
        findings = {
            ready.system.name: check_answers(
                ready.system, ready.environment, executor, setting.limits, setting.heard
            )
            for ready in found.ready
        }
    paths = {ready.system.name: str(ready.system.path) for ready in found.ready}
    return Checked(findings, paths, found.unready, found.broken)
