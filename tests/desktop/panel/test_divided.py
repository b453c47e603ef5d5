"""A panel that divided the work: what is nobody's fault is not shown as a gap."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt

from cpscore.desktop.panel.compare import PanelPage
from cpscore.desktop.panel.table_model import SHADE, member_totals
from cpscore.rules.answers import NotApplicable, Score, Whole
from cpscore.rules.review import Enterprise
from cpscore.workflow.collect import take_own
from cpscore.workflow.demo import LEADER, Sample, ink_of
from cpscore.workflow.paper import enter, paper
from cpscore.workflow.prepare import Plan, new_review
from cpscore.workflow.submit import submit
from tests.desktop.leading import Leading
from tests.desktop.score.regional import YUNNAN, install

WORK = {"m1": ("main",), "m2": ("main", "survey"), "m3": ("survey",)}
NOTHING = NotApplicable("没有")


def whole(points: str) -> Score:
    return Whole(Decimal(points))


SCORES = {
    "main": {"report": whole("36"), "star": whole("18"), "waste": NOTHING, "water": NOTHING},
    "survey": {"training": whole("40"), "system": whole("45")},
}


def divided(sample: Sample) -> Sample:
    """Three ballots, each on the sections their member was assigned."""
    desk = sample.desk
    install(desk)
    members = tuple(
        one if one.id == LEADER else type(one)(
            one.id, one.name, one.organisation, one.title, False, one.certificate,
            {YUNNAN: WORK[one.id]},
        )
        for one in sample.review.members[:3]
    )  # fmt: skip
    plan = Plan("验收", Enterprise("示例磷化工有限公司"), "2026-11-20", (YUNNAN,), members)
    review = new_review(desk, plan, sample.identities[LEADER])
    for member, sections in WORK.items():
        one = paper(desk, review.id, YUNNAN, member)
        for section in sections:
            for id, score in SCORES[section].items():
                one = enter(desk, one, one.draft.answers.with_score(id, score))
        submit(desk, one, sample.identities[member], ink_of(member))
    take_own(desk, review.id)
    return Sample(desk, review, sample.identities)


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
