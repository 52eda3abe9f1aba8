"""Labelled spans, as taggers' scorers see annotations."""

from __future__ import annotations

from hypothesis import strategies as st

from bench.schemes.labelling import Labelled
from tests.strategies import spans


@st.composite
def labelled(draw: st.DrawFn) -> Labelled:
    """A span with one of two labels; now and then so long that one character is less than a hundredth of it."""
    start, end = draw(spans())
    return Labelled(start, end + draw(st.sampled_from((0,) * 9 + (200,))), draw(st.sampled_from("AB")))


labelled_lists = st.lists(labelled(), max_size=6)
