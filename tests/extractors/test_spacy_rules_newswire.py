"""spacy-rules and spacy-rules-timeml on further sentences of newswire, each written and worked out by hand.

A time expression stands in brackets with its value; what stands in no brackets must not be found.
"""

from __future__ import annotations

from typing import Any

import pytest

from bench import Document
from tests.extractors.newswire import FRIDAY, found, marked

NAMES = (
    "His lawyer, May Sanderson, wrote to May & Hollis, rivals of Grand & May and May Bros.",
    "In [May|2012-05] President Obama met them.",
    "Thousands joined the Women's March for peace, but his March to the sea failed.",
    "Russia Today showed the Tonight Show [today|2013-03-22].",
    "The home side led with 2:30 left, and she ran it in 2:04:30.",
    "He will one day return. Not a day passes.",
    "They last met as recently as [Monday|2013-03-18], and as long ago as [2005|2005].",
)
POINTS = (
    "He called at [11 p.m. Saturday night|2013-03-16T23:00], not at [9 p.m. last night|2013-03-21T21:00].",
    "It opened at [8 o'clock in the morning|2013-03-22T08:00], or at [3:15 in the afternoon|2013-03-22T15:15].",
    "It is on at [7 tonight|2013-03-22T19:00], as at [six this evening|2013-03-22T18:00].",
    "Filed [2013-03-21 08:15|2013-03-21T08:15] and [03/20/2013 08:15 AM|2013-03-20T08:15].",
    "It was posted at [11:40 p.m.|1983-12-17T23:40] on [Dec. 17, 1983|1983-12-17].",
    "It struck at [noon|2013-03-22T12:00], and again [an hour later|2013-03-22T13:00].",
    "He left [Tuesday of last week|2013-03-12], or [Friday last week|2013-03-15].",
    "He plans to close it by [year-end 2014|2014].",
    "He'll be back before [the New Year|2014-01-01], for [the Fourth of July|2013-07-04].",
    "Disco died in [early '80s|198] Rome, or in [the late 1980's|198].",
    "It was built [around 3000 B.C.|BC3000] and fell in [A.D. 79|0079].",
    "In [the late 19th|18] and [early 20th centuries|19], it was rebuilt.",
    "It will start in [the second half of April|2013-04], not in [the latter part of 2014|2014].",
    "Building starts [next spring|2014-SP], or in [the fall of next year|2014-FA].",
    "It begins in [the second week of June|2013-W24].",  # whose Monday is June 10
    "For most of [the day|2013-03-22] it rained, but by [evening|2013-03-22TEV] it was dry.",
    "It was [late in the evening|2013-03-22TEV].",
    "Posted at [9:51AM GMT 22 Mar 2013|2013-03-22T09:51Z], or on [22-Mar-2013|2013-03-22].",
    "It is open from [9am|2013-03-22T09:00]-[5pm|2013-03-22T17:00].",
    "It was signed in [January 1993|1993-01] and took effect [the following spring|1993-SP].",
    "It will slow over [the rest of 2013|2013]; it grew in [2012's final quarter|2012-Q4].",
    "Orders fell from [the year-earlier period|2012] and from [the prior quarter|2012-Q4].",
    "On [Monday|2013-03-18], as in [FY 2012|FY2012], it lost. [The very next day|2013-03-19] it shut.",
    "It will vote [Tuesday|2013-03-26]. Stocks, which had risen [the day before|2013-03-21], fell.",
    "It closed [Tuesday|2013-03-19] until [3 April|2013-04-03]. Its owner quit [the same day|2013-03-19].",
    "He was shot on [Monday|2013-03-18], as his son was in [2010|2010], and died [two days later|2013-03-20].",
    "It grew in [the first half of 2013|2013-H1], and will shrink in [the second half|2013-H2].",
    "He scored twice in the second half.",
    "It was dry by [dawn Thursday|2013-03-21TMO].",
    "It was one of [the week|2013-W12]'s surprises, and [the year|2013]'s best show.",
    "It airs [every Tuesday|XXXX-WXX-2] and [Thursday|XXXX-WXX-4].",
    "By [the early summer|2013-SU], they will be gone.",
    "It fell in [the current fiscal quarter|2013-Q1], as in [the prior-year period|2012-Q1].",
    "It is at its lowest since [December 2008|2008-12], down from 7.9 percent in [January|2013-01].",
    "Exports fell in [January|2013-01]. The drop was 2 percent from [a year earlier|2012-01].",
)
LENGTHS = (
    "It took [2 1/2 years|P2.5Y], then [1½ hours|PT90M].",
    "He faces a [three- to five-year|P5Y] term.",
    "Over [the last half-century|P50Y] and [the past week or so|P1W], it shrank.",
    "It lasted [a few seconds|PTXS], or [an hour and 20 minutes|PT1H20M], or [two days, 4 hours|P2DT4H].",
    "It could take [months|PXM] or even [years|PXY]; in [a number of years|PXY] we'll know.",
    "It took [nearly a full day|P1D], or [no fewer than 20 hours|PT20H], not [fewer than 20 minutes|PT20M].",
    "It took [a half hour|PT30M], or [a single day|P1D], and [the following months|PXM] were dull.",
    "The [monthslong|PXM] war follows a [yearlong|P1Y] truce.",
    "Over [the last day|P1D], four people died.",
    "It grew [every quarter|P1Q], but not [every other Friday|XXXX-WXX-5].",
)
TENSES = (
    "He faces prison when he is sentenced on [May 22|2013-05-22].",
    "They were told to boil water until [6 p.m. Sunday|2013-03-24T18:00].",
    "The jobs report comes out [Monday|2013-03-25].",
    "Kenya holds elections on [Monday|2013-03-25].",
    "The lake was full by [Tuesday|2013-03-19].",
    "The lake must be full by [Tuesday|2013-03-26].",
    "He said he'd travel to Ohio on [Sunday|2013-03-24].",
    "He said he'd traveled to Ohio on [Sunday|2013-03-17].",
    "In [December|2013-12], he said, the firm will raise its prices.",
    "In [December|2012-12], he said, the firm raised its prices.",
)
BOTH = (  # the scheme's reading, and that of TimeML
    ("He previously said so.", "He [previously|PAST_REF] said so."),
    ("He will soon say so.", "He will [soon|FUTURE_REF] say so."),
    ("France soon fell.", "France soon fell."),
    ("He will say so as soon as he can.", "He will say so as soon as he can."),
    ("It may hurt future sales.", "It may hurt [future|FUTURE_REF] sales."),
    ("[The future|FUTURE_REF] looked bright.", "[The future|FUTURE_REF] looked bright."),
    ("The future king wept.", "The [future|FUTURE_REF] king wept."),
    ("It fell for a fourth straight day.", "It fell for [a fourth straight day|P4D]."),
    ("It rained for 12 nights.", "It rained for [12 nights|P12NI]."),
    ("Later [Tuesday|2013-03-19], it fell.", "[Later Tuesday|2013-03-19], it fell."),
    ("She spent the past three nights there.", "She spent [the past three nights|P3NI] there."),
    ("Later [that night|2013-03-22TNI], it fell.", "[Later that night|2013-03-22TNI], it fell."),
    ("They won an early morning raid.", "They won an [early morning|2013-03-22TMO] raid."),
    ("He takes it twice [daily|P1D].", "He takes it [twice daily|P1D]."),
)


@pytest.mark.parametrize("sentence", [*NAMES, *POINTS, *LENGTHS, *TENSES])
def test_expressions_have_the_values_worked_out_by_hand(rules: Any, timeml: Any, sentence: str) -> None:
    text, expected = marked(sentence)
    assert found(rules, text) == expected
    assert found(timeml, text) == expected


@pytest.mark.parametrize(("scheme", "conventions"), BOTH)
def test_settings_differ_in_their_conventions_alone(
    rules: Any, timeml: Any, scheme: str, conventions: str
) -> None:
    text, expected = marked(scheme)
    assert found(rules, text) == expected
    text, expected = marked(conventions)
    assert found(timeml, text) == expected


@pytest.mark.parametrize(
    ("text", "scheme", "conventions"),
    [
        ("more than a year ago", "MORE_THAN", "BEFORE"),
        ("less than a year ago", "LESS_THAN", "AFTER"),
        ("about a year ago", "APPROX", "APPROX"),
        ("more than a year", "MORE_THAN", "MORE_THAN"),
    ],
)
def test_more_than_a_year_ago_is_before_it_for_timeml(
    rules: Any, timeml: Any, text: str, scheme: str, conventions: str
) -> None:
    assert [timex.mod for timex in rules.extract(Document("a", text, FRIDAY))] == [scheme]
    assert [timex.mod for timex in timeml.extract(Document("a", text, FRIDAY))] == [conventions]
