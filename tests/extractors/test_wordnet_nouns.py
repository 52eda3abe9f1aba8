"""wordnet-nouns: its reader and rules on a WordNet of a dozen words, and on the whole one if it is installed."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest

from bench import Document
from bench.harness.process import DEFAULT_LIMITS, Process
from bench.sdk.protocol import extract_request
from bench.sdk.worker import load_file
from bench.systems.discovery import read
from bench.systems.environment import prepare, survey

FILE = Path(__file__).parents[2] / "systems" / "wordnet_nouns.py"
WHOLE = Path("/usr/share/wordnet")
ACT, ARTIFACT, COMMUNICATION, EVENT, GROUP, PROCESS, STATE = 4, 6, 10, 11, 14, 22, 26
DERIVED = "+ 00000001 v 0101"
"""A pointer from the sense's first word to the first of a verb's."""
DERIVED_OTHERWISE = "+ 00000001 v 0201"
"""The same from its second word."""
Find = Callable[[str], list[str]]


class Noun(NamedTuple):
    """A sense of a small WordNet: its word, its lexicographer file, how often it is tagged, a pointer."""

    word: str
    file: int
    tagged: int = 0
    pointer: str = "@ 00000001 n 0000"


SENSES = (
    Noun("war", ACT, 5),
    Noun("earthquake", EVENT),
    Noun("growth", PROCESS),
    Noun("crisis", STATE),
    Noun("announcement", COMMUNICATION, pointer=DERIVED),
    Noun("message", COMMUNICATION, pointer=DERIVED_OTHERWISE),
    Noun("letter", COMMUNICATION),
    Noun("parliament", GROUP, pointer=DERIVED),
    Noun("concert", ACT, 1),  # 1 + 1 of 5: two fifths
    Noun("concert", ARTIFACT, 2),
    Noun("novel", ACT, 1),  # 1 + 1 of 6: less
    Noun("novel", ARTIFACT, 3),
    Noun("visit", ACT, 2),
    Noun("attack", ACT, 9),
    Noun("election", ACT, 4),
    Noun("campaign", ACT, 4),
    Noun("final", EVENT, 1),
    Noun("cease-fire", STATE, 1),
    Noun("march", ACT, 3),
)
VERBS = {"visit": 7, "attack": 3, "march": 1}
ADJECTIVES = {"final": 9, "brief": 2}


def write(folder: Path, name: str, lines: Iterable[str]) -> None:
    licence = "  1 a line of the licence begins with spaces\n"
    (folder / name).write_text(licence + "".join(f"{line}\n" for line in lines), encoding="ascii")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in WordNet's formats (wndb(5WN), cntlist(5WN), morphy(7WN))."""
    folder = tmp_path_factory.mktemp("wordnet")
    data, offsets = "  1 a line of the licence begins with spaces\n", []
    for sense in SENSES:
        offsets.append(len(data))
        words = f"02 {sense.word} a other_word 0"
        data += f"{len(data):08} {sense.file:02} n {words} 001 {sense.pointer} | a gloss | with a bar  \n"
    (folder / "data.noun").write_text(data, encoding="ascii")
    index, counts = [], []
    for word in dict.fromkeys(sense.word for sense in SENSES):
        own = [place for place, sense in enumerate(SENSES) if sense.word == word]
        placed = " ".join(f"{offsets[place]:08}" for place in own)
        index.append(f"{word} n {len(own)} 1 @ {len(own)} 1 {placed}  ")
        for number, place in enumerate(own):  # which goes for nothing, as in Debian's file
            if tagged := SENSES[place].tagged:
                counts.append(f"{word}%1:{SENSES[place].file:02}:10:: {9 - number} {tagged}")
    counts += [f"{word}%2:30:00:: 1 {tagged}" for word, tagged in VERBS.items()]
    counts += [f"{word}%5:00:00:some:00 1 {tagged}" for word, tagged in ADJECTIVES.items()]
    write(folder, "index.noun", index)
    write(folder, "index.verb", (f"{word} v 1 0 1 1 00000001  " for word in VERBS))
    write(folder, "index.adj", (f"{word} a 1 0 1 1 00000001  " for word in ADJECTIVES))
    write(folder, "cntlist.rev", sorted(counts))
    write(folder, "noun.exc", ["crises crisis"])
    write(folder, "verb.exc", [])
    return folder


@pytest.fixture(scope="module")
def module() -> ModuleType:
    return load_file(FILE)


def finder(module: ModuleType, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Find:
    monkeypatch.setenv("WORDNET_FOLDER", str(folder))

    def find(text: str) -> list[str]:
        found = list(module.wordnet_nouns(Document("d", text, datetime.date(2023, 9, 20))))
        assert all(event.realis is None and event.when is None for event in found)
        return [f"{text[event.start : event.end]} {event.class_}" for event in found]

    return find


@pytest.fixture
def find(module: ModuleType, small: Path, monkeypatch: pytest.MonkeyPatch) -> Find:
    return finder(module, small, monkeypatch)


RULES = {
    "act": ("The war ended.", ["war OCCURRENCE"]),
    "event": ("An earthquake struck.", ["earthquake OCCURRENCE"]),
    "process": ("The growth slowed.", ["growth OCCURRENCE"]),
    "state": ("The crisis deepened.", ["crisis STATE"]),
    "communication from a verb": ("An announcement followed.", ["announcement OCCURRENCE"]),
    "communication, another word's verb": ("The message came.", []),
    "communication from no verb": ("The letter came.", []),
    "group from a verb": ("The parliament sat.", []),
    "share of two fifths": ("The concert pleased.", ["concert OCCURRENCE"]),
    "share of a third": ("The novel pleased.", []),
    "listed plural": ("The crises deepened.", ["crises STATE"]),
    "plural by rule": ("Two wars ended.", ["wars OCCURRENCE"]),
    "unknown": ("The kerfuffle ended.", []),
    "verb after a pronoun": ("She visits Riga.", []),
    "verb after to": ("They came to attack.", []),
    "verb after a negation": ("They don't attack.", []),
    "noun after a determiner": ("The visit ended.", ["visit OCCURRENCE"]),
    "noun after a possessive": ("Riga's visits ended.", ["visits OCCURRENCE"]),
    "noun after an adjective": ("Two brief visits ended.", ["visits OCCURRENCE"]),
    "else what is more frequent: a noun": ("Two attacks ended.", ["attacks OCCURRENCE"]),
    "limit: more frequent as a verb": ("Two visits ended.", []),
    "an adjective": ("The final war ended.", ["war OCCURRENCE"]),
    "before a noun": ("The election campaign ended.", ["campaign OCCURRENCE"]),
    "before what isn't known": ("The election brouhaha ended.", ["election OCCURRENCE"]),
    "hyphens belong to it": ("Its cease-fire held. A war-like act.", ["cease-fire STATE"]),
    "a name": ("In the Crimean War many died.", []),
    "at the beginning": ("War ended. Elections followed.", ["War OCCURRENCE", "Elections OCCURRENCE"]),
    "a headline": ("War Ends In The City\nThe Long War is a book that sold well.", ["War OCCURRENCE"]),
    "a date": ("March 2008 was cold.", []),
    "code points": ("\U0001f600\U00010348 The war.\r\nA war.", ["war OCCURRENCE", "war OCCURRENCE"]),
    "a combining mark makes another word": ("The war\u0301 ended.", []),
    "possessive": ("The war's end and the war\u2019s cost.", ["war OCCURRENCE", "war OCCURRENCE"]),
    "nothing": ("Riga is a port.", []),
    "empty": ("", []),
    "blank": (" \r\n\t", []),
}


@pytest.mark.parametrize(("text", "expected"), RULES.values(), ids=RULES.keys())
def test_rules(find: Find, text: str, expected: list[str]) -> None:
    assert find(text) == expected


def test_in_a_process_of_its_own(small: Path, tmp_path: Path) -> None:
    (system,) = read(FILE)
    environment = prepare(system, tmp_path, {"WORDNET_FOLDER": str(small)})
    with Process(environment, DEFAULT_LIMITS) as process:
        process.hello(learns=False)
        reply = process.ask(extract_request({"id": "d", "text": "\U0001f600 The war ended.", "dct": "2023-09-20"}))
    assert [(each["start"], each["end"], each["class"]) for each in reply["events"]] == [(6, 9, "OCCURRENCE")]


def test_without_wordnet_it_isnt_ready_and_says_what_to_do(tmp_path: Path) -> None:
    (system,) = read(FILE)
    ready, remedy = survey(system, tmp_path, {"WORDNET_FOLDER": "/no/such/folder"})
    assert ready == "no"
    assert remedy.startswith(
        "it needs the file /no/such/folder/index.noun and 6 more; on Debian run: apt-get install "
    )
    assert remedy.endswith("run: export WORDNET_FOLDER=…")


@pytest.fixture
def whole() -> Path:
    if not (WHOLE / "data.noun").is_file():
        pytest.skip("needs Debian's wordnet-base")
    return WHOLE


REAL = {
    "the war": ("The war began in 1939.", ["war OCCURRENCE"]),
    "an irregular plural of a state": ("Two crises deepened.", ["crises STATE"]),
    "what was said": ("His announcement surprised them.", ["announcement OCCURRENCE"]),
    "verb and noun": ("They plan to attack. The attack failed.", ["attack OCCURRENCE"]),
    "limit: a meeting is a group": ("The meeting was long.", []),
    "limit: a contract is an act": ("The contract was long.", ["contract OCCURRENCE"]),
    "limit: talks is a verb": ("The trade talks were long.", ["trade OCCURRENCE"]),
}


@pytest.mark.parametrize(("text", "expected"), REAL.values(), ids=REAL.keys())
def test_the_whole_wordnet(
    module: ModuleType, whole: Path, monkeypatch: pytest.MonkeyPatch, text: str, expected: list[str]
) -> None:
    assert finder(module, whole, monkeypatch)(text) == expected


def test_tagged_senses_are_found_by_their_keys(module: ModuleType, whole: Path) -> None:
    """Each key names a word, a file and a number in it; what is tagged of a word is the sum over its keys."""
    data = module.wordnet(str(whole))
    tagged: Counter[str] = Counter()
    for line in (whole / "cntlist.rev").read_text(encoding="ascii").splitlines():
        word, sense = line.split()[0].split("%")
        if sense.startswith("1:"):
            tagged[word] += int(line.split()[2])
    weighed = {word: sum(sense.weight - 1 for sense in data.senses(word)) for word in tagged if word in data.nouns}
    assert len(weighed) > 10_000
    assert [word for word, weight in weighed.items() if weight > tagged[word]] == []
    # where Debian's data were changed after the texts were tagged, keys lead nowhere
    assert sum(weight < tagged[word] for word, weight in weighed.items()) < 0.02 * len(weighed)


def test_the_articles_are_read_to_their_ends(
    module: ModuleType, whole: Path, monkeypatch: pytest.MonkeyPatch, articles: list[Document]
) -> None:
    monkeypatch.setenv("WORDNET_FOLDER", str(whole))
    for document in articles:
        found = list(module.wordnet_nouns(document))
        assert found
        assert all(re.fullmatch(r"[^\W\d_]+(-[^\W\d_]+)*", document.text[each.start : each.end]) for each in found)
