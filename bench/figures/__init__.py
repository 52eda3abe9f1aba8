"""The data of the plots: their points and rows in order, and the positions of labels.

Nothing is drawn here. `bench.plots` draws the plots with matplotlib, and `bench.report` draws them as SVG.
"""
