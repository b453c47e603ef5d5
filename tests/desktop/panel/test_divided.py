"""A panel that divided the work: what is nobody's fault is not shown as a gap."""

from __future__ import annotations

from PySide6.QtCore import Qt

from cpscore.desktop.panel.compare import PanelPage
from cpscore.desktop.panel.table_model import SHADE, member_totals
from tests.desktop.leading import Leading
from tests.desktop.panel.dividing import divided
from tests.desktop.score.regional import YUNNAN


def test_what_was_not_assigned_says_so(leading: Leading) -> None:
    leading.sample = divided(leading.sample)
    page = leading.open(PanelPage, "panel", form_id=YUNNAN)
    rows = {one.item: at for at, one in enumerate(page.model.lines)}
    away = page.model.index(rows["training"], 2)
    assert away.data() == "未分配"
    assert away.data(SHADE) == "away"
    assert away.data(Qt.ItemDataRole.AccessibleTextRole) == (
        "员工培训 专家甲 未分配 本章没有分给这位专家"
    )
    assert page.model.index(rows["training"], 4).data() == "40"
    assert page.model.index(rows["report"], 4).data() == "未分配"


def test_a_part_is_not_compared_with_the_whole(leading: Leading) -> None:
    leading.sample = divided(leading.sample)
    page = leading.open(PanelPage, "panel", form_id=YUNNAN)
    # 54 of 60 stay of 100, and 139 of 160 on the scale of 200, since two items do not apply.
    # Only the leader scored everything: the others' sums stand in the table and nowhere else.
    assert list(member_totals(page.panel)) == ["专家乙"]
    assert page.strip.strip.totals.keys() == {"专家乙"}
    totals = page.model.lines[-1]
    assert totals.total
    assert [one.text for one in totals.cells[1:4]] == ["90", "173.75", "85"]


def test_the_marks_of_the_definition_stand_in_the_table(leading: Leading) -> None:
    leading.sample = divided(leading.sample)
    page = leading.open(PanelPage, "panel", form_id=YUNNAN)
    head = next(
        page.model.index(at, 0) for at, one in enumerate(page.model.lines) if one.item == "star"
    )
    assert head.data() == "★ 数据真实性　不给企业"
    assert "★ 项不得为零" in head.data(Qt.ItemDataRole.ToolTipRole)
