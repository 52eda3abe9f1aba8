"""Write what the commands print now into the documents: ``python docs/refresh.py``, from the project's folder.

The program runs each ``$ bench …`` example of a console block and replaces the output below it. It skips examples
that leave lines out ("…"); these are updated by hand, and a test checks them too. The program also makes the
README's table and the figure of docs/plots.md from results/, the list in docs/measures.md from the measures, and
the tables of agreement in the cards of gold from the passes.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
TABLE = re.compile(r"(?<=^```text\n).*?(?=^```)", re.MULTILINE | re.DOTALL)
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
ROWS = 8
"""The number of systems that the README's table shows."""
PLOT = ROOT / "docs" / "precision-recall-times.svg"
LEFT_OUT = "…\n"
"""This mark stands alone on a line, in place of lines of the output that are not shown."""


def examples(text: str) -> list[tuple[str, str]]:
    """Return each ``$ bench`` command of a document with the output that stands below it."""
    found = []
    for block in CONSOLE.findall(text):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, printed = part.partition("\n")
            found.append((command, printed))
    return found


def output(command: str) -> str:
    """Return the output of a command at 100 columns, without blanks at the ends of lines."""
    from bench.cli.root import run

    os.environ["COLUMNS"] = "100"
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
            code = run(shlex.split(command)[1:])
    finally:
        shutil.rmtree(ROOT / "build" / "example", ignore_errors=True)
        with contextlib.suppress(OSError):  # there is none, or it isn't empty
            (ROOT / "build").rmdir()
    if code:
        raise RuntimeError(f"{command}: exit code {code}")
    return plain(out.getvalue())


SUITES = {
    "articles": "news, four texts",
    "tempeval3-platinum": "Platinum, news",
    "phenomena": "phenomena",
    "messages": "messages",
}
"""The heading of each suite in the README's table."""
FIGURES = {"span": ("timex.relaxed",), "value": ("timex.value.any", "timex.value")}
"""The columns of each suite in the README's table; a record has the first of the measures, or the second."""
RANKED = "phenomena"
"""The suite whose last column orders the rows of the README's table."""


def table() -> str:
    """Return the README's table: F1 of the best systems on each suite."""
    from rich.console import Console

    from bench.render.grid import Grid, percent, print_grids
    from bench.results import record

    found: dict[str, dict[str, list[float | None]]] = {}
    for suite in SUITES:
        for path in sorted((ROOT / "results" / suite).glob("*/record.json")):
            one = record.read(path)
            if one.role == "system" and "timex.relaxed" in one.measures:
                named = (next(name for name in names if name in one.measures) for names in FIGURES.values())
                found.setdefault(one.name, {})[suite] = [one.measures[name].f1 for name in named]

    def rank(system: str) -> tuple[float, str]:
        return -(found[system].get(RANKED, [None])[-1] or 0), system

    nothing: list[float | None] = [None] * len(FIGURES)
    rows = [
        [system, *(percent(each) for suite in SUITES for each in found[system].get(suite, nothing))]
        for system in sorted(found, key=rank)[:ROWS]
    ]
    grid = Grid(
        "Time expressions: span found, and found with the right value (F1, %)",
        ("system", *(name for _ in SUITES for name in FIGURES)),
        rows,
        groups=[(name, len(FIGURES)) for name in SUITES.values()],
    )
    out = io.StringIO()
    print_grids([grid], Console(file=out, width=90))
    return plain(out.getvalue())


def plot() -> bytes:
    """Return the figure of docs/plots.md, an SVG file of all committed records."""
    from bench.figures.suite_results import SuiteResults
    from bench.gold.load import load
    from bench.plots import precision_recall, style
    from bench.results import store

    records, _ = store.read(ROOT / "results", load(ROOT / "gold" / "articles"))
    with style.settings():
        return style.written(precision_recall.times(SuiteResults(records)), "svg", PLOT.stem)


DRAWN = re.compile(r"(?<=^<!-- )(times|events) -->\n.*?(?=^<!-- end -->)", re.MULTILINE | re.DOTALL)
"""Matches a table of docs/choosing.md that is made from results/; the group is the name of the table."""
CHOOSING: dict[str, dict[str, dict[str, str]]] = {
    "times": {
        "articles": {"timex.relaxed": "found", "timex.value": "value", "timex.value.given": "given"},
        "tempeval3-platinum": {"timex.relaxed": "Platinum found", "timex.value": "Platinum value"},
        "phenomena": {"timex.value.any": "phenomena value"},
        "messages": {"timex.value.any": "messages value"},
    },
    "events": {
        "articles": {"event.relaxed": "found", "event.class": "class", "event.realis": "realis"},
        "tempeval3-platinum": {"event.relaxed": "Platinum found", "event.class": "Platinum class"},
    },
}
"""The heading of each column, by table, suite and measure. The second measure of a table orders its rows."""
ADVISED = ("heideltime-treetagger", "timefhuman-past")
"""The systems with a star: of several settings of one tool, those that its makers advise for news."""


def drawn(name: str) -> str:
    """Return one table of docs/choosing.md: F1 of each system on each suite."""
    from bench.render.grid import Grid, markdown, percent
    from bench.results import record

    columns = [(suite, measure) for suite, measures in CHOOSING[name].items() for measure in measures]
    found: dict[str, dict[tuple[str, str], float | None]] = {}
    for suite, measures in CHOOSING[name].items():
        for path in sorted((ROOT / "results" / suite).glob("*/record.json")):
            one = record.read(path)
            scores = {
                (suite, measure): one.measures[measure].f1 for measure in measures if measure in one.measures
            }
            if one.role == "system" and (suite, next(iter(measures))) in scores:
                found.setdefault(one.name, {}).update(scores)
    order = sorted(found, key=lambda system: (-(found[system].get(columns[1]) or 0), system))
    heads = [head for measures in CHOOSING[name].values() for head in measures.values()]
    cells = [[percent(found[system].get(column)) for column in columns] for system in order]
    names = [f"`{system}`" + "\\*" * (system in ADVISED) for system in order]
    rows = [[name, *figures] for name, figures in zip(names, cells, strict=True)]
    table = markdown(Grid("", ("system", *heads), rows), str).split("\n", 2)[2]
    return f"{name} -->\n{table}"


PUBLISHED = re.compile(r"(?<=^<!-- published -->\n).*?(?=^<!-- end -->)", re.MULTILINE | re.DOTALL)
"""The table of docs/published.md, which is made from the records of published outputs and of the best systems."""
BESIDE = ("spacy-rules", "heideltime-treetagger", "heideltime")
"""The systems, run here, beside which docs/published.md shows the published outputs."""


def published() -> str:
    """Return the table of docs/published.md: F1 on Platinum of published outputs and of some systems."""
    from bench.render.grid import Grid, markdown, percent
    from bench.results import record
    from bench.results.published import records

    folder = ROOT / "results" / "tempeval3-platinum"
    columns = {"strict": "timex.strict", "relaxed": "timex.relaxed", "type": "timex.type", "value": "timex.value"}
    shown = [(each, "published output") for each in records(folder)]
    shown += [(record.read(folder / name / "record.json"), "run here") for name in BESIDE]
    rows = [
        [f"`{one.name}`", how, *(percent(one.measures[name].f1, 2) for name in columns.values())]
        for one, how in sorted(shown, key=lambda pair: -(pair[0].measures["timex.strict"].f1 or 0))
    ]
    return markdown(Grid("", ("system", "scored", *columns), rows, labels=2), str).split("\n", 2)[2]


LEADERS = re.compile(r"(?<=^<!-- leaders -->\n).*?(?=^<!-- end -->)", re.MULTILINE | re.DOTALL)
"""The table of docs/choosing.md that says who is best at what on Platinum, published outputs among them."""
LED = {
    "times, exact spans": "timex.strict",
    "times, found": "timex.relaxed",
    "their types": "timex.type",
    "their values": "timex.value",
    "what they denote": "timex.interval",
    "events, found": "event.relaxed",
    "their classes": "event.class",
    "temporal links": "tlink.awareness",
}
"""The rows of that table, and the measure of each."""
SAME = ("heideltime-output",)
"""The published outputs that have the same spans, types and values as a system that runs here."""


def leaders() -> str:
    """Return the table of the four best on Platinum by each measure, run here or not."""
    from bench.render.grid import Grid, markdown, percent
    from bench.results import record
    from bench.results.names import given_gold
    from bench.results.published import records

    folder = ROOT / "results" / "tempeval3-platinum"
    systems = [record.read(path) for path in sorted(folder.glob("*/record.json"))]
    rivals = [each for each in records(folder) if each.name not in SAME]
    rivals += [each for each in systems if not given_gold(each) and not each.familiar]
    rows = []
    for what, measure in LED.items():
        scores = {each.name: score.f1 for each in rivals if (score := each.measures.get(measure)) and score.f1}
        # a system that passes on what another found is no second system
        scored = [
            (each, scores[each.name])
            for each in rivals
            if each.name in scores and not any(scores.get(name) == scores[each.name] for name in each.wants)
        ]
        best = sorted(scored, key=lambda pair: (-pair[1], pair[0].name))[:4]
        names = [f"`{each.name}`{'‡' if each.role == 'published' else ''} {percent(f1)}" for each, f1 in best]
        rows.append([what, *names, *["–"] * (4 - len(names))])
    headers = ("on Platinum", "best", "second", "third", "fourth")
    return markdown(Grid("", headers, rows, labels=len(headers)), str).split("\n", 2)[2]


GROUPS = {
    "weekdays": "own-weekday this-weekday last-weekday next-weekday weekday-past-tense weekday-future-tense "
    "weekday-no-tense",
    "weeks, months and years: last, this, next": "last-period this-period next-period",
    "dates with a missing part": "month-without-year day-of-month-alone turn-of-year month-end-and-leap-day",
    "distances: ago, in, a week from Friday": "ago-and-in compound-offset",
    "times in a story": "narrative-next-day narrative-offset anchor-chain reported-now",
    "which day is today": "dateline-and-page-date reposted headline-no-verb",
    "dates in figures": "numeric-day-first numeric-month-first numeric-ambiguous iso-and-basic-forms ordinal-date "
    "week-number unix-time",
    "clock times and parts of the day": "clock-and-zone part-of-day",
    "decades, centuries, quarters, parts of periods": "decade century-and-era fiscal-period part-of-period",
    "holidays": "holiday",
    "lengths, and how often": "duration-in-words set-and-frequency",
    "about, by, since; ranges and lists": "approximation bound range shared-part",
    "words that only look like times": "calendar-words words-with-times-inside names-with-times "
    "numbers-like-years numbers-like-times",
    "damaged and unusual text": "machine-translated minutes caption list-and-table ocr-and-casing "
    "emoji-and-unicode",
}
"""The phenomena of time expressions in groups, for the table of docs/choosing.md that says who is best at what."""
BEST = re.compile(r"(?<=^<!-- best -->\n).*?(?=^<!-- end -->)", re.MULTILINE | re.DOTALL)


def best() -> str:
    """Return the table of docs/choosing.md with the best systems for each group of phenomena."""
    from bench.gold.load import load
    from bench.render.grid import Grid, markdown, percent
    from bench.results import store
    from bench.results.phenomena import phenomena as by_phenomenon

    suite = load(ROOT / "gold" / "phenomena")
    found = by_phenomenon(store.read(ROOT / "results", suite)[0])[0]
    rows = {row.phenomenon: row for row in found.rows}
    lines = []
    for group, names in GROUPS.items():
        ranked = []
        for number, system in enumerate(found.systems):
            cells = [(rows[name], rows[name].cells[number]) for name in names.split()]
            right = sum((cell.right or 0) * row.annotations for row, cell in cells)
            alarms = sum((cell.alarms or 0) * row.traps for row, cell in cells)
            size, traps = (sum(getattr(row, of) for row, _ in cells) for of in ("annotations", "traps"))
            ranked.append((-right / size, alarms / traps, system.name))
        tools: dict[str, str] = {}
        for right, alarms, name in sorted(ranked):
            tools.setdefault(name.split("-")[0], f"`{name}` {percent(-right, 0)} ({percent(alarms, 0)})")
        lines.append([group, str(size), *list(tools.values())[:3]])
    headers = ("in the text", "expressions", "best", "second", "third")
    return markdown(Grid("", headers, lines, labels=len(headers)), str).split("\n", 2)[2]


MEASURES = re.compile(r"(?<=^<!-- measures -->\n).*?(?=^<!-- end -->)", re.MULTILINE | re.DOTALL)
"""The table of docs/measures.md, which is made from the measures themselves."""


def measures() -> str:
    """Return the list of all measures, with their units, definitions and sources."""
    from bench.measures import MEASURES
    from bench.render.grid import Grid, markdown

    headers = ("measure", "unit", "what counts as correct", "source")
    rows = [(f"`{measure.name}`", measure.unit, measure.definition, measure.source) for measure in MEASURES]
    return markdown(Grid("", headers, rows, labels=len(headers)), str).split("\n", 2)[2]


FORMATS = re.compile(r"(?<=^<!-- formats -->\n).*?(?=^<!-- end -->)", re.MULTILINE | re.DOTALL)
"""The table of docs/formats.md, which is made from the formats themselves."""
FOUND: dict[str, tuple[str, str]] = {
    "jsonl": ("A suite: gold in a folder", "a folder with `documents.jsonl`"),
    "parquet": ("Parquet", "a folder with `documents.parquet`"),
    "hf": (
        "Data sets of Hugging Face",
        "a folder with `data/documents.parquet`; `hf:NAME`, a data set of the hub; `hf:FOLDER`",
    ),
    "apf": ("TIMEX2 and APF", "a folder with `*.apf.xml`, or such a file"),
    "timex2": (
        "TIMEX2 and APF",
        "a folder with `*.xml`, `*.sgm` or `*.sgml`, one of which has TIMEX2 elements, or such a file",
    ),
    "mae": (
        "Tags of MAE, MedTator and i2b2",
        "a folder with `*.xml`, one of which has TEXT and TAGS, or such a file",
    ),
    "cat": (
        "CAT's XML",
        "a folder with `*.xml`, one of which has `<Document>` and `<token>`, or such a file",
    ),
    "tempeval2": ("TempEval-2's tables", "a folder with `base-segmentation.tab`"),
    "links-table": (
        "Tables of links",
        "`*.txt`, `*.tsv` or `*.tab` whose first line is a row of MATRES, TimeBank-Dense or TDDiscourse",
    ),
    "tilse": (
        "Timelines of tilse, T17 and Crisis",
        "`*.txt` or `*.timeline` that begin with a day, and have a line of dashes",
    ),
    "bio": (
        "Columns of tokens and tags (BIO)",
        "`*.conll`, `*.iob`, `*.iob2`, `*.bio`, `*.bioes`, `*.tsv` or `*.txt` in which every token has a tag such "
        "as O or B-DATE",
    ),
    "anafora": ("Anafora's XML", "`*.xml` with `<data>` and `<annotations>`, in a folder or in its folders"),
    "naf": ("NAF", "`*.naf` or `*.xml` with `<NAF`"),
    "expressions": ("Test cases of date parsers", "`*.jsonl` whose first line is a case of one of them"),
    "maven-ere": (
        "MAVEN-ERE and RAMS",
        "`*.jsonl`, `*.jsonlines` or `*.json` whose first line is such a document",
    ),
    "rams": (
        "MAVEN-ERE and RAMS",
        "`*.jsonl`, `*.jsonlines` or `*.json` whose first line is such a document",
    ),
    "brat": ("brat", "a folder with `*.ann`, one of which is brat's, or such a file"),
    "xmi": (
        "UIMA's XMI and CAS JSON",
        "a folder with `*.xmi`, or with a zip that has such files, or one of these files",
    ),
    "cas-json": (
        "UIMA's XMI and CAS JSON",
        "a folder with `*.json`, one of which is a CAS, or such a file",
    ),
    "webanno": (
        "WebAnno's TSV",
        "a folder with `*.tsv`, one of which begins with `#FORMAT=WebAnno TSV 3`, or such a file",
    ),
    "docbin": ("spaCy's DocBin", "a folder with `*.spacy`, or such a file"),
    "timeml": ("TimeML", "a folder with `*.tml` or `*.xml`, or such a file"),
    "task4": (
        "Timelines of SemEval-2015 Task 4",
        "a folder with `*.txt`, one of which has a row of a timeline",
    ),
    "label-studio": ("Label Studio", "a `*.json` file with its tasks"),
    "doccano": ("doccano and Prodigy", "a `*.jsonl` file whose lines have `label` or `entities`"),
    "prodigy": ("doccano and Prodigy", "a `*.jsonl` file whose lines have `spans`"),
}
"""For each format the heading of its section in docs/formats.md, and how it is recognised, in words."""
PARTLY: dict[str, tuple[str, str]] = {
    "links-table": ("no", "of links, with gold"),
    "tilse": ("dates", "dates"),
    "task4": ("for `bench score`", "yes"),
}
"""What is read of formats that aren't read as a whole: as gold, and as predictions."""


def formats() -> str:
    """Return the table of all formats, in the order in which they are tried."""
    from bench.formats import registry
    from bench.render.grid import Grid, markdown

    rows = []
    for each in registry.FORMATS:
        heading, sign = FOUND[each.name]
        gold, predictions = PARTLY.get(each.name, ("yes", "yes"))
        rows.append(
            (
                f"[{each.title}](#{anchor(heading)})",
                f"`{each.name}`",
                sign,
                gold + (", and written" if each.write_gold else ""),
                predictions + (", and written" if each.write_predictions else ""),
                each.tried_on or "not tried on real files",
            )
        )
    headers = ("format", "name", "recognised by", "gold", "predictions", "tried on")
    return markdown(Grid("", headers, rows, labels=len(headers)), str).split("\n", 2)[2]


def anchor(heading: str) -> str:
    """Return the anchor that a heading has in Markdown."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


ROBUSTNESS = re.compile(r"(?<=^<!-- robustness -->\n).*?(?=^<!-- end -->)", re.MULTILINE | re.DOTALL)
"""The table of docs/robustness.md, which is made from docs/robustness.toml, the data of its tests."""
OUTCOMES = {
    "refused": "refused (exit code 4)",
    "failed": "fails alone (exit code 3)",
    "told": "read, and told of",
    "unaffected": "not read",
}


def robustness() -> str:
    """Return the table that says what each verb does with what it doesn't understand."""
    from bench.render.grid import Grid, markdown

    found = tomllib.loads((ROOT / "docs" / "robustness.toml").read_text(encoding="utf-8"))["row"]
    rows = [
        (
            row["format"],
            row["what"],
            "; ".join(f"{words}: {', '.join(row[name])}" for name, words in OUTCOMES.items() if row.get(name)),
        )
        for row in found
    ]
    headers = ("format", "what isn't understood", "what happens, by verb")
    return markdown(Grid("", headers, rows, labels=len(headers)), str).split("\n", 2)[2]


PHENOMENA = re.compile(r"(?<=^<!-- phenomena -->\n).*?(?=^<!-- end -->)", re.MULTILINE | re.DOTALL)
"""The tables and cards of docs/phenomena.md, which are made from results/phenomena."""


def phenomena(results: Path = ROOT / "results", gold: Path = ROOT / "gold" / "phenomena") -> str:
    """Return the tables by phenomenon of a results folder, and a card for each system."""
    from bench.comparison.cases import wrong_cases
    from bench.formats import read_predictions, sniff
    from bench.gold.load import load
    from bench.render import phenomena as tables
    from bench.render.cards import cards
    from bench.render.grid import markdown
    from bench.results import store
    from bench.results.phenomena import phenomena as by_phenomenon

    suite = load(gold)
    records, _ = store.read(results, suite)
    found = by_phenomenon(records)
    if not found:
        return f"There are no results on {suite.name} {suite.version} yet.\n"
    wrong = {
        record.name: list(wrong_cases(suite, read_predictions(folder, suite)))
        for record in records
        if record.role == "system" and sniff(folder := results / suite.name / record.name)
    }
    parts = ["## Tables\n", *map(markdown, tables.grids(records)), "## Cards\n"]
    return "\n".join([*parts, *(cards(each, suite, wrong) for each in found)])


AGREED_BEGINS, AGREED_ENDS = "<!-- agreement -->\n", "<!-- end -->"
"""The lines around the tables of agreement in a card; these are made from gold and the files of its passes."""
CARDS = [ROOT / "gold" / name / "README.md" for name in ("phenomena", "messages")]
PAIRS = {
    "the two passes": ("passes/a", "passes/b"),
    "gold and the fresh labeller of the first draw": (".", "draws/first"),
    "gold and the fresh labeller of the second draw": (".", "draws/second"),
}
"""The pairs of annotations whose agreement a card states: a name for the pair, and their folders."""
AGREEMENT = {
    "timex span, strict": "timex span",
    "timex type": "type",
    "timex value": "value",
    "timex kind": "kind",
    "event span, strict": "event span",
    "event class": "class",
    "event realis": "realis",
    "event when": "when",
}
"""A row of ``bench agree`` and the heading of its column in a card."""


def agreed(folder: Path) -> str:
    """Return a table of the agreement of each pair of annotations, and one of the two passes by first tag."""
    from bench import read_gold, read_predictions
    from bench.dataset.suite import Layers
    from bench.gold import agreement
    from bench.render.grid import Grid, markdown, percent

    suite = read_gold(folder)

    def annotated(name: str) -> dict[str, Layers]:
        return dict(suite.layers if name == "." else read_predictions(folder / name, suite).layers)

    def cells(first: dict[str, Layers], second: dict[str, Layers], documents: set[str]) -> list[str]:
        a, b = ({name: side[name] for name in documents} for side in (first, second))
        found = {line.subject: line.value for line in agreement.measure(a, b)}
        return [percent(found[subject]) for subject in AGREEMENT]

    whole, rows = [], []
    for pair, names in PAIRS.items():
        if all((folder / name).exists() for name in names):
            first, second = map(annotated, names)
            documents = first.keys() & second.keys()
            whole.append([pair, str(len(documents)), *cells(first, second, documents)])
    first, second = map(annotated, PAIRS["the two passes"])
    for tag in sorted({document.tags[0] for document in suite.documents}):
        documents = {each.id for each in suite.documents if each.tags[0] == tag}
        rows.append([f"`{tag}`", str(len(documents)), *cells(first, second, documents)])
    headers = ("texts", *AGREEMENT.values())
    tables = [Grid("", ("between", *headers), whole), Grid("", ("texts with the first tag", *headers), rows)]
    return "\n".join(markdown(table, str).split("\n", 2)[2] for table in tables)


def plain(text: str) -> str:
    """Return the text without blanks at the ends of lines, and with one newline at the end."""
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines()) + "\n"


def main() -> None:
    """Refresh all documents in place, with an empty cache: ``bench list`` shows what the cache holds."""
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as cache:
        os.environ["XDG_CACHE_HOME"] = cache
        refresh()


def refresh() -> None:
    """Run each example and write its output into its document."""
    sys.path.insert(0, str(ROOT))  # as a script it finds only its own folder
    from docs.genres import GENRES, genre
    from docs.stages import STAGES, stage

    PLOT.write_bytes(plot())
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        if path.name == "README.md":
            text = TABLE.sub(lambda _: table(), text, count=1)
        text = DRAWN.sub(lambda found: drawn(found[1]), text)
        text = PUBLISHED.sub(lambda _: published(), text)
        text = LEADERS.sub(lambda _: leaders(), text)
        text = BEST.sub(lambda _: best(), text)
        text = MEASURES.sub(lambda _: measures(), text)
        text = FORMATS.sub(lambda _: formats(), text)
        text = ROBUSTNESS.sub(lambda _: robustness(), text)
        text = PHENOMENA.sub(lambda _: phenomena(), text)
        text = GENRES.sub(lambda found: genre(found[1]), text)
        text = STAGES.sub(lambda found: stage(found[1]), text)
        for command, printed in examples(text):
            if LEFT_OUT not in printed:
                text = text.replace(f"$ {command}\n{printed}", f"$ {command}\n{output(command)}")
        path.write_text(text, encoding="utf-8")
    for path in CARDS:
        before, begin, rest = path.read_text(encoding="utf-8").partition(AGREED_BEGINS)
        rest = rest[rest.index(AGREED_ENDS) :]
        path.write_text(before + begin + agreed(path.parent) + rest, encoding="utf-8")


if __name__ == "__main__":
    main()
