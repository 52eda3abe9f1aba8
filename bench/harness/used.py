"""The files and programs that a system's process has used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bench.sdk.provenance import Signature


@dataclass(frozen=True, slots=True)
class Used:
    """The files and programs that a process has used so far, in the fields of a `Provenance.report`."""

    files: Mapping[str, Signature | None] = field(default_factory=dict)
    sought: Mapping[str, frozenset[str]] = field(default_factory=dict)
    listed: Mapping[str, str] = field(default_factory=dict)
    started: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    unknown: str = ""

    def with_report(self, report: Mapping[str, Any]) -> Used:
        """Returns a copy with a report of `bench.sdk.provenance` added.

        For a file that was used before, the earlier signature stays.
        """
        sought = {
            folder: self.sought.get(folder, frozenset()) | frozenset(report["sought"].get(folder, ()))
            for folder in {*self.sought, *report["sought"]}
        }
        return Used(
            {**report["files"], **self.files},
            sought,
            {**self.listed, **report["listed"]},
            self.started.union(report["started"]),
            self.asked.union(report["asked"]),
            self.unknown or report["unknown"],
        )
