"""Words as numbers, so that many are compared at once."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Words(dict[str | None, int]):
    """The numbers of words: 0 for None and for an empty text, then 1, 2, … in the order of their look-up."""

    def __init__(self) -> None:
        super().__init__({None: 0, "": 0})

    def __missing__(self, word: str | None) -> int:
        self[word] = number = len(self) - 1
        return number

    def numbers(self, field: str, items: Sequence[Any]) -> NDArray[Any]:
        """Returns for each item the number of the word in a field."""
        word = attrgetter(field)
        if not any(map(word, items)):
            return np.zeros(len(items), np.intp)
        return np.fromiter(map(self.__getitem__, map(word, items)), np.intp, len(items))

    def by_number(self) -> list[str | None]:
        """Returns the words by their numbers; the first is None."""
        return [word for word in self if word != ""]
