"""The corpora and the official scorers' files, where they are: each is read, or refused by its format's name."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from bench import formats
from bench.cli.root import run
from bench.errors import DataError, UsageError
from tests.conftest import SHARED

pytestmark = pytest.mark.slow

REFUSED = {
    "in": "SGML",
}
"""The folders in formats that bench doesn't read, by their names."""


def folders() -> list[Path]:
    """The folders that hold files."""
    found = (each for place in ("corpora", "reference") for each in (SHARED / place).rglob("*"))
    return sorted({each.parent for each in found if each.is_file()})


@pytest.mark.parametrize("folder", folders() or [None], ids=lambda each: each and each.name)
def test_each_folder_is_read_or_refused_by_name(folder: Path | None, capsys: pytest.CaptureFixture[str]) -> None:
    """Gold against itself has each annotation right, or a line says what can't be."""
    if folder is None:
        pytest.skip("needs ../shared/corpora and ../shared/reference, which are not part of the project")
    code = run(["score", str(folder), str(folder), "--format", "json"])
    said = capsys.readouterr()
    if folder.name in REFUSED or formats.sniff(folder) is None:
        assert code in (2, 4)
        assert REFUSED.get(folder.name, "bench reads" if code == 4 else "error") in said.err
        assert len(said.err.splitlines()) <= 2
        return
    assert code == 0, said.err
    measures = json.loads(said.out)["measures"]
    assert measures or "nothing is scored" in said.err
    short = [name for name, score in measures.items() if score["gold"] and score["f1"] != 1]
    assert not short or said.err, short
    if not any(score["gold"] for score in measures.values()):
        assert "nothing is annotated" in said.err


REFUSED_FOLDERS = {
    "corpora/expressions/edtf-validate": "lists.json: this is JSON",  # strings, with no text and no answer
    "corpora/expressions/recurrent": "cases.jsonl: this is JSON Lines without documents.jsonl",  # rules (RRULE)
    "corpora/meantime-en": "README.txt: this is text",
    "corpora/semeval2015-task4": "gold_timelines.jsonl: this is JSON Lines without documents.jsonl",
    "corpora/semeval2015-task4/SemEval_Task4_data": "README.txt: this is text",
    "corpora/semeval2015-task4/SemEval_Task4_data/corpus_1": "list_target_entities_corpus_1.txt: this is text",
    "corpora/wikiwars": "SOURCE.txt: this is text",
    "corpora/wikiwars/in": "01_WW2.sgm: this is SGML without TIMEX2 elements",  # the texts, without annotations
    "reference": "scores.json: this is JSON",
    "reference/edge": "edge_cases.json: this is JSON",
    "reference/edge/te3": "scores.json: this is JSON",
}
"""The folders that hold no gold: descriptions, figures, texts without annotations. Each with its first file and
what it is."""


def test_the_folders_that_are_refused_are_these() -> None:
    """Any other is read: a corpus that bench can no longer read doesn't pass as one that it never could."""
    found = {}
    for folder in folders():
        try:
            formats.read_gold(folder)
        except (DataError, UsageError) as error:
            found[folder.relative_to(SHARED).as_posix()] = str(error)
    if not folders():
        pytest.skip("needs ../shared/corpora and ../shared/reference, which are not part of the project")
    assert {name: REFUSED_FOLDERS.get(name, "read") in said for name, said in found.items()} == dict.fromkeys(
        REFUSED_FOLDERS, True
    )


BESIDE = ("README.txt", "SOURCE.txt", "LICENSE", "LICENSE.txt", "LICENSE-NOTE.txt", "MEANTIME_NWR.xsd")
"""The files beside those of a corpus, which describe it."""


@pytest.mark.parametrize("folder", folders() or [None], ids=lambda each: each and each.name)
def test_each_file_is_read_alone_as_in_its_folder(folder: Path | None) -> None:
    """No file of a folder is passed over: each has its documents, with the same annotations, or is no gold."""
    if folder is None:
        pytest.skip("needs ../shared/corpora and ../shared/reference, which are not part of the project")
    if folder.relative_to(SHARED).as_posix() in REFUSED_FOLDERS:
        for path in folder.iterdir():
            assert path.is_dir() or formats.sniff(path) is None, path
        return
    whole = formats.read_gold(folder)
    read: set[str] = set()
    for path in sorted(folder.iterdir()):
        if path.name in BESIDE:
            assert formats.sniff(path) is None, path
            continue
        if whole.ordered:  # a timeline is no document, and is read with the others of its folder
            with pytest.raises(UsageError, match="one file of a folder of timelines"):
                formats.read_gold(path)
            read.add(path.stem)
            continue
        alone = formats.read_gold(path)
        for document in alone.documents:
            assert alone.layers[document.id] == whole.layers[document.id]
        read |= {each.id for each in alone.documents}
    assert read == {*whole.ordered, *(each.id for each in whole.documents)}


TASK4 = "corpora/semeval2015-task4"
COUNTS = {
    "reference/gold": (20, 138, 746, 937),
    "reference/pred": (20, 127, 754, 663),
    "reference/pred_renum": (20, 127, 754, 663),
    "reference/pred_consistent": (20, 127, 754, 663 - 14),
    "reference/pred_implied": (20, 127, 754, 663 - 14 + 457),
    "reference/pred_heideltime": (20, 131, 0, 0),
    "reference/edge/te3/gold": (9, 11, 0, 0),
    "reference/edge/te3/pred": (9, 9, 0, 0),
    f"{TASK4}/Corpus-trial-data_task4_TimeML": (30, 0, 941, 0),
    f"{TASK4}/Corpus-trial-data_task4_events_timelines_TimeML": (30, 0, 188, 0),
    f"{TASK4}/SemEval_Task4_data/corpus_1/corpus_trackA_TimeML": (30, 0, 0, 0),
    f"{TASK4}/SemEval_Task4_data/corpus_1/corpus_trackB_TimeML": (30, 0, 315, 0),
}
"""The documents, times, events and links of the folders of TimeML.

Platinum's are those that were counted without bench: 138 times in the text and 20 creation times, 746 events and
937 links. Of the predictions it is stated that the consistent ones lack 14 links, and that 457 that follow were
added to those. The events of Task 4 are the 188 and 941 of the trial, and 315 of the 915 of all three corpora, of
which airbus alone is here; its TimeML has no times but the creation times. The other figures were counted by the
elements of the files (``test_timeml_has_each_element``).

MEANTIME, CAT and Task 4 in CAT are counted in test_cat.py, WikiWars in test_timex2.py, and the test cases of date
parsers in test_expressions.py.
"""


@pytest.mark.parametrize("folder", COUNTS)
def test_timeml_has_the_stated_counts(folder: str) -> None:
    path = SHARED / folder
    if not path.is_dir():
        pytest.skip(f"needs ../shared/{folder}, which is not part of the project")
    suite = formats.read_gold(path)
    layers = suite.layers.values()
    counted = (sum(len(getattr(each, name)) for each in layers) for name in ("timexes", "events", "links"))
    assert (len(suite.documents), *counted) == COUNTS[folder]


@pytest.mark.parametrize("folder", COUNTS)
def test_timeml_has_each_element(folder: str) -> None:
    """Counted as text, without a parser: the times are those behind <TEXT>, where the creation time isn't."""
    path = SHARED / folder
    if not path.is_dir():
        pytest.skip(f"needs ../shared/{folder}, which is not part of the project")
    found: Counter[str] = Counter()
    for file in path.iterdir():
        text = file.read_text(encoding="utf-8")
        found["files"] += 1
        found["TIMEX3"] += text.partition("<TEXT>")[2].count("<TIMEX3 ")
        found["EVENT"] += text.count("<EVENT ")
        found["TLINK"] += text.count("<TLINK ")
    assert (found["files"], found["TIMEX3"], found["EVENT"], found["TLINK"]) == COUNTS[folder]


def test_platinums_links_are_those_that_were_counted() -> None:
    path = SHARED / "reference" / "gold"
    if not path.is_dir():
        pytest.skip("needs ../shared/reference, which is not part of the project")
    suite = formats.read_gold(path)
    ends: Counter[str] = Counter()
    different = set()
    for name, layers in suite.layers.items():
        events = {each.id for each in layers.events}
        for link in layers.links:
            ends["".join(sorted("E" if end in events else "T" for end in (link.source, link.target)))] += 1
            if link.source != link.target:
                different.add((name, link))
    assert ends == {"EE": 586, "ET": 321, "TT": 30}
    assert len(different) == 929  # one joins an event with itself, and seven stand in their file twice


@pytest.mark.parametrize(
    ("folder", "timelines", "rows", "mentions"),
    [
        (f"{TASK4}/TimeLines_trial_data_task4_v1.2", 6, 176, 197),
        # of 38 timelines, 741 rows and 992 mentions of three corpora
        (f"{TASK4}/SemEval_Task4_data/corpus_1/TimeLines_Gold_Standard", 13, 275, 389),
    ],
)
def test_timelines_have_the_stated_counts(folder: str, timelines: int, rows: int, mentions: int) -> None:
    path = SHARED / folder
    if not path.is_dir():
        pytest.skip(f"needs ../shared/{folder}, which is not part of the project")
    found = formats.read_gold(path).ordered.values()
    assert (len(found), sum(len(each.rows) for each in found)) == (timelines, rows)
    assert sum(len(row.mentions) for each in found for row in each.rows) == mentions
    stated = [
        line for file in path.iterdir() for line in file.read_text(encoding="utf-8").splitlines()[1:] if line
    ]
    assert sum(len(line.rstrip().split("\t")) - 2 for line in stated) == mentions
