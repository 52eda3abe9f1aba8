"""The packages: what the wheel and the sdist hold, and that the wheel is enough in an empty folder."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.slow

LONGEST_QUOTE = 200
"""The number of characters that nothing in a package may share with an article."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The unpacked wheel and sdist, and the wheel's file."""
    folder = tmp_path_factory.mktemp("built")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = folder.glob("*.whl")
    (sdist,) = folder.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "wheel")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder / "sdist", filter="data")
    (inside,) = (folder / "sdist").iterdir()
    return {"file": wheel, "wheel": folder / "wheel", "sdist": inside}


def plain(text: str) -> str:
    """A text with blanks as one space, and without the escapes of JSON and HTML in the words."""
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    text = text.replace("\\n", " ").replace('\\"', '"').replace("&quot;", '"').replace("&#39;", "'")
    return " ".join(text.split())


def quoted(text: str, articles: list[str]) -> Iterator[str]:
    """Yields parts of articles of `LONGEST_QUOTE` characters or more that occur in a text.

    Such a part has one of the articles' blocks of half the length as a whole, so that only these are looked up.
    """
    half = LONGEST_QUOTE // 2
    for article in articles:
        for start in range(0, len(article) - half + 1, half):
            if article[start : start + half] in text:
                for first in range(max(0, start - half), start + 1):
                    part = article[first : first + LONGEST_QUOTE]
                    if len(part) == LONGEST_QUOTE and part in text:
                        yield part


@pytest.fixture(scope="module")
def articles() -> list[str]:
    return [plain(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "seeds").glob("*.txt"))]


def test_the_search_finds_a_quote_wherever_it_begins(articles: list[str]) -> None:
    article = articles[0]
    for start in (0, 1, 99, 100, 151):
        inside = f"x{article[start : start + LONGEST_QUOTE]}y"
        assert any(quoted(inside, articles)), start
        assert not any(quoted(f"x{article[start : start + LONGEST_QUOTE - 1]}\0", articles))
    whole = (ROOT / "gold" / "articles" / "documents.jsonl").read_text(encoding="utf-8")
    assert any(quoted(plain(whole), articles))


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_no_package_holds_the_articles(kind: str, built: dict[str, Path], articles: list[str]) -> None:
    files = [path for path in built[kind].rglob("*") if path.is_file()]
    assert len(files) > 300
    names = [path.relative_to(built[kind]).as_posix() for path in files]
    assert not [name for name in names if "seeds/" in name or "gold/articles" in name]
    for path in files:
        text = plain(path.read_text(encoding="utf-8", errors="replace"))
        assert not [*quoted(text, articles)], path


def test_the_wheel_carries_the_systems_and_the_suites_whose_texts_are_ours(built: dict[str, Path]) -> None:
    carried = built["wheel"] / "bench" / "_carried"
    assert sorted(path.name for path in carried.iterdir()) == ["gold", "systems"]
    assert sorted(path.name for path in (carried / "gold").iterdir()) == ["messages", "phenomena"]
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "systems", "gold/messages", "gold/phenomena"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\0")  # fmt: skip
    found = {path.relative_to(carried).as_posix() for path in carried.rglob("*") if path.is_file()}
    assert found == {*filter(None, tracked)}
    for name in found:
        assert (carried / name).read_bytes() == (ROOT / name).read_bytes(), name
    tool = Path(sys.executable).with_name("check-wheel-contents")
    done = subprocess.run([tool, built["file"]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def installed(built: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of a fresh environment with the wheel and the full install."""
    environment = tmp_path_factory.mktemp("environment") / "venv"
    uv = str(Path(sys.executable).with_name("uv"))
    subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, str(environment)], check=True)
    programs = environment / "bin"
    subprocess.run(
        [uv, "pip", "install", "--quiet", "--python", str(programs / "python"), "-c", "constraints.txt",
         f"{built['file']}[full]"],
        cwd=ROOT, check=True,
    )  # fmt: skip
    return programs


MINE = '''"""Mondays."""
from bench import Timex, system

@system(layers=["timexes"])
def mine(document):
    start = document.text.index("Monday")
    return [Timex(start, start + 6, "DATE", "2021-05-03")]
'''
TEXT = "The fair opened on Monday."


def test_the_wheel_is_enough_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment["GIT_CEILING_DIRECTORIES"] = str(tmp_path)

    def call(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(installed / program), *arguments]
        return subprocess.run(command, cwd=empty, env=environment, capture_output=True, text=True, check=False)

    done = call("bench", "list", "--format", "json")
    assert done.returncode == 0, done.stderr
    assert {"regex", "spacy-rules", "heideltime"} <= {row["system"] for row in json.loads(done.stdout)}

    done = call("bench", "evaluate", "regex")
    assert done.returncode == 2
    assert "--gold messages and --gold phenomena; the texts of gold/articles are their publishers'" in done.stderr

    (empty / "news.jsonl").write_text(json.dumps({"id": "a", "text": TEXT, "dct": "2021-05-04"}) + "\n")
    done = call("bench", "run", "spacy-rules", "news.jsonl", "-o", "predictions")
    assert done.returncode == 0, done.stderr
    (found,) = (empty / "predictions" / "timexes.jsonl").read_text(encoding="utf-8").splitlines()
    assert (json.loads(found)["text"], json.loads(found)["value"]) == ("Monday", "2021-05-03")

    script = f"""
import datetime

import bench
found = bench.run("spacy-rules", bench.Document("a", {TEXT!r}, datetime.date(2021, 5, 4)))
print([timex.value for timex in found.layers["a"].timexes])
"""
    done = call("python", "-c", script)
    assert done.stdout == "['2021-05-03']\n", done.stderr

    gold = empty / "gold" / "mine"
    gold.mkdir(parents=True)
    (gold / "documents.jsonl").write_text(json.dumps({"id": "a", "text": TEXT, "dct": "2021-05-04"}) + "\n")
    timex = {"doc": "a", "start": 19, "end": 25, "type": "DATE", "value": "2021-05-03"}
    (gold / "timexes.jsonl").write_text(json.dumps(timex) + "\n")
    (empty / "mine.py").write_text(MINE)
    done = call("bench", "evaluate", "regex", "mine.py", "--gold", "gold/mine", "--format", "json")
    assert done.returncode == 0, done.stderr
    scored = {
        name: each["measures"]["timex.value"]["f1"] for name, each in json.loads(done.stdout)["systems"].items()
    }
    assert scored == {"regex": 0, "mine": 1}  # regex finds whole dates only

    done = call("bench", "evaluate", "regex", "--gold", "phenomena", "--format", "json")
    assert done.returncode == 0, done.stderr
    assert "regex: 966 documents done" in done.stderr
