"""The faster reader of TimeML reads what the slower one reads, and leaves it everything that is unusual."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bench.errors import DataError
from bench.formats.timeml import ordinary
from bench.formats.timeml.document import TimeMLDocument, _Faulty, _parse_any, _parse_ordinary, parse

REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
FILE = """<?xml version="1.0" ?>
<TimeML xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<DOCID>a</DOCID>
<DCT><TIMEX3 tid="t0" type="DATE" value="2013-03-22" functionInDocument="CREATION_TIME">March 22</TIMEX3></DCT>
<TITLE>A "fair"</TITLE>
<TEXT>It's
<EVENT eid="e1" class="OCCURRENCE">opened</EVENT> <SIGNAL sid="s1">on</SIGNAL> "\
<TIMEX3 tid="t1" type="DATE" value="2013-03-18">Monday</TIMEX3>",
é > <EVENT class="REPORTING" eid="e2" tense="PAST">said</EVENT>.
</TEXT>
<MAKEINSTANCE eiid="ei1" eventID="e1" tense="PRESENT" aspect="NONE" polarity="POS" pos="VERB"/>
<MAKEINSTANCE eiid="ei2" eventID="e2"
 aspect="NONE" />
<TLINK lid="l1" relType="IS_INCLUDED" eventInstanceID="ei1" relatedToTime="t1"/>
<SLINK lid="l3" relType="MODAL" eventInstanceID="ei1" subordinatedEventInstance="ei2"/>
<TLINK lid="l2" relType="BEFORE" timeID="t0" relatedToEventInstance="ei2"/>
</TimeML>
"""
"""An ordinary file."""


def both(path: Path, data: bytes) -> tuple[TimeMLDocument | None, TimeMLDocument | None]:
    """Returns what the faster reader and what the slower one make of a file; None if it can't be read."""
    try:
        slow = _parse_any(path, data, _Faulty(str(path)))
    except DataError:
        slow = None
    return _parse_ordinary(path, data), slow


def content(document: TimeMLDocument | None) -> Any:
    """Returns all that a document says; lines of files are made into tuples, so that 1 and True are different."""
    if document is None:
        return None
    lines: tuple[Any, ...] = (document.layers.timexes, document.layers.events, document.layers.links)
    layers = [[msgspec.structs.astuple(each) for each in layer] for layer in lines]
    told = document.path, document.id, document.text, document.dct, document.written, document.title
    return told, layers, document.findings


def test_an_ordinary_file_is_read_by_the_faster_reader(tmp_path: Path) -> None:
    fast, slow = both(tmp_path / "a.tml", FILE.encode())
    assert fast is not None
    assert content(fast) == content(slow)
    assert fast.text == 'It\'s\nopened on "Monday",\né > said.\n'
    assert fast.title == 'A "fair"'
    assert str(fast.dct) == "2013-03-22"
    (timex,), (opened, said), (first, second) = fast.layers.timexes, fast.layers.events, fast.layers.links
    assert (timex.start, timex.end, timex.text, timex.value) == (16, 22, "Monday", "2013-03-18")
    assert (opened.start, opened.end, opened.tense, opened.aspect) == (5, 11, "PRESENT", "NONE")
    # its MAKEINSTANCE states no tense, so that its own stays
    assert (said.start, said.end, said.tense, said.aspect) == (29, 33, "PAST", "NONE")
    assert (first.source, first.target, first.relation) == ("e1", "t1", "IS_INCLUDED")
    assert (second.source, second.target, second.relation) == ("dct", "e2", "BEFORE")
    assert fast.findings == ()


def test_values_and_links_are_told_with_their_lines(tmp_path: Path) -> None:
    data = FILE.replace("2013-03-18", "P3D").replace("</TimeML>\n", "")
    again = '<TLINK lid="l4" relType="BEFORE" timeID="t0" relatedToEventInstance="ei2"/>\n'
    itself = '<TLINK lid="l5" relType="VAGUE"\n eventInstanceID="ei2" relatedToEventInstance="ei2"/>\n'
    fast, slow = both(tmp_path / "a.tml", f"{data}{again}{itself}</TimeML>".encode())
    assert fast is not None
    assert content(fast) == content(slow)
    # the TIMEX3 is on line 7; a MAKEINSTANCE takes two lines, so that the third link is on line 16
    assert [(each.kind, each.line) for each in fast.findings] == [
        ("timex length", 7),
        ("link twice", 16),
        ("link itself", 17),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("It's", "It&#39;s", id="a reference"),
        pytest.param("It's", "It's <!-- no -->", id="a comment"),
        pytest.param("It's", "<![CDATA[It's]]>", id="CDATA"),
        pytest.param("It's", "It's <?a b?>", id="a processing instruction"),
        pytest.param("It's", "It's ]]>", id="the end of CDATA"),
        pytest.param("It's", "It's \ufffe", id="no character of XML"),
        pytest.param("It's", "It's \x07", id="a control character"),
        pytest.param("It's\n", "It's\r\n", id="another line end"),
        pytest.param("<TEXT>", "<!DOCTYPE a><TEXT>", id="a document type"),
        pytest.param('version="1.0"', 'version="1.0" encoding="ISO-8859-1"', id="another encoding"),
        pytest.param('eid="e1"', "eid='e1'", id="single quotes"),
        pytest.param('class="OCCURRENCE"', 'class="A>B"', id="an end of a tag in a value"),
        pytest.param('class="OCCURRENCE"', 'class="A\nB"', id="a line end in a value of the text"),
        pytest.param('polarity="POS"', 'polarity="A\nB"', id="a line end in a value after the text"),
        pytest.param('class="OCCURRENCE"', 'class="A<B"', id="a tag in a value"),
        pytest.param('class="OCCURRENCE"', 'class="OCCURRENCE"stem="a"', id="no space between attributes"),
        pytest.param('class="OCCURRENCE"', 'class="OCCURRENCE" class="STATE"', id="an attribute twice"),
        pytest.param('class="OCCURRENCE"', 'class="OCCURRENCE" colour="red"', id="an unknown attribute"),
        pytest.param('class="OCCURRENCE"', 'class="FAIR"', id="an unknown class"),
        pytest.param(' class="OCCURRENCE"', "", id="a class that others state"),
        pytest.param('tense="PAST"', 'tense="NOW"', id="an unknown tense"),
        pytest.param('eid="e2"', 'eid="e1"', id="an id twice"),
        pytest.param('eid="e2"', 'eid="t1"', id="an id of both"),
        pytest.param('tid="t1"', 'tid="t0"', id="the id of the creation time"),
        pytest.param('tid="t1"', 'tid="dct"', id="the id dct"),
        pytest.param('tid="t1"', 'tid=""', id="an empty id"),
        pytest.param("opened</EVENT>", "<EVENT>opened</EVENT></EVENT>", id="an event in another"),
        pytest.param("opened</EVENT>", "</EVENT>", id="an event without words"),
        pytest.param("opened</EVENT>", "opened</TIMEX3>", id="a wrong end"),
        pytest.param("opened</EVENT>", "opened", id="no end"),
        pytest.param("opened</EVENT> ", "opened</EVENT", id="an end tag without its end"),
        pytest.param('tense="PAST"', 'tense="PAST""', id="a quotation mark too many"),
        pytest.param("opened</EVENT>", "opened</EVENT></TEXT><TEXT>", id="a second text"),
        pytest.param("It's", "<s>It's</s>", id="another element"),
        pytest.param("sid=", "1sid=", id="no name of an attribute"),
        pytest.param("Monday", "Monday <TLINK/>", id="a link in the text"),
        pytest.param(
            'A "fair"', 'A <EVENT eid="e3" class="STATE">fair</EVENT>', id="an event outside of the text"
        ),
        pytest.param("<SLINK", "<!-- <SLINK", id="a comment after the text"),
        pytest.param("<SLINK", '<EVENT eid="ei9" class="e9"<SLINK', id="a tag without its end"),
        pytest.param('relatedToTime="t1"/>', 'relatedToTime="t1"></TLINK>', id="a link that isn't empty"),
        pytest.param('relatedToTime="t1"', 'relatedToTime="t7"', id="an end that is no annotation"),
        pytest.param('relatedToTime="t1"', 'relatedToTime="e1"', id="an event as a time"),
        pytest.param('relatedToTime="t1"', 'relatedToTime="t1" from="t1"', id="an end twice"),
        pytest.param('relatedToTime="t1"', "", id="one end"),
        pytest.param('relType="IS_INCLUDED" ', "", id="no relation"),
        pytest.param('eventID="e1"', 'eid="e1"', id="an instance by eid"),
        pytest.param('eventID="e2"', 'eventID="e1"', id="several instances"),
        pytest.param('eventID="e2"', 'eventID="e7"', id="an instance of no event"),
        pytest.param("2013-03-22", "2013", id="a creation time without a day"),
        pytest.param("TimeML", "Article", id="another root"),
        pytest.param("<DCT>", "<DCT><p>", id="no XML outside of the text"),
    ],
)
def test_what_is_unusual_is_left_to_the_slower_reader(old: str, new: str) -> None:
    data = FILE.replace(old, new)
    assert data != FILE
    assert ordinary.read(data.encode(), "a") is None


def test_a_link_in_a_comment_is_none(tmp_path: Path) -> None:
    link = '<TLINK lid="l2" relType="BEFORE" timeID="t0" relatedToEventInstance="ei2"/>'
    (tmp_path / "a.tml").write_text(FILE.replace(link, f"<!-- {link} -->"), encoding="utf-8")
    assert len(parse(tmp_path / "a.tml").layers.links) == 1


PIECES = re.compile(r'[A-Za-z0-9]+|[ \n]+|"[^"]*"|.', re.DOTALL)
ODD = (
    "<",
    ">",
    '"',
    "'",
    "/",
    "=",
    "&",
    "&amp;",
    " ",
    "\n",
    "\t",
    "\r",
    "]]>",
    "<!--",
    "-->",
    "<?a?>",
    "\x00",
    "\ufffe",
)
"""What mutations put in, besides pieces of the file itself."""


def mutated(chance: random.Random) -> str:
    """Returns the ordinary file with one to three pieces removed, repeated, moved or replaced."""
    pieces = PIECES.findall(FILE)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(pieces))
        other = chance.choice(ODD) if chance.random() < 0.4 else chance.choice(pieces)
        length = chance.choice((0, 0, 1, 1, 1, 2, 5, 30))
        pieces[at : at + length] = [other] if chance.random() < 0.7 else []
    return "".join(pieces)


def test_both_readers_read_the_same_of_thousands_of_broken_files(tmp_path: Path) -> None:
    chance = random.Random(18)
    read = 0
    for _ in range(3_000):
        data = mutated(chance).encode(errors="surrogatepass")
        fast, slow = both(tmp_path / "a.tml", data)
        if fast is not None:
            assert content(fast) == content(slow), data.decode()
            read += 1
    assert read > 100  # mutations of words leave a file ordinary


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the reference files are not here")
def test_both_readers_read_the_same_of_the_reference_files() -> None:
    read = 0
    for path in sorted(REFERENCE.rglob("*.tml")):
        fast, slow = both(path, path.read_bytes())
        if fast is not None:
            assert content(fast) == content(slow), path
            read += 1
    assert read > 100
