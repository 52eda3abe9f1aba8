"""The corpora that bench knows by name: where each comes from, its licence and format, and whose texts it shares.

Nothing of them is part of bench. A corpus is looked for in the folder that its user names, under its own name or
where its distribution puts it. Different corpora annotate the same texts, and a system that was made on one of
them has seen the others too: `overlaps` says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

EXPRESSIONS = "expressions-"
"""The beginning of the name of each suite that is made of the test cases of a tool."""


@dataclass(frozen=True, slots=True)
class Known:
    """A corpus that bench knows."""

    name: str
    title: str
    licence: str
    """The licence as its distribution states it."""
    source: str
    """The address at which its distribution is described or kept, or what the source is called."""
    format: str
    """The name of its format (`bench.formats`)."""
    places: tuple[str, ...] = ()
    """The paths, below the folder of the corpora, at which distributions have it; its name is always one."""
    texts: frozenset[str] = frozenset()
    """The names of the collections that its texts belong to; empty if they are in no other corpus."""
    group: str = ""
    """The name of the corpus that it is a part of."""
    note: str = ""
    """The sentence that one has to know to read its scores; empty if there is none."""
    packages: tuple[str, ...] = ()
    """The packages of the tool whose test cases it has: a system that stands on one of them was made on it."""

    def find(self, corpora: Path) -> Path | None:
        """Returns its folder below the folder of the corpora; None if it isn't there."""
        places = (corpora / each for each in (*self.places, self.name))
        return next((place for place in places if place.exists()), None)


_LDC = "text of the Linguistic Data Consortium, for its licensees"
_FEWER = "only events that a timeline has are annotated, so that precision says nothing"
_FIRST = "annotated exhaustively up to the sixth sentence; the rest is ignored"
_STRUCTURED = "https://github.com/qiangning/StructTempRel-EMNLP17"


def _meantime(topic: str) -> Known:
    return Known(
        f"meantime-{topic}",
        f"MEANTIME, topic {topic}: Wikinews in English",
        "CC BY 4.0",
        _STRUCTURED,
        "cat",
        tuple(f"{top}intra-doc_annotation/corpus_{topic}" for top in ("", "meantime-en/", "meantime/")),
        frozenset({f"wikinews-{topic}"}),
        "meantime",
        _FIRST,
    )


def _task4(name: str, topic: str, place: str) -> Known:
    return Known(
        f"task4-{name}",
        f"SemEval-2015 Task 4, {name}: Wikinews about {topic}",
        "CC BY 3.0",
        _STRUCTURED,
        "cat",
        (place, f"semeval2015-task4/{place}"),
        frozenset({f"wikinews-{topic}"}),
        "task4",
        _FEWER,
    )


def _cases(name: str, tool: str, licence: str, address: str, *packages: str, folder: str = "") -> Known:
    return Known(
        f"{EXPRESSIONS}{name}",
        f"the test cases of {tool}, each an expression or a sentence",
        licence,
        address,
        "expressions",
        (f"expressions/{folder or name}",),
        frozenset({f"{EXPRESSIONS}{name}"}),
        note="one tool's conventions, with its own reference time",
        packages=packages or (name,),
    )


KNOWN = (
    Known(
        "tempeval3-platinum",
        "TempEval-3's test set: news of 2013",
        "none stated; the texts are their publishers'",
        _STRUCTURED,
        "timeml",
        ("te3-platinum",),
        frozenset({"platinum"}),
    ),
    Known(
        "timebank",
        "TimeBank: news of 1989 to 1998",
        f"{_LDC} (LDC2006T08)",
        "https://catalog.ldc.upenn.edu/LDC2006T08",
        "timeml",
        ("TimeBank", "TBAQ-cleaned/TimeBank"),
        frozenset({"timebank"}),
    ),
    Known(
        "aquaint",
        "AQUAINT TimeML: news of 1996 to 2000",
        f"none stated; {_LDC}",
        _STRUCTURED,
        "timeml",
        ("AQUAINT", "TBAQ-cleaned/AQUAINT"),
        frozenset({"aquaint"}),
    ),
    Known(
        "matres",
        "MATRES: links between the starts of events, over TimeBank, AQUAINT and Platinum",
        "none stated",
        "https://github.com/qiangning/MATRES",
        "links-table",
        ("MATRES",),
        frozenset({"timebank", "aquaint", "platinum"}),
        note="tables of links: bench convert --gold joins them to the texts, which are corpora of their own",
    ),
    Known(
        "timebank-dense",
        "TimeBank-Dense: links of all neighbours in 36 documents of TimeBank",
        f"none stated for the data; {_LDC}",
        _STRUCTURED,
        "links-table",
        ("TimebankDense.full.txt", "TimebankDense"),
        frozenset({"timebank"}),
        note="tables of links: bench convert --gold joins them to the texts of timebank",
    ),
    Known(
        "narrativetime",
        "NarrativeTime: whole timelines of the documents of TimeBank-Dense",
        f"MIT for the annotations; {_LDC}",
        "https://github.com/text-machine-lab/nt",
        "timeml",
        ("nt_converted_to_tml/a1", "corpus/timebank/nt_converted_to_tml/a1"),
        frozenset({"timebank"}),
        note="the timelines of its first annotator, as links",
    ),
    *(_meantime(topic) for topic in ("apple", "airbus", "gm", "stock")),
    _task4("trial", "apple", "Corpus-trial-data_task4_events_timelines"),
    _task4("airbus", "airbus", "SemEval_Task4_data/corpus_1/corpus_trackB_CAT"),
    _task4("gm", "gm", "SemEval_Task4_data/corpus_2/corpus_trackB_CAT"),
    _task4("stock", "stock", "SemEval_Task4_data/corpus_3/corpus_trackB_CAT"),
    Known(
        "wikiwars",
        "WikiWars: articles of Wikipedia about wars",
        "CC BY-SA 3.0",
        "https://github.com/xszhong/syntime",
        "timex2",
        ("wikiwars/keyinline", "keyinline"),
        note="its creation time is the day of download, so that most dates hang on the story",
    ),
    Known(
        "tweets",
        "tweets with time expressions (SynTime)",
        "GPL 3.0 of its repository; the texts are their writers'",
        "https://github.com/xszhong/syntime",
        "timeml",
    ),
    Known(
        "krauts",
        "KRAUTS: news in German",
        "CC BY-NC 4.0",
        "https://github.com/JannikStroetgen/KRAUTS",
        "timeml",
        ("KRAUTS",),
    ),
    _cases(
        "recognizers",
        "Microsoft's Recognizers-Text",
        "MIT",
        "https://github.com/microsoft/Recognizers-Text",
        "recognizers-text-date-time",
        "@microsoft/recognizers-text-suite",
        "@microsoft/recognizers-text-date-time",
        folder="recognizers-text",
    ),
    _cases("duckling", "Duckling", "BSD 3-Clause", "https://github.com/facebook/duckling"),
    _cases("chrono", "chrono", "MIT", "https://github.com/wanasit/chrono", "chrono-node"),
    _cases("timefhuman", "timefhuman", "Apache-2.0", "https://github.com/alvinwan/timefhuman"),
    _cases("ctparse", "ctparse", "MIT", "https://github.com/comtravo/ctparse"),
    _cases("dateparser", "dateparser", "BSD 3-Clause", "https://github.com/scrapinghub/dateparser"),
    _cases("python-edtf", "python-edtf", "MIT", "https://github.com/ixc/python-edtf", "edtf"),
)
"""All of them. A corpus whose topics are separate folders is one for each topic."""
BY_NAME: Mapping[str, Known] = {each.name: each for each in KNOWN}
_BY_PLACE = {PurePath(place).parts[-2:]: each.name for each in KNOWN for place in each.places}


def name_at(path: PurePath) -> str | None:
    """Returns the name of the known corpus whose distribution has a folder at the end of this path, else None.

    The last two parts of the path decide: ``intra-doc_annotation/corpus_apple`` is `meantime-apple`. For some
    corpora the last one alone does: ``te3-platinum`` is `tempeval3-platinum`.
    """
    return _BY_PLACE.get(path.parts[-2:]) or _BY_PLACE.get(path.parts[-1:])


def texts(name: str) -> frozenset[str]:
    """Returns the collections whose texts a corpus, or one of several parts, has; an unknown one has its own."""
    parts = [each for each in KNOWN if name in (each.name, each.group)]
    return frozenset().union(*(each.texts or {each.name} for each in parts)) or frozenset({name})


def overlaps(developed_on: Iterable[str], suite: str) -> bool:
    """Returns whether a suite has texts of one of the corpora that a system was developed on."""
    own = texts(suite)
    return any(own & texts(each) for each in developed_on)


def near(name: str) -> str | None:
    """Returns the known corpus, or group of them, that an unknown name is probably meant to be, else None."""
    import difflib  # only where a name is unknown

    names = {*BY_NAME, *(each.group for each in KNOWN)} - {""}
    found = [] if name in names else difflib.get_close_matches(name.lower(), sorted(names), n=1, cutoff=0.8)
    return found[0] if found else None


def made_with(packages: Iterable[str], suite: str) -> bool:
    """Returns whether a suite has the test cases of a tool that is one of these packages."""
    known = BY_NAME.get(suite)
    return known is not None and bool(set(packages) & set(known.packages))
