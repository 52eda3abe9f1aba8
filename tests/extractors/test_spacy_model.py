"""spacy-model: what it makes of a model's analysis, on a stand-in; and what it says where there is no model."""

from __future__ import annotations

import importlib.metadata
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from bench.harness.process import DEFAULT_LIMITS, Process
from bench.harness.reply import read_result
from bench.sdk.protocol import document_from_json, extract_request
from bench.systems.discovery import read
from bench.systems.environment import prepare, survey
from tests.extractors.conftest import SYSTEMS

FILE = SYSTEMS / "spacy_model.py"
Ask = Callable[[str], Any]


class Word(NamedTuple):
    """What a model says of a token: its part of speech, tag, dependency and the place of its head."""

    text: str
    pos: str
    tag: str
    dep: str
    head: int
    entity: str = ""
    """B-DATE, I-DATE …"""


ANALYSES: dict[str, list[Word]] = {
    "They will not leave.": [
        Word("They", "PRON", "PRP", "nsubj", 3),
        Word("will", "AUX", "MD", "aux", 3),
        Word("not", "PART", "RB", "neg", 3),
        Word("leave", "VERB", "VB", "ROOT", 3),
        Word(".", "PUNCT", ".", "punct", 3),
    ],
    "They'll leave on Monday.": [
        Word("They", "PRON", "PRP", "nsubj", 2),
        Word("'ll", "AUX", "MD", "aux", 2),
        Word("leave", "VERB", "VB", "ROOT", 2),
        Word("on", "ADP", "IN", "prep", 2),
        Word("Monday", "PROPN", "NNP", "pobj", 3, "B-DATE"),
        Word(".", "PUNCT", ".", "punct", 2),
    ],
    "They may leave the next day, at noon.": [
        Word("They", "PRON", "PRP", "nsubj", 2),
        Word("may", "AUX", "MD", "aux", 2),
        Word("leave", "VERB", "VB", "ROOT", 2),
        Word("the", "DET", "DT", "det", 5, "B-DATE"),
        Word("next", "ADJ", "JJ", "amod", 5, "I-DATE"),
        Word("day", "NOUN", "NN", "npadvmod", 2, "I-DATE"),
        Word(",", "PUNCT", ",", "punct", 2),
        Word("at", "ADP", "IN", "prep", 2),
        Word("noon", "NOUN", "NN", "pobj", 7, "B-TIME"),
        Word(".", "PUNCT", ".", "punct", 2),
    ],
    "\U0001f600 It has been seen in Riga.": [
        Word("\U0001f600", "SYM", "SYM", "dep", 4),
        Word("It", "PRON", "PRP", "nsubjpass", 4),
        Word("has", "AUX", "VBZ", "aux", 4),
        Word("been", "AUX", "VBN", "auxpass", 4),
        Word("seen", "VERB", "VBN", "ROOT", 4),
        Word("in", "ADP", "IN", "prep", 4),
        Word("Riga", "PROPN", "NNP", "pobj", 5, "B-GPE"),
        Word(".", "PUNCT", ".", "punct", 4),
    ],
    "Growing fear made him try to leave.": [
        Word("Growing", "VERB", "VBG", "amod", 1),
        Word("fear", "NOUN", "NN", "nsubj", 2),
        Word("made", "VERB", "VBD", "ROOT", 2),
        Word("him", "PRON", "PRP", "nsubj", 4),
        Word("try", "VERB", "VB", "ccomp", 2),
        Word("to", "PART", "TO", "aux", 6),
        Word("leave", "VERB", "VB", "xcomp", 4),
        Word(".", "PUNCT", ".", "punct", 2),
    ],
    "He is ready.": [
        Word("He", "PRON", "PRP", "nsubj", 1),
        Word("is", "AUX", "VBZ", "ROOT", 1),
        Word("ready", "ADJ", "JJ", "acomp", 1),
        Word(".", "PUNCT", ".", "punct", 1),
    ],
    "Left\r\n2023 ": [
        Word("Left", "VERB", "VBD", "ROOT", 0),
        Word("\r\n", "SPACE", "_SP", "dep", 0, "B-DATE"),
        Word("2023", "NUM", "CD", "npadvmod", 0, "I-DATE"),
    ],
}
"""Sentences as en_core_web_sm would analyse them, by its tags and dependencies; written by hand."""

EXPECTED: dict[str, list[str]] = {
    "They will not leave.": ["leave OTHER"],
    "They'll leave on Monday.": ["Monday DATE", "leave PLANNED"],
    "They may leave the next day, at noon.": ["the next day DATE", "noon TIME", "leave OTHER"],
    "\U0001f600 It has been seen in Riga.": ["seen ACTUAL"],
    "Growing fear made him try to leave.": ["made ACTUAL", "try None", "leave None"],
    "He is ready.": [],
    "Left\r\n2023 ": ["2023 DATE", "Left ACTUAL"],
    "Nothing that the stand-in knows.": [],
    "": [],
}

PACKAGE = '''"""A stand-in for the model: it knows a few sentences by heart."""

import json
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import load_model_from_init_py

KNOWN = json.loads((Path(__file__).parent / "known.json").read_text())


@Language.component("by_heart")
def by_heart(doc):
    words = KNOWN.get(doc.text)
    if words is None:
        return doc
    assert [token.text for token in doc] == [word[0] for word in words], [token.text for token in doc]
    _, pos, tags, deps, heads, entities = map(list, zip(*words))
    spaces = [bool(token.whitespace_) for token in doc]
    ents = [each or "O" for each in entities]
    forms = [each[0] for each in words]
    return Doc(doc.vocab, forms, spaces, pos=pos, tags=tags, deps=deps, heads=heads, ents=ents)


def load(**overrides):
    return load_model_from_init_py(__file__, **overrides)
'''
BUILD = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import spacy
nlp = spacy.blank("en", meta={"name": "core_web_sm", "version": "3.8.0"})
import en_core_web_sm
nlp.add_pipe("by_heart")
package = Path(en_core_web_sm.__file__).parent
nlp.to_disk(package / "en_core_web_sm-3.8.0")
(package / "meta.json").write_text((package / "en_core_web_sm-3.8.0" / "meta.json").read_text())
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a model of that name looks installed, as spaCy packages one."""
    pytest.importorskip("spacy")
    folder = tmp_path_factory.mktemp("site")
    package, info = folder / "en_core_web_sm", folder / "en_core_web_sm-3.8.0.dist-info"
    package.mkdir()
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: en_core_web_sm\nVersion: 3.8.0\n")
    (package / "__init__.py").write_text(PACKAGE)
    (package / "known.json").write_text(json.dumps(ANALYSES))
    done = subprocess.run([sys.executable, "-c", BUILD, str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def ask(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """ask(text): what the system's process answers, with the stand-in on its path."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(site))
        (system,) = read(FILE)
        cache = tmp_path_factory.mktemp("cache")
        if "spacy==" in survey(system, cache, {})[1]:
            pytest.skip("needs the spaCy that the file names in the environment of bench")
        environment = prepare(system, cache, {})
    assert environment.packages["en-core-web-sm"] == "3.8.0"
    with Process(replace(environment, variables={"PYTHONPATH": str(site)}), DEFAULT_LIMITS) as process:
        process.hello(learns=False)

        def run(text: str) -> Any:
            document = {"id": "d", "text": text, "dct": "2023-09-20"}
            return read_result(process.ask(extract_request(document)), document_from_json(document), system.layers)

        yield run


@pytest.mark.parametrize("text", EXPECTED)
def test_dates_and_verbs(ask: Ask, text: str) -> None:
    found = ask(text)
    said = [f"{text[each.start : each.end]} {each.type}" for each in found.timexes]
    said += [f"{text[each.start : each.end]} {each.realis}" for each in found.events]
    assert said == EXPECTED[text]
    assert all(each.value is None and each.mod is None for each in found.timexes)
    assert all(each.class_ is None and each.when is None for each in found.events)


def test_without_the_model_it_isnt_ready_and_says_what_to_do(tmp_path: Path) -> None:
    try:
        importlib.metadata.version("en_core_web_sm")
    except importlib.metadata.PackageNotFoundError:
        pass
    else:
        pytest.skip("the model is installed")
    (system,) = read(FILE)
    ready, remedy = survey(system, tmp_path, {})
    assert ready == "no"
    assert "en_core_web_sm==3.8.0 (not installed)" in remedy
    assert remedy.endswith("; run: python -m spacy download en_core_web_sm")
    assert list(tmp_path.iterdir()) == []
