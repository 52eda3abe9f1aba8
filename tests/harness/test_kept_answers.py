"""A2: an answer from before is used only while everything that it came from is the same."""

from __future__ import annotations

import json
import os
import site
import sys
import venv
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from bench.gold.load import load
from bench.harness.evaluate import predict
from bench.harness.pool import local
from bench.harness.setting import Keep, Setting
from bench.systems.dependencies import Ready
from bench.systems.discovery import read
from bench.systems.environment import prepare
from tests.conftest import example_layers, write_suite
from tests.dozen import bench

ROOT = Path(__file__).parents[2]
HEAD = "from bench import Timex, system\n"
SYSTEM = """
@system(layers=["timexes"])
def subject(document):
    {0}
    return [Timex(0, LENGTH)]
"""


class Place:
    """A folder with a system, a suite, and a Python of its own in which packages can be installed."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder, self.patch = folder, patch
        self.systems, self.packages = folder / "systems", folder / "packages"
        self.systems.mkdir()
        self.packages.mkdir()
        self.variables: dict[str, str] = {"PATH": os.environ["PATH"]}
        self.told: dict[str, str] = {}
        self.suite = load(write_suite(folder / "suite", example_layers()))
        self.site = Path()

    def own_python(self) -> None:
        """Have systems run in a Python in which `self.site` can be written."""
        home = self.folder / "python"
        venv.create(home, symlinks=True)
        (self.site,) = home.glob("lib/python*/site-packages")
        (self.site / "bench.pth").write_text("\n".join([str(ROOT), *site.getsitepackages()]))
        self.patch.setattr(sys, "executable", str(home / "bin" / "python"))

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def system(self, imports: str, inside: str = "pass", block: str = "") -> None:
        self.write("systems/subject.py", block + HEAD + imports + "\n" + SYSTEM.format(inside))

    def run(self, name: str = "subject.py") -> tuple[int, int]:
        """Return how many documents were asked, and how many had been kept."""
        (system,) = read(self.systems / name)
        environment = prepare(system, self.folder / "cache", self.variables)
        keep = Keep(self.folder / "cache", tell=self.told.__setitem__)
        with local(1) as executor:
            found, speed = predict(Ready(system, environment), self.suite, executor, Setting(keep=keep))
        assert found.failures == {}
        return speed.documents, speed.recalled


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    return Place(tmp_path, monkeypatch)


def beside(place: Place) -> Callable[[], object]:
    place.write("systems/helper.py", "LENGTH = 3\n")
    place.system("from helper import LENGTH")
    return lambda: place.write("systems/helper.py", "LENGTH = 4\n")


def beside_late(place: Place) -> Callable[[], object]:
    """Imported inside the function, so not before the first document."""
    place.write("systems/helper.py", "LENGTH = 3\n")
    place.system("", "from helper import LENGTH as value; global LENGTH; LENGTH = value")
    return lambda: place.write("systems/helper.py", "LENGTH = 4\n")


def helper_of_helper(place: Place) -> Callable[[], object]:
    place.write("systems/helper.py", "from lower import LENGTH\n")
    place.write("systems/lower.py", "LENGTH = 3\n")
    place.system("from helper import LENGTH")
    return lambda: place.write("systems/lower.py", "LENGTH = 4\n")


def package_beside(place: Place) -> Callable[[], object]:
    place.write("systems/dates/__init__.py", "")
    place.write("systems/dates/rules.py", "LENGTH = 3\n")
    place.system("import importlib\nLENGTH = importlib.import_module('dates.rules').LENGTH")
    return lambda: place.write("systems/dates/rules.py", "LENGTH = 4\n")


def namespace_beside(place: Place) -> Callable[[], object]:
    place.write("systems/dates/rules.py", "LENGTH = 3\n")
    place.system("from dates.rules import LENGTH")
    return lambda: place.write("systems/dates/rules.py", "LENGTH = 4\n")


def data_of_helper(place: Place) -> Callable[[], object]:
    place.write("systems/dates/__init__.py", "")
    place.write("systems/dates/length.txt", "3")
    place.system(
        "from importlib.resources import files\nLENGTH = int(files('dates').joinpath('length.txt').read_text())"
    )
    return lambda: place.write("systems/dates/length.txt", "4")


def folder_of_data(place: Place) -> Callable[[], object]:
    place.write("systems/data/one.txt", "")
    place.system("import pathlib\nLENGTH = 2 + len(list((pathlib.Path(__file__).parent / 'data').glob('*.txt')))")
    return lambda: place.write("systems/data/two.txt", "")


def optional(place: Place) -> Callable[[], object]:
    place.system("try:\n    from helper import LENGTH\nexcept ImportError:\n    LENGTH = 3")
    return lambda: place.write("systems/helper.py", "LENGTH = 4\n")


def same_size_and_time(place: Place) -> Callable[[], object]:
    path = place.write("systems/helper.py", "LENGTH = 3\n")
    os.utime(path, (1, 1))
    place.system("from helper import LENGTH")

    def change() -> None:
        path.write_text("LENGTH = 4\n")
        os.utime(path, (1, 1))

    return change


def editable(place: Place) -> Callable[[], object]:
    place.own_python()
    place.write("src/mydates/__init__.py", "LENGTH = 3\n")
    (place.site / "mydates.pth").write_text(str(place.folder / "src"))
    place.system("from mydates import LENGTH")
    return lambda: place.write("src/mydates/__init__.py", "LENGTH = 4\n")


def other_pth(place: Place) -> Callable[[], object]:
    place.own_python()
    for version, length in (("old", 3), ("new", 4)):
        place.write(f"{version}/mydates.py", f"LENGTH = {length}\n")
    (place.site / "m.pth").write_text(str(place.folder / "old"))
    place.system("from mydates import LENGTH")
    return lambda: (place.site / "a.pth").write_text(str(place.folder / "new"))


def reinstalled(place: Place) -> Callable[[], object]:
    place.own_python()
    info = place.site / "mydates-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: mydates\nVersion: 1.0\n")
    package = place.site / "mydates"
    package.mkdir()
    (package / "__init__.py").write_text("from mydates.helper import LENGTH\n")
    (package / "helper.py").write_text("LENGTH = 3\n")
    place.system("from mydates import LENGTH")

    def change() -> None:
        (package / "helper.py").unlink()
        (package / "helper.py").write_text("LENGTH = 4\n")

    return change


def namespace_portion(place: Place) -> Callable[[], object]:
    place.own_python()
    place.write("one/space/lower.py", "LENGTH = 3\n")
    (place.site / "one.pth").write_text(f"{place.folder / 'one'}\n{place.folder / 'two'}")
    place.write("two/other.py", "")
    place.system(
        "try:\n    from space.upper import LENGTH\nexcept ImportError:\n    from space.lower import LENGTH"
    )
    return lambda: place.write("two/space/upper.py", "LENGTH = 4\n")


def declared_variable(place: Place) -> Callable[[], object]:
    place.variables["LENGTH"] = "3"
    block = '# /// script\n# dependencies = []\n# [tool.bench]\n# environment = ["LENGTH"]\n# ///\n'
    place.system("import os\nLENGTH = int(os.environ['LENGTH'])", block=block)
    return lambda: place.variables.update(LENGTH="4")


CHANGES: Mapping[str, Callable[[Place], Callable[[], object]]] = {
    "a helper beside the file": beside,
    "a helper that is imported with the first document": beside_late,
    "a helper of a helper": helper_of_helper,
    "a package beside the file": package_beside,
    "a namespace package beside the file": namespace_beside,
    "data of a package": data_of_helper,
    "a folder whose files are listed": folder_of_data,
    "a module that was missing": optional,
    "a helper of the same size and date": same_size_and_time,
    "an editable package": editable,
    "a .pth file": other_pth,
    "a package of the same version": reinstalled,
    "a portion of a namespace package": namespace_portion,
    "a variable that it declares": declared_variable,
}


@pytest.mark.parametrize("what", CHANGES)
def test_a2_an_answer_is_kept_until_what_it_came_from_changes(place: Place, what: str) -> None:
    change = CHANGES[what](place)
    assert place.run() == (2, 0)
    assert place.run() == (0, 2)
    assert place.told == {}
    change()
    assert place.run() == (2, 0)
    assert place.run() == (0, 2)


def test_a2_who_is_asked_anew_is_told_why(place: Place) -> None:
    change = package_beside(place)
    place.run()
    change()
    place.run()
    assert place.told == {"subject": f"{place.systems / 'dates' / 'rules.py'} has changed"}


UNKNOWN = {
    "starts cat, which its file doesn't name": "import subprocess\nsubprocess.run(['cat', __file__])\nLENGTH = 3",
    "starts sh, which": "import os\nLENGTH = 3 + os.system('true')",
    "asks 127.0.0.1 over the network": "import socket\nsocket.socket().connect_ex(('127.0.0.1', 9))\nLENGTH = 3",
    "starts processes of its own": "import os\nif os.fork() == 0:\n    os._exit(0)\nLENGTH = 3",
}


@pytest.mark.parametrize("reason", UNKNOWN)
def test_a2_where_what_an_answer_came_from_cannot_be_known_nothing_is_kept(place: Place, reason: str) -> None:
    place.system(UNKNOWN[reason])
    assert place.run() == (2, 0)
    assert place.run() == (2, 0)
    assert reason in place.told["subject"]
    assert "no answer of it is kept" in place.told["subject"]


@pytest.mark.parametrize(
    "line",
    [
        "import ctypes.util\nassert ctypes.util.find_library('c')",
        pytest.param("import platform\nplatform.processor()", marks=pytest.mark.slow),
        pytest.param("import uuid\nuuid._ip_getnode()", marks=pytest.mark.slow),
    ],
)
def test_a2_a_program_that_python_itself_starts_is_known(place: Place, line: str) -> None:
    place.system(f"{line}\nLENGTH = 3")
    assert place.run() == (2, 0)
    assert place.run() == (0, 2)


def test_a2_a_program_that_the_file_names_is_known(place: Place) -> None:
    program = place.write("programs/length", "#!/bin/sh\necho 3\n")
    program.chmod(0o755)
    place.variables["PATH"] = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    block = '# /// script\n# dependencies = []\n# [tool.bench]\n# programs = ["length"]\n# ///\n'
    place.system("import subprocess\nLENGTH = int(subprocess.check_output(['length']))", block=block)
    status = program.stat()
    assert place.run() == (2, 0)
    assert place.run() == (0, 2)
    program.write_text("#!/bin/sh\necho 4\n")
    os.utime(program, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert place.run() == (2, 0)


def test_a2_a_system_file_beside_is_no_module(place: Place) -> None:
    """A library may look for a module that isn't installed, and a system's file may bear that name."""
    place.write("systems/helper.py", f"{HEAD}@system(layers=['timexes'])\ndef other(document):\n    return []\n")
    place.system("try:\n    import helper\nexcept ImportError:\n    LENGTH = 3")
    assert place.run() == (2, 0)


ANSWERS = """
import json, sys
{0}
for line in sys.stdin:
    message = json.loads(line)
    if message["type"] == "hello":
        print(json.dumps({{"type": "hello", "protocol": 1}}), flush=True)
    else:
        timexes = [{{"start": 0, "end": LENGTH}}]
        reply = {{"type": "result", "document": message["document"]["id"], "timexes": timexes}}
        print(json.dumps(reply), flush=True)
"""


def command(place: Place, argv: list[str], more: str = "") -> None:
    text = f'command = {json.dumps(argv)}\n{more}[[system]]\nname = "words"\nlayers = ["timexes"]\n'
    place.write("systems/words/system.toml", text)


def test_a2_a_program_on_the_path_that_is_replaced_is_another(place: Place) -> None:
    script = f"#!{sys.executable}\n" + ANSWERS
    program = place.write("programs/length", script.format("LENGTH = 3"))
    program.chmod(0o755)
    place.variables["PATH"] = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    command(place, ["length"])
    status = program.stat()
    assert place.run("words") == (2, 0)
    assert place.run("words") == (0, 2)
    program.write_text(script.format("LENGTH = 4"))
    os.utime(program, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert place.run("words") == (2, 0)


@pytest.mark.parametrize("changed", ["outside/run.py", "outside/helper.py"])
def test_a2_a_script_outside_of_the_folder_counts_with_what_it_imports(place: Place, changed: str) -> None:
    place.write("outside/helper.py", "LENGTH = 3\n")
    path = place.write("outside/run.py", ANSWERS.format("from helper import LENGTH"))
    command(place, [sys.executable, str(path)])
    assert place.run("words") == (2, 0)
    assert place.run("words") == (0, 2)
    with (place.folder / changed).open("a") as file:
        file.write("LENGTH = 4\n" if "helper" in changed else "\n")
    assert place.run("words") == (2, 0)


def test_a2_a_command_that_imports_what_is_installed_is_not_kept_unless_its_files_are_named(place: Place) -> None:
    place.write("systems/words/run.py", ANSWERS.format("import packaging\nLENGTH = 3"))
    command(place, [sys.executable, "{folder}/run.py"])
    assert place.run("words") == (2, 0)
    assert place.run("words") == (2, 0)
    assert "it imports packaging" in place.told["words"]
    data = place.write("data.txt", "3")
    command(place, [sys.executable, "{folder}/run.py"], f"files = [{json.dumps(str(data))}]\n")
    assert place.run("words") == (2, 0)
    assert place.run("words") == (0, 2)
    data.write_text("4")
    assert place.run("words") == (2, 0)


def test_a2_a_shell_script_may_start_anything(place: Place) -> None:
    place.write("systems/words/run.py", ANSWERS.format("LENGTH = 3"))
    place.write("systems/words/run.sh", f"exec {sys.executable} $(dirname $0)/run.py")
    command(place, ["sh", "{folder}/run.sh"])
    assert place.run("words") == (2, 0)
    assert place.run("words") == (2, 0)
    assert "what sh loads from outside of its folder isn't known" in place.told["words"]


@pytest.mark.slow
def test_a2_a_second_run_with_nothing_changed_asks_no_core_system(place: Place) -> None:
    arguments = ["evaluate", "--gold", str(place.folder / "suite"), "--systems-folder", str(ROOT / "systems")]
    arguments += ["--cache", str(place.folder / "cache")]
    first = bench(*arguments)
    assert first.returncode == 0, first.stderr
    second = bench(*arguments)
    assert second.stdout == first.stdout
    asked = [line for line in second.stderr.splitlines() if " documents done" in line]
    assert len(asked) > 10
    assert all(": 0 documents done" in line for line in asked), second.stderr
    assert "asked anew" not in first.stderr + second.stderr
