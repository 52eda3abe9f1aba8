"""What the build adds to the wheel: the systems, and the suites whose texts are the project's own."""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CARRIED = ("systems", "gold/messages", "gold/phenomena")
"""The folders that bench carries. The texts of gold/articles are their publishers', and stay in the repository."""


class Carrying(BuildHookInterface):  # type: ignore[type-arg]  # its parameter is the builder's settings
    """The hook that puts the folders into ``bench/_carried``. An editable install uses those of the clone."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Adds the folders to what the wheel includes."""
        if self.target_name == "wheel" and version == "standard":
            build_data["force_include"].update({folder: f"bench/_carried/{folder}" for folder in CARRIED})
