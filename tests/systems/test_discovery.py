from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from bench.errors import DataError, UsageError
from bench.systems.discovery import choose, discover, read, read_file

GOOD = '''
# /// script
# dependencies = ["click>=8", "no-such-package==1.0"]
# ///
"""Finds nothing.

At all."""
from bench import system

@system(layers=["timexes", "events"])
def two_words(document):
    return []

@system(name="other", layers=["events"])
class Learner:
    """Learns nothing."""
    def fit(self, training): ...
    def extract(self, document): return []
'''


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_declarations_are_read_without_running_the_file(tmp_path: Path) -> None:
    first, second = read_file(write(tmp_path, "x.py", "raise SystemExit\n" + GOOD))
    assert (first.name, first.layers, first.learns) == ("two-words", ("timexes", "events"), False)
    assert (second.name, second.layers, second.learns, second.summary) == (
        "other",
        ("events",),
        True,
        "Learns nothing.",
    )


def test_what_is_missing_is_told(tmp_path: Path) -> None:
    system = read_file(write(tmp_path, "x.py", GOOD))[0]
    assert system.summary == ""  # the file's words are for a file of one system
    assert system.requirements.missing() == ["no-such-package==1.0 (not installed)"]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("def f(:\n", 1, "not Python"),
        ("x = 1\n", 0, "declares no system"),
        ("from bench import system\n@system\ndef f(d): ...\n", 2, "needs its layers"),
        ("@system(layers=LAYERS)\ndef f(d): ...\n", 1, "must be literals"),
        (
            "\n@system(layers=['dates'])\ndef f(d): ...\n",
            2,
            "layers must be a list of timexes, events, links, timeline",
        ),
        ("@system(layers=['events'])\nclass C:\n  def run(self, d): ...\n", 1, "has no method extract"),
        ("# /// script\n# dependencies = [\n# ///\n@system(layers=['events'])\ndef f(d): ...\n", 1, "can't be"),
        ("# /// script\n# dependencies = ['a b']\n# ///\n@system(layers=['events'])\ndef f(d): ...\n", 1, "can't"),
    ],
)
def test_a_file_that_is_no_system_names_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    with pytest.raises(DataError, match=says) as caught:
        read_file(write(tmp_path, "x.py", text))
    assert caught.value.faults[0].line == line


def test_names_paths_and_near_names(tmp_path: Path) -> None:
    write(tmp_path / "systems", "a.py", "@system(layers=['events'])\ndef alpha(d): ...\n")
    path = write(tmp_path / "elsewhere", "b.py", "@system(layers=['events'])\ndef beta(d): ...\n")
    assert [system.name for system in choose(["alpha", str(path)], tmp_path / "systems")] == ["alpha", "beta"]
    with pytest.raises(UsageError, match="did you mean alpha"):
        choose(["alfa"], tmp_path / "systems")
    with pytest.raises(UsageError, match="there is no such file"):
        choose(["gone.py"], tmp_path / "systems")


def test_a_name_taken_twice_names_both_files(tmp_path: Path) -> None:
    for name in ("a.py", "b.py"):
        write(tmp_path / "systems", name, "@system(layers=['events'])\ndef alpha(d): ...\n")
    with pytest.raises(DataError, match=r"b\.py: the name 'alpha' is taken by .*a\.py"):
        discover(tmp_path / "systems")
    path = write(tmp_path / "elsewhere", "c.py", "@system(layers=['events'])\ndef alpha(d): ...\n")
    (tmp_path / "systems" / "b.py").unlink()
    with pytest.raises(UsageError, match=r"both define 'alpha'"):
        choose(["alpha", str(path)], tmp_path / "systems")


def test_hidden_files_and_dangling_links_are_no_systems(tmp_path: Path) -> None:
    write(tmp_path / "systems", "a.py", "@system(layers=['events'])\ndef alpha(d): ...\n")
    (tmp_path / "systems" / ".#a.py").symlink_to("user@host.1")
    (tmp_path / "systems" / "gone.py").symlink_to("nowhere")
    found, broken = discover(tmp_path / "systems")
    assert list(found) == ["alpha"]
    assert [(Path(fault.path).name, fault.message) for fault in broken] == [
        ("gone.py", "it can't be read: No such file or directory")
    ]


@pytest.mark.parametrize(
    ("declaration", "says"),
    [
        ("name='../up', layers=['events']", "can't be a system's name"),
        ("name=5, layers=['events']", "5 can't be a system's name"),
        ("name='annotator-a', layers=['events']", "not with 'annotator-'"),
        ("layers=['events', 'events']", "each once"),
        ("layers=[['events']]", "layers must be a list"),
        ("layers=['events'], developed_on='wikiwars'", "developed_on must be a list of suites' names"),
        ("layers=['events'], developed_on=['a', 'a']", "each once"),
        ("layers=['events'], developed_on=['gold/articles']", "a list of suites' names"),
        ("layers=['events'], developed_on=[' ']", "a list of suites' names"),
        ("layers=['events'], version='2'", "@system takes layers, wants, name and developed_on, not version"),
    ],
)
def test_what_a_declaration_may_not_say(tmp_path: Path, declaration: str, says: str) -> None:
    with pytest.raises(DataError, match=says):
        read_file(write(tmp_path, "x.py", f"@system({declaration})\ndef f(d): ...\n"))


def test_what_a_system_was_developed_on_is_read_from_files_and_manifests(tmp_path: Path) -> None:
    decorated = "@system(layers=['events'], developed_on=['wikiwars', 'mine'])\ndef f(d): ...\n"
    assert [each.developed_on for each in read_file(write(tmp_path, "x.py", decorated))] == [("wikiwars", "mine")]
    table = 'command = ["true"]\n[[system]]\nname = "m"\nlayers = ["events"]\ndeveloped_on = {}\n'
    write(tmp_path / "m", "system.toml", table.format('["meantime"]'))
    assert [each.developed_on for each in read(tmp_path / "m")] == [("meantime",)]
    write(tmp_path / "m", "system.toml", table.format('["a/b"]'))
    with pytest.raises(DataError, match="developed_on must be a list"):
        read(tmp_path / "m")


HELPED = """
from bench import system
from rules import LENGTH

@system(layers=["timexes"])
def helped(document):
    return []
"""


def test_newcomer_c_a_module_beside_a_system_is_no_faulty_system(tmp_path: Path) -> None:
    write(tmp_path, "helped.py", HELPED)
    write(tmp_path, "rules.py", "from lower import LENGTH\n")
    write(tmp_path, "lower.py", "LENGTH = 3\n")
    write(tmp_path, "forgotten.py", "def extract(document): ...\n")
    found, faults = discover(tmp_path)
    assert list(found) == ["helped"]
    assert [Path(fault.path).name for fault in faults] == ["forgotten.py"]


def test_newcomer_c_the_digest_of_a_module_beside_counts(tmp_path: Path) -> None:
    path = write(tmp_path, "helped.py", HELPED)
    alone = read_file(path)[0].digest
    assert alone == hashlib.sha256(path.read_bytes()).hexdigest()
    write(tmp_path, "rules.py", "from lower import LENGTH\n")
    write(tmp_path, "lower.py", "LENGTH = 3\n")
    before = read_file(path)[0].digest
    write(tmp_path, "lower.py", "LENGTH = 4\n")
    after = read_file(path)[0].digest
    assert len({alone, before, after}) == 3
