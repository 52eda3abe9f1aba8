"""Gates on comparisons: how often they raise an alarm where there is nothing, and what they say."""

from __future__ import annotations

import datetime
import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal
from xml.etree import ElementTree

import pytest

from bench.comparison.compared import Compared, Comparison
from bench.comparison.examples import Example, changed_examples
from bench.comparison.gates import Gate, Judgement, Settings, judge
from bench.counts import Counts
from bench.dataset.suite import Layers, Predictions, Suite, SuiteDocument
from bench.render.comment import as_markdown
from bench.render.comparison import as_csv, as_junit, signed
from bench.render.github import as_annotations
from bench.sdk.model import Timex
from bench.statistics.draws import generator, streams
from bench.statistics.jackknife import spread
from bench.statistics.randomisation import randomised
from bench.statistics.significance import Difference, Verdict, compare, decisive
from bench.statistics.units import Sampling
from benchmarks.alarms import OWN, SAME, SETTINGS, VERSION, Setting, found, limit, simulated


def comparison(differences: Mapping[str, Difference], **more: object) -> Comparison:
    figures = {measure: (each.base, each.head) for measure, each in differences.items()}
    system = Compared("finder", "changed", figures=figures, differences=differences, **more)  # type: ignore[arg-type]
    return Comparison("main", "results", "articles@1.0.0#12345678", 4, tuple(differences), 0.05, 0, [system])


@pytest.mark.slow
@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_equal_systems_differ_no_more_often_than_the_level_says(setting: Setting) -> None:
    """1,000 pairs of equal systems at a level of 5 %: 64 are the binomial limit, for each setting of the docs."""
    assert limit(1000) == 64
    assert found(setting, 1000).worse + found(setting, 1000).better <= limit(1000)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("setting", "least"),
    [
        (Setting(30, 8, SAME), 500),
        (Setting(30, 8, VERSION), 900),
        (Setting(5, 27, VERSION), 500),
        (Setting(5, 27, OWN), 50),  # even here the test decides at times
    ],
    ids=str,
)
def test_a_loss_of_ten_points_is_found(setting: Setting, least: int) -> None:
    assert found(setting, 1000, 10).worse >= least


def test_what_is_simulated_is_decided_as_a_comparison_decides() -> None:
    """The simulation leaves intervals out; its counts, p and verdicts are those of `compare`."""
    for setting in (Setting(4, 27, OWN), Setting(30, 8, SAME)):
        (samples,) = simulated(setting, 20, 10)
        spreads = {name: spread(each) for name, each in samples.items() if each.parted}
        decided = decisive(samples, randomised(samples, streams(generator(0))[1], 199), spreads)
        for name, each in samples.items():
            base, head = (
                {"m": {f"d{place}": [Counts(*map(int, row)) for row in counts[each.clusters == place]]
                       for place in range(setting.documents)}}
                for counts in each.counts
            )  # fmt: skip
            difference = compare(base, head, generator(0), resamples=199)["m"]
            assert difference.p_corrected == decided[name]


def difference(
    verdict: Verdict,
    base: float = 0.5,
    head: float = 0.4,
    detectable: float | None = 0.123,
    least: float = 0.01,
) -> Difference:
    return Difference(
        sampling=Sampling("sentence", 108, 4),
        base=base,
        head=head,
        difference=head - base,
        bounds=(head - base - 0.1, head - base + 0.1),
        p_bootstrap=0.01,
        p_randomisation=0.01,
        p_documents=0.01,
        exact=False,
        p_corrected=0.02,
        discordant=9,
        detectable=detectable,
        least=least,
        verdict=verdict,
    )


@pytest.mark.parametrize(
    ("gate", "verdict", "outcome", "why"),
    [
        (Gate(), "worse", "lost", "10.0 points lost, p = 0.02, for these texts (108 sentences of 4 documents)"),
        (Gate(), "better", "passed", ""),
        (Gate(), "no clear difference", "passed", ""),
        (
            Gate("timex.type"),  # 13 points lost is more than the detectable 12.3, and yet isn't significant
            "too little data",
            "undecided",
            "too little data, for these texts (108 sentences of 4 documents): 13.0 points lost, which chance can "
            "explain; 12.3 would be found four times in five; add documents, name cases that must stay right with "
            "--keep, or accept it with --undecided pass",
        ),
        (Gate(significant=False), "worse", "passed", ""),
        (Gate(significant=False), "too little data", "passed", ""),
        (Gate(significant=False, max_loss=9.5), "no clear difference", "lost", "10.0 points lost, more than 9.5"),
        (Gate(significant=False, max_loss=10.5), "worse", "passed", ""),
        (Gate(floor=40), "no clear difference", "passed", ""),
        (Gate(floor=40.5), "no clear difference", "lost", "40.0, below the floor of 40.5"),
        (Gate(floor=40.5), "too little data", "lost", "40.0, below the floor of 40.5"),
    ],
)
def test_what_a_gate_comes_to(gate: Gate, verdict: Verdict, outcome: str, why: str) -> None:
    measure = "timex.value" if gate.measure == "*" else gate.measure
    head = 0.4 if gate.measure == "*" else 0.37
    found = judge(comparison({measure: difference(verdict, head=head)}), Settings(gates=(gate,)))
    assert [(each.outcome, each.why) for each in found] == [(outcome, why)]


@pytest.mark.parametrize(
    ("head", "least", "outcome"),
    [
        (0.37, 0.06, "undecided"),  # the units are too few for any difference, whichever way it goes
        (0.63, 0.06, "undecided"),
        (0.63, 0.05, "passed"),  # a gain as large as what would be seen is no loss
    ],
)
def test_too_little_data_for_anything_and_for_what_was_found(head: float, least: float, outcome: str) -> None:
    found = difference("too little data", head=head, least=least)
    (judgement,) = judge(comparison({"timex.value": found}), Settings())
    assert judgement.outcome == outcome
    assert ("no difference, however large, could have been seen" in judgement.why) == (least > 0.05)
    assert ("--undecided pass" in judgement.why) == (least > 0.05)


@pytest.mark.parametrize(
    ("gate", "undecided", "outcome"),
    [
        (Gate(significant=True), "fail", "undecided"),
        (Gate(max_loss=1), "fail", "undecided"),
        (Gate(floor=10, significant=False), "fail", "passed"),  # a floor judges head alone
        (Gate(significant=True), "pass", "passed"),
    ],
)
def test_no_loss_can_be_told_from_a_base_that_failed_on_all_documents(
    gate: Gate, undecided: Literal["fail", "pass"], outcome: str
) -> None:
    found = comparison({"timex.value": difference("better", 0.0, 0.4)}, base_failed=True, tested_on=4)
    judged = judge(found, Settings(gates=(gate,), undecided=undecided))
    assert max((each.outcome for each in judged), key=["passed", "undecided"].index) == outcome
    whys = {each.why for each in judged if each.outcome == "undecided"}
    assert whys <= {"nothing to compare it with: base failed on all documents"}


def test_a_gate_is_about_the_measures_and_systems_that_it_names() -> None:
    both = comparison({"timex.value": difference("worse"), "timex.relaxed": difference("worse")})
    judged = judge(both, Settings(gates=(Gate("timex.value", "find*"), Gate("event.class", "finder"))))
    assert [(each.measure, each.outcome) for each in judged] == [
        ("event.class", "unanswered"),
        ("timex.value", "lost"),
    ]


HOSTILE = "</td><script>alert(1)</script> | `@everyone` [x](https://example.org) ](\n# head\n\x07]]>"


def reports() -> tuple[Comparison, Sequence[Judgement]]:
    flip = Example("lost", HOSTILE, "timexes", 0, 5, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, "deictic")
    found = comparison({"timex.value": difference("worse")}, examples=[flip], failed={HOSTILE: HOSTILE})
    return found, judge(found, Settings())


def test_article_text_cannot_leave_its_place_in_markdown() -> None:
    lines = as_markdown(*reports()).splitlines()
    (example,) = [line for line in lines if line.startswith("- lost, ")]
    assert "|" not in example
    assert example.count("<br>") == 1
    hostile = [line for line in lines if "alert" in line]
    assert hostile
    for line in hostile:
        assert "<script" not in line
        assert "@everyone" not in line
        assert "](" not in line
        assert "`" not in line


@pytest.mark.parametrize(
    "text",
    [
        "https://evil.example",
        "WWW.evil.example",
        "mailto:user@evil.example",
        "by @user",
        "see #12 or GH-12",
        ":tada:",
        "$x$",
    ],
)
def test_words_that_a_site_would_make_something_of(text: str) -> None:
    """Not as they are written, and not as a browser reads them, which is where mentions are looked for."""
    flip = Example("lost", "one", "timexes", 0, len(text), text, text, "", "", "")
    summary = as_markdown(comparison({"timex.value": difference("worse")}, examples=[flip]), [])
    (example,) = [line for line in summary.splitlines() if line.startswith("- lost, in one: ")]
    read = html.unescape(example)
    assert read.replace("\u200b", "") == f"- lost, in one: [{text}]<br>gold: –; base: –; head: –"
    made = re.compile(r"https?://|mailto:\w|www\.|@\w|#\d|GH-\d|:\w+:|\$\w", re.IGNORECASE)
    assert made.search(text)
    assert not made.search(read)
    assert not re.search(r"(?<!&)#|\$", example)


@pytest.mark.parametrize("lent", [False, True])
def test_an_example_shows_which_words_are_meant(lent: bool) -> None:
    """The second Monday, of two; of a lent text only where they stand."""
    text = "First.  On Monday it rained,\nand again on Monday."
    start = text.rindex("Monday")
    document = SuiteDocument("one", text, datetime.date(2021, 5, 4), sentences=(0, 8))
    monday = Timex(start, start + 6, "DATE", "2021-05-03")
    longer = Timex(start - 3, start + 6, "DATE", "2021-05-03")
    wrong = Timex(start - 3, start + 6, "DATE", "2021-05-10")
    gold = Suite("articles", "1.0.0", "", (document,), {"one": Layers((monday,))}, lent=lent)
    (flip,) = changed_examples(
        gold, *(Predictions({"one": Layers((each,))}, ("timexes",)) for each in (longer, wrong))
    )
    summary = as_markdown(comparison({"timex.value": difference("worse")}, examples=[flip]), [])
    (example,) = [html.unescape(line) for line in summary.splitlines() if line.startswith("- lost, in one: ")]
    if lent:
        assert (flip.text, flip.sentence, flip.at) == ("", "", 0)
        assert "onday" not in f"{example}{flip}"
        shown = f"{start}–{start + 6}"
        base = f"DATE 2021-05-03 ({start - 3}–{start + 6})"
    else:
        assert flip.sentence == "On Monday it rained, and again on Monday."
        shown, base = "On Monday it rained, and again on [Monday].", "DATE 2021-05-03 (on Monday)"
    head = base.replace("03", "10", 1)
    assert example == f"- lost, in one: {shown}<br>gold: DATE 2021-05-03; base: {base}; head: {head}"


def test_a_comment_fits_a_telephone_and_names_what_broke_first() -> None:
    """No table has a column for the system; the verdict is the second column; of many broken cases a few are
    shown."""
    both = comparison({"timex.value": difference("worse"), "timex.type": difference("no clear difference")})
    cases = [Judgement("finder", f"timex.value of d{number} 3–9", "lost", "“Monday”") for number in range(7)]
    whole = Judgement("*", "keep.jsonl", "lost", "7 of 9 cases broke")
    lines = as_markdown(both, [*cases, whole]).splitlines()
    assert lines[2] == "- lost: keep.jsonl: 7 of 9 cases broke"
    assert [line.split(" of ")[1][:2] for line in lines[3:8]] == ["d0", "d1", "d2", "d3", "d4"]
    place = lines.index("<details><summary>2 more broken cases</summary>")
    assert [line.split(" of ")[1][:2] for line in lines[place + 2 : place + 4]] == ["d5", "d6"]
    assert [line for line in lines if line.startswith("|")] == [
        "| measure | verdict | change | base | head | 95 % interval | p |",
        "| :-- | :-- | --: | --: | --: | --: | --: |",
        "| timex.value | worse | −10.0 | 50.0 | 40.0 | −20.0&nbsp;to&nbsp;0.0 | .020 |",
        "| timex.type | no clear difference | −10.0 | 50.0 | 40.0 | −20.0&nbsp;to&nbsp;0.0 | .020 |",
    ]
    assert "**finder**" in lines


def test_a_comment_is_never_longer_than_it_may_be() -> None:
    failed = {f"document-{number}": "out of order" for number in range(3000)}
    found = comparison({"timex.value": difference("worse")}, failed=failed, mended=failed)
    judged = judge(found, Settings())
    summary = as_markdown(found, judged)
    assert "document-4 (out of order) and 2,995 more" in summary
    assert "had failed on document-0 (out of order), document-1 (out of order), " in summary
    assert summary.count("document-4 (out of order) and 2,995 more") == 2
    assert "document-5" not in summary
    whole = as_markdown(found, judged * 2000)
    assert 60_000 < len(whole) < 65_536
    assert whole.endswith("\n\nThe rest doesn't fit here.\n")


def test_junit_stays_xml_whatever_things_are_called() -> None:
    found, _ = reports()
    system = replace(found.systems[0], name="a\x07b")
    found = replace(found, suite="c\x07d", systems=[system])
    (suite,) = root = ElementTree.fromstring(as_junit(found, judge(found, Settings())))
    assert root.get("name") == "bench compare c d"
    assert {suite.get("name"), *(case.get("classname") for case in suite)} == {"a b"}


def test_junit_stays_xml_and_tells_failures_from_errors() -> None:
    root = ElementTree.fromstring(as_junit(*reports()))
    (suite,) = root
    assert (suite.get("failures"), suite.get("errors"), suite.get("tests")) == ("1", "1", "2")
    assert [child.tag for case in suite for child in case] == ["error", "failure"]


def test_annotations_are_a_line_each() -> None:
    text = as_annotations(*reports())
    assert [line.partition(" ")[0] for line in text.splitlines()] == ["::error", "::error"]
    assert "%0A" in text


def test_csv_has_a_row_for_each_measure() -> None:
    header, row, failed = as_csv(*reports()).splitlines()
    assert row.startswith("finder,finder,changed,timex.value,0.5,0.4,-0.09")
    assert row.endswith(",0.02,worse,lost")
    assert failed == "finder,,,,,,,,,,,failed"
    assert len(header.split(",")) == len(row.split(",")) == len(failed.split(","))


@pytest.mark.parametrize(
    ("fraction", "shown"), [(0.1234, "+12.3"), (-0.1, "−10.0"), (0.0001, "0.0"), (-0.0001, "0.0"), (None, "–")]
)
def test_signed(fraction: float | None, shown: str) -> None:
    assert signed(fraction) == shown
