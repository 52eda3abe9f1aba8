"""Tables for a paper and a page: that LaTeX sets them, and Markdown shows them, whatever the cells hold."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from rich.console import Console

from bench.render.grid import Grid, latex, markdown, print_grids

HOSTILE = "100 % of #1 & $x_2^3$ {~} \\\\end{tabular} <a|b> – −"
GRID = Grid(
    title=HOSTILE,
    headers=("system", "P", "R"),
    rows=[[HOSTILE, "1.0", "2.0"], ["annotator", "–", "−3.0"]],
    groups=[("strict", 2)],
    rule_before=1,
    strong=frozenset({(0, 2)}),
    note=f"{HOSTILE}\n{HOSTILE}",
)


def test_the_parts_of_a_table() -> None:
    lines = latex(GRID).splitlines()
    assert "\\begin{tabular}{lrr}" in lines
    assert " & \\multicolumn{2}{c}{strict} \\\\" in lines
    assert "\\cmidrule(lr){2-3}" in lines
    assert "system & P & R \\\\" in lines
    assert "annotator & -- & $-$3.0 \\\\" in lines
    assert lines[lines.index("annotator & -- & $-$3.0 \\\\") - 1] == "\\midrule"
    assert any(line.endswith("& 1.0 & \\textbf{2.0} \\\\") for line in lines)


def test_latex_sets_it(tmp_path: Path) -> None:
    if shutil.which("pdflatex") is None:
        pytest.skip("needs pdflatex")
    (tmp_path / "paper.tex").write_text(
        "\\documentclass{article}\\usepackage{booktabs}\\begin{document}" + latex(GRID) + "\\end{document}",
        encoding="utf-8",
    )
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("a|b", r"a\|b"),
        ("a\\|b", r"a\\\|b"),
        ("<script>x</script>", r"\<script\>x\</script\>"),
        ("[l](javascript:1)", r"\[l\](javascript:1)"),
        ("&lt;b&gt;", r"\&lt;b\&gt;"),
        ("`x`", r"\`x\`"),
        ("a*b*c", r"a\*b\*c"),
        ("__init__", r"\_\_init\_\_"),
        ("annotator-a*", "annotator-a*"),
        ("spacy_rules!1", "spacy_rules!1"),
    ],
)
def test_l5_markdown_of_names_and_texts_is_no_markup(cell: str, safe: str) -> None:
    outside = safe.replace(r"\|", "|")  # only a cell ends at a bar
    grid = Grid(cell, (cell, "F1"), [[cell, "1"]], labels=1, note=cell)
    assert markdown(grid).splitlines() == [
        f"**{outside}**",
        "",
        f"| {safe} | F1 |",
        "| :-- | --: |",
        f"| {safe} | 1 |",
        "",
        outside,
    ]


def test_d_names_are_broken_at_hyphens() -> None:
    out = io.StringIO()
    figures = [str(number) * 5 for number in range(1, 5)]
    rows = [["heideltime-narratives", *figures], ["regex* !2", *figures]]
    print_grids([Grid("t", ["system", *"abcd"], rows)], Console(file=out, width=40))
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    assert [line for line in lines if line.startswith(("heidel", "narr", "regex"))] == [
        "heideltime-  11111  22222  33333  44444",
        "narratives",
        "regex* !2    11111  22222  33333  44444",
    ]


def test_d_a_name_beside_a_long_text_is_not_broken() -> None:
    out = io.StringIO()
    rows = [["dateparser-strict", "timexes", "Dates in many languages, each read as one time. " * 3]]
    print_grids([Grid("t", ["system", "layers", "what it is"], rows, labels=3)], Console(file=out, width=60))
    assert "\ndateparser-strict " in out.getvalue()
