"""The attributes that annotations of gold and predictions state, by which measures are computed or left out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from bench.dataset.suite import RESOLVED

if TYPE_CHECKING:
    from bench.scoring.counting import Judged, Panel


class Stated:
    """The layers and attributes that occurred in the documents that were added."""

    def __init__(self, panels: Mapping[str, Panel], labelled: Collection[str]) -> None:
        """``panels`` are the panels of the layers; ``labelled`` is `bench.dataset.suite.Suite.labelled_layers`."""
        self._labelled = labelled
        self._unseen = {layer: panel.attributes | panel.needed for layer, panel in panels.items()}
        """For each layer the attributes and needed fields that no annotation of gold has stated so far."""
        self._empty = set(panels)
        """The layers of which gold has had no annotation so far."""
        self._unsaid = {layer: set(panel.attributes) for layer, panel in panels.items()}
        """For each layer the attributes that no prediction has stated so far."""
        self._untold = {layer: set(panel.needed_of_predictions) for layer, panel in panels.items()}
        """For each layer the needed fields that no prediction has stated so far."""
        self._silent = set(panels)
        """The layers in which nothing has been predicted so far."""

    def add(self, layer: str, judged: Judged) -> None:
        """Adds the annotations of a layer in some documents."""
        table = judged.table
        self.add_sizes(layer, *table.sizes)
        if table.sizes[1]:
            unsaid, untold = self._unsaid[layer], self._untold[layer]
            unsaid -= {attribute for attribute in unsaid if table.numbers(attribute)[1].any()}
            untold -= {field for field in untold if table.predictions_state(field)}
        self._unseen[layer] -= judged.stated

    def add_sizes(self, layer: str, gold: int, predicted: int) -> None:
        """Adds so many annotations of a layer, whatever they state."""
        if gold:
            self._empty.discard(layer)
        if predicted:
            self._silent.discard(layer)

    def merge(self, other: Stated) -> None:
        """Adds the annotations that were added to another object."""
        for layer in self._unseen:
            self._unseen[layer] &= other._unseen[layer]
            self._unsaid[layer] &= other._unsaid[layer]
            self._untold[layer] &= other._untold[layer]
        self._empty &= other._empty
        self._silent &= other._silent

    def unlabelled(self, layer: str) -> bool:
        """Returns whether gold has no annotations of a layer, and doesn't state that the layer is labelled."""
        return layer in self._empty and ("timexes" if layer == RESOLVED else layer) not in self._labelled

    def unscored(self, layer: str) -> bool:
        """Returns whether something is predicted in a layer in which gold isn't labelled."""
        return self.unlabelled(layer) and layer not in self._silent

    def left_out(self, panels: Mapping[str, Panel]) -> set[str]:
        """Returns the names of measures that aren't computed, as an attribute or a field is never stated."""
        return {
            measure.name
            for layer, panel in panels.items()
            for measure in (*panel.measures, *panel.others)
            if measure.needs in self._unseen[layer]
            or measure.states in self._untold[layer]
            or (layer not in self._empty and measure.attribute in self._unseen[layer])
        }

    def unstated(self, panels: Mapping[str, Panel]) -> set[str]:
        """Returns the names of measures whose attribute no prediction states, although there are predictions."""
        return {
            measure.name
            for layer, panel in panels.items()
            for measure in (*panel.measures, *panel.others)
            if layer not in self._silent and measure.attribute in self._unsaid[layer]
        }
