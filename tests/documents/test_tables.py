"""The score table of any form: no item is left out, whatever it has or lacks."""

from __future__ import annotations

from cpscore.documents.sheets.filling import Filling
from cpscore.documents.sheets.tables import score_table
from cpscore.forms.reader import read_form
from cpscore.rules.layout import ScoreTable

FORM = """
id: x
title: 试
total: 10
sections:
  - items:
      - {title: 台账, max: 4}
      - {title: 水平, choices: [{text: 领先, points: 6}, {text: 其他, points: 0}]}
"""


def test_items_without_criteria_are_printed() -> None:
    form, problems = read_form(FORM.encode())
    assert form, problems
    [table] = [block for block in form.layout.blocks if isinstance(block, ScoreTable)]

    printed = [[cell.text for cell in row.cells] for row in score_table(table, Filling(form)).rows]

    assert printed[1:3] == [["台账", "", "4", ""], ["水平", "□领先 6\n□其他 0", "6", ""]]
