"""sklearn-timex: what it learns from three short articles, and the parts that are no matter of learning."""

from __future__ import annotations

import datetime
import re
from math import log
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bench import Document, Timex
from bench.sdk.model import Region
from bench.sdk.worker import load_file

FILE = Path(__file__).parents[2] / "systems" / "sklearn_timex.py"
DCT = datetime.date(2023, 9, 20)  # a Wednesday
ARTICLES = (
    """The minister arrived in Riga on [Monday|DATE 2023-09-18]. He left on [Friday|DATE 2023-09-15] after
    [two days|DURATION P2D] of talks. [Today|DATE 2023-09-20] the envoy spoke. The port may close.""",
    """Crews worked for [three weeks|DURATION P3W]. The bridge fell on [March 3, 2021|DATE 2021-03-03] and opened
    on [Sunday|DATE 2023-09-17]. The law was passed in [2019|DATE 2019]. He met four people.""",
    """The talks lasted [six days|DURATION P6D]. They ended on [July 14, 2022|DATE 2022-07-14], and he returned
    on [Tuesday|DATE 2023-09-19]. The mayor speaks [today|DATE 2023-09-20]. In [2020|DATE 2020] he lost.""",
)


def article(marked: str) -> Document:
    """A training document from a text with [expression|TYPE value]."""
    text, timexes = "", []
    for plain, words, type_, value in re.findall(r"([^\[]*)(?:\[([^|]+)\|(\S+) ([^\]]+)\])?", marked):
        text += plain + words
        if words:
            timexes.append(Timex(len(text) - len(words), len(text), type_, value))
    return Document("training", text, DCT, timexes=tuple(timexes))


@pytest.fixture(scope="module")
def module() -> ModuleType:
    return load_file(FILE)


@pytest.fixture(scope="module")
def learnt(module: ModuleType) -> Any:
    system = module.sklearn_timex()
    system.fit([article(text) for text in ARTICLES])
    return system


SENTENCES = [
    pytest.param("The train left on Thursday.", ["Thursday DATE 2023-09-14"], id="a weekday never shown"),
    pytest.param("\U0001f600 He left on Monday.", ["Monday DATE 2023-09-18"], id="code points"),
    pytest.param("The siege lasted five weeks.", ["five weeks DURATION P5W"], id="a length never shown"),
    pytest.param(
        "It fell on May 7, 2019 and opened again.", ["May 7, 2019 DATE 2019-05-07"], id="a date never shown"
    ),
    pytest.param("The court may meet.", [], id="may, no month"),
    pytest.param("Next spring comes at 6:30 p.m.", [], id="limit: kinds of expression never shown"),
    pytest.param("", [], id="empty"),
    pytest.param("\n \n", [], id="blank"),
    pytest.param("He left on Monday\n\n", ["Monday DATE 2023-09-18"], id="no white space at the end"),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_learnt(learnt: Any, text: str, expected: list[str]) -> None:
    found = learnt.extract(Document("d", text, DCT))
    assert [f"{text[timex.start : timex.end]} {timex.type} {timex.value}" for timex in found] == expected


def test_before_fit(module: ModuleType) -> None:
    with pytest.raises(RuntimeError, match="fit"):
        list(module.sklearn_timex().extract(Document("d", "He left on Monday.", DCT)))
    with pytest.raises(RuntimeError, match="fit"):
        list(module.sklearn_timex().resolve(Document("d", "He left on Monday.", DCT), [(11, 17)]))


def test_given_spans_are_typed_and_valued_as_found_ones_are(learnt: Any) -> None:
    """Also one that it doesn't find, since "may" is no month to it; and what has no words is left out."""
    text = "He left on Monday. The court may meet."
    spans = [(11, 17), (29, 32), (18, 19)]
    found = list(learnt.resolve(Document("d", text, DCT), spans))
    (monday,) = learnt.extract(Document("d", text, DCT))
    assert found[0] == monday == Timex(11, 17, "DATE", "2023-09-18")
    assert [(timex.start, timex.end) for timex in found] == spans[:2]
    assert found[1].type in ("DATE", "DURATION")


def test_the_type_of_a_given_span_is_the_likeliest_for_all_of_it(module: ModuleType) -> None:
    taught = "It took [three days|DURATION P3D]. He left [three days ago|DATE 2023-09-17]."
    system = module.sklearn_timex()
    system.fit([article(taught)])
    text = "It took three days. He left three days ago."
    found = system.resolve(Document("d", text, DCT), [(8, 18), (28, 42)])
    assert [(timex.type, timex.value) for timex in found] == [("DURATION", "P3D"), ("DATE", "2023-09-17")]


def test_nothing_to_learn(module: ModuleType) -> None:
    with pytest.raises(ValueError, match="no time expression"):
        module.sklearn_timex().fit([article("He left."), article("")])


def test_values_need_not_be_learnable(module: ModuleType) -> None:
    system = module.sklearn_timex()
    system.fit([article("He left [tonight|TIME 2023-09-20TNI]. She left [tonight|TIME 2023-09-20TNI].")])
    assert [timex.value for timex in system.extract(Document("d", "He left tonight.", DCT))] == [None]


def test_ignored_regions_teach_nothing(module: ModuleType) -> None:
    """Else forty Mondays without a label would outweigh the one with."""
    furniture, story = "He left on Monday. " * 40, article("He left on [Monday|DATE 2023-09-18]. The envoy spoke.")
    timex = story.timexes[0]
    shifted = Timex(timex.start + len(furniture), timex.end + len(furniture), timex.type, timex.value)
    ignored = (Region(0, len(furniture)),)
    system = module.sklearn_timex()
    system.fit([Document("d", furniture + story.text, DCT, timexes=(shifted,), ignore=ignored)])
    assert len(list(system.extract(Document("d", "He left on Monday.", DCT)))) == 1


@pytest.mark.parametrize(
    ("chances", "expected"),
    [
        pytest.param([(0.6, 0.1, 0.3), (0.1, 0.8, 0.1)], ["B", "I"], id="already well-formed"),
        pytest.param([(0.3, 0.6, 0.1), (0.1, 0.8, 0.1)], ["B", "I"], id="the opening inside becomes a beginning"),
        pytest.param([(0.01, 0.49, 0.5), (0.05, 0.5, 0.45)], ["O", "O"], id="a weak inside alone is dropped"),
    ],
)
def test_sequences(module: ModuleType, chances: list[tuple[float, ...]], expected: list[str]) -> None:
    scores = [[log(chance) for chance in row] for row in chances]
    tags = module.likeliest(["B-DATE", "I-DATE", "O"], scores)
    assert [tag[0] for tag in tags] == expected


@pytest.mark.parametrize(
    ("template", "text", "value"),
    [
        ("weekday past", "Wednesday", "2023-09-20"),
        ("weekday past", "Thursday", "2023-09-14"),
        ("weekday future", "Tuesday", "2023-09-26"),
        ("calendar past", "October", "2022-10"),
        ("calendar past", "September", "2023-09"),
        ("calendar future", "March 1st", "2024-03-01"),
        ("calendar this year", "Dec. 31", "2023-12-31"),
        ("last unit", "last quarter", "2023-Q2"),
        ("next unit", "next week", "2023-W39"),
        ("units ago", "ten months ago", "2022-11"),
        ("yesterday", "Monday", None),
        ("length", "150 days", "P150D"),
        ("length", "six hours", "PT6H"),
        ("length unknown", "several years", "PXY"),
        ("length", "two quarters", None),
    ],
)
def test_templates(module: ModuleType, template: str, text: str, value: str | None) -> None:
    import spacy  # here, for every worker collects this file, and one of them at most needs spaCy

    span = spacy.blank("en")(text)[:]
    assert module.TEMPLATES[template](module.read_parts(span), DCT) == value
