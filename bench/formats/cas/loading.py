"""Files loaded by dkpro-cassis, whose errors and warnings become faults or nothing."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.errors import DataError, Fault


def load(path: Path, how: Callable[[], Any]) -> Any:
    """Returns what dkpro-cassis makes of a file. Raises DataError for a file that it can't read."""
    with warnings.catch_warnings():
        # it warns of features with reserved names, and of offsets, which bench converts itself
        warnings.simplefilter("ignore")
        try:
            return how()
        except DataError:
            raise
        except Exception as error:  # it raises errors of any sort for files that aren't as they should be
            message = f"dkpro-cassis can't read it: {type(error).__name__}: {error}"
            fault = Fault(str(path), 0, f"{message:.300}", "export it again, with its type system")
            raise DataError([fault]) from None
