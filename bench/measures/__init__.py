"""The measures. Each is an object in a module of this package, and is found by its name.

A new measure is a new module here with one `Measure` (`bench.measures.base`): the tables, the report, the JSON,
the command line and the list in docs/measures.md read all measures from here.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from bench.errors import unknown
from bench.measures.base import LAYERS, Measure
from bench.measures.tables import Table, main

__all__ = ["HEADLINES", "MEASURES", "Measure", "leading", "named", "of_layer", "of_table"]


def _collected() -> tuple[Measure[Any], ...]:
    """Returns the measures that the package's modules define. Raises ValueError if two have the same name."""
    found: dict[str, Measure[Any]] = {}
    for module in iter_modules(__path__, f"{__name__}."):
        for item in vars(import_module(module.name)).values():
            if isinstance(item, Measure) and found.setdefault(item.name, item) is not item:
                raise ValueError(f"{module.name}: another measure is named {item.name}; choose another name")
    return tuple(sorted(found.values(), key=_place))  # which keeps the order of modules and of definitions


def _place(measure: Measure[Any]) -> tuple[int, bool]:
    return LAYERS.index(measure.layer), measure.attribute is not None


MEASURES: tuple[Measure[Any], ...] = _collected()
"""All measures in the order in which they are shown: by layer, then measures that compare no attribute before
others, then by module, then as defined in it."""

HEADLINES: tuple[str, ...] = tuple(measure.name for measure in MEASURES if measure.headline)
"""The names of the main measures: tables show their intervals, and a comparison tests them."""


def named(name: str) -> Measure[Any]:
    """Returns the measure with this name. Raises UsageError for an unknown name, and suggests similar names."""
    for measure in MEASURES:
        if measure.name == name:
            return measure
    raise unknown("measure", name, (measure.name for measure in MEASURES))


def of_layer(layer: str) -> tuple[Measure[Any], ...]:
    """Returns the measures of a layer (`bench.measures.base.LAYERS`)."""
    return tuple(measure for measure in MEASURES if measure.layer == layer)


def of_table(table: Table) -> tuple[Measure[Any], ...]:
    """Returns the measures that are the columns of a table."""
    return tuple(measure for measure in MEASURES if table in measure.columns_of)


def leading(where: str | Table) -> Measure[Any]:
    """Returns the measure that orders the rows of a table, or of the main table of a layer.

    Raises ValueError if no measure does.
    """
    table = main(where) if isinstance(where, str) else where
    for measure in MEASURES:
        if measure.leads and measure.columns_of[:1] == (table,):
            return measure
    raise ValueError(f"no measure leads {where}")
