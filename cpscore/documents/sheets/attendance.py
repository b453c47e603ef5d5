"""签到表: who was there. No source prints one: the layout is ours and says so."""

from __future__ import annotations

from collections.abc import Iterator

from cpscore.documents.sheets import labels
from cpscore.documents.sheets.tables import WIDTH, across, centred, fitted, head
from cpscore.documents.sheets.words import long_date
from cpscore.rules.review import Review
from cpscore.rules.sheet import Align, Block, Cell, Face, Grid, Row, Sheet

TITLE = "签到表"
ENTERPRISE, STAGE, DATE, PLACE = "企业名称", "评审阶段", "评审日期", "评审地点"
HEADS = ("序号", "姓名", "单位", "职务、职称", "联系电话", "签名")
WIDTHS = (12, 24, 50, 28, 28, 28)
PANEL, OTHERS = "专家组", "参会单位：{}"
# As many rows to fill in by hand as make a page with a usual panel.
EMPTY_ROWS = 12
TALL = 11.0


def attendance_sheet(review: Review) -> Sheet:
    """The panel by name, and empty rows for whoever else attends; signed by hand."""
    return Sheet(
        title=TITLE,
        blocks=tuple(_blocks(review)),
        marks=(labels.OURS,),
        subject=review.enterprise.name,
    )


def _blocks(review: Review) -> Iterator[Block]:
    pairs = (
        (ENTERPRISE, review.enterprise.name, STAGE, review.stage),
        (DATE, long_date(review.date), PLACE, review.place),
    )
    about = (
        Row((_label(one), Cell(text), _label(other), Cell(more)), height=8)
        for one, text, other, more in pairs
    )
    yield Grid(fitted((25, 65, 25, 55), WIDTH), tuple(about), space_after=6)
    rows = [Row(tuple(head(one) for one in HEADS), header=True, keep_with_next=True)]
    rows.append(across(PANEL, len(HEADS)))
    for at, one in enumerate(review.members, start=1):
        role = labels.LEADER if one.leader else labels.MEMBER
        title = "、".join(text for text in (role, one.title) if text)
        rows.append(_row(str(at), one.name, one.organisation, title))
    rows.append(across(OTHERS.format(review.attendees), len(HEADS)))
    first = len(review.members) + 1
    rows += [_row(str(at), "", "", "") for at in range(first, first + EMPTY_ROWS)]
    yield Grid(fitted(WIDTHS, WIDTH), tuple(rows))


def _label(text: str) -> Cell:
    return Cell(text, align=Align.CENTRE, face=Face.HEI)


def _row(number: str, name: str, organisation: str, title: str) -> Row:
    cells = (centred(number), centred(name), Cell(organisation), Cell(title), Cell(), Cell())
    return Row(cells, height=TALL)
