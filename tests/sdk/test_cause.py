"""Newcomer C: the message of a failed system says where in its file it failed, and what to write instead."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.sdk import protocol
from bench.sdk.cause import Cause
from bench.sdk.declare import check_declaration
from bench.sdk.model import Document
from bench.sdk.worker import Session, declared, load_file

SystemFile = Callable[[str, str], Path]
DOCUMENT = Document("d", "The fair opened on Monday.", datetime.date(2021, 5, 4))


def cause_of(path: Path) -> Cause:
    """The cause of the failure of the file's system on a document, or of loading the file."""
    session = None
    try:
        (found,) = declared(load_file(path)).values()
        session = Session(*found)
        session.answer(protocol.extract_request(protocol.document_to_json(DOCUMENT)))
    except Exception as raised:
        error = raised
    else:
        pytest.fail("it didn't fail")
    trace = error.__traceback__
    assert trace is not None
    error.__traceback__ = trace.tb_next  # without the frame of this test
    return Cause(error, path, session.found if session is not None else None)


def failing(system_file: SystemFile, body: str, layers: str = '"timexes"', head: str = "") -> Cause:
    """The cause for a system whose function has this body. The body's first line is line 5 of the file, after
    the lines of ``head``."""
    function = f"@system(layers=[{layers}])\ndef failing(document):\n{textwrap.indent(body, '    ')}\n"
    return cause_of(system_file("failing", head + function))


# what the function does; what the message must say besides; the line of the file that it must name
MISTAKES = {
    "a dict is yielded": (
        'x = 1\nyield {"start": 19}',
        "which is no Timex; write `yield Timex(start, end, …)`",
        6,
    ),
    "a tuple is yielded": ('yield (19, 25, "DATE")', "which is no Timex; write `yield Timex(start, end, …)`", 5),
    "a dict is yielded by a helper": (
        "def helper():\n    yield {}\nyield from helper()",
        "write `yield Timex(",
        6,
    ),
    "a list is yielded": ("yield [Timex(0, 3)]", "write `yield from` a list", 5),
    "an event is yielded": ("yield Event(0, 3)", 'which is no Timex; add "events" to its layers', 5),
    "a dict in a list": ("found = [\n    {}\n]\nreturn found", "write `yield Timex(start, end, …)`", 3),
    "nothing is returned": ("Timex(0, 3)", "extract returned None, not a list of annotations; write `yield", 5),
    "a timex is returned": ("return Timex(0, 3)", "not a list of annotations; yield it, or put it into a list", 5),
    "a dict is returned": ("return {'timexes': []}", "not a list of annotations; write `yield Timex(", 3),
    "a date is a value": (
        'yield Timex(0, 3, "DATE", document.dct)',
        "value datetime.date(2021, 5, 4) is no string; add .isoformat()",
        5,
    ),
    "a date in a list": ('a = 1\nreturn [Timex(0, 3, "DATE", document.dct)]', "is no string; add .isoformat()", 6),
    "a time is a value": (
        'import datetime\nyield Timex(0, 3, "TIME", datetime.time(8))',
        "value datetime.time(8, 0) is no string; add .isoformat()",
        6,
    ),
    "a year is a value": ('yield Timex(0, 3, "DATE", 2021)', "value 2021 is no string; write a string", 5),
    "an offset is a float": ("yield Timex(0.5, 3)", "0.5 is no whole-number offset", 5),
    "an error of its own": ("x = 1\nyield {}['key']", "KeyError: 'key' (failing.py:6)", 6),
}


@pytest.mark.parametrize(("body", "says", "line"), MISTAKES.values(), ids=MISTAKES.keys())
def test_newcomer_c_a_mistake_is_told_with_its_line_and_remedy(
    system_file: SystemFile, body: str, says: str, line: int
) -> None:
    told = failing(system_file, body).line()
    assert says in told
    assert f"(failing.py:{line})" in told


def test_newcomer_c_a_date_of_an_event_or_an_entry_is_told_alike(system_file: SystemFile) -> None:
    event = failing(system_file, "yield Event(0, 3, when=document.dct)", '"events"').line()
    assert "when datetime.date(2021, 5, 4) is no string; add .isoformat() (failing.py:5)" in event


IMPORTS = {
    "a package": (
        "import nosuchpackage\n",
        "add the package that has it to `dependencies` in the script block, such as "
        '# dependencies = ["nosuchpackage"]',
    ),
    "a module of a package": ("import nosuchpackage.sub\n", '# dependencies = ["nosuchpackage"]'),
    "a module that a package lacks": ("import json.nosuch\n", "json is there, without it; give the version"),
    "a module beside, with a dot": ("from . import helper\n", "import a module beside the file by its name alone"),
}


@pytest.mark.parametrize(("head", "says"), IMPORTS.values(), ids=IMPORTS.keys())
def test_newcomer_c_a_missing_import_is_told_with_its_remedy(
    system_file: SystemFile, head: str, says: str
) -> None:
    told = failing(system_file, "return []", head=head).line()
    assert says in told
    assert "(failing.py:3)" in told


@pytest.mark.parametrize("place", ["nosuchown/__init__.py", "src/nosuchown/__init__.py", "src/nosuchown.py"])
def test_a_package_of_the_repository_itself_is_to_be_installed_from_there(
    tmp_path: Path, system_file: SystemFile, place: str
) -> None:
    path = system_file("failing", "import nosuchown.sub\n")
    (tmp_path / "pyproject.toml").touch()
    own = tmp_path / place
    own.parent.mkdir(parents=True, exist_ok=True)
    own.touch()
    told = cause_of(path).line()
    assert "nosuchown is a package of this repository; install it where bench is: python" in told
    assert "add the package" not in told


def test_newcomer_c_a_module_beside_that_declares_a_system_is_named(system_file: SystemFile) -> None:
    system_file("nosuchother", '@system(layers=["timexes"])\ndef other(document):\n    return []\n')
    told = failing(system_file, "return []", head="import nosuchother\n").line()
    assert "nosuchother.py declares a system and isn't imported; move what is shared to a file without" in told


def test_newcomer_c_the_traceback_is_whole_and_without_benchs_own_frames(system_file: SystemFile) -> None:
    told = failing(system_file, "def inner():\n    return {}['key']\nyield inner()").traceback()
    assert told.startswith("Traceback (most recent call last):\n")
    assert [line.split(", ")[1:] for line in told.splitlines() if line.startswith("  File")] == [
        ["line 7", "in failing"],
        ["line 6", "in inner"],
    ]
    assert told.endswith("KeyError: 'key'\n")


def test_newcomer_c_an_item_that_is_no_annotation_has_a_traceback_to_its_yield(system_file: SystemFile) -> None:
    told = failing(system_file, "yield {}").traceback()
    assert 'failing.py", line 5, in failing\n    yield {}\n' in told


@pytest.mark.parametrize(
    ("layers", "near"),
    [(["timex"], "timexes"), (["Event"], "events"), (["tlinks"], "links"), ("timexes", ""), (["dates"], "")],
)
def test_newcomer_c_a_layer_of_a_similar_name_is_suggested(layers: object, near: str) -> None:
    with pytest.raises(ValueError, match="layers must be a list of timexes") as raised:
        check_declaration("mine", layers, [])
    assert str(raised.value).partition("; did you mean ")[2] == near


def test_newcomer_c_a_gold_layer_of_a_similar_name_is_suggested() -> None:
    with pytest.raises(ValueError, match="not 'gold:timex'; did you mean gold:timexes"):
        check_declaration("mine", ["links"], ["gold:timex"])
