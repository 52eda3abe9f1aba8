"""Causes of failure as one line."""

from __future__ import annotations

from bench.harness.outcome import REASON_LENGTH, reason

SPACY = (
    "ValueError: [E088] Text of length 4999496 exceeds maximum of 1000000. The parser and NER models require "
    "roughly 1GB of temporary memory per 100,000 characters in the input. This means long texts may cause memory "
    "allocation errors. If you're not using the parser or NER, it's probably safe to increase the "
    "`nlp.max_length` limit. The limit is in number of characters, so you can check whether your inputs are too "
    "long by checking `len(text)`."
)


def test_a_text_that_is_too_long_for_spacy_is_told_with_what_its_reader_can_do() -> None:
    said = reason(SPACY)
    assert said == (
        "its text has 4,999,496 characters, and spaCy takes 1,000,000; divide it, as into its articles, or name a "
        "system without spaCy, such as regex, plain-verbs or plain-timeline"
    )
    # the remedy is still there for a system that wants one that wants spacy-rules
    wanted = "story-timeline-of-our-own, which it wants, failed: spacy-rules, which it wants, failed: "
    assert reason(wanted + said).endswith("plain-timeline")
    assert len(wanted + said) < REASON_LENGTH


def test_other_causes_are_one_line_and_are_cut() -> None:
    assert reason("ValueError: two\n  lines of <f at 0x7f12>") == "ValueError: two lines of <f>"
    assert len(reason("x" * 1000)) == REASON_LENGTH
