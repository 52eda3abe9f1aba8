"""spacy-rules and spacy-rules-timeml on sentences of newswire, each written and worked out by hand.

A time expression stands in brackets with its value; what stands in no brackets must not be found.
"""

from __future__ import annotations

from typing import Any

import pytest

from bench.sdk.worker import declared
from tests.extractors.newswire import found, marked

TENSES = (  # on Friday, 2013-03-22: the tense says whether the day before or the day after is meant
    "The two sides meet again [Wednesday|2013-03-27].",
    "The two sides met again [Wednesday|2013-03-20].",
    "The House votes [Thursday|2013-03-28] on the budget.",
    "Most votes [Thursday|2013-03-21] went to the budget.",
    "The team faces Spain on [Sunday|2013-03-24].",
    "The rivals face each other on [Sunday|2013-03-24].",
    "She returns to Rome [Saturday|2013-03-23].",
    "He is flying to Rome on [Monday|2013-03-25].",
    "He was flying to Rome on [Monday|2013-03-18].",
    "The rules take effect on [Monday|2013-03-25].",
    "The rules took effect on [Monday|2013-03-18].",
    "The hearing is [Monday|2013-03-25].",
    "The next hearing is on [Monday|2013-03-25].",
    "The firm, which will announce results on [Tuesday|2013-03-26], said [Monday|2013-03-18] that it sold a mill.",
    "He could have met them on [Thursday|2013-03-21].",
    "He may meet them on [Thursday|2013-03-28].",
    "In [May|2012-05] he quit, and may meet them again on [Thursday|2013-03-28].",
    "The judge ordered him to appear on [Tuesday|2013-03-26].",
    "The report, to be published on [Monday|2013-03-25], says little.",
    "The report, said to be published on [Monday|2013-03-18], says little.",
    "The union has called a strike for [Monday|2013-03-25].",
    "The union was blamed for [Monday|2013-03-18]'s strike.",
    "A vote that had been planned for [Thursday|2013-03-21] was put off.",
    "A vote that is planned for [Thursday|2013-03-28] was put off.",
    "She could be freed as early as [Tuesday|2013-03-26].",
    "He canceled a talk set for [Monday|2013-03-25] after falling ill on [Tuesday|2013-03-19].",
    "It was not until [Wednesday|2013-03-20] that they were named.",
    "They were found by [Wednesday|2013-03-20].",
    "They must be found by [Wednesday|2013-03-27].",
    "The rider turns 31 in [December|2013-12].",
    "They were shut until [Wednesday|2013-03-27].",
    "The talks lasted from [Monday|2013-03-18] through [Wednesday|2013-03-20].",
    "[Next Tuesday|2013-03-26] and [Wednesday|2013-03-27] will be cold.",
    "The law passed in [January|2013-01] and takes effect in [May|2013-05].",
    "The law will take effect in [January|2014-01].",
    "Gold for [June|2013-06] delivery fell $3.",
    "Since going public in [May|2012-05], it has lost a third of its value.",
)

CONTEXT = (  # what is read from the text before, not from the dct
    "He was seen on [Monday|2013-03-18]. At [3 p.m.|2013-03-18T15:00] he called his wife.",
    "He will be there on [Monday|2013-03-25]. At [3 p.m.|2013-03-22T15:00] he called his wife.",
    "It was cold on [Sept. 3, 1980|1980-09-03]. The office opens at [9 a.m.|2013-03-22T09:00]",
    "He landed at [2:30 a.m.|2013-03-22T02:30] On [Monday|2013-03-18], he had been in Cuba.",
    "It was filed in [2009|2009] and heard [the following June|2010-06].",
    "He was hired in [March 2008|2008-03] and fired [the following October|2008-10].",
    "He wed in [1982|1982], and by [the end of the year|1982] he was broke.",
    "In [the third quarter of 2012|2012-Q3] it fell. In [February|2013-02] it rose from [a year earlier|2012-02].",
    "He won a prize at 19 and [four years later|P4Y] another.",
    "He won a prize in [1999|1999] and [four years later|2003] another.",
    "The show ran between [8:00|2013-03-22T20:00] and [9:30 p.m.|2013-03-22T21:30]",
    "It ran from [March 7|2014-03-07]-[16, 2014|2014-03-16].",
)

KINDS = (
    "Disco ruled [the '70s|197].",
    "In [the late eighties|198], disco was dead.",
    "The church was built in [the 1100s|11] and burned in [the 1960s|196].",
    "The [19th-century|18] painter was born in [the 19th century|18].",
    "The 20th Century Fox film won.",
    'He was on "Saturday Night Live" with Monday Night Football.',
    "The Six-Day War was over.",
    "He was in exile for [a quarter of a century|P25Y], or [a quarter century|P25Y].",
    "He was away for [a fortnight|P2W]; he left [a fortnight ago|2013-W10].",
    "It took [half a dozen years|P6Y], not [a dozen years|P12Y].",
    "It was ill for [some weeks|PXW], then died [some years ago|PAST_REF].",
    "It takes [minutes|PTXM], not [hours|PTXH]; within [seconds|PTXS], the roof fell.",
    "The economy shrank for [two quarters|P2Q] in a row.",
    "It was the third storm in as many weeks.",
    "Batteries last [10 hours|PT10H].",
    "In [the last 10 hours|PT10H], nobody slept.",
    "The shops were to close [11 hours later|2013-03-22TXX].",
    "The work took [close to two hours|PT2H].",
    "The universe is [13.8 billion years old|P13800000000Y].",
    "Dinosaurs died [65 million years ago|MA65], people came [3,000 years ago|KA3].",
    "By [the year 2100|2100], the seas will rise.",
    "He lives abroad to [this day|PRESENT_REF].",
    "It aired at [2243 GMT Thursday|2013-03-21T22:43Z].",
    "[Tuesday, 9:45 p.m.|2013-03-19T21:45]",
    "[Thu Mar 21, 2013 4:30pm EDT|2013-03-21T16:30]",
    "Posted at [12:15 p.m. Monday, March 18, 2013|2013-03-18T12:15]",
    "He woke at [4 in the morning|2013-03-22T04:00] and slept at [10 at night|2013-03-22T22:00].",
    "By [nightfall|2013-03-22TNI], or by [late afternoon|2013-03-22TAF], the streets were empty.",
    "In [the early morning hours|2013-03-22TMO], the streets were empty.",
    "Its [FY2013|FY2013] looks good; in [H2 of 2012|2012-H2] it was worse.",
)

BOTH = (  # the scheme's reading, and that of TimeML
    ("He trains twice [a week|P1W].", "He trains [twice a week|P1W]."),
    ("It struck four times [every 10 years|P10Y].", "It struck [four times every 10 years|P10Y]."),
    ("[Two hours later|2013-03-22TXX], it fell.", "[Two hours later|PT2H], it fell."),
    ("[Two days ago|2013-03-20], it fell.", "[Two days ago|2013-03-20], it fell."),
    ("[Days later|2013-XX-XX], it fell.", "[Days later|PXD], it fell."),
    ("[Years ago|PAST_REF], it fell.", "[Years ago|PAST_REF], it fell."),
    ("[Two decades|P2DE] passed.", "[Two decades|P20Y] passed."),
    ("[Two decades ago|199], it fell.", "[Two decades ago|199], it fell."),
    ("For [decades|PXDE], it stood.", "For [decades|PXDE], it stood."),
    ("Over [the last century|P1CE], it fell.", "Over [the last century|P100Y], it fell."),
    ("In [the coming weeks|FUTURE_REF], it falls.", "In [the coming weeks|PXW], it falls."),
    ("In [recent weeks|PAST_REF], it fell.", "In [recent weeks|PAST_REF], it fell."),
)


@pytest.mark.parametrize("sentence", [*TENSES, *CONTEXT, *KINDS])
def test_expressions_have_the_values_worked_out_by_hand(rules: Any, sentence: str) -> None:
    text, expected = marked(sentence)
    assert found(rules, text) == expected


@pytest.mark.parametrize(("scheme", "timeml"), BOTH)
def test_settings_differ_in_their_conventions_alone(
    rules: Any, scheme: str, timeml: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, expected = marked(scheme)
    assert found(rules, text) == expected
    monkeypatch.setattr(rules, "timeml", True)
    text, expected = marked(timeml)
    assert found(rules, text) == expected


def test_file_declares_both_settings(spacy_rules: Any) -> None:
    settings = {name: target.timeml for name, (_, target) in declared(spacy_rules).items()}
    assert settings == {"spacy-rules": False, "spacy-rules-timeml": True}


def test_history_told_in_the_past_counts_from_its_own_dates(rules: Any) -> None:
    text = "He ruled from 1946 to 1950. In 1951 and 1952 he fled. In 1953 he came back. On May 4 he died."
    assert found(rules, text)[-1] == ("May 4", "1953-05-04")


def test_profile_told_in_the_present_counts_from_the_dct(rules: Any) -> None:
    text = (
        "He ruled from 1946 to 1950. In 1951 and 1952 he fled. In 1953 he came back. He is ill. On Dec. 4 he wept."
    )
    assert found(rules, text)[-1] == ("Dec. 4", "2012-12-04")


def test_year_that_a_history_only_looks_back_to_does_not_move_it(rules: Any) -> None:
    text = "He ruled from 1946 to 1950. In 1951 and 1952 he fled. In 1953, as in 1912, he fell. On May 4 he died."
    assert found(rules, text)[-1] == ("May 4", "1953-05-04")
