"""How formats are found and recognised, and that every verb reads by them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import bench
from bench import formats
from bench.cli.root import run
from bench.dataset.pair import Pair
from bench.errors import DataError, UsageError
from bench.formats import jsonl, task4, timeml

MONDAY = '<TIMEX3 tid="t1" type="DATE" value="{value}">Monday</TIMEX3>'
FILE = """<T><DCT><TIMEX3 tid="t0" type="DATE" value="2021-05-04">then</TIMEX3></DCT>
<TEXT>It <EVENT eid="e1" class="OCCURRENCE">rained</EVENT> on {monday}.</TEXT>
<MAKEINSTANCE eiid="ei1" eventID="e1"/>
<TLINK relType="IS_INCLUDED" eventInstanceID="ei1" relatedToTime="{end}"/></T>
"""


def write(path: Path, value: str = "2021-05-03", end: str = "t1") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(FILE.format(monday=MONDAY.format(value=value), end=end), encoding="utf-8")
    return path


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """A TimeML folder of one document."""
    return write(tmp_path / "wet" / "rain.tml").parent


def test_a_path_is_in_the_first_format_that_recognises_it(tmp_path: Path, gold: Path, suite_folder: Path) -> None:
    assert formats.recognise(gold) is timeml.FORMAT
    assert formats.recognise(gold / "rain.tml") is timeml.FORMAT
    assert formats.recognise(suite_folder) is jsonl.FORMAT
    for folder in (gold, suite_folder):  # a licence beside the files is no timeline
        (folder / "LICENSE.txt").write_text("Free.")
    assert formats.recognise(gold) is timeml.FORMAT
    assert formats.recognise(suite_folder) is jsonl.FORMAT
    (tmp_path / "ordered").mkdir()
    (tmp_path / "ordered" / "ada.txt").write_text("Ada\n1\t2005\t9-2-talks\n")
    assert formats.recognise(tmp_path / "ordered") is task4.FORMAT
    names = [each.name for each in formats.FORMATS]
    assert names[0] == "jsonl"
    assert names.index("timeml") < names.index("task4")  # these take all XML, and all texts: others come first
    with pytest.raises(UsageError, match="no format named 'timemel'; did you mean timeml"):
        formats.named("timemel")


def test_what_no_format_recognises_is_told_with_what_to_name(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=r"empty: in none of the .* \(it is empty\); .*documents\.jsonl.*\*\.tml"):
        formats.read_gold(tmp_path / "empty")
    with pytest.raises(UsageError, match="nowhere: there is no such file or folder; name the predictions"):
        formats.read_predictions(str(tmp_path / "nowhere"))


def test_timelines_are_scored_with_timelines_alone(tmp_path: Path, gold: Path, suite_folder: Path) -> None:
    (tmp_path / "ordered").mkdir()
    (tmp_path / "ordered" / "ada.txt").write_text("Ada\n1\t2005\t9-2-talks\n")
    with pytest.raises(UsageError, match=r"wet: TimeML; ordered needs timelines: .*SemEval-2015 Task 4"):
        formats.read_predictions(gold, formats.read_gold(tmp_path / "ordered"))
    with pytest.raises(UsageError, match=r"ordered: timelines of .*; example needs annotated documents"):
        formats.read_predictions(tmp_path / "ordered", formats.read_gold(suite_folder))
    with pytest.raises(UsageError, match=r"ordered: timelines of .* have no annotations to compare"):
        formats.read_passes(gold, tmp_path / "ordered")


def test_two_single_files_are_of_one_document(tmp_path: Path, gold: Path) -> None:
    mine = write(tmp_path / "mine.xml", value="2021-05-10")
    suite = formats.read_gold(gold / "rain.tml")
    assert (suite.name, [document.id for document in suite.documents]) == ("rain", ["rain"])
    assert formats.read_predictions(mine, suite).layers["rain"].timexes[0].value == "2021-05-10"
    stream = formats.stream(mine, gold / "rain.tml")
    assert stream is not None
    (pair,) = stream.whole()
    assert isinstance(pair, Pair)
    assert pair.predicted is not None
    assert pair.predicted.timexes[0].value == "2021-05-10"


def test_passes_in_two_formats_are_checked_against_the_texts_that_one_carries(tmp_path: Path, gold: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "documents.jsonl").write_text('{"id": "rain"}\n')
    timexes = other / "timexes.jsonl"
    timexes.write_text('{"doc": "rain", "start": 13, "end": 19, "text": "Monday"}\n')
    a, b = formats.read_passes(other, gold)
    assert [side.layers["rain"].timexes[0].start for side in (a, b)] == [13, 13]
    timexes.write_text('{"doc": "rain", "start": 12, "end": 18, "text": "Monday"}\n')
    with pytest.raises(DataError, match=r"timexes\.jsonl:1: 12–18 covers ' Monda', not 'Monday'"):
        formats.read_passes(other, gold)


ADDED = '''
"""A text on the first line, then start, end and value of a time on each: a format of a test."""

from bench.dataset.suite import Layers, Predictions, Suite, SuiteDocument
from bench.formats.format import Format
from bench.sdk.model import Timex


def files(path):
    return sorted(path.glob("*.spans")) if path.is_dir() else []


def layers_of(file):
    cells = [line.split() for line in file.read_text().splitlines()[1:]]
    return Layers(tuple(Timex(int(start), int(end), value=value) for start, end, value in cells))


def read_gold(path):
    documents = tuple(SuiteDocument(each.stem, each.read_text().splitlines()[0]) for each in files(path))
    return Suite(path.name, "", "", documents, {each.stem: layers_of(each) for each in files(path)})


def read_predictions(path, suite):
    return Predictions({each.stem: layers_of(each) for each in files(path)}, covers=("timexes",))


FORMAT = Format("spans", "lines of spans", "*.spans", 4, files, read_gold, read_predictions)
'''


@pytest.mark.slow
def test_a_format_is_one_file(tmp_path: Path, gold: Path) -> None:
    """A copy of the package with one file more reads predictions and gold by it, and gold beside it in TimeML."""
    package = tmp_path / "copy" / "bench"
    shutil.copytree(Path(bench.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "formats" / "spans.py").write_text(ADDED, encoding="utf-8")
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "rain.spans").write_text("It rained on Monday.\n13 19 2021-05-03\n")
    program = "import sys; from bench.cli.root import run; sys.exit(run(sys.argv[1:]))"
    for side in (gold, mine):
        command = [sys.executable, "-c", program, "score", str(mine), str(side), "--format", "json"]
        done = subprocess.run(command, cwd=package.parent, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["measures"]["timex.value"]["f1"] == 1


def test_annotators_agree_on_timeml(tmp_path: Path, gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = write(tmp_path / "other" / "rain.tml", value="2021-05-10").parent
    assert run(["agree", str(gold), str(other), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["timex span, strict"]["value"] == 1
    assert found["timex value"]["value"] == 0
    # neither side states a kind: nothing is measured
    assert (found["timex kind"]["value"], found["timex kind"]["n"]) == (None, 0)
    write(tmp_path / "other" / "rain.tml").write_text("<T><TEXT>It snowed.</TEXT></T>")
    assert run(["agree", str(gold), str(other)]) == 3
    assert "rain: the text is not gold's: at character 3" in capsys.readouterr().err


def test_timeml_is_validated_by_what_scores_need(
    tmp_path: Path, gold: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["validate", str(gold)]) == 0
    assert capsys.readouterr().out == ("wet is sound: 1 document, 1 timex, 1 event, 1 link, 0 timeline entries\n")
    write(tmp_path / "loose" / "rain.tml", end="t7")
    assert run(["validate", str(tmp_path / "loose")]) == 4
    assert "rain.tml:4: 't7' is no timex or event of 'rain'" in capsys.readouterr().err
    assert run(["validate", "--scheme", str(gold)]) == 2
    assert "TimeML can't follow the annotation scheme; leave --scheme out" in capsys.readouterr().err


def test_predictions_of_both_formats_are_compared_on_timeml(
    tmp_path: Path, gold: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    worse = write(tmp_path / "worse" / "rain.tml", value="2021-05-10").parent
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "documents.jsonl").write_text('{"id": "rain"}\n')
    (mine / "timexes.jsonl").write_text('{"doc": "rain", "start": 13, "end": 19, "value": "2021-05-03"}\n')
    command = [
        "compare",
        str(worse),
        str(mine),
        "--gold",
        str(gold),
        "--measure",
        "timex.value",
        "--format",
        "csv",
    ]
    assert run([*command, "--undecided", "pass"]) == 0
    head, row = (line.split(",") for line in capsys.readouterr().out.splitlines())
    found = dict(zip(head, row, strict=True))
    assert (found["measure"], float(found["base"]), float(found["head"])) == ("timex.value", 0, 1)


def test_a_system_runs_over_timeml(tmp_path: Path, gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    system = tmp_path / "mondays.py"
    system.write_text(
        '"""A system of a test."""\nfrom bench import Timex, system\n\n'
        '@system(layers=["timexes"])\ndef mondays(document):\n'
        '    at = document.text.index("Monday")\n'
        "    yield Timex(at, at + 6, value=document.dct.isoformat())\n"
    )
    out = tmp_path / "out"
    assert run(["run", str(system), str(gold), "-o", str(out)]) == 0
    timex = formats.read_predictions(out, formats.read_gold(gold)).layers["rain"].timexes[0]
    assert (timex.start, timex.value) == (13, "2021-05-04")
    undated = tmp_path / "undated"
    undated.mkdir()
    (undated / "rain.tml").write_text("<T><TEXT>On Monday.</TEXT></T>")
    assert run(["run", str(system), str(undated), "-o", str(tmp_path / "none")]) == 4
    assert "it states no day; state a creation time, or give --dct" in capsys.readouterr().err
    assert run(["run", str(system), str(undated), "-o", str(tmp_path / "some"), "--dct", "2021-05-04"]) == 0


def test_gold_without_the_scheme_is_evaluated_and_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No card, no ids, no kinds, no origin: what scores need is there."""
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "documents.jsonl").write_text('{"id": "rain", "text": "It rained on Monday.", "dct": "2021-05-04"}\n')
    (mine / "timexes.jsonl").write_text('{"doc": "rain", "start": 13, "end": 19, "sure": true}\n')
    system = tmp_path / "none.py"
    system.write_text(
        '"""A system of a test."""\nfrom bench import system\n\n'
        '@system(layers=["timexes"])\ndef none(document):\n    return []\n'
    )
    for command in (
        ["evaluate", str(system), "--gold", str(mine), "-o", str(tmp_path / "results")],
        ["show", str(system), "rain", "--gold", str(mine)],
        ["report", str(tmp_path / "results" / "mine"), "--gold", str(mine), "-o", str(tmp_path / "page.html")],
        ["validate", str(mine)],
    ):
        assert run(command) == 0, capsys.readouterr().err
    capsys.readouterr()
    assert run(["validate", "--scheme", str(mine)]) == 4
    said = capsys.readouterr().err
    assert "the suite has no card" in said
    assert "no dct_reason" in said
