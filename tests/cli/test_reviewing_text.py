"""A review as lines: what a person reads of it in a terminal."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from cpscore.cli.clock import fresh, now
from cpscore.cli.output import Console
from cpscore.cli.reviewing_text import panel_lines, row
from cpscore.workflow.demo import sample_desk
from cpscore.workflow.reviews import standing


def test_a_total_that_is_rounded_before_grading_is_read_as_it_was_graded(tmp_path: Path) -> None:
    sample = sample_desk(tmp_path, now, fresh)
    one = standing(sample.desk, sample.review.id)
    sample.desk.close()
    [panel] = one.panels
    assert panel.result is not None
    assert panel.result.total is not None
    total = replace(panel.result.total, shown="59.60", rounded=Decimal(60))
    rounded = replace(panel, result=replace(panel.result, total=total))
    one = replace(one, panels=(rounded,))
    assert row(one)[5] == "60"
    assert "  总分  60" in panel_lines(rounded, Console(False, "zh"))
    assert "60" in one.texts
