"""Tables as data, and their output for a terminal, in Markdown, in LaTeX and in CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from textwrap import fill, wrap

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bench.escapes import visible


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. The first ``labels`` columns are text; the others are numbers, aligned right."""

    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    labels: int = 1
    groups: Sequence[tuple[str, int]] = ()
    """The groups of all number columns, in order: the group's name, and the number of its columns."""
    rule_before: int | None = None
    """The index of the row above which a rule is drawn."""
    note: str = ""
    """The text below the table; it may have several lines."""
    strong: frozenset[tuple[int, int]] = field(default_factory=frozenset)
    """The cells in bold, as (row, column)."""


LONG = 50
"""The total length of a table's headers above which they are broken into lines."""
HEAD = 9
"""The largest number of characters in a line of a broken header, except for longer words."""
NARROWEST = 12
"""The smallest width of a column of names. A table that is too wide even so is printed in parts."""


SHORT_NAME = 24
"""The largest width of a column of names that keeps it if columns with longer texts stand beside it."""


MARKUP = re.compile(r"[\\`\[\]<>]|&(?=#?\w+;)")
"""Matches the characters that begin or end markup in Markdown wherever they stand."""
FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d.]*$)")
"""Matches the start of a text that a spreadsheet takes for a formula. A number with a sign doesn't match."""


def percent(fraction: float | None, digits: int = 1) -> str:
    """Returns a fraction as a percentage, or "–" for None. With one digit, exactly 1 is "100", not "100.0"."""
    if fraction is None:
        return "–"
    return "100" if fraction == 1 and digits == 1 else f"{100 * fraction:.{digits}f}"


def text_table(grid: Grid) -> Table:
    """Returns a table for a terminal.

    The columns of a group become one column under the group's name, so that four measures fit into 80 characters.
    Control characters in the texts are made visible.
    """
    grid = _visible(grid)
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    heads = _heads(grid)
    lines = [max(head.split("\n"), key=len) for head in heads]
    widths = [max(map(len, column)) for column in zip(lines, *grid.rows, strict=True)]
    blocks = _blocks(grid)
    for name, columns in blocks:
        figures = columns[0] >= grid.labels
        head = " ".join(_right(heads[c], widths[c]) if figures else heads[c] for c in columns)
        # on a narrow terminal words are broken, but neither numbers nor short names beside longer texts
        whole = figures or (columns[0] == 0 and grid.labels > 1 and widths[0] <= SHORT_NAME)
        table.add_column(Text(f"{name}\n{head}" if grid.groups else head), no_wrap=whole, overflow="fold")
    for number, row in enumerate(grid.rows):
        if number == grid.rule_before:
            table.add_section()
        table.add_row(*(_cell(grid, widths, number, row, columns) for _, columns in blocks))
    return table


def _visible(grid: Grid) -> Grid:
    """Returns a table whose texts show control characters as visible ones."""
    return replace(
        grid,
        title=visible(grid.title),
        headers=[visible(head) for head in grid.headers],
        rows=[[visible(cell) for cell in row] for row in grid.rows],
        groups=[(visible(name), width) for name, width in grid.groups],
        note=visible(grid.note),
    )


def _heads(grid: Grid) -> Sequence[str]:
    """Returns the headers. If they are long in total, those of number columns are broken into lines."""
    if grid.groups or sum(map(len, grid.headers)) <= LONG:
        return grid.headers
    figures = [fill(head, HEAD, break_long_words=False) for head in grid.headers[grid.labels :]]
    broken = [*grid.headers[: grid.labels], *figures]
    height = max(head.count("\n") for head in broken)
    return ["\n" * (height - head.count("\n")) + head for head in broken]


def _right(head: str, width: int) -> str:
    return "\n".join(line.rjust(width) for line in head.split("\n"))


def _parts(grid: Grid, console: Console) -> list[Grid]:
    """Returns the table, or a table for each group of columns if it is too wide for the console."""
    widths = [max(map(len, column)) for column in zip(grid.headers, *grid.rows, strict=True)]
    figures = sum(widths[grid.labels :]) + (len(widths) - grid.labels) + 2 * len(grid.groups)
    if figures + grid.labels * NARROWEST <= console.width or len(grid.groups) < 2:
        return [grid]
    parts = []
    at = grid.labels
    for name, width in grid.groups:
        columns = [*range(grid.labels), *range(at, at + width)]
        at += width
        parts.append(
            replace(
                grid,
                headers=[grid.headers[column] for column in columns],
                rows=[[row[column] for column in columns] for row in grid.rows],
                groups=[(name, width)],
                strong=frozenset((row, columns.index(c)) for row, c in grid.strong if c in columns),
            )
        )
    return parts


def _hyphenated(grid: Grid, width: int) -> Grid:
    """Returns the table with names that are too long broken at hyphens, if it has one column of names.

    ``width`` is the number of characters in a line.
    """
    lines = [max(head.split("\n"), key=len) for head in _heads(grid)]
    widths = [max(map(len, column)) for column in zip(lines, *grid.rows, strict=True)]
    room = width
    for name, columns in _blocks(grid)[1:]:
        room -= 2 + max(len(name), sum(widths[column] + 1 for column in columns) - 1)
    if grid.labels != 1 or widths[0] <= room or room < 1:
        return grid
    rows = [["\n".join(wrap(name, room, drop_whitespace=False)), *cells] for name, *cells in grid.rows]
    return replace(grid, rows=rows)


def _blocks(grid: Grid) -> list[tuple[str, Sequence[int]]]:
    """Returns the columns of the terminal's table: the name above each, and the columns of the grid in it."""
    blocks: list[tuple[str, Sequence[int]]] = [("", [column]) for column in range(grid.labels)]
    at = grid.labels
    for name, width in grid.groups or [("", 1)] * (len(grid.headers) - grid.labels):
        blocks.append((name, range(at, at + width)))
        at += width
    return blocks


def _cell(grid: Grid, widths: Sequence[int], number: int, row: Sequence[str], columns: Sequence[int]) -> Text:
    cell = Text()
    for place, column in enumerate(columns):
        words = row[column].rjust(widths[column]) if column >= grid.labels else row[column]
        cell.append(" " if place else "")
        cell.append(words, style="bold" if (number, column) in grid.strong else "")
    return cell


def in_markdown(text: str) -> str:
    """Returns a text in which no tag, link, code or emphasis of Markdown works."""
    found = MARKUP.sub(r"\\\g<0>", text)
    for letter in "*_~":
        if found.count(letter) > 1:  # one alone marks nothing
            found = found.replace(letter, f"\\{letter}")
    return found


def markdown(grid: Grid, escaped: Callable[[str], str] = in_markdown, line_end: str = "\n") -> str:
    """Returns a title, a Markdown table (GitHub's flavour) and the note.

    Each header of a group begins with the group's name. Control characters in the texts are made visible, and
    ``escaped`` makes each text plain. ``line_end`` stands between the lines of the note.
    """
    grid = _visible(grid)
    grid = replace(
        grid,
        title=escaped(grid.title),
        headers=list(map(escaped, grid.headers)),
        rows=[list(map(escaped, row)) for row in grid.rows],
        groups=[(escaped(name), width) for name, width in grid.groups],
        note=line_end.join(map(escaped, grid.note.splitlines())),
    )
    names = {}
    column = grid.labels
    for name, width in grid.groups:
        names.update(dict.fromkeys(range(column, column + width), name))
        column += width
    heads = [f"{names[c]} {header}" if c in names else header for c, header in enumerate(grid.headers)]
    lines = [
        f"**{grid.title}**",
        "",
        _line(heads),
        _line(":--" if c < grid.labels else "--:" for c in range(len(heads))),
    ]
    for number, row in enumerate(grid.rows):
        lines.append(_line(f"**{cell}**" if (number, c) in grid.strong else cell for c, cell in enumerate(row)))
    if grid.note:
        lines += ["", grid.note]
    return "\n".join(lines) + "\n"


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def latex(grid: Grid) -> str:
    """Returns a LaTeX table for a paper, which needs ``\\usepackage{booktabs}``.

    Control characters in the texts are made visible.
    """
    grid = _visible(grid)
    columns = "l" * grid.labels + "r" * (len(grid.headers) - grid.labels)
    lines = ["\\begin{table}", "\\centering", f"\\caption{{{_tex(grid.title)}}}"]
    lines += [f"\\begin{{tabular}}{{{columns}}}", "\\toprule"]
    if grid.groups:
        cells = [f"\\multicolumn{{{width}}}{{c}}{{{_tex(name)}}}" for name, width in grid.groups]
        lines.append(_tex_row([""] * grid.labels + cells))
        at = grid.labels + 1
        rules = []
        for _, width in grid.groups:
            rules.append(f"\\cmidrule(lr){{{at}-{at + width - 1}}}")
            at += width
        lines.append(" ".join(rules))
    lines += [_tex_row(map(_tex, grid.headers)), "\\midrule"]
    for number, row in enumerate(grid.rows):
        if number and number == grid.rule_before:
            lines.append("\\midrule")
        cells = [
            f"\\textbf{{{_tex(cell)}}}" if (number, c) in grid.strong else _tex(cell) for c, cell in enumerate(row)
        ]
        lines.append(_tex_row(cells))
    lines += ["\\bottomrule", "\\end{tabular}"]
    if grid.note:
        lines.append("\n\n".join(["", *map(_tex, grid.note.splitlines())]).strip("\n"))
    return "\n".join([*lines, "\\end{table}", ""])


def _tex_row(cells: Iterable[str]) -> str:
    return " & ".join(cells) + r" \\"


TEX = {
    **{letter: f"\\{letter}" for letter in "&%$#_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "–": "--",
    "−": "$-$",  # a minus sign
    "\n": " ",
}


def _tex(text: str) -> str:
    return "".join(TEX.get(letter, letter) for letter in text)


def csv_text(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Returns CSV text (RFC 4180, but with LF line ends). None is an empty cell.

    An apostrophe is put before a text that a spreadsheet would take for a formula.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headers)
    writer.writerows(map(_cells, rows))
    return out.getvalue()


def _cells(row: Sequence[object]) -> list[object]:
    return [f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) else cell for cell in row]


def print_grids(grids: Iterable[Grid], console: Console) -> None:
    """Prints tables with their titles and notes. A table that is too wide for the console is printed in parts."""
    for number, grid in enumerate(map(_visible, grids)):
        if number:
            console.print()
        console.print(Text(grid.title, style="bold"))
        for part in _parts(grid, console):
            console.print(text_table(_hyphenated(part, console.width)))
        for line in grid.note.splitlines():
            # a line without spaces is a signature; it isn't wrapped, so that it can be copied
            console.print(Text(line, style="dim"), soft_wrap=" " not in line)
