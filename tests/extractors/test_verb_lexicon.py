"""verb-lexicon on sentences worked out by hand from the annotation scheme."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Extract = Callable[..., list[Any]]

SENTENCES = [
    pytest.param("China denied the reports.", ["denied REPORTING ACTUAL"], id="reporting verb"),
    pytest.param(
        "The ministers agreed to hold talks.",
        ["agreed I_ACTION ACTUAL", "talks OCCURRENCE PLANNED"],
        id="light verb, its noun planned",
    ),
    pytest.param("A ceremony was held on Friday.", ["ceremony OCCURRENCE ACTUAL"], id="light verb in the passive"),
    pytest.param("The summit took place in Riga.", ["summit OCCURRENCE ACTUAL"], id="took place"),
    pytest.param("They will visit Riga.", ["visit OCCURRENCE PLANNED"], id="will"),
    pytest.param("They will not visit Riga.", ["visit OCCURRENCE OTHER"], id="will not"),
    pytest.param("She didn't visit Riga.", ["visit OCCURRENCE OTHER"], id="negation"),
    pytest.param("Talks could resume.", ["Talks OCCURRENCE OTHER", "resume ASPECTUAL OTHER"], id="modal"),
    pytest.param(
        "Riga wants to join and sign the treaty.",
        ["wants I_STATE ACTUAL", "join OCCURRENCE OTHER", "sign OCCURRENCE OTHER"],
        id="wish, with two infinitives",
    ),
    pytest.param(
        "She travelled to Riga to sign the treaty.",
        ["travelled OCCURRENCE ACTUAL", "sign OCCURRENCE OTHER"],
        id="purpose; British spelling",
    ),
    pytest.param(
        "They began to rebuild the bridge.",
        ["began ASPECTUAL ACTUAL", "rebuild OCCURRENCE ACTUAL"],
        id="aspectual",
    ),
    pytest.param(
        "He urged both sides to end the war.",
        ["urged I_ACTION ACTUAL", "end ASPECTUAL OTHER", "war OCCURRENCE ACTUAL"],
        id="a war goes on, whatever is urged",
    ),
    pytest.param(
        "If it invades Riga, they leave.", ["invades OCCURRENCE OTHER", "leave OCCURRENCE ACTUAL"], id="if"
    ),
    pytest.param(
        "We are ready to cooperate.", ["ready I_STATE ACTUAL", "cooperate OCCURRENCE OTHER"], id="adjective"
    ),
    pytest.param(
        "Growing tensions worry the proposed alliance.",
        ["tensions STATE ACTUAL", "worry I_STATE ACTUAL"],
        id="participles before a noun",
    ),
    pytest.param(
        "China's proposed deal failed.", ["failed OCCURRENCE ACTUAL"], id="possessive before a participle"
    ),
    pytest.param("He\u2019s visiting Riga.", ["visiting OCCURRENCE ACTUAL"], id="is, not possessive"),
    pytest.param(
        "The visit follows his plans.", ["visit OCCURRENCE ACTUAL", "follows OCCURRENCE ACTUAL"], id="nouns"
    ),
    pytest.param("The Cold War ended.", ["ended ASPECTUAL ACTUAL"], id="a name"),
    pytest.param("A state-run cooperation mechanism exists.", ["exists STATE ACTUAL"], id="compounds"),
    pytest.param(
        "Finnish Foreign Minister Begins Four-Day Visit\nShe arrived.",
        ["Begins ASPECTUAL ACTUAL", "Visit OCCURRENCE ACTUAL", "arrived OCCURRENCE ACTUAL"],
        id="a headline's capitals",
    ),
    pytest.param("\U0001f600 He resigned.", ["resigned OCCURRENCE ACTUAL"], id="code points"),
    pytest.param(
        "The deployment and evacuation of troops continued despite the government.",
        ["deployment OCCURRENCE ACTUAL", "evacuation OCCURRENCE ACTUAL", "continued ASPECTUAL ACTUAL"],
        id="derived nouns",
    ),
    pytest.param("", [], id="empty"),
    pytest.param(" \n\n ", [], id="blank"),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_events(extract: Extract, text: str, expected: list[str]) -> None:
    found = extract("verb_lexicon", text)
    assert [f"{text[event.start : event.end]} {event.class_} {event.realis}" for event in found] == expected
    assert all(event.when is None for event in found)


LIMITS = [
    pytest.param("She yodelled.", [], id="a verb not listed"),
    pytest.param(
        "If the army attacks, it wins.", ["attacks OCCURRENCE ACTUAL", "wins OCCURRENCE ACTUAL"], id="verb as noun"
    ),
    pytest.param("The board fired him.", ["fired OCCURRENCE ACTUAL"], id="the sense makes no difference"),
    pytest.param(
        "The plan to send troops, ministers said, failed.",
        ["send OCCURRENCE PLANNED", "said REPORTING ACTUAL", "failed OCCURRENCE ACTUAL"],
        id="that a plan failed doesn't undo it",
    ),
]


@pytest.mark.parametrize(("text", "found"), LIMITS)
def test_limits(extract: Extract, text: str, found: list[str]) -> None:
    """What it gets wrong, or right only by luck; here so that a change shows."""
    events = extract("verb_lexicon", text)
    assert [f"{text[event.start : event.end]} {event.class_} {event.realis}" for event in events] == found
