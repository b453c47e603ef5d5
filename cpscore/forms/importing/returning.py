"""A workbook of our own comes back: its definition, with the changes made in its table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from cpscore.forms.exporting.page import Box, Page, page
from cpscore.forms.importing.excel import NO_VALUE
from cpscore.forms.importing.grid import Cell, Grid, cleaned, joined
from cpscore.forms.importing.items import read_weight
from cpscore.forms.importing.ledger import Ledger
from cpscore.forms.language import FORM
from cpscore.forms.reader import read_form
from cpscore.forms.tree import read_tree
from cpscore.forms.writing import Definition, Value, plain_tree, write_yaml
from cpscore.rules.form import Form
from cpscore.rules.points import plain
from cpscore.rules.problem import Problem

Span = tuple[int, int, int, int]


@dataclass(slots=True)
class Returned:
    """The definition as text, or None where the table is not the one it was written with."""

    yaml: str | None
    why: str = ""
    definition: Definition = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)


def take_back(definition: str, tables: Sequence[Grid]) -> Returned:
    """The definition with what was changed in the table; the table counts."""
    form, problems = read_form(definition.encode("utf-8"))
    if form is None:
        return Returned(None, problems[0].code)
    if not tables or not _same_shape(form, tables[0]):
        return Returned(None, tables[0].name if tables else "—")
    node = read_tree(definition.encode("utf-8"), _never)
    tree = plain_tree(node, FORM) if node is not None else {}
    assert isinstance(tree, dict)
    returned = Returned(definition, "", tree)
    laid = page(form)
    changed = [(box, cell) for box, cell in _pairs(laid, tables[0]) if _text(box) != cell.text]
    if changed:
        _change(tree, changed, returned.ledger)
        returned.yaml = write_yaml(tree)
    returned.ledger.use(*(tables[0].at(box.row, box.left) for box in laid.boxes))
    for table in tables:
        returned.ledger.close(table.cells())
    return returned


def _pairs(laid: Page, table: Grid) -> Iterator[tuple[Box, Cell]]:
    """Every box with its cell; a sum that nobody has worked out yet is worked out."""
    for box in laid.boxes:
        cell = table.at(box.row, box.left)
        assert cell is not None
        if box is laid.total and cell.text.startswith(NO_VALUE):
            weights = (table.at(one.row, one.left) for one in laid.weights)
            points = [read_weight(one)[0] for one in weights if one is not None]
            whole = sum((Decimal(one) for one in points if one), Decimal(0))
            cell = replace(cell, lines=(plain(whole),))
        yield box, cell


def _same_shape(form: Form, table: Grid) -> bool:
    """Whether every cell lies where it was written."""
    wanted = {(box.row, box.left, box.rows, box.right - box.left) for box in page(form).boxes}
    found = {_span(cell) for cell in table.cells()}
    # Cells beside the table may say something, but nothing inside it may have moved.
    return wanted <= found


def _span(cell: Cell) -> Span:
    return cell.row, cell.column, cell.rows, cell.columns


def _text(box: Box) -> str:
    return joined(cleaned(box.shown))


def _change(tree: Definition, changed: Sequence[tuple[Box, Cell]], ledger: Ledger) -> None:
    """Take the changes of the table into the definition."""
    for box, cell in changed:
        new = cell.text.removeprefix(box.prefix)
        done = [_put(tree, path, new) for path in box.pointers]
        if done and all(done):
            ledger.remark("table-was-changed", cell, said=box.text)
        else:
            ledger.remark("not-understood", cell)


def _never(problem: Problem) -> None:
    """What a form was read from has no problem."""
    raise AssertionError(problem)


def _put(tree: Value, path: str, new: str) -> bool:
    """Set a value of the definition; whether there was a place for it."""
    here: Any = tree
    steps = path.split("/")[1:]
    for at, step in enumerate(steps):
        key: Any = int(step) if isinstance(here, list) and step.isdecimal() else step
        if not (key in here if isinstance(here, dict) else key in range(len(here))):
            return False
        # `rows: [text]` stands for `rows: [{text: text}]`.
        if isinstance(here[key], str) and steps[at + 1 :] in ([], ["text"]):
            here[key] = type(here[key])(new)
            return True
        if not isinstance(here[key], dict | list):
            return False
        here = here[key]
    return False
