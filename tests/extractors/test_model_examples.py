"""The number of examples that `openai-examples` and `anthropic-examples` show: a count, or a clear message."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from bench import Document
from bench.sdk.worker import load_file
from tests.conftest import ROOT

SYSTEMS = {
    "OPENAI": ("openai_examples.py", "OpenAICompatibleExamples"),
    "ANTHROPIC": ("anthropic_examples.py", "AnthropicMessagesExamples"),
}


@pytest.fixture(params=SYSTEMS)
def service(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    name = str(request.param)
    monkeypatch.setenv(f"BENCH_{name}_MODEL", "model")
    monkeypatch.setenv(f"{name}_API_KEY", "none")
    return name


def fitted(service: str) -> Any:
    file, name = SYSTEMS[service]
    system = getattr(load_file(ROOT / "systems" / file), name)()
    system.fit([Document(name, "Rain fell.", datetime.date(2021, 5, 4)) for name in "abcd"])
    return system


@pytest.mark.parametrize("number", ["-1", "three", "1.5"])
def test_a_number_of_examples_that_is_none_is_told(
    service: str, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    variable = f"BENCH_{service}_EXAMPLES"
    monkeypatch.setenv(variable, number)
    with pytest.raises(ValueError, match=f"{variable} is '{number}', and the number of examples is 0, 1, 2, …"):
        fitted(service)


@pytest.mark.parametrize(("number", "shown"), [("", 3), ("0", 0), ("2", 2)])
def test_as_many_are_shown_as_the_variable_says(
    service: str, number: str, shown: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"BENCH_{service}_EXAMPLES", number)
    assert len(fitted(service)._annotator._examples) == shown
