"""The standard figures as files, drawn with matplotlib. It is imported only when a figure is drawn."""

from bench.plots.drawing import DrawnFigure, draw

__all__ = ["DrawnFigure", "draw"]
