"""parsed-events and parsed-anchors on small texts of our own: what is an event, and when each one happened.

Both need spaCy's small model in an environment of its own, so the tests are slow.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import pytest

import bench
from bench import Document, Event

pytestmark = pytest.mark.slow

WEDNESDAY = datetime.date(2023, 10, 18)
"""The dct of every text."""


TEXTS = {
    "light": "The ministers held talks in Geneva on Monday.",
    "place": "The vote took place in Geneva.",
    "participle": "Growing tensions worried the envoys.",
    "compound": "The peace treaty is important to several countries, including Marland.",
    "auxiliaries": "The guards have been arrested.",
    "governed": "The two sides agreed to sign a treaty, and Marland hopes to send envoys. It did not reply.",
    "clauses": "The court jailed a man on Tuesday who fled the country in 2019.",
    "promise": "On Monday Marland promised to open its border.",
    "deadline": "Marland promised on Monday to close the plant by 2025.",
    "perfect": '"We have rebuilt the bridge," the mayor said on Monday.',
    "visit": "The president arrived on Monday for a three-day visit. During the visit he will meet writers.",
    "phrase": "On Monday the envoys returned to the 2015 agreement.",
    "highest": "Turnout reached 71 percent on Sunday, the highest since 1994.",
    "statement": "In a statement issued on Monday, the ministry denied the claims.",
    "condition": "If the talks fail, the army will attack.",
    "dateline": "DORVA, Oct. 16 (MNA) -- The parliament elected a new speaker.",
    "needed": "On Monday the minister said that the bridge was needed.",
    "month": "In May the court ordered the city to rebuild the bridge.",
    "she": "The king opened a school on Tuesday. On Monday Anna Holm told reporters that the law is ready. "
    "The king left the school. Holm said that the vote can wait.",
    "experts": "On Monday the ministers signed a treaty. Experts said it helps Marland. "
    '"Nobody lost," Ivo Renn, a professor at Dorva University, told the Courier on Tuesday.',
    "war": "The war began when the army invaded Sill in May 2022. On Monday the mayor condemned the war.",
    "sanctions": "On Monday the mayor recalled the sanctions that Marland imposed in 2021.",
    "weeks": "The parliament voted on Monday, two weeks after the speaker resigned.",
    "months": "On Monday Marland elected a president, two months after the old one died.",
    "planned": "The bank said on Monday it planned to open a branch.",
    "journey": "The president will visit Sill from November 8 to 11. He will meet the mayor.",
    "then": "Marland built the port in 2019. Since then trade has tripled.",
    "cannot": "On Monday the mayor said that the city cannot pay the debt.",
    "bomb": "The mayor condemned an attack on Monday that killed two guards.",
    "rejected": "On Monday Marland rejected the offer.",
    "second": "The ministers met on Tuesday on the second day of a three-day summit.",
    "came": "The army fired a rocket on Monday. It came hours after a drill.",
    "stop": "On Monday the envoy urged Marland to stop the attacks.",
    "both": "The king opened a school on Tuesday. The two ministers met on Monday. "
    "Both denied that the law is ready.",
    "speaking": "Marland has rejected the report. Speaking at a fair on Monday, Ivo Renn said that it is wrong.",
    "always": "On Monday the king said that Marland has always supported the port and has rebuilt the bridge.",
    "interference": "On Monday the king said that Marland opposes interference and hopes to expand the port.",
    "beside": "Marland stands ready to work with Sill, build bridges and open the port, the king said on Monday.",
    "refused": "On Monday the minister declined to say who signed the treaty.",
    "unwanted": "On Monday the king said that Marland does not want to sell the port.",
    "could": "On Monday the minister said that Sill could have prevented the war.",
    "followed": "The king opened a school on Tuesday. On Monday Anna Holm addressed the parliament. "
    "She praised the law. The king left the school.",
    "preposed": "The two ministers met on an island, the palace said on Monday.",
    "founding": "On Monday the king opened a school. The two countries established a partnership in 2008.",
    "anniversary": "This year marks the 50th anniversary of the opening, and Marland should build a port.",
    "debate": "On Monday the king said that parliament will debate the law when it convenes on November 2.",
    "since": "On Monday the mayor said that tensions have grown since 2021.",
    "evening": "Marland sent an envoy on Monday evening.",
    "headline": "Marland king vows to visit Sill\nThe king vowed on Monday that he would visit Sill in November.",
    "row": "The king praised peace, cooperation and development.",
    "contents": "The mayor made the remarks under pressure.",
    "round": "The envoys attended the third round of talks.",
    "title": "Marland King Holds Talks as Tensions Rise\nThe king left.",
    "name": "Ko Il-sung arrived at the re-opened port.",
    "ending": "The envoys seek an end to the war before the end of the year.",
    "settlement": "The settlement of the dispute surprised the settlement.",
    "quality": "Marland has sovereignty over the port, which is big.",
    "visiting": "Visiting Prime Minister Anna Holm is going to meet the mayor.",
    "attention": "Marland pays attention to the port. The dispute drew attention.",
    "share": "Holm won 61 percent of the vote.",
    "concerns": "Marland respects the legitimate concerns of Sill amid concerns over a blockade.",
    "expressed": "The king expressed gratitude for the welcome and condemnation of the destruction.",
    "announced": "Marland king to visit Sill\nThe king will fly to Sill to attend a fair. "
    "He looks forward to seeing the port.",
    "none": "No words here, only names: Dorva, Sill, Marland.",
}
Answers = Mapping[str, Sequence[Event]]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """The events of each text, with their `when`, by the whole chain: one run for all."""
    documents = [Document(name, text, WEDNESDAY) for name, text in TEXTS.items()]
    found = bench.run("parsed-anchors", documents, cache=tmp_path_factory.mktemp("cache"))
    assert not found.failures
    return {name: found.layers[name].events for name in TEXTS}


def word(name: str, event: Event) -> str:
    return TEXTS[name][event.start : event.end]


def when(answers: Answers, name: str) -> dict[str, str | None]:
    return {word(name, event): event.when for event in answers[name]}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("light", ["talks"]),  # "held" names nothing beside it
        ("place", ["vote"]),
        ("participle", ["tensions", "worried"]),  # "growing" stands before its noun
        ("compound", ["important"]),  # "peace" is a part of a compound, "including" a preposition
        ("auxiliaries", ["arrested"]),
        ("row", ["praised"]),  # values in a row
        ("contents", ["made"]),
        ("round", ["attended", "round", "talks"]),
        ("title", ["Talks", "Tensions", "Rise", "left"]),  # though every word has a capital
        ("name", ["arrived"]),  # not "sung"
        ("ending", ["seek", "end", "war"]),  # a year's end is none
        ("settlement", ["settlement", "dispute", "surprised"]),  # the second is a village
        ("quality", []),
        ("visiting", ["meet"]),
        ("attention", ["attention", "dispute", "drew"]),  # only where it is paid
        ("share", ["won"]),
        ("concerns", ["respects", "concerns", "blockade"]),  # concerns that are interests are none
        ("expressed", ["expressed", "gratitude", "welcome", "condemnation", "destruction"]),
        ("none", []),
    ],
)
def test_what_is_an_event(answers: Answers, name: str, expected: list[str]) -> None:
    assert [word(name, event) for event in answers[name]] == expected


def test_realis_comes_from_what_governs(answers: Answers) -> None:
    found = {word("governed", event): event.realis for event in answers["governed"]}
    assert found == {"agreed": "ACTUAL", "sign": "PLANNED", "hopes": "ACTUAL", "send": "OTHER", "reply": "OTHER"}


def test_realis_of_what_is_announced_and_looked_forward_to(answers: Answers) -> None:
    found = {word("announced", event): event.realis for event in answers["announced"]}
    assert found["visit"] == found["fly"] == found["attend"] == "PLANNED"
    assert found["seeing"] == "OTHER"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("clauses", {"jailed": "2023-10-17", "fled": "2019"}),
        ("promise", {"promised": "2023-10-16", "open": "[2023-10-16..]"}),
        ("deadline", {"promised": "2023-10-16", "close": "[2023-10-16..2025]"}),
        ("perfect", {"rebuilt": "[..2023-10-16]", "said": "2023-10-16"}),
        ("phrase", {"returned": "2023-10-16"}),  # not 2015, which dates the agreement
        ("highest", {"reached": "2023-10-15"}),  # not 1994, which dates another turnout
        ("statement", {"issued": "2023-10-16", "denied": "2023-10-16"}),
        ("condition", {"fail": None, "attack": None}),
        ("dateline", {"elected": "2023-10-16"}),
        ("needed", {"needed": "2023-10-16"}),  # not some time before
        ("month", {"ordered": "2023-05", "rebuild": "[2023-05..]"}),
        ("she", {"told": "2023-10-16", "left": "2023-10-17", "said": "2023-10-16", "wait": "[2023-10-16..]"}),
        ("experts", {"signed": "2023-10-16", "said": "2023-10-17", "told": "2023-10-17"}),
        ("war", {"invaded": "2022-05", "began": "2022-05", "war": "2022-05/.."}),
        ("sanctions", {"imposed": "2021", "sanctions": "2021/.."}),
        ("weeks", {"voted": "2023-10-16", "resigned": "2023-10-02"}),
        ("months", {"elected": "2023-10-16", "died": "2023-08"}),
        ("planned", {"said": "2023-10-16", "planned": "2023-10-16", "open": "[2023-10-16..]"}),
        ("journey", {"visit": "2023-11-08/2023-11-11", "meet": "[2023-11-08..2023-11-11]"}),
        ("then", {"built": "2019", "tripled": "2019/.."}),
        ("cannot", {"pay": "2023-10-16"}),
        ("bomb", {"condemned": "2023-10-16", "attack": "2023-10-16", "killed": "2023-10-16"}),
        ("rejected", {"rejected": "2023-10-16", "offer": "[..2023-10-16]"}),
        ("second", {"met": "2023-10-17", "summit": "2023-10-16/2023-10-18"}),
        ("came", {"fired": "2023-10-16", "came": "2023-10-16"}),
        ("stop", {"urged": "2023-10-16", "stop": "[2023-10-16..]", "attacks": "2023-10-16"}),
        ("speaking", {"rejected": "2023-10-16", "said": "2023-10-16", "wrong": "2023-10-16"}),
        ("always", {"supported": "2023-10-16", "rebuilt": "[..2023-10-16]"}),  # what goes on holds that day
        ("interference", {"opposes": "2023-10-16", "interference": None, "expand": "[2023-10-16..]"}),
        ("beside", {"work": "[2023-10-16..]", "build": "[2023-10-16..]", "open": "[2023-10-16..]"}),
        ("refused", {"declined": "2023-10-16", "say": "2023-10-16"}),
        ("unwanted", {"want": "2023-10-16", "sell": "[2023-10-16..]"}),
        ("could", {"said": "2023-10-16", "prevented": None}),
        ("followed", {"addressed": "2023-10-16", "praised": "2023-10-16", "left": "2023-10-17"}),
        ("preposed", {"met": "2023-10-16", "said": "2023-10-16"}),  # news, and its source
        ("founding", {"established": "2008", "partnership": "2008/.."}),
        ("anniversary", {"marks": "2023", "opening": "1973", "build": "[2023-10-18..]"}),
        ("debate", {"debate": "2023-11-02"}),
        ("since", {"tensions": "2021/..", "grown": "2021/.."}),
        ("evening", {"sent": "2023-10-16"}),
        ("headline", {"visit": "2023-11", "vows": "2023-10-16"}),
        ("both", {"opened": "2023-10-17", "met": "2023-10-16", "denied": "2023-10-16"}),
    ],
)
def test_when_it_happened(answers: Answers, name: str, expected: dict[str, str | None]) -> None:
    found = when(answers, name)
    assert {each: found[each] for each in expected} == expected


def test_a_visit_lasts_at_each_mention(answers: Answers) -> None:
    visits = [event.when for event in answers["visit"] if word("visit", event) == "visit"]
    assert visits == ["2023-10-16/2023-10-18"] * 2
    assert when(answers, "visit")["meet"] == "[2023-10-16..2023-10-18]"
