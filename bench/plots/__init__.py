"""The standard plots as files, drawn with matplotlib, which is imported only when a plot is drawn."""

from bench.plots.drawing import DrawnFigure, draw

__all__ = ["DrawnFigure", "draw"]
