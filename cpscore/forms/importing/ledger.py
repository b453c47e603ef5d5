"""What was understood is crossed off; what is left in the end is listed, and nothing lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from cpscore.forms.importing.grid import Cell
from cpscore.rules.problem import Problem


@dataclass(slots=True)
class Ledger:
    """The cells that found their place, and what a person should look at."""

    used: set[Cell] = field(default_factory=set)
    remarks: list[Problem] = field(default_factory=list)

    def use(self, *cells: Cell | None) -> None:
        """These cells found their place in the draft."""
        self.used.update(cell for cell in cells if cell is not None)

    def remark(self, code: str, cell: Cell, **values: object) -> None:
        """Something to look at, where it stands and what it says there."""
        self.remarks.append(Problem(code, values={**cell.place, "found": cell.text, **values}))

    def close(self, cells: Iterable[Cell]) -> None:
        """List every cell that says something and found no place."""
        for cell in cells:
            if cell.lines and cell not in self.used:
                code = "not-understood" if cell.table else "line-not-understood"
                self.remark(code, cell)
