"""The first files of a repository that guards an extractor: gold, settings, a CI job and the first results."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from string import Template
from typing import Literal

from bench.comparison import kept, project, side
from bench.dataset import carried
from bench.dataset.suite import Suite
from bench.errors import BenchError, DataError, Fault, UsageError
from bench.files import cannot_write, parse_toml, write_text
from bench.gold.load import load
from bench.harness.evaluate import evaluate
from bench.harness.setting import Setting
from bench.measures.attribute import TIMEX_VALUE
from bench.render import scores
from bench.render.grid import markdown
from bench.results import git, store
from bench.results.record import Record
from bench.statistics.units import ENOUGH
from bench.systems import discovery, scaffold
from bench.systems.places import OWN
from bench.systems.selection import Request, select
from bench.systems.system import System

Host = Literal["github", "gitlab", "none"]
"""The place whose CI runs the gate."""
GOLD = Path("gold/mine")
RESULTS = Path("results")
KEEP = Path("keep.jsonl")
EXTRACTOR = "my-extractor"
TEMPLATES = Path(__file__).parent / "templates"
SOURCES = ("*.py", "src/**/*.py")
"""The files in which a system is sought if the folder ``systems`` has none."""
OURS = re.compile(r"^\s*(from|import) bench\b", re.MULTILINE)
"""Matches the import by which a file gets the decorator of a system."""
FIRST = {"id": "first", "text": "The council met on Monday.", "dct": "2024-05-08", "sentences": [0]}
LABEL = {
    "doc": "first",
    "id": "t1",
    "start": 19,
    "end": 25,
    "text": "Monday",
    "type": "DATE",
    "value": "2024-05-06",
}
"""The time expression of the first document, which was written on a Wednesday."""


@dataclass(frozen=True, slots=True)
class Initialised:
    """The files that a repository has got, and the first scores."""

    written: Sequence[Path]
    extended: Sequence[Path]
    """The files that were there and have got a table more."""
    left: Sequence[Path]
    """The files that were there and are left as they were."""
    records: Sequence[Record]
    remarks: Sequence[str]
    """The remarks: sentences about what the user has to know or to do."""


def host() -> Host:
    """Returns the place whose CI the working folder's repository uses, as far as its files and remotes say so."""
    done = subprocess.run(["git", "remote", "-v"], capture_output=True, text=True, check=False)
    if Path(".gitlab-ci.yml").exists() or (done.returncode == 0 and "gitlab" in done.stdout):
        return "gitlab"
    return "github"


def extractors() -> list[System]:
    """Returns the user's systems: of the folder ``systems`` and installed packages, or else of other files.

    Raises DataError if there are none but in files that can't be read.
    """
    found, faults = _sought()
    if not found and faults:
        raise DataError(faults)
    return found


def _sought() -> tuple[list[System], list[Fault]]:
    """Returns the user's systems, and the faults of files that should have one and can't be read."""
    systems, broken = discovery.discover(*([OWN] if OWN.is_dir() else []))
    faults = [fault for fault in broken if fault.message != discovery.NO_SYSTEM]
    if systems or faults:
        return list(systems.values()), faults
    for pattern in SOURCES:
        for path in sorted(Path().glob(pattern)):
            try:
                text = path.read_text(encoding="utf-8")
                if "@system" in text and (declared := discovery.read(path)):
                    return declared, faults
            except DataError as error:
                if OURS.search(text):  # else it is a file of another kind
                    faults += error.faults
            except (OSError, UnicodeDecodeError):
                continue
    return [], faults


def init(name: str = EXTRACTOR, ci: Host = "github", *, setting: Setting | None = None) -> Initialised:
    """Writes what a repository lacks to guard an extractor in it, evaluates the extractor, and returns both.

    These are a system, gold with one labelled sentence, ``[tool.bench]`` in pyproject.toml, a job for CI and the
    first results. ``name`` is the name of the new system if the repository has none. Nothing is overwritten.
    Raises UsageError for a name that no system can have and for a file that can't be written, and DataError for a
    file that is there and can't be read; nothing is written then.
    """
    settings = project.read()
    if not settings:
        _check_extendable(project.PYPROJECT)
    made = _Files()
    found, faults = _sought()
    if not found and faults:
        raise DataError(faults)
    if not found and not settings.get("systems"):
        new = scaffold.python_system(name, OWN, Path("tests"))
        scaffold.check_free(new, OWN)
        made.texts[new.path] = new.files[new.path]
    named = [_argument(each) for each in found] or [name]
    gold = Path(settings.get("gold", GOLD))
    if gold.exists():
        made.left.append(gold)
    if gold.exists() or "gold" in settings:
        load(gold)  # what is wrong with it is told before anything is written
    else:
        made.texts[gold / "documents.jsonl"] = json.dumps(FIRST) + "\n"
        made.texts[gold / "timexes.jsonl"] = json.dumps(LABEL) + "\n"
    remarks = _job(ci, made)
    made.write()
    records, more = _first(gold, settings.get("systems") or named, made, setting or Setting())
    remarks += [f"not guarded, because it can't be read: {fault}" for fault in faults]
    return Initialised(made.written, made.extended, made.left, records, [*remarks, *more])


def _check_extendable(path: Path) -> None:
    """Raises DataError if no table ``[tool.bench]`` can be added to a file of settings."""
    if not path.exists():
        return
    try:
        parse_toml(path.read_text(encoding="utf-8-sig") + "\n[tool.bench]\n")
    except ValueError as error:
        message = f"no table [tool.bench] can be added: {error}"
        raise DataError([Fault(str(path), 0, message, "add it by hand")]) from None


@dataclass(slots=True)
class _Files:
    """The files that `init` writes, extends and leaves."""

    texts: dict[Path, str] = field(default_factory=dict)
    """The text of each file to write first."""
    written: list[Path] = field(default_factory=list)
    extended: list[Path] = field(default_factory=list)
    left: list[Path] = field(default_factory=list)

    def write(self) -> None:
        """Writes the first files. Raises UsageError if one can't be written."""
        for path, text in self.texts.items():
            _write(path, text)
            self.written.append(path)


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_text(path, text)
    except OSError as error:
        raise cannot_write(path, error) from None


def _argument(system: System) -> str:
    """Returns how the command line names a system: by its path if it is found by this alone, else by its name."""
    named = system.path.is_absolute() or system.path.is_relative_to(OWN)  # absolute: of an installed package
    return system.name if named else system.path.as_posix()


def requirement(extra: str = "") -> str:
    """Returns what pip installs this version of bench by, such as ``timeline-bench[guard]==1.0``."""
    stated = carried.origin()
    if stated is None:
        from bench import __version__

        return f"timeline-bench{extra}=={__version__}"
    return f"timeline-bench{extra} @ git+{stated[0]}@{stated[1]}"


def _job(ci: Host, made: _Files) -> list[str]:
    """Adds the job for CI to the files to write. Returns what the user has to do, in words."""
    if ci == "none":
        return []
    usual = Path(".github/workflows/bench.yml" if ci == "github" else ".gitlab-ci.yml")
    path = Path(".gitlab/bench.yml") if ci == "gitlab" and usual.exists() else usual
    remarks = []
    if path != usual and "bench.yml" not in usual.read_text(encoding="utf-8", errors="replace"):
        remarks.append(f"{usual} is yours: add to it  include: [{{local: {path.as_posix()}}}]")
    if path.exists() or (path != usual and "bench compare" in usual.read_text(encoding="utf-8", errors="replace")):
        made.left.append(path if path.exists() else usual)
        return []
    lead = " " * 10 if ci == "github" else "    - "
    extra = "[guard]" if ci == "github" else ""
    commands = [f"python -m pip install '{requirement(extra)}'", *installs()]
    text = (TEMPLATES / f"{ci}.yml.txt").read_text(encoding="utf-8")
    made.texts[path] = Template(text).substitute(install="\n".join(f"{lead}{each}" for each in commands))
    if carried.origin() is None:
        remarks.append(
            f"{path} installs {requirement()}; if your runner can't get that version, write there "
            f"timeline-bench{extra} @ git+ADDRESS, with the address of bench's repository"
        )
    return [*remarks, *_elsewhere(path)]


def _elsewhere(path: Path) -> list[str]:
    """Returns a remark if the working folder isn't the top of a git repository, where CI looks for its job."""
    try:
        inside = git.inside(Path())
    except UsageError:
        return ["this folder is in no git repository, and a pull request is compared with a revision: git init"]
    if inside == PurePosixPath():
        return []
    return [
        f"the top of the repository is above this folder, and CI looks for {path} only there: "
        f"move it, and let its steps run in {inside}"
    ]


def installs() -> list[str]:
    """Returns the commands that install the repository's own package; none if it has no package."""
    stated = project.read().get("install")
    if stated is not None:
        return list(stated)
    if not project.PYPROJECT.exists():
        return []
    table = parse_toml(project.PYPROJECT.read_text(encoding="utf-8-sig"))
    return ["python -m pip install -e ."] if "build-system" in table or "project" in table else []


def _first(
    gold: Path, named: Sequence[str], made: _Files, setting: Setting
) -> tuple[Sequence[Record], Sequence[str]]:
    """Evaluates the systems, and writes the results, the cases that must stay right, and the settings.

    Returns the records, and remarks. What is there already is left as it is.
    """
    suite = load(gold)
    found = select(Request(named), setting.prepare)
    remarks = [f"not ready: {name}: {reason}" for name, reason in found.unready.items()]
    evaluated = evaluate(found.ready, suite, setting) if found.ready else []
    records = [each.record for each in evaluated]
    whole = RESULTS / suite.name
    if whole.exists():
        made.left.append(whole)
    elif evaluated:
        store.write(RESULTS, suite, [(each.record, each.predictions) for each in evaluated], [], _table)
        made.written.append(whole)
    small = len(suite.documents) < ENOUGH
    if small:
        _keep(suite, made, remarks)
    layers = {layer for each in found.ready for layer in each.system.layers}
    _settings(gold, named, layers, made, keep=small)
    if small:
        remarks.append(
            f"gold has {len(suite.documents)} of the {ENOUGH} documents that a test of averages needs{_judges()}"
        )
    return records, remarks


def _table(current: list[Record], _stale: list[Record]) -> str:
    return "\n".join(
        [*(markdown(grid) for grid in scores.comparison(current)), f"`{scores.suite_line(current)}`\n"]
    )


def _keep(suite: Suite, made: _Files, remarks: list[str]) -> None:
    """Writes the file of cases that must stay right, unless it is there or there is none to write."""
    if KEEP.exists():
        made.left.append(KEEP)
        return
    try:
        if not (RESULTS / suite.name).exists():
            raise UsageError("there are no results")
        kept.write(KEEP, side.read(RESULTS, suite), suite)
    except BenchError as error:
        remarks.append(
            f"{KEEP} isn't written: {error}; label what the extractor has right, then run: "
            f"bench evaluate --output {RESULTS}; bench compare {RESULTS} --write-keep {KEEP}"
        )
        return
    made.written.append(KEEP)


def _judges() -> str:
    """Returns what the gates of the settings judge case by case, as the end of a sentence."""
    compare = project.read().get("compare", {})
    gates = compare.get("gates", []) if isinstance(compare, dict) else []
    if not any(isinstance(gate, dict) and gate.get("keep") == KEEP.as_posix() for gate in gates):
        return f", and no gate in {project.PYPROJECT} names {KEEP}"
    return ": the gate judges case by case" + ("" if KEEP.exists() else f", and fails until {KEEP} is there")


MEASURES = {
    "timexes": TIMEX_VALUE.name,
    "events": "event.relaxed",
    "links": "tlink.awareness",
    "timeline": "timeline.dates",
}
"""For each layer the measure that the settings name first."""


def _settings(gold: Path, named: Sequence[str], layers: set[str], made: _Files, *, keep: bool) -> None:
    """Adds ``[tool.bench]`` to pyproject.toml, unless it has one."""
    path = project.PYPROJECT
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    if project.read():
        made.left.append(path)
        return
    lines = ["[tool.bench]", f"gold = {json.dumps(gold.as_posix())}", f"systems = {json.dumps(list(named))}"]
    if own := installs():
        lines.append(f"install = {json.dumps(own)}")
    measures = [MEASURES[layer] for layer in MEASURES if layer in layers]
    lines += ["", "[tool.bench.compare]"]
    lines += [f"measures = {json.dumps(measures)}"] if measures else []
    if keep:
        lines += [
            'undecided = "pass"  # a new system has nothing to be compared with',
            "",
            "[[tool.bench.compare.gates]]",
            f"keep = {json.dumps(KEEP.as_posix())}  # what is right must stay right",
            "significant = false",
        ]
    text = f"{before.rstrip()}\n\n" if before.strip() else ""
    text += "\n".join(lines) + "\n"
    _write(path, text)
    (made.extended if before else made.written).append(path)
