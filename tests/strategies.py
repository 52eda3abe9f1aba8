"""Hypothesis strategies, kept in one place."""

from __future__ import annotations

import datetime

from hypothesis import strategies as st

from bench import Event, Timex
from bench.counts import Counts
from bench.dataset.suite import Layers, SuiteDocument
from bench.formats.annotated import Annotated
from bench.sdk.model import EVENT_CLASSES, REALIS, TIMEX_TYPES, Entry, Link, Reading, Region
from bench.sdk.model import RELATIONS as TIMEML_RELATIONS
from bench.temporal.links.relations import Edge
from bench.temporal.task4 import Ordered, TimelineRow
from tests.arrangements import COUNT, NAMES, RELATIONS, every_arrangement, relation

LENGTH = 40
"""Characters of the imagined text; short, so that spans meet often."""


@st.composite
def spans(draw: st.DrawFn) -> tuple[int, int]:
    """A non-empty span within the text."""
    start = draw(st.integers(0, LENGTH - 1))
    return start, draw(st.integers(start + 1, min(LENGTH, start + 8)))


near = st.dates(datetime.date(2022, 12, 20), datetime.date(2024, 2, 10))
"""Days of little more than a year, so that values meet often and the ends of months and years are among them."""

days = near.map(datetime.date.isoformat)
months = near.map(lambda day: f"{day:%Y-%m}")
years = near.map(lambda day: f"{day:%Y}")

timex_values = st.one_of(
    days,
    months,
    years,
    near.map(lambda day: f"{day:%G}-W{day:%V}"),
    near.map(lambda day: f"{day:%G}-W{day:%V}-WE"),
    near.map(lambda day: f"{day:%Y-%m}-XX"),
    st.builds("{}T{}".format, days, st.sampled_from(("TEV", "TMO", "06", "06:08:40Z", "24:00", "06+08:00"))),
    st.builds("{}-{}".format, years, st.sampled_from(("SP", "WI", "FA", "Q4", "H1", "XX-01"))),
    st.sampled_from(("202", "20", "XXXX-09", "P1Y", "P12M", "P7D", "P1W", "PXD", "PAST_REF", "T12", "no value")),
)
"""TIMEX3 values of every sort, and what is none."""

_ends = st.one_of(days, months, years)
whens = st.one_of(
    _ends,
    st.builds("{}{}".format, months, st.sampled_from("?~%")),
    st.builds("{}/{}".format, _ends, _ends),
    st.builds("[{}..{}]".format, _ends, _ends),
    st.builds("{}/..".format, _ends),
    st.builds("[..{}]".format, _ends),
    st.builds("[{}..]".format, _ends),
    st.sampled_from(("202X", "2023-24", "XXXX", "no date")),
)
"""EDTF of every sort; some ends before it starts, and so is none."""


@st.composite
def timexes(draw: st.DrawFn) -> Timex:
    """A timex with few values, so that equal ones occur."""
    start, end = draw(spans())
    type_ = draw(st.sampled_from((*TIMEX_TYPES, None)))
    return Timex(start, end, type_, draw(st.sampled_from(("2023", "2023-09", "2023-09-18", "P1D", None))))


@st.composite
def events(draw: st.DrawFn) -> Event:
    """An event with or without class, realis and when."""
    start, end = draw(spans())
    when = draw(st.sampled_from(("2023", "2023-09", "2023-09/2023-10", "[2023-09..2023-10]", None)))
    return Event(
        start, end, draw(st.sampled_from((*EVENT_CLASSES, None))), draw(st.sampled_from((*REALIS, None))), when
    )


WHENS = (
    "2023-09-18",
    "2023-09-19",
    "2023-09",
    "2023-09-18/2023-09-19",
    "[..2023-09-18]",
    "2023-09-19/..",
    "?",
    None,
)
"""Few, so that equal ones occur; an overlap, open ends, what isn't EDTF, and nothing."""
MENTIONS = "abcdefg"
"""Event ids; a timeline may name each in several entries."""


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    """A timeline over events of one document, "d"; the first of its entries is "0"."""
    mentions = st.lists(st.sampled_from(MENTIONS), max_size=3)
    return [
        Entry(str(index), when=when, mentions=tuple(("d", name) for name in names))
        for index, (when, names) in enumerate(
            draw(st.lists(st.tuples(st.sampled_from(WHENS), mentions), max_size=5))
        )
    ]


@st.composite
def ordered_timelines(draw: st.DrawFn) -> Ordered:
    """One participant's rows, some without a place or a date, some mentions more than once."""
    mention = st.tuples(st.just("9"), st.integers(1, 3), st.sampled_from("ab"))
    row = st.builds(
        TimelineRow,
        st.integers(0, 3),
        st.sampled_from(("2023-09-18", "2023-09-XX", "2023", "XXXX-XX-XX")),
        st.lists(mention, min_size=1, max_size=2).map(tuple),
    )
    return Ordered("someone", tuple(draw(st.lists(row, max_size=5))))


LETTERS = ("aZ \n\r\t", "é中😀\ufeff\u2028", '<&"|')
"""Characters that formats get wrong: line ends of all kinds, some beyond the BMP, a BOM inside, and markup."""
PARTS = (*"".join(LETTERS), "\r\n", "e\u0301", "]]>")
"""Parts of texts: these characters, and sequences of them that belong together."""
texts = st.lists(st.sampled_from(PARTS), min_size=3, max_size=20).map("".join)


@st.composite
def annotated_documents(draw: st.DrawFn, *, crossing: bool = True) -> Annotated:
    """A document with every field that gold may have; without ``crossing``, no two spans cross."""
    text = draw(texts)
    spans: list[tuple[int, int]] = []
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        if crossing or not any(a < start < b < end or start < a < end < b for a, b in spans):
            spans.append((start, end))
    found: list[Timex | Event | Region] = []
    for number, (start, end) in enumerate(spans):
        words = text[start:end]
        kind = draw(st.sampled_from("TER"))
        if kind == "T":
            tags = draw(st.sampled_from(((), ("a", "b"))))
            values = draw(st.sampled_from((None, (Reading("2023", "the coming one"), Reading("2024", "another")))))
            value = "2023" if values else draw(st.sampled_from(("2023-09-18", "P1D", None)))
            type_, mod = draw(st.sampled_from((*TIMEX_TYPES, None))), draw(st.sampled_from(("APPROX", None)))
            way = draw(st.sampled_from(("deictic", None)))
            found.append(Timex(start, end, type_, value, mod, way, words, f"t{number}", tags, values))
        elif kind == "E":
            class_, realis = draw(st.sampled_from((*EVENT_CLASSES, None))), draw(st.sampled_from((*REALIS, None)))
            tense = draw(st.sampled_from(("PAST", None)))
            found.append(
                Event(start, end, class_, realis, draw(whens), words, f"e{number}", tense, tense and "NONE")
            )
        else:
            found.append(Region(start, end, words))
    names = ["dct", *(each.id for each in found if not isinstance(each, Region) and each.id)]
    links = st.builds(Link, st.sampled_from(names), st.sampled_from(names), st.sampled_from(TIMEML_RELATIONS))
    stamp = draw(st.sampled_from((None, datetime.datetime(2023, 9, 18, 9, 20))))
    document = SuiteDocument(
        draw(st.sampled_from(("a", "b-2", "c_3"))),
        text,
        stamp or draw(st.sampled_from((None, datetime.date(2023, 9, 18)))),
        title=draw(st.sampled_from(("", "Rain & <sun>"))),
        sentences=draw(st.sampled_from((None, (0,), (0, 2)))),
        tags=draw(st.sampled_from(((), ("negation",)))),
    )
    layers = Layers(
        tuple(each for each in found if isinstance(each, Timex)),
        tuple(each for each in found if isinstance(each, Event)),
        tuple(each for each in found if isinstance(each, Region)),
        tuple(draw(st.lists(links, max_size=3))),
    )
    return Annotated(document, layers)


timex_lists = st.lists(timexes(), max_size=7)
event_lists = st.lists(events(), max_size=7)


@st.composite
def counts(draw: st.DrawFn) -> Counts:
    """What a unit may count; often nothing on one side or both."""
    predicted, gold = draw(st.integers(0, 4)), draw(st.integers(0, 4))
    return Counts(draw(st.integers(0, predicted)), predicted, draw(st.integers(0, gold)), gold)


PAIRS = tuple((source, target) for source in NAMES for target in NAMES)
ORDERING_EDGES: tuple[Edge, ...] = tuple((*pair, name) for pair in PAIRS for name in RELATIONS)
EDGES = (*ORDERING_EDGES, *((*pair, "VAGUE") for pair in PAIRS[:4]))

arrangements = st.integers(0, COUNT - 1).map(lambda number: every_arrangement()[number])
pair_lists = st.lists(st.sampled_from(PAIRS), max_size=9)


@st.composite
def true_edges(draw: st.DrawFn) -> list[Edge]:
    """Links of one arrangement of four intervals: they don't contradict each other."""
    lying = dict(zip(NAMES, draw(arrangements), strict=True))
    named = ((source, target, relation(lying[source], lying[target])) for source, target in draw(pair_lists))
    return [(source, target, name) for source, target, name in named if name is not None]


wild_edges = st.lists(st.sampled_from(EDGES), max_size=8)
edge_lists = st.one_of(true_edges(), wild_edges)
