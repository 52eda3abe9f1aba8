"""Environments of systems' own, what makes a system not ready, and systems that installed packages bring."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.cli.root import run
from bench.errors import DataError, NotReadyError
from bench.systems import environment
from bench.systems.discovery import discover, read
from bench.systems.environment import prepare, survey
from bench.systems.installation import READY
from bench.systems.programs import find_program
from bench.systems.requirements import resolved
from tests.conftest import example_layers, write_suite
from tests.dozen import BENCH, command_system

OLDER, NEWER = "1.15.0", "1.16.0"
"""Of six; neither is what is installed beside the other packages."""
PINNED = """# /// script
# dependencies = ["six=={version}"]
# [tool.uv]
# exclude-newer = "2025-06-01T00:00:00Z"
# ///
"""
SIX = '''"""A system that stands on six."""
import importlib.util, os, sys
import bench, six
from bench import Timex, system

try:
    import bench.cli
except ImportError:
    ours = set()
    for folder in bench.__path__:
        ours.update(name for name in os.listdir(folder) if name != "__pycache__")
    outside = [name for name in ("click", "rich", "msgspec", "psutil") if importlib.util.find_spec(name)]
else:
    ours, outside = {"cli"}, []

@system(layers=["timexes"])
def NAME(document):
    assert six.__file__.startswith(sys.prefix), six.__file__
    assert ours == FILES, ours
    assert not outside, outside
    return [Timex(0, 3, "DATE", six.__version__)]
'''
PLAIN = '''"""A system that needs nothing."""
from bench import Timex, system

@system(layers=["timexes"])
def {name}(document):
    return []
'''


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.py"
    path.write_text(text, encoding="utf-8")
    return path


def on_six(folder: Path, version: str, name: str, file: str = "") -> Path:
    text = SIX.replace("NAME", name).replace("FILES", repr({"__init__.py", "sdk"}))
    return write(folder, file or name, PINNED.format(version=version) + text)


@dataclass(frozen=True)
class Clash:
    systems: Path
    suite: Path
    cache: Path
    variables: dict[str, str]

    def evaluate(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [
                *(*BENCH, "evaluate", "--systems", "all", "--format", "json", "--gold", str(self.suite)),
                *("--systems-folder", str(self.systems), "--cache", str(self.cache), "--no-cache", *arguments),
            ],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            env={**os.environ, **self.variables, **variables},
        )


@pytest.fixture(scope="module")
def clash(tmp_path_factory: pytest.TempPathFactory) -> Clash:
    """Two systems with clashing pins, one of them in a file named like its library, and uv's cache filled."""
    folder = tmp_path_factory.mktemp("clash")
    on_six(folder / "systems", OLDER, "older")
    on_six(folder / "systems", NEWER, "newer", file="six")
    write(folder / "systems", "plain", PLAIN.format(name="plain"))
    uv = find_program("uv", os.environ["PATH"])
    if uv is None:
        pytest.skip("needs uv")
    variables = {"UV_CACHE_DIR": str(folder / "uv")}
    for version in (OLDER, NEWER):
        got = subprocess.run(
            [
                *(uv, "pip", "install", f"six=={version}", "--exclude-newer", "2025-06-01T00:00:00Z"),
                *("--target", str(folder / version), "--python", sys.executable),
            ],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            env={**os.environ, **variables, "UV_HTTP_TIMEOUT": "20"},
        )
        if got.returncode:
            pytest.skip(f"needs a package index: {got.stderr.strip().splitlines()[-1]}")
    return Clash(
        folder / "systems", write_suite(folder / "example", example_layers()), folder / "cache", variables
    )


def test_clashing_pins_run_side_by_side_each_in_an_environment_of_its_own(clash: Clash, tmp_path: Path) -> None:
    first = clash.evaluate("--output", str(tmp_path))
    assert first.returncode == 0, first.stderr
    assert "older: installing what it needs, once\n" in first.stderr
    found = json.loads(first.stdout)["systems"]
    assert {name: each["failures"] for name, each in found.items()} == {"newer": {}, "older": {}, "plain": {}}
    versions = {}
    for name in ("older", "newer"):
        lines = (tmp_path / "example" / name / "timexes.jsonl").read_text().splitlines()
        (versions[name],) = {json.loads(line)["value"] for line in lines}
        record = json.loads((tmp_path / "example" / name / "record.json").read_text())
        assert record["versions"] == {"six": versions[name]}
    assert versions == {"older": OLDER, "newer": NEWER}
    # again, offline: from the environments, then with those gone from uv's own cache
    again = clash.evaluate(UV_OFFLINE="1", PATH="/nowhere")
    assert again.returncode == 0, again.stderr
    assert "installing" not in again.stderr
    assert again.stdout == first.stdout
    shutil.rmtree(clash.cache)
    anew = clash.evaluate(UV_OFFLINE="1")
    assert anew.returncode == 0, anew.stderr
    assert anew.stdout == first.stdout


def test_an_impossible_pin_is_told_with_the_command_and_the_others_run(clash: Clash, tmp_path: Path) -> None:
    for path in clash.systems.iterdir():
        shutil.copy(path, tmp_path)
    on_six(tmp_path, "99.0", "impossible")
    done = clash.evaluate("--systems-folder", str(tmp_path))
    assert done.returncode == 0, done.stderr
    (told,) = [line for line in done.stderr.splitlines() if line.startswith("not ready: ")]
    assert told.startswith("not ready: impossible: impossible can't be installed: ")
    assert "six==99.0" in told
    assert "see what is wrong with: uv pip install" in told
    assert set(json.loads(done.stdout)["systems"]) == {"newer", "older", "plain"}
    half_built = [path for path in (clash.cache / "environments").iterdir() if path.is_dir()]
    assert all((path / READY).exists() for path in half_built)


def no_uv(patch: pytest.MonkeyPatch) -> None:
    def find(name: str, path: str) -> str | None:
        return None if name == "uv" else find_program(name, path)

    patch.setattr(environment, "find_program", find)


def untouched(_: pytest.MonkeyPatch) -> None:
    pass


NEEDS_VARIABLE = "# /// script\n# dependencies = []\n# [tool.bench]\n# environment = ['NO_SUCH_KEY']\n# ///\n"
NEEDS_PROGRAM = "# /// script\n# [tool.bench]\n# programs = ['no-such-program']\n# ///\n"
NOT_READY: dict[str, tuple[Callable[[Path], object], Callable[[pytest.MonkeyPatch], None], str]] = {
    "no uv": (
        lambda folder: on_six(folder, OLDER, "subject"),
        no_uv,
        f"subject: it needs six=={OLDER} (",
    ),
    "how to get uv": (
        lambda folder: on_six(folder, OLDER, "subject"),
        no_uv,
        "and uv to install it; run: python -m pip install uv",
    ),
    "no program": (
        lambda folder: command_system(folder / "subject", "", ["no-such-program", "{folder}/system.py"]),
        untouched,
        "subject: it needs no-such-program; install no-such-program and put it on the PATH",
    ),
    "no program for a Python file": (
        lambda folder: write(folder, "subject", NEEDS_PROGRAM + PLAIN.format(name="subject")),
        untouched,
        "subject: it needs no-such-program; install no-such-program and put it on the PATH",
    ),
    "no variable": (
        lambda folder: write(folder, "subject", NEEDS_VARIABLE + PLAIN.format(name="subject")),
        untouched,
        "subject: it asks for NO_SUCH_KEY; run: export NO_SUCH_KEY=…",
    ),
}


@pytest.mark.parametrize("what", NOT_READY)
def test_what_is_missing_is_told_with_its_remedy_and_the_others_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    make, change, says = NOT_READY[what]
    folder = tmp_path / "systems"
    write(folder, "plain", PLAIN.format(name="plain"))
    make(folder)
    change(monkeypatch)
    suite = write_suite(tmp_path / "example", example_layers())
    arguments = ["--systems-folder", str(folder), "--format", "json"]
    assert run(["evaluate", "--systems", "all", "--gold", str(suite), *arguments]) == 0
    captured = capsys.readouterr()
    assert f"not ready: {says}" in captured.err if says.startswith("subject") else says in captured.err
    assert set(json.loads(captured.out)["systems"]) == {"plain"}
    assert run(["list", *arguments]) == 0
    captured = capsys.readouterr()
    assert says in captured.err
    assert {row["system"]: row["ready"] for row in json.loads(captured.out)} == {"plain": "yes", "subject": "no"}


def test_a_python_file_that_names_a_program_runs_where_it_is_and_is_no_part_of_the_core(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "systems"
    write(folder, "plain", PLAIN.format(name="plain"))
    write(folder, "subject", NEEDS_PROGRAM + PLAIN.format(name="subject"))
    program = write(tmp_path / "programs", "program", "").rename(tmp_path / "programs" / "no-such-program")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    suite = write_suite(tmp_path / "example", example_layers())
    arguments = ["--gold", str(suite), "--systems-folder", str(folder), "--format", "json"]
    assert run(["evaluate", *arguments]) == 0
    captured = capsys.readouterr()
    assert "left out, because they need more than is installed (--systems all): subject" in captured.err
    assert set(json.loads(captured.out)["systems"]) == {"plain"}
    assert run(["evaluate", "subject", *arguments]) == 0
    assert json.loads(capsys.readouterr().out)["systems"]["subject"]["failures"] == {}


@pytest.mark.parametrize("programs", ["'java'", "[1]", "['']", "{java = '17'}"])
def test_programs_that_are_no_list_of_names_are_a_fault_of_the_file(tmp_path: Path, programs: str) -> None:
    block = NEEDS_PROGRAM.replace("['no-such-program']", programs)
    path = write(tmp_path, "subject", block + PLAIN.format(name="subject"))
    with pytest.raises(DataError, match="programs must be a list of strings"):
        read(path)


def test_r18_a_set_up_that_fails_is_told_by_its_error_and_not_by_the_installers_last_words(tmp_path: Path) -> None:
    folder = command_system(tmp_path / "systems" / "subject", "")
    manifest = folder / "system.toml"
    said = "npm error code E404\nnpm error 404 no such package\nnpm error A complete log of this run: /1\n"
    script = f"import sys; sys.stderr.write({said!r}); sys.exit(1)"
    manifest.write_text(f"setup = {json.dumps([sys.executable, '-c', script])}\n" + manifest.read_text())
    (system,) = read(folder)
    with pytest.raises(
        NotReadyError, match="can't be installed: npm error code E404 npm error 404 no such package; see"
    ):
        prepare(system, tmp_path / "cache", {})


def test_a_set_up_that_fails_is_told_and_leaves_nothing_half_built(tmp_path: Path) -> None:
    folder = command_system(tmp_path / "systems" / "subject", "")
    manifest = folder / "system.toml"
    script = "import sys; open('made', 'w'); sys.exit('no room at the inn')"
    setup = f"setup = {json.dumps([sys.executable, '-c', script])}\n"
    manifest.write_text(setup + manifest.read_text())
    (system,) = read(folder)
    assert survey(system, tmp_path / "cache", {}) == ("on demand", "")
    with pytest.raises(NotReadyError, match="subject can't be installed: no room at the inn; see what is wrong"):
        prepare(system, tmp_path / "cache", {})
    assert [path for path in (tmp_path / "cache" / "commands").iterdir() if path.is_dir()] == []
    assert not (folder / "made").exists()
    manifest.write_text(manifest.read_text().replace("sys.exit", "print"))
    (system,) = read(folder)
    made = prepare(system, tmp_path / "cache", {})
    assert (Path(made.argv[1]).parent / "made").exists()
    assert survey(system, tmp_path / "cache", {}) == ("yes", "")


LOCK = {
    "lockfileVersion": 3,
    "packages": {
        "": {"name": "subject", "version": "1.0.0", "dependencies": {"named": "2.0.1", "@group/named": "^1.2.0"}},
        "node_modules/named": {"version": "2.0.1", "dependencies": {"needed": "*"}},
        "node_modules/@group/named": {"version": "1.3.2"},
        "node_modules/needed": {"version": "9.9.9"},
        "node_modules/named/node_modules/@group/named": {"version": "1.0.0"},
    },
}
NAMED = {"@group/named": "1.3.2", "named": "2.0.1"}
LOCKS = {
    "of what is named, what is locked": (json.dumps(LOCK), NAMED),
    "no lock": (None, {}),
    "nothing named": (json.dumps({**LOCK, "packages": {"": {"name": "subject"}}}), {}),
    "an older form": (json.dumps({"lockfileVersion": 1, "dependencies": {"named": {"version": "2.0.1"}}}), {}),
    "no JSON": ("{", {}),
    "no lock at all": ("[1]", {}),
}


@pytest.mark.parametrize(("lock", "expected"), LOCKS.values(), ids=LOCKS.keys())
@pytest.mark.parametrize("setup", [True, False])
def test_a_command_stands_on_the_packages_that_its_folder_locks(
    tmp_path: Path, lock: str | None, expected: dict[str, str], setup: bool
) -> None:
    folder = command_system(tmp_path / "systems" / "subject", "")
    if lock is not None:
        (folder / "package-lock.json").write_text(lock)
    if setup:
        manifest = folder / "system.toml"
        manifest.write_text(f"setup = {json.dumps([sys.executable, '-c', ''])}\n{manifest.read_text()}")
    (system,) = read(folder)
    assert prepare(system, tmp_path / "cache", {}).packages == expected


def test_the_record_names_the_versions_that_a_command_stands_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = """
import json, sys
for line in sys.stdin:
    message = json.loads(line)
    if message["type"] == "hello":
        reply = {"type": "hello", "protocol": 1, "learns": False}
    else:
        reply = {"type": "result", "document": message["document"]["id"], "timexes": []}
    print(json.dumps(reply), flush=True)
"""
    folder = command_system(tmp_path / "systems" / "subject", answers)
    (folder / "package-lock.json").write_text(json.dumps(LOCK))
    suite = write_suite(tmp_path / "example", example_layers())
    arguments = [
        "--gold",
        str(suite),
        "--systems-folder",
        str(tmp_path / "systems"),
        "--output",
        str(tmp_path / "results"),
    ]
    assert run(["evaluate", "subject", *arguments, "--cache", str(tmp_path / "cache")]) == 0
    capsys.readouterr()
    record = json.loads((tmp_path / "results" / "example" / "subject" / "record.json").read_text())
    assert record["versions"] == NAMED


def test_an_environment_where_nothing_can_be_written_is_not_ready(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (system,) = read(on_six(tmp_path, OLDER, "subject"))
    if find_program("uv", os.environ["PATH"]) is None:
        pytest.skip("needs uv")
    with pytest.raises(NotReadyError, match=r"file/.* can't be written: .*; make room or rights, or give another"):
        prepare(system, tmp_path / "file" / "cache", {})


def package(folder: Path, name: str, module: str, text: str) -> None:
    """Make a distribution with one module and an entry point look installed."""
    write(folder, module, text)
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[bench.systems]\n{name} = {module}\n")
    (info / "RECORD").write_text(f"{module}.py,,\n")


def test_what_a_removal_left_of_another_package_is_no_obstacle(tmp_path: Path) -> None:
    package(tmp_path, "needed", "needed_module", "")
    (tmp_path / "left-1.0.dist-info").mkdir()  # as pip leaves it behind where it may not remove all files
    assert resolved(["needed"], tmp_path) == {"needed": "1.0"}


def test_a_package_brings_systems_and_its_module_is_not_imported_to_find_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "site"
    package(site, "brought", "brought_by_package", "import sys\n" + PLAIN.format(name="brought"))
    monkeypatch.syspath_prepend(str(site))
    write(tmp_path / "systems", "plain", PLAIN.format(name="plain"))
    found, broken = discover(tmp_path / "systems")
    assert (set(found), broken) == ({"brought", "plain"}, [])
    assert found["brought"].path == site / "brought_by_package.py"
    assert "brought_by_package" not in sys.modules
    suite = write_suite(tmp_path / "example", example_layers())
    arguments = ["--gold", str(suite), "--systems-folder", str(tmp_path / "systems"), "--format", "json"]
    assert run(["evaluate", "brought", *arguments]) == 0
    assert json.loads(capsys.readouterr().out)["systems"]["brought"]["failures"] == {}


def test_a_name_that_a_package_and_a_file_share_names_both_sides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package(tmp_path / "site", "brought", "brought_by_package", PLAIN.format(name="plain"))
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    path = write(tmp_path / "systems", "plain", PLAIN.format(name="plain"))
    with pytest.raises(DataError) as caught:
        discover(tmp_path / "systems")
    assert "brought_by_package.py: the name 'plain' is taken by " in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_package_without_its_module_is_told_and_costs_no_other_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package(tmp_path / "site", "brought", "brought_by_package", "")
    (tmp_path / "site" / "brought_by_package.py").unlink()
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    write(tmp_path / "systems", "plain", PLAIN.format(name="plain"))
    found, broken = discover(tmp_path / "systems")
    assert set(found) == {"plain"}
    (fault,) = broken
    assert "entry point 'brought' of brought names brought_by_package, which isn't there" in fault.message


def test_an_override_decides_which_version_is_installed(clash: Clash, tmp_path: Path) -> None:
    text = Path(on_six(tmp_path / "systems", OLDER, "older")).read_text()
    overridden = f'# exclude-newer = "2025-06-01T00:00:00Z"\n# override-dependencies = ["six=={NEWER}"]\n'
    assert text.count('# exclude-newer = "2025-06-01T00:00:00Z"\n') == 1
    write(
        tmp_path / "systems",
        "older",
        text.replace('# exclude-newer = "2025-06-01T00:00:00Z"\n', overridden),
    )
    (system,) = read(tmp_path / "systems" / "older.py")
    environment = prepare(system, tmp_path / "cache", {**os.environ, **clash.variables})
    assert environment.packages == {"six": NEWER}
