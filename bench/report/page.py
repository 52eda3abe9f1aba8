"""The page: one HTML file with all sections, which loads nothing and runs no script but its own.

All text from articles, gold and systems is escaped. In HTML the templates escape it (jinja2, autoescape on); the
data of the page's script is escaped by `bench.render.html`, and the script inserts it as text only. A content
security policy names the page's style and script by their digests and allows nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from bench import __version__
from bench.figures.suite_results import SuiteResults
from bench.render.html import data, policy
from bench.render.scores import confidence, published
from bench.report import failures, heading, heat, history, phenomena, scatter, tables, timeline
from bench.report.articles import Articles, gather

PAGE = Path(__file__).parent / "page"
Build = Callable[[Sequence[SuiteResults], Articles], Mapping[str, Any] | str]
"""A function that returns the variables of a section's template, or the reason why the section is left out."""


@dataclass(frozen=True, slots=True)
class PageSection:
    """A section of the page. A new section needs a template in ``page/``, a `Build`, and a line in `SECTIONS`."""

    id: str
    title: str
    build: Build

    @property
    def template(self) -> str:
        """The file name of the section's template."""
        return f"{self.id}.html.jinja"


_FRAME = {"area": scatter.AREA, "width": scatter.WIDTH, "height": scatter.HEIGHT}


def _results(results: Sequence[SuiteResults], _: Articles) -> Mapping[str, Any]:
    return {
        "tables": tables.tables(results),
        "filters": tables.filters(results),
        "best": tables.best(results),
        "suites": [each.name for each in results],
    }


def _published(results: Sequence[SuiteResults], _: Articles) -> Mapping[str, Any] | str:
    grids = {each.name: published(each.published) for each in results if each.published}
    return {"grids": grids} if grids else "no published outputs are kept with these results"


def _confidence(results: Sequence[SuiteResults], _: Articles) -> Mapping[str, Any] | str:
    grids = {each.name: [grid] for each in results if (grid := confidence(each.records)).rows}
    return {"grids": grids} if grids else "no system states how sure it is of its values"


def _precision_recall(results: Sequence[SuiteResults], _: Articles) -> Mapping[str, Any] | str:
    plots = scatter.precision_recall_plots(results)
    return {"plots": plots, **_FRAME} if any(plots.values()) else "no system has a precision and a recall"


def _heat(results: Sequence[SuiteResults], _: Articles) -> Mapping[str, Any] | str:
    maps = heat.tables(results)
    return {"maps": maps} if any(maps.values()) else "gold states no kind, type or class"


def _phenomena(results: Sequence[SuiteResults], _: Articles) -> Mapping[str, Any] | str:
    maps = phenomena.maps(results)
    return {"maps": maps} if any(maps.values()) else "gold names no phenomena"


def _speed(results: Sequence[SuiteResults], _: Articles) -> Mapping[str, Any] | str:
    plots = scatter.speed_plots(results)
    if not any(plots.values()):
        return (
            "no speed was measured; bench evaluate --no-cache --speed speed.json measures it, and "
            "bench report --speed speed.json shows it"
        )
    return {"plots": plots, **_FRAME}


def _history(results: Sequence[SuiteResults], _: Articles) -> Mapping[str, Any] | str:
    charts = history.charts(results)
    frame = {"width": history.WIDTH, "left": history.LEFT, "top": history.TOP, "gap": history.GAP}
    without = "the results aren't in a git repository, or they have only one commit"
    return {"suites": charts, "told": history.told, **frame} if charts else without


def _failures(results: Sequence[SuiteResults], _: Articles) -> Mapping[str, Any] | str:
    found = failures.failures(results)
    return {"failures": found} if found else "no document failed"


def _timelines(results: Sequence[SuiteResults], articles: Articles) -> Mapping[str, Any] | str:
    golds = {each.name: each.gold.timeline for each in results if each.gold is not None}
    courses = timeline.courses(golds, articles)
    shown = {"packed": articles.packed, "most": timeline.NAMED}
    return {"courses": courses, "width": timeline.WIDTH, **shown} if courses else _no_timeline(golds)


def _no_timeline(golds: Mapping[str, Any]) -> str:
    return "gold has no timeline" if golds else "the gold isn't at hand"


def _articles(results: Sequence[SuiteResults], articles: Articles) -> Mapping[str, Any] | str:
    without = [each.name for each in results if each.gold is None]
    if not articles.packed and not without:
        return "no system finds times or events in texts"
    return {"packed": articles.packed, "without": without}


SECTIONS = (
    PageSection("results", "Results", _results),
    PageSection("published", "Published outputs", _published),
    PageSection("confidence", "How sure systems are", _confidence),
    PageSection("precision-recall", "Precision and recall", _precision_recall),
    PageSection("kinds", "By kind, type and class", _heat),
    PageSection("phenomena", "By phenomenon", _phenomena),
    PageSection("speed", "Speed and quality", _speed),
    PageSection("history", "History", _history),
    PageSection("failures", "Failures", _failures),
    PageSection("articles", "Articles", _articles),
    PageSection("timelines", "Timelines", _timelines),
)


def text(results: Sequence[SuiteResults]) -> str:
    """Returns the page as HTML text."""
    articles = gather(results)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(PAGE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = ((PAGE / name).read_text(encoding="utf-8") for name in ("report.css", "report.js"))
    parts, left_out = [], []
    for section in SECTIONS:
        given = section.build(results, articles)
        if isinstance(given, str):
            left_out.append(f"{section.title}: {given}.")
        else:
            html = environment.get_template(section.template).render(given, shown=results, section=section)
            parts.append((section, Markup(html)))
    index = {
        "suites": {suite: packed.index for suite, packed in articles.packed.items()},
        "figures": tables.narrowed(results),
        "phenomena": phenomena.examples(results),
    }
    return environment.get_template("page.html.jinja").render(
        shown=results,
        title=heading.title(results),
        line=heading.line,
        sections=parts,
        left_out=left_out,
        packed={suite: packed.parts for suite, packed in articles.packed.items()},
        index=Markup(data(index)),
        style=Markup(style),
        script=Markup(script),
        policy=policy(style, script),
        version=__version__,
    )
