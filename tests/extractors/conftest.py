"""Running systems: a file in this process, any system behind the protocol, and the bare tool beside it."""

from __future__ import annotations

import datetime
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest

from bench import Document, Timex
from bench.errors import NotReadyError
from bench.harness.process import DEFAULT_LIMITS, Process
from bench.harness.reply import read_resolved, read_result
from bench.sdk.protocol import document_from_json, document_to_json, extract_request, resolve_request
from bench.sdk.worker import Beside, declared, load_file
from bench.systems.discovery import discover
from bench.systems.environment import Environment, prepare
from bench.systems.system import System

ROOT = Path(__file__).parents[2]
SYSTEMS = ROOT / "systems"
NO_NETWORK = ("proxy", "ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "dns error", "Connection refused", "client error")
"""What npm and uv say when they reach no registry; anything else is a fault."""
Extract = Callable[..., list[Any]]
Prepared = Callable[[str], tuple[System, Environment]]
Bare = Callable[..., Any]
Started = Callable[..., tuple[System, Process]]
ReadSpans = Callable[..., tuple[Timex, ...]]


@pytest.fixture(scope="session", autouse=True)
def beside() -> Iterator[None]:
    """In this process too, modules beside a system's file are found last."""
    importer = Beside(SYSTEMS)
    sys.meta_path.append(importer)
    yield
    sys.meta_path.remove(importer)


@pytest.fixture(scope="session")
def extract() -> Extract:
    """extract(file, text, dct="2023-09-20", name=None): the annotations of one system on one text."""
    cache: dict[tuple[str, str | None], Any] = {}

    def run(file: str, text: str, dct: str = "2023-09-20", name: str | None = None) -> list[Any]:
        if (file, name) not in cache:
            systems = declared(load_file(SYSTEMS / f"{file}.py"))
            target = systems[name][1] if name else next(iter(systems.values()))[1]
            cache[file, name] = target().extract if isinstance(target, type) else target
        return list(cache[file, name](Document("d", text, datetime.date.fromisoformat(dct))))

    return run


@pytest.fixture(scope="session")
def resolve() -> Extract:
    """resolve(file, text, dct="2023-09-20", name=None): what one system says of the spans in square brackets.

    Each answer as the words, type, value and mod that it has.
    """

    def run(file: str, marked: str, dct: str = "2023-09-20", name: str | None = None) -> list[str]:
        systems = declared(load_file(SYSTEMS / f"{file}.py"))
        target = systems[name][1] if name else next(iter(systems.values()))[1]
        pieces = re.split(r"[\[\]]", marked)
        ends = list(accumulate(map(len, pieces)))
        spans = list(zip(ends[:-1:2], ends[1::2], strict=True))
        document = Document("d", "".join(pieces), datetime.date.fromisoformat(dct))
        found = sorted(target().resolve(document, spans), key=lambda timex: timex.start)
        assert {(timex.start, timex.end) for timex in found} <= {*spans}
        return [
            " ".join(filter(None, (document.text[t.start : t.end], "=", t.type, t.value, t.mod))) for t in found
        ]

    return run


@pytest.fixture(scope="session")
def articles() -> list[Document]:
    """The four articles: text and dct, nothing of the gold."""
    lines = (ROOT / "gold" / "articles" / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    fields = map(json.loads, lines)
    return [Document(each["id"], each["text"], datetime.date.fromisoformat(each["dct"])) for each in fields]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Prepared:
    """prepared(name): a system of ``systems/`` and what it runs in; skips where it can't be installed.

    It is installed once for all workers of pytest-xdist: the second one waits for the lock and finds it. With
    --systems-cache the next run finds it too.
    """
    base = tmp_path_factory.getbasetemp()
    of_this_run = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "systems"
    cache = pytestconfig.getoption("--systems-cache") or of_this_run
    known, faults = discover(SYSTEMS)
    assert faults == []

    def make(name: str) -> tuple[System, Environment]:
        system = known[name]
        if missing := [program for program in system.requirements.programs if shutil.which(program) is None]:
            pytest.skip(f"needs {' and '.join(missing)}")
        try:
            environment = prepare(system, cache, os.environ)
        except NotReadyError as error:
            if not any(words in str(error) for words in NO_NETWORK):
                raise
            pytest.skip(f"needs a network to install {name}")
        compile_imports(system, environment)
        return system, environment

    return make


def compile_imports(system: System, environment: Environment) -> None:
    """Loads a system file once in the environment made for it, so that Python keeps its imports compiled.

    The processes of systems write nothing: each of them would compile the packages anew, for seconds.
    """
    python = Path(environment.argv[0])
    loaded = python.parents[1] / "loaded"
    if system.command or str(python) == sys.executable or loaded.exists():
        return
    program = (
        "import pathlib, sys; from bench.sdk import worker; path = pathlib.Path(sys.argv[1]); "
        "sys.meta_path.append(worker.Beside(path.parent)); worker.load_file(path)"
    )
    surroundings = {"PATH": os.environ["PATH"], "PYTHONPATH": environment.variables["PYTHONPATH"]}
    subprocess.run([str(python), "-P", "-c", program, str(system.path)], env=surroundings, check=True)
    loaded.touch()


@pytest.fixture(scope="module")
def started(prepared: Prepared) -> Iterator[Started]:
    """started(name, **variables): a system and a process of its own, one for all tests of a module.

    The variables are set in the process alone.
    """
    with ExitStack() as stack:
        processes: dict[Any, Process] = {}

        def start(name: str, **variables: str) -> tuple[System, Process]:
            system, environment = prepared(name)
            key = (name, *variables.items())
            if key not in processes:
                environment = replace(environment, variables={**environment.variables, **variables})
                processes[key] = stack.enter_context(Process(environment, DEFAULT_LIMITS))
                processes[key].hello(learns=False, resolves=system.resolves)
            return system, processes[key]

        yield start


@pytest.fixture(scope="module")
def ask(started: Started) -> Extract:
    """ask(name, text, dct="2023-09-20", **variables): the annotations that a system's own process answers with.

    The layers follow each other, each in the order of the answer.
    """

    def run(name: str, text: str, dct: str = "2023-09-20", **variables: str) -> list[Any]:
        system, process = started(name, **variables)
        document: Document = document_from_json({"id": "d", "text": text, "dct": dct})
        reply = process.ask(extract_request(document_to_json(document)))
        layers = read_result(reply, document, system.layers)
        return [found for layer in system.layers for found in getattr(layers, layer) or ()]

    return run


@pytest.fixture(scope="module")
def read_spans(started: Started) -> ReadSpans:
    """read_spans(name, text, spans, **variables): what a system's own process says of given spans, in text order.

    The dct is Wednesday 20 September 2023.
    """

    def run(name: str, text: str, spans: Sequence[tuple[int, int]], **variables: str) -> tuple[Timex, ...]:
        _, process = started(name, **variables)
        document: Document = document_from_json({"id": "d", "text": text, "dct": "2023-09-20"})
        reply = process.ask(resolve_request(document_to_json(document), spans))
        return read_resolved(reply, document, spans)

    return run


@pytest.fixture(scope="session")
def bare(prepared: Prepared) -> Bare:
    """bare(name, program, given): what the bare tool says, with nothing of ours between.

    ``program`` is a script's text, run by the interpreter of the system's own environment (Python, or node in the
    set-up folder) with ``given`` as JSON on its standard input; the last line it prints is read as JSON.
    """

    def run(name: str, program: str, given: object, variables: Mapping[str, str] | None = None) -> Any:
        _, environment = prepared(name)
        interpreter = environment.argv[0]
        if Path(interpreter).name.startswith("node"):
            argv, folder = [interpreter, "--input-type=module", "-e", program], Path(environment.argv[1]).parent
        else:
            argv, folder = [interpreter, "-c", program], None
        surroundings = {"PATH": os.environ["PATH"], "TZ": "UTC", "LC_ALL": "C.UTF-8", **(variables or {})}
        done = subprocess.run(
            argv,
            input=json.dumps(given),
            cwd=folder,
            env=surroundings,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return run


@pytest.fixture(scope="module")
def taught(prepared: Prepared) -> Iterator[Callable[..., Extract]]:
    """taught(name, training): extract(text) of a new process of a system that learns, fitted on the documents."""
    with ExitStack() as stack:

        def teach(name: str, training: list[Document]) -> Extract:
            system, environment = prepared(name)
            process = stack.enter_context(Process(environment, DEFAULT_LIMITS))
            process.hello(learns=True)
            process.fit([document_to_json(each, labelled=True) for each in training])

            def run(text: str) -> list[Any]:
                document: Document = document_from_json({"id": "d", "text": text, "dct": "2023-09-20"})
                reply = process.ask(extract_request(document_to_json(document)))
                layers = read_result(reply, document, system.layers)
                return [found for layer in system.layers for found in getattr(layers, layer) or ()]

            return run

        yield teach


@pytest.fixture(scope="module")
def spacy_rules() -> Iterator[Any]:
    """The module of spacy-rules and spacy-rules-timeml."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(SYSTEMS)
        yield load_file(SYSTEMS / "spacy_rules.py")


@pytest.fixture(scope="module")
def rules(spacy_rules: Any) -> Any:
    """The system spacy-rules."""
    return spacy_rules.SpacyRules()


@pytest.fixture(scope="module")
def timeml(spacy_rules: Any) -> Any:
    """The system spacy-rules-timeml."""
    return spacy_rules.SpacyRulesTimeml()
