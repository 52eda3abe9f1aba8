"""The data of each figure: its points, their order, what it leaves out, and where labels stand.

Nothing is drawn here.
`bench.plots` draws the figures with matplotlib, and `bench.report` draws them in its page.
"""
