"""The tables of the panel's summary: items by members, vetoes by members."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from cpscore.documents.sheets import labels
from cpscore.documents.sheets.common import SMALL, item_name
from cpscore.documents.sheets.words import points_text
from cpscore.rules.form import Section
from cpscore.rules.merging import PanelItem, PanelResult, PanelVeto
from cpscore.rules.points import plain
from cpscore.rules.sheet import Align, Cell, Face, Grid, Row


def label(text: str) -> Cell:
    """A cell that heads others, in small type."""
    return Cell(text, align=Align.CENTRE, face=Face.HEI, size=SMALL)


def small_cell(text: str, *, columns: int = 1) -> Cell:
    """A cell in small type."""
    return Cell(text, columns=columns, size=SMALL)


def _number(text: str, *, face: Face = Face.SONG) -> Cell:
    return Cell(text, align=Align.CENTRE, size=SMALL, face=face, number=text or None)


# Points ----------------------------------------------------------------------------------------


def item_table(panel: PanelResult, names: Sequence[str], width: float) -> Grid:
    """Items by members, with mean, spread and ends; totals below."""
    agreed = panel.rule == "agreed"
    after = [labels.MEAN, labels.SPREAD, labels.ENDS, *([labels.AGREED] if agreed else [])]
    fixed = [11.0, 14.0, 11.0, 20.0, *([13.0] if agreed else [])]
    member = min(13.0, (width - sum(fixed) - 38) / len(names))
    name = width - sum(fixed) - member * len(names)
    widths = (name, fixed[0], *([member] * len(names)), *fixed[1:])
    rows = [
        Row(
            tuple(label(text) for text in (labels.ITEM, labels.FULL, *names, *after)),
            header=True,
        )
    ]
    for section in panel.form.sections:
        rows.extend(_section_rows(panel, section, names, len(widths), agreed=agreed))
    rows.append(_total_row(panel, names, len(after)))
    return Grid(widths, tuple(rows))


def _section_rows(
    panel: PanelResult, section: Section, names: Sequence[str], columns: int, *, agreed: bool
) -> Iterator[Row]:
    if section.title:
        title = Cell(section.title, columns=columns, face=Face.HEI, size=SMALL, shaded=True)
        yield Row((title,), keep_with_next=True)
    by_id = {one.item.id: one for one in panel.items}
    for item in section.items:
        one = by_id[item.id]
        number = f"{item.number} " if item.number else ""
        cells = [small_cell(number + item_name(panel.form, item)), _number(plain(item.max))]
        cells += [_number(_given(one, name)) for name in names]
        cells += [
            _number(one.mean.shown if one.mean else ""),
            _number(_plain(one.spread)),
            _number(_ends(one)),
        ]
        if agreed:
            cells.append(_number(_plain(one.agreed)))
        yield Row(tuple(cells))


def _given(one: PanelItem, name: str) -> str:
    if name not in one.scores:
        return labels.NOT_ASSIGNED
    points = one.scores[name]
    return labels.NOT_APPLICABLE if points is None else points_text(points)


def _ends(one: PanelItem) -> str:
    return f"{_plain(one.min)}～{_plain(one.max)}" if one.min is not None else ""


def _plain(points: Fraction | None) -> str:
    return "" if points is None else points_text(points)


def _total_row(panel: PanelResult, names: Sequence[str], after: int) -> Row:
    given = {one.answers.expert: one.points.total for one in panel.counted if one.points}
    totals = [given[name] for name in names if name in given]
    shown = panel.total.shown if panel.total else ""
    limits = panel.form.ends
    ends = "～".join(points_text(end(totals), limits) for end in (min, max)) if totals else ""
    spread = points_text(max(totals) - min(totals)) if totals else ""
    cells = [label(labels.TOTAL), _number(plain(panel.form.total or Fraction(0)), face=Face.HEI)]
    cells += [_number(points_text(total, limits), face=Face.HEI) for total in totals]
    cells += [_number(text, face=Face.HEI) for text in (shown, spread, ends, "")[:after]]
    return Row(tuple(cells))


# Vetoes ----------------------------------------------------------------------------------------


def veto_table(panel: PanelResult, names: Sequence[str], width: float) -> Grid:
    """Each veto with every member's answer, the reasons given, and what the panel makes of it."""
    state = 24.0
    member = min(14.0, (width - state - 50) / len(names))
    widths = (width - state - member * len(names), *([member] * len(names)), state)
    head_row = Row(tuple(label(text) for text in (labels.VETO, *names, labels.STATE)), header=True)
    return Grid(widths, (head_row, *(_veto_row(one, names) for one in panel.vetoes)))


def _veto_row(one: PanelVeto, names: Sequence[str]) -> Row:
    number = f"{one.veto.number}. " if one.veto.number else ""
    reasons = [
        labels.VETO_REASON.format(name=name, reason=one.reasons[name])
        for name in names
        if name in one.reasons
    ]
    answers = [
        _number(labels.ANSWER_WORDS[one.answers[name]]) if name in one.answers else Cell()
        for name in names
    ]
    state = Cell(
        _state_words(one), align=Align.CENTRE, face=Face.HEI if one.fails else Face.SONG, size=SMALL
    )
    return Row((small_cell("\n".join([number + one.veto.text, *reasons])), *answers, state))


def _state_words(one: PanelVeto) -> str:
    if one.decision is None:
        return labels.STATE_WORDS[one.state]
    return labels.SETTLED.format(what(one.decision.sustained))


def what(sustained: bool) -> str:
    """What was decided on a veto."""
    return labels.SUSTAINED if sustained else labels.NOT_SUSTAINED
