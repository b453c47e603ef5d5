"""Small tables for tests: `|` between cells, `<` for a cell that its left neighbour covers, `^` for
one that the cell above covers, `/` for a line break inside a cell.
"""

from __future__ import annotations

from cpscore.forms.building import build
from cpscore.forms.importing.reading import Draft, draft, read_source
from cpscore.forms.language import FORM
from cpscore.forms.tree import read_tree
from cpscore.forms.walking import Walker
from cpscore.forms.writing import write_yaml
from cpscore.rules.form import Form
from cpscore.rules.problem import Problem
from tests.forms.official import Box, Official, as_excel, as_word

WRITERS = {"word": as_word, "excel": as_excel}


def boxes(drawn: str) -> tuple[Box, ...]:
    """The cells of a table drawn as text."""
    rows = [line.strip()[1:-1].split("|") for line in drawn.strip().splitlines()]
    grid = [[cell.strip() for cell in row] for row in rows]
    found: list[Box] = []
    for row, cells in enumerate(grid):
        for column, text in enumerate(cells):
            if text in {"<", "^"}:
                continue
            wide = high = 1
            while column + wide < len(cells) and cells[column + wide] == "<":
                wide += 1
            while row + high < len(grid) and grid[row + high][column] == "^":
                high += 1
            found.append(Box(row, column, text.replace("/", "\n"), high, wide))
    return tuple(found)


def table(drawn: str, *above: str, below: tuple[str, ...] = ()) -> Official:
    """A table drawn as text, with lines above and below it."""
    cells = boxes(drawn)
    return Official(above, cells, (20,) * max(box.column + box.columns for box in cells), below)


def imported(how: str, *tables: Official) -> Draft:
    """The draft of a file with these tables."""
    return draft(read_source(WRITERS[how](*tables)), "draft")


def form_of(made: Draft) -> tuple[Form, list[Problem]]:
    """The form of a draft, whatever it leaves open, and what is left open or wrong."""
    problems: list[Problem] = []
    tree = read_tree(write_yaml(made.definition).encode(), problems.append)
    assert tree is not None
    return build(Walker(problems.append).read(tree, FORM, "")), problems
