"""A model file served by llama.cpp: the grammar of its answers, and three sentences asked for real."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from bench.harness.process import DEFAULT_LIMITS, Process
from bench.harness.reply import read_result
from bench.models.quotes import schema
from bench.sdk.model import EVENT_CLASSES, MODS, REALIS, TIMEX_TYPES
from bench.sdk.protocol import document_from_json, document_to_json, extract_request
from bench.sdk.worker import load_file
from tests.conftest import ROOT

SENTENCES = "The minister flew to Oslo on Monday. She met the king two days later. Talks go on in June 2021."


def grammar(of: dict[str, Any]) -> str:
    found: str = load_file(ROOT / "systems" / "gguf_model.py").grammar(of)
    return found


def test_a_schema_becomes_a_grammar_without_white_space() -> None:
    text = r'"\"" ([^"\\\x00-\x1F] | "\\" ["\\/bfnrt]){0,40} "\""'
    word = {"type": "string", "enum": ["START", "MID"]}
    fields = {"quote": {"type": "string"}, "mod": {"anyOf": [word, {"type": "null"}]}, "n": {"type": "integer"}}
    expected = rf'"{{" "\"quote\":" {text} "," "\"mod\":" (("\"START\"" | "\"MID\"") | "null") "," "\"n\":" '
    assert grammar({"type": "object", "properties": fields}) == expected + '[1-9] [0-9]{0,3} "}"'


def test_a_list_has_at_most_three_items() -> None:
    assert grammar({"type": "array", "items": {"type": "null"}}) == '"[" (("null") ("," ("null")){0,2})? "]"'


def test_the_grammar_has_all_words_of_the_schema() -> None:
    found = grammar(schema())
    for word in (*TIMEX_TYPES, *MODS, *EVENT_CLASSES, *REALIS):
        assert rf'"\"{word}\""' in found


@pytest.mark.slow
def test_a_small_model_gives_valid_answers_to_three_sentences(prepared: Any) -> None:
    system, environment = prepared("smollm2-135m")
    document = document_from_json({"id": "d", "text": SENTENCES, "dct": "2021-05-04"})
    with Process(environment, replace(DEFAULT_LIMITS, document=900)) as process:
        process.hello(learns=False, resolves=False)
        reply = process.ask(extract_request(document_to_json(document)))
    layers = read_result(reply, document, system.layers)  # raises for an answer that isn't valid
    found = [*layers.timexes, *layers.events, *layers.unlocated]
    assert len(found) <= 3 * (3 + 3)
    for timex in layers.timexes:
        assert timex.type in TIMEX_TYPES
        assert timex.text in SENTENCES
    assert reply["usage"]["requests"] == 3, json.dumps(reply)
    assert reply["usage"]["output_tokens"] > 0
