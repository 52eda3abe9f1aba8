"""Systems that ask a language model, against a server of this machine that behaves well and in every bad way."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from bench import Document, Event, Timex, Unlocated, Usage
from bench.errors import NotReadyError
from bench.harness.outcome import Outcome
from bench.harness.pool import Conversation
from bench.harness.process import Limits
from bench.harness.task import Resolution, Task
from bench.models.recording import FOLDER, REPLAY
from bench.systems.discovery import read
from bench.systems.environment import Environment, prepare, survey
from tests.conftest import ROOT, slow_but
from tests.endpoint import APIS, KEY, Api, Endpoint, Reply, answer, event, meaning, serving, timex

TEXT = "Rain fell on Monday. On Monday it stopped, said the mayor."
DOCUMENT = Document("d", TEXT, datetime.date(2021, 5, 4))
GOOD = answer(timex("Monday", "2021-05-03", before="fell on"), events=(event("fell", "2021-05-03"),))
FOUND = [
    Timex(13, 19, "DATE", "2021-05-03", text="Monday"),
    Event(5, 9, "OCCURRENCE", "ACTUAL", "2021-05-03", text="fell"),
]
Ask = Callable[..., Outcome]
NO_NETWORK = ("dns error", "client error", "proxy", "Connection refused")
"""What uv says where it reaches no registry."""


# of the two forms that an endpoint has, which bench.models reads alike, the second is left to the slow tests
@pytest.fixture(scope="module", params=[APIS[0], pytest.param(APIS[1], marks=pytest.mark.slow)], ids=str)
def api(request: pytest.FixtureRequest) -> Api:
    found: Api = request.param
    return found


@pytest.fixture(scope="module")
def server() -> Iterator[Endpoint]:
    with serving() as found:
        yield found


@pytest.fixture
def endpoint(server: Endpoint) -> Endpoint:
    for asked in (server.paths, server.headers, server.bodies):
        asked.clear()
    return server


@pytest.fixture(scope="module")
def ask(api: Api, server: Endpoint, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """ask(*replies, timeout=60, document=DOCUMENT, spans=(), **variables): what becomes of it, or of spans."""
    (system,) = read(ROOT / "systems" / f"{api.file}.py")
    cache = tmp_path_factory.mktemp("cache")
    started: dict[Any, Conversation] = {}
    environments: dict[Any, Environment] = {}

    def run(
        *replies: Reply | str,
        timeout: float = 60,
        document: Document = DOCUMENT,
        spans: Sequence[tuple[int, int]] = (),
        **variables: str,
    ) -> Outcome:
        server.replies = [Reply(api.written(each)) if isinstance(each, str) else each for each in replies]
        key = (timeout, *sorted(variables.items()))
        if key not in started:
            try:
                environment = prepare(system, cache, {**api.variables(server.address), **variables})
            except NotReadyError as error:
                if not any(words in str(error) for words in NO_NETWORK):
                    raise
                pytest.skip("needs a network to install httpx")
            environments[key] = environment
            started[key] = Conversation(Task(system, environment, Limits(document=timeout), document=document))
        if spans:
            limits = Limits(document=timeout)
            task = Resolution(system, environments[key], limits, document=document, spans=tuple(spans))
            return started[key].put(task)
        return started[key].ask(document)

    yield run
    for conversation in started.values():
        conversation.close()


def said(outcome: Outcome) -> list[Any]:
    assert outcome.layers is not None, outcome.failed
    return [*outcome.layers.timexes, *outcome.layers.events, *outcome.layers.unlocated]


def test_quotes_are_found_in_the_text_and_what_it_took_is_told(ask: Ask, api: Api, endpoint: Endpoint) -> None:
    outcome = ask(GOOD)
    assert said(outcome) == FOUND
    assert outcome.usage == Usage(900, 80, 1, None)
    assert endpoint.paths == [api.path]
    assert endpoint.headers[0][api.key_header].endswith(KEY)


def test_the_model_is_told_text_and_dct_and_nothing_else(ask: Ask, endpoint: Endpoint) -> None:
    ask(GOOD)
    (body,) = endpoint.bodies
    assert body["model"] == "some-model"
    assert body["temperature"] == 0
    (content,) = (message["content"] for message in body["messages"] if message["role"] == "user")
    assert content == f"dct: 2021-05-04\n\ntext:\n{TEXT}"
    assert KEY not in json.dumps(body)
    ask(GOOD, document=Document("another id", TEXT, DOCUMENT.dct))
    assert endpoint.bodies[1] == body


@pytest.mark.slow  # it starts a process of its own
def test_the_temperature_can_be_left_to_the_model(ask: Ask, api: Api, endpoint: Endpoint) -> None:
    name = f"BENCH_{api.key.partition('_')[0]}_TEMPERATURE"
    ask(GOOD, **{name: "none"})
    ask(GOOD, **{name: "0.5"})
    assert [body.get("temperature") for body in endpoint.bodies] == [None, 0.5]


AGAIN = {
    "429 with Retry-After": Reply({"error": {"message": "slow down"}}, 429, {"retry-after": "0"}),
    "429 with a date": Reply(b"", 429, {"retry-after": "Mon, 03 May 2021 10:00:00 GMT"}),
    "429": Reply(b"", 429),
    "500": Reply(b"oh no", 500, kind="text/plain"),
    "529, overloaded": Reply({"type": "error", "error": {"type": "overloaded_error"}}, 529),
    "connection reset": Reply(fault="reset"),
}


@pytest.mark.parametrize("bad", AGAIN.values(), ids=AGAIN.keys())
def test_what_may_pass_is_tried_again(ask: Ask, endpoint: Endpoint, bad: Reply) -> None:
    outcome = ask(bad, GOOD)
    assert said(outcome) == FOUND
    assert len(endpoint.paths) == 2
    assert endpoint.bodies[0] == endpoint.bodies[1]
    assert outcome.usage == Usage(900, 80, 2, None)


ONCE: dict[str, tuple[Callable[[Api], Reply], str]] = {
    "401 with the key": (
        lambda _: Reply({"error": {"message": f"Incorrect API key provided: {KEY}."}}, 401),
        "the service answered 401: Incorrect API key provided: [key].",
    ),
    "401 with the key, no JSON": (
        lambda _: Reply(f"Who is\n{KEY}?".encode(), 401, kind="text/plain"),
        "the service answered 401: Who is [key]?",
    ),
    "400": (
        lambda _: Reply({"error": {"message": "temperature is not supported"}}, 400),
        "the service answered 400: temperature is not supported",
    ),
    "404 of another kind of server": (
        lambda _: Reply({"detail": "Not Found"}, 404),
        "the service answered 404: Not Found",
    ),
    "no JSON": (lambda _: Reply(b'{"choices": ['), "the service answered no JSON object, but application/json: "),
    "a list": (lambda _: Reply(b"[]"), "the service answered no JSON object, but application/json: []"),
    "a web page": (
        lambda _: Reply(b"<html>Log in</html>", kind="text/html; charset=utf-8"),
        "the service answered no JSON object, but text/html: <html>Log in</html>",
    ),
    "not even text": (
        lambda _: Reply(b"\xff\xfe\x00", kind="application/octet-stream"),
        "the service answered no JSON object, but application/octet-stream",
    ),
    "an error that is a word": (
        lambda _: Reply({"error": "just a word"}, 418),
        "the service answered 418: just a word",
    ),
    "huge": (lambda _: Reply(b" " * (17 << 20)), "the service answers with more than 16 MiB"),
    "refusal": (lambda api: Reply(api.refusal), "the model refused"),
    "nothing": (lambda api: Reply(api.nothing), "ServiceError: the "),
    "no content": (lambda api: Reply(api.written(None)), "the model wrote nothing"),
    "cut off": (lambda api: Reply(api.written(GOOD[:50], api.cut)), "cut off at its length limit"),
    "malformed": (
        lambda api: Reply(api.written(GOOD[:50])),
        "the model wrote no JSON (Unterminated string",
    ),
    "fenced": (lambda api: Reply(api.written(f"```json\n{GOOD}\n```")), "the model wrote no JSON"),
    "not the schema: a list": (
        lambda api: Reply(api.written("[]")),
        "the answer doesn't fit the schema at $: [] is not of type 'object'",
    ),
    "not the schema: no events": (
        lambda api: Reply(api.written('{"timexes": []}')),
        "the answer doesn't fit the schema at $: 'events' is a required property",
    ),
    "not the schema: a type": (
        lambda api: Reply(api.written(answer(timex("Monday"), timex("Monday", type="WEEK")))),
        "the answer doesn't fit the schema at $.timexes[1].type: 'WEEK' is not one of ['DATE', ",
    ),
    "not the schema: a number": (
        lambda api: Reply(api.written(answer(events=(event("fell", when=2021),)))),  # type: ignore[arg-type]
        "the answer doesn't fit the schema at $.events[0].when: 2021 is not of type 'string'",
    ),
}


@pytest.mark.parametrize(("reply", "says"), ONCE.values(), ids=ONCE.keys())
def test_what_is_wrong_costs_the_document_at_once(
    ask: Ask, api: Api, endpoint: Endpoint, reply: Callable[[Api], Reply], says: str
) -> None:
    outcome = ask(reply(api))
    assert outcome.layers is None
    assert says in outcome.failed
    assert KEY not in outcome.failed
    assert len(endpoint.paths) == 1
    assert outcome.usage is not None
    assert outcome.usage.requests == 1


def test_an_answer_that_cant_be_used_has_its_price_too(ask: Ask, api: Api) -> None:
    assert ask(Reply(api.written("no JSON"))).usage == Usage(900, 80, 1, None)
    assert ask(Reply({"usage": "much"})).usage == Usage(None, None, 1, None)


def test_a_key_is_not_sent_where_a_redirect_points(ask: Ask, endpoint: Endpoint) -> None:
    with serving() as other:
        other.replies = [Reply(b"{}")]
        there = f"{other.address}/v1?of={KEY}"
        for status in (301, 302, 307, 308):
            outcome = ask(Reply(b"", status, {"location": there}))
            assert f"answered {status}, that it is to be asked at {other.address}/v1?of=[key]" in outcome.failed
        assert other.paths == []
    assert len(endpoint.paths) == 4


@pytest.mark.slow  # it waits
@pytest.mark.parametrize("fault", ["silent", "drip"])
def test_an_answer_that_takes_too_long_is_given_up_in_time(ask: Ask, endpoint: Endpoint, fault: str) -> None:
    assert said(ask(GOOD, timeout=4)) == FOUND  # it has started
    outcome = ask(Reply(fault=fault), timeout=4)
    # by the system itself, before the harness would end it
    assert "hadn't answered" in outcome.failed
    assert "after 3.6 s" in outcome.failed
    assert len(endpoint.paths) == 2


def test_a_wait_beyond_the_limit_is_not_waited_for(ask: Ask, endpoint: Endpoint) -> None:
    outcome = ask(Reply({"error": {"message": "come back"}}, 429, {"retry-after": "120"}))
    assert "answered 429: come back; the next try, after 120 s, is beyond what a document may" in outcome.failed
    assert len(endpoint.paths) == 1


def test_what_doesnt_pass_is_given_up(ask: Ask) -> None:
    outcome = ask(Reply(b"", 503, {"retry-after": "0"}))
    assert "the service answered 503, the last of 8 times" in outcome.failed
    assert outcome.usage == Usage(None, None, 8, None)
    outcome = ask(Reply(fault="reset"), timeout=2)
    assert "the connection failed: " in outcome.failed
    assert "the next try, after 1 s, is beyond" in outcome.failed or "after 2 s" in outcome.failed


@pytest.mark.slow  # it starts a process of its own
def test_nobody_there(ask: Ask, api: Api) -> None:
    with serving() as other:
        place = api.variables(other.address)
    assert "nothing listens at 127.0.0.1:" in ask(GOOD, **place).failed


PLACES = ("127.0.0.1/v1", "ftp://127.0.0.1", "http://me:word@127.0.0.1", "http://")


@pytest.mark.parametrize("place", slow_but("http://me:word@127.0.0.1", of=PLACES))
def test_an_address_that_is_none(ask: Ask, api: Api, place: str) -> None:
    name = "OPENAI_BASE_URL" if api.system == "openai-compatible" else "ANTHROPIC_BASE_URL"
    outcome = ask(GOOD, **{name: place})
    assert "the service's address must be http://… or https://…" in outcome.failed
    assert "word@" not in outcome.failed


@pytest.mark.slow  # it starts a process of its own
def test_a_key_that_no_header_can_bear(ask: Ask, api: Api) -> None:
    for key in ("sk-öffentlich-123", "sk-two\nlines-123"):
        outcome = ask(GOOD, **{api.key: key})
        assert "the key has characters that no key has" in outcome.failed
        assert "123" not in outcome.failed


@pytest.mark.slow  # it starts a process of its own
def test_a_short_key_is_a_word_for_a_service_that_wants_none(ask: Ask, api: Api) -> None:
    # if it were hidden, what the model writes would change
    assert said(ask(GOOD, **{api.key: "fell"})) == FOUND


def test_a_quote_that_isnt_there_is_kept(ask: Ask) -> None:
    outcome = ask(
        answer(
            timex("monday", "2021-05-03"),
            timex("Tuesday", "2021-05-04", mod="APPROX"),
            timex("", "2021"),
            events=(event("hailed", "2021-05-03", realis="OTHER"), event("hailed", "2021-05-03", realis="OTHER")),
        )
    )
    assert said(outcome) == [
        Unlocated("timexes", "monday", "DATE", "2021-05-03"),
        Unlocated("timexes", "Tuesday", "DATE", "2021-05-04", "APPROX"),
        Unlocated("timexes", "", "DATE", "2021"),
        Unlocated("events", "hailed", class_="OCCURRENCE", realis="OTHER", when="2021-05-03"),
    ]


def test_equal_quotes(ask: Ask) -> None:
    outcome = ask(
        answer(timex("Monday", "2021-05-03"), timex("Monday", "2021-05-04"), timex("Monday", "2021-05-05"))
    )
    # the third has no place of its own, and says something else of the second's
    assert [(item.start, item.value) for item in said(outcome)] == [
        (13, "2021-05-03"),
        (24, "2021-05-04"),
        (24, "2021-05-05"),
    ]
    twice = ask(answer(timex("Monday", "2021-05-03", before="On"), timex("Monday", "2021-05-03", before="On")))
    assert [item.start for item in said(twice)] == [24]


def test_given_spans_are_asked_about_by_number(ask: Ask, endpoint: Endpoint) -> None:
    written = json.dumps({"answers": [meaning(2, "2021-05-10", mod="APPROX")]})
    outcome = ask(written, spans=[(13, 19), (24, 30)])
    assert said(outcome) == [Timex(24, 30, "DATE", "2021-05-10", "APPROX", text="Monday")]
    assert outcome.usage == Usage(900, 80, 1, None)
    (body,) = endpoint.bodies
    (content,) = (message["content"] for message in body["messages"] if message["role"] == "user")
    assert content.endswith(
        "\n\ntime expressions:\n1. Rain fell on [Monday]. On Monday it stopped, said the mayor.\n"
        "2. Rain fell on Monday. On [Monday] it stopped, said the mayor."
    )
    assert '"quote"' not in json.dumps(body)


def test_an_answer_about_spans_that_werent_given_costs_it(ask: Ask) -> None:
    outcome = ask(json.dumps({"answers": [meaning(2, "2021")]}), spans=[(13, 19)])
    assert "the answer is about 2, and 1 time expressions were given" in outcome.failed
    assert outcome.usage == Usage(900, 80, 1, None)
    assert (
        "the answer doesn't fit the schema at $: 'answers' is a required property"
        in ask(GOOD, spans=[(13, 19)]).failed
    )


def test_without_its_variables_it_isnt_ready_and_says_which(api: Api, tmp_path: Path) -> None:
    (system,) = read(ROOT / "systems" / f"{api.file}.py")
    variables = api.variables("http://127.0.0.1:9")
    for name in (*system.requirements.variables, *system.requirements.secrets):
        ready, remedy = survey(system, tmp_path, {**variables, name: ""})
        assert (ready, name in remedy) == ("no", True)
    offline = {**variables, api.key: "", REPLAY: "yes", FOLDER: str(tmp_path)}
    assert survey(system, tmp_path, offline)[0] in ("yes", "on demand")
    assert system.requirements.secrets == (api.key,)


def test_what_passes_is_recorded_without_the_key_and_replayed(
    ask: Ask, api: Api, endpoint: Endpoint, tmp_path: Path
) -> None:
    folder = {FOLDER: str(tmp_path / "exchanges")}
    other = Document("e", "It was sunny on Monday.", DOCUMENT.dct)
    live = [
        ask(Reply(f"{KEY} went wrong".encode(), 500), GOOD, **folder),
        ask(Reply(api.written(GOOD[:50], api.cut)), document=other, **folder),
    ]
    files = sorted((tmp_path / "exchanges" / api.system).iterdir())
    assert len(files) == 2
    assert KEY not in "".join(path.read_text() for path in files)
    (line,) = (
        line
        for path in files
        for line in map(json.loads, path.read_text().splitlines())
        if line["document"] == "d"
    )
    assert line["tries"] == ["the service answered 500: [key] went wrong", "200"]
    assert line["request"] == {
        "method": "POST",
        "url": f"{endpoint.address}{api.path}",
        "body": endpoint.bodies[0],
    }
    assert json.loads(line["text"]) == api.written(GOOD)
    endpoint.paths.clear()
    offline = {**folder, REPLAY: "yes", api.key: ""}
    again = [ask("never asked", document=document, **offline) for document in (DOCUMENT, other)]
    assert [each.layers for each in again] == [each.layers for each in live]
    assert [each.failed for each in again] == [each.failed for each in live]
    assert [each.usage for each in again] == [Usage(900, 80, 0, None)] * 2
    assert endpoint.paths == []
    unknown = ask("", document=Document("d", f"{TEXT} It rained.", DOCUMENT.dct), **offline)
    place = "body.messages[1].content" if api.system == "openai-compatible" else "body.messages[0].content"
    assert (
        f"no exchange is recorded for this request; the document's differs in {place} "
        "(…'the mayor. It rained.', recorded …'the mayor.')"
    ) in unknown.failed
    model = f"BENCH_{api.key.partition('_')[0]}_MODEL"
    unknown = ask("", **{**offline, model: "new-model"})
    assert "differs in body.model ('new-model', recorded 'some-model')" in unknown.failed


@pytest.mark.slow  # it starts a process of its own
def test_the_last_exchange_counts(ask: Ask, api: Api, endpoint: Endpoint, tmp_path: Path) -> None:
    folder = {FOLDER: str(tmp_path / "exchanges")}
    ask(answer(), **folder)
    ask(GOOD, **folder)
    (path,) = (tmp_path / "exchanges" / api.system).iterdir()
    path.write_bytes(path.read_bytes() + b'{"document": "cut sh')
    assert said(ask("", **folder, **{REPLAY: "yes"})) == FOUND
    assert len(endpoint.paths) == 2
