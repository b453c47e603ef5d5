"""What other regions' forms need, on the score page: marks, floors, and work that is divided."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from cpscore.desktop.score.model import SCORE, TITLE
from cpscore.desktop.score.page import ScorePage
from cpscore.rules.form import Kind
from cpscore.workflow.desk import Desk
from tests.desktop.score.conftest import Seat
from tests.desktop.score.regional import BEIJING, YUNNAN, regional

Key = Qt.Key
SAID = Qt.ItemDataRole.AccessibleTextRole
TIP = Qt.ItemDataRole.ToolTipRole


@pytest.fixture
def here(desk: Desk, seat: Seat) -> Seat:
    """专家甲, who scores everything of both forms."""
    seat.review_id = regional(desk).id
    return seat


@pytest.fixture
def divided(desk: Desk, seat: Seat) -> Seat:
    """专家甲 scores the main section of Yunnan's kind, 专家乙 all of it."""
    seat.review_id = regional(desk, {"m1": ("main",)}).id
    return seat


def line(page: ScorePage, item: str) -> int:
    return next(at for at, one in enumerate(page.model.lines) if one.item and one.item.id == item)


# Marks -------------------------------------------------------------------------------------------


def test_a_star_is_said_in_the_cell_in_the_tooltip_and_at_the_side(here: Seat) -> None:
    page = here.open(YUNNAN)
    page.go_to("/scores/star")
    index = page.model.index(line(page, "star"), SCORE)
    assert index.data(SAID) == "★ 数据真实性，最高 20 分，未评，★ 不得为零，不给企业"
    assert "评 0 分即不满足条件" in page.model.index(line(page, "star"), TITLE).data(TIP)
    assert "★ 项不得为零" in page.side.marks.text()
    assert "不印在给企业的那一份上" in page.side.marks.text()
    page.go_to("/scores/report")
    assert page.side.marks.isHidden()
    assert index.siblingAtRow(line(page, "report")).data(TIP) is None


def test_an_objective_item_says_that_all_must_agree(here: Seat) -> None:
    page = here.open(BEIJING)
    item = next(one for one in page.book.form.items if one.objective)
    page.go_to(f"/scores/{item.id}")
    assert "各专家的评分须一致" in page.side.marks.text()


def test_a_zero_on_a_star_is_said_at_once(here: Seat) -> None:
    page = here.open(YUNNAN)
    page.go_to("/scores/star")
    assert page.band.lost.isHidden()
    here.enter("0")
    assert page.band.lost.text() == "★ 数据真实性 评了 0 分，★ 项不得为零"
    assert page.band.lost.isVisible()
    page.go_to("/scores/star")
    assert page.side.marks.text() == "★ 项评了 0 分：不满足条件。"
    here.enter("0.5")
    assert page.band.lost.isHidden()
    assert "✓ ★ 1 项不得为零" in page.band.needed.text()


def test_a_floor_that_cannot_be_reached_any_more_is_said_at_once(here: Seat) -> None:
    page = here.open(YUNNAN)
    assert "问卷 0 / 下限 70" in page.band.needed.text()
    page.go_to("/scores/training")
    here.enter("10")
    assert page.band.lost.text() == "问卷最多到 60 分，低于下限 70 分"
    here.enter("45")
    assert page.band.lost.text() == "问卷 55 分，低于下限 70 分"
    page.go_to("/scores/training")
    here.enter("50")
    assert page.band.lost.isHidden()
    assert "✓ 问卷 95 / 下限 70" in page.band.needed.text()


def test_the_heading_of_a_capped_section_says_how_much_counts(here: Seat) -> None:
    page = here.open(BEIJING)
    bonus = next(item for item in page.book.form.items if item.kind is Kind.BONUS)

    heading = page.model.index(line(page, bonus.id) - 1, 0).data()

    assert heading == "加分项　最多计 10 分"


def test_a_veto_computed_from_the_total_is_announced(here: Seat) -> None:
    page = here.open(BEIJING)
    big = [item.id for item in page.book.form.items if item.max == 30]
    for id in big:
        page.go_to(f"/scores/{id}")
        here.enter("5")
    assert "否决项 3 将成立：综合得分低于 70 分的" in page.band.lost.text()


# Bands -------------------------------------------------------------------------------------------


def test_the_meter_marks_every_bands_end_and_every_total_that_is_demanded(here: Seat) -> None:
    page = here.open(BEIJING)
    # 60 and 90 are the ends of its bands, 70 is the veto's; the whole is 110.
    assert page.band.meter.ticks == tuple(one / 110 for one in (60, 70, 90))
    assert page.band.line.text() == "分界 60、70、90"
    page = here.open(YUNNAN)
    assert page.band.meter.ticks == (120 / 200,)


# Divided work ------------------------------------------------------------------------------------


def test_sections_of_others_are_muted_with_the_reason_and_left_out_of_the_way(
    divided: Seat,
) -> None:
    page = divided.open(YUNNAN)
    rows = [page.model.lines[at].item for at in page.model.places()]
    assert [one.id for one in rows if one] == ["report", "star", "waste", "water"]
    training = page.model.index(line(page, "training"), SCORE)
    assert training.data() == "不评"
    assert training.data(SAID) == "员工培训，由专家乙评"
    assert not training.flags() & Qt.ItemFlag.ItemIsEditable
    heading = page.model.index(line(page, "training") - 1, 0).data()
    assert heading == "问卷　下限 70 分　由专家乙评"
    assert page.band.of.text() == "/ 100"
    assert page.band.meter.ticks == ()
    assert page.band.grades.isHidden()
    assert page.band.line.isHidden()
    assert "问卷" not in page.band.needed.text()


def test_enter_after_the_last_assigned_item_goes_on_to_submitting(divided: Seat) -> None:
    page = divided.open(YUNNAN)
    for points in ("36", "18", "20", "20"):
        divided.enter(points)
    assert page.book.paper.result.missing == ()
    assert divided.focus is page.band.action
    divided.press(Key.Key_Return)
    words = [one.text() for one in divided.submit_page.checked.findChildren(type(page.band.of))]
    assert "问卷　由专家乙评" in words
