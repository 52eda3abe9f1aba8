"""Systems run and evaluated from Python: on documents, on corpora, on gold; no process is left behind."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

import bench
from bench import DataError, Document, NotReadyError, Suite, UsageError
from tests.conftest import ROOT
from tests.dataset.articles.files import page, pdf

SystemFile = Callable[[str, str], Path]
DAY = datetime.date(2021, 5, 4)
MONDAYS = """
    import re
    from bench import Timex, system

    @system(layers=["timexes"])
    def mondays(document):
        if "boom" in document.text:
            raise ValueError("no idea")
        for found in re.finditer("Monday", document.text):
            yield Timex(found.start(), found.end(), "DATE", str(document.dct))
    """


@pytest.fixture
def mondays(system_file: SystemFile) -> Path:
    return system_file("mondays", MONDAYS)


@pytest.fixture(autouse=True)
def nothing_left_behind(capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    yield
    left = [child for child in psutil.Process().children(recursive=True) if child.pid not in before]
    assert [child.cmdline() for child in left if "harness/reaper.py" not in " ".join(child.cmdline())] == []
    assert capfd.readouterr() == ("", "")


def values(predictions: bench.Predictions) -> dict[str, list[tuple[int, str | None]]]:
    found = predictions.layers.items()
    return {name: [(each.start, each.value) for each in layers.timexes] for name, layers in found}


def test_one_document_a_list_and_a_path_are_run(mondays: Path, tmp_path: Path) -> None:
    one = Document("a", "It is Monday.", DAY)
    two = Document("b", "No day.", DAY)
    assert values(bench.run(mondays, one)) == {"a": [(6, "2021-05-04")]}
    assert values(bench.run(str(mondays), iter([one, two]))) == {"a": [(6, "2021-05-04")], "b": []}
    corpus = tmp_path / "news.jsonl"
    corpus.write_text(json.dumps({"id": "c", "text": "Monday"}) + "\n")
    assert values(bench.run(mondays, str(corpus), dct="2021-05-05")) == {"c": [(0, "2021-05-05")]}
    assert values(bench.run(mondays, corpus, dct=DAY)) == {"c": [(0, "2021-05-04")]}


def test_articles_are_run_and_one_that_cannot_be_read_is_among_the_failures(mondays: Path, tmp_path: Path) -> None:
    texts = {
        "a.txt": b"On Monday.",
        "b.txt": b"",
        "c.html": page(""),
        "d.pdf": pdf(["On Monday."]),
        "e.pdf": b"%PDF",
    }
    for name, content in texts.items():
        (tmp_path / name).write_bytes(content)
    found = bench.run(mondays, [tmp_path / name for name in texts], dct=DAY)
    assert {name: len(times) for name, times in values(found).items()} == {"a": 1, "c": 1, "d": 1}
    assert list(found.failures) == ["b", "e"]
    assert "b.txt: it has no text" in found.failures["b"]
    assert values(bench.run(mondays, tmp_path / "a.txt", dct=DAY)) == {"a": [(3, "2021-05-04")]}
    with pytest.raises(DataError, match=r"a\.txt: neither the file nor its text tells the day"):
        bench.run(mondays, str(tmp_path / "a.txt"))
    with pytest.raises(UsageError, match="some documents are given by paths and some not"):
        bench.run(mondays, [tmp_path / "a.txt", Document("x", "On Monday.", DAY)])


def test_gold_is_a_corpus_and_what_comes_back_can_be_scored(mondays: Path, suite_folder: Path) -> None:
    gold = bench.read_gold(suite_folder)
    scores = bench.score(bench.run(mondays, suite_folder), gold)
    assert scores["timex.strict"].counts.correct_predicted == 1  # the only Monday of the two texts


def test_a_document_that_fails_is_named_with_its_cause(mondays: Path) -> None:
    found = bench.run(mondays, [Document("a", "boom", DAY), Document("b", "Monday", DAY)], jobs=2)
    assert list(found.layers) == ["b"]
    assert "no idea" in found.failures["a"]


def test_what_cannot_run_says_why(mondays: Path, tmp_path: Path) -> None:
    document = Document("a", "Monday", DAY)
    needy = tmp_path / "needy.py"
    needy.write_text(
        '# /// script\n# [tool.bench]\n# environment = ["A_KEY"]\n# ///\nfrom bench import system\n\n'
        '@system(layers=["timexes"])\ndef needy(document):\n    return []\n'
    )
    with pytest.raises(UsageError, match="A_KEY"):
        bench.run(needy, document)
    assert bench.run(needy, document, variables={"A_KEY": "x"}).failures == {}
    with pytest.raises(NotReadyError, match="A_KEY"):
        bench.evaluate(needy, ROOT / "gold" / "articles")
    with pytest.raises(UsageError, match="there is no such file"):
        bench.run(tmp_path / "none.py", document)
    with pytest.raises(UsageError, match="no system to run"):
        bench.evaluate([], ROOT / "gold" / "articles")
    with pytest.raises(UsageError, match="several documents have the id 'a'"):
        bench.run(mondays, [document, document])
    with pytest.raises(UsageError, match="'yesterday' is no day"):
        bench.run(mondays, document, dct="yesterday")
    with pytest.raises(UsageError, match="doesn't learn"):
        bench.run(mondays, document, train=ROOT / "gold" / "articles")
    (tmp_path / "bad.jsonl").write_text("{}\n")
    with pytest.raises(DataError):
        bench.run(mondays, tmp_path / "bad.jsonl")


def test_a_system_that_needs_an_installation_says_what_to_give(tmp_path: Path) -> None:
    path = tmp_path / "needy.py"
    path.write_text(
        '# /// script\n# dependencies = ["no-such-package==1"]\n# ///\nfrom bench import system\n\n'
        '@system(layers=["timexes"])\ndef needy(document):\n    return []\n'
    )
    with pytest.raises(UsageError, match=r"give cache=, a folder to keep it in|uv to install it"):
        bench.run(path, Document("a", "", DAY))


def test_a_timeline_is_made_of_all_documents(system_file: SystemFile) -> None:
    path = system_file(
        "opening",
        """
        from bench import Entry, Event, system

        @system(layers=["events", "timeline"])
        class Opening:
            def extract(self, document):
                return [Event(0, 4, id="e1")]
            def collect(self, documents):
                return [Entry("all", "All", mentions=[(each.id, each.events[0].id) for each in documents])]
        """,
    )
    found = bench.run(path, [Document("a", "Open", DAY), Document("b", "Shut", DAY)])
    assert [(entry.id, [name for name, _ in entry.mentions]) for entry in found.timeline] == [("all", ["a", "b"])]


def test_a_learner_is_fitted_on_the_gold_that_is_given(system_file: SystemFile, suite_folder: Path) -> None:
    path = system_file(
        "learner",
        """
        from bench import Timex, system

        @system(layers=["timexes"])
        class Learner:
            def fit(self, documents):
                self.seen = len(documents)
            def extract(self, document):
                return [Timex(0, 1, "DATE", str(2000 + self.seen))]
        """,
    )
    document = Document("a", "x", DAY)
    with pytest.raises(UsageError, match="learns"):
        bench.run(path, document)
    assert values(bench.run(path, document, train=suite_folder)) == {"a": [(0, "2002")]}
    # in an evaluation it is fitted on the other document alone
    found = bench.evaluate(path, suite_folder)["Learner"].predictions
    assert found is not None
    assert {value for each in values(found).values() for _, value in each} == {"2001"}


def test_systems_are_evaluated_and_compared(mondays: Path, system_file: SystemFile, suite_folder: Path) -> None:
    nothing = system_file(
        "nothing",
        """
        from bench import system

        @system(layers=["timexes"])
        def nothing(document):
            return []
        """,
    )
    gold: Suite = bench.read_gold(suite_folder)
    results = bench.evaluate([mondays, str(nothing)], gold)
    assert list(results) == ["mondays", "nothing"]
    assert results["mondays"]["timex.strict"].counts.correct_predicted == 1
    assert str(results).splitlines()[0] == "Time expressions (%)"
    found = bench.compare(results, results)
    assert [system.state for system in found.systems] == ["unchanged", "unchanged"]
    (only,) = bench.compare(results["mondays"], results["nothing"], gold).systems
    assert only.figures["timex.relaxed"][1] == 0
