"""The standard figures as files, drawn with matplotlib, which is imported only when one is drawn."""

from bench.plots.drawing import Drawn, draw

__all__ = ["Drawn", "draw"]
