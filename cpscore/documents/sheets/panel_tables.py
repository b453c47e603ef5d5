"""The tables of the panel's summary: items by members, vetoes by members."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from cpscore.documents.sheets import labels
from cpscore.documents.sheets.common import SMALL, item_name
from cpscore.documents.sheets.words import points_text
from cpscore.rules.answers import Answers, VetoAnswer, asked_parts
from cpscore.rules.form import Answer, FieldType, Item, MergeRule, Question, Section
from cpscore.rules.merging import PanelItem, PanelResult, PanelVeto
from cpscore.rules.points import plain, read_points
from cpscore.rules.sheet import Align, Cell, Face, Formula, Grid, Reckoning, Row

# What formulas call the points that belong to no member, or to no single item.
AGREED, TOTAL = "*", "*"

SAID = {Answer.YES: "是", Answer.NO: "否", Answer.NA: labels.NOT_APPLICABLE}


def label(text: str) -> Cell:
    """A cell that heads others, in small type."""
    return Cell(text, align=Align.CENTRE, face=Face.HEI, size=SMALL)


def small_cell(text: str, *, columns: int = 1) -> Cell:
    """A cell in small type."""
    return Cell(text, columns=columns, size=SMALL)


def _number(
    text: str, *, face: Face = Face.SONG, name: str = "", formula: Formula | None = None
) -> Cell:
    number = text if read_points(text) is not None else None
    return Cell(
        text,
        align=Align.CENTRE,
        size=SMALL,
        face=face,
        number=number,
        name=name if number else "",
        formula=formula,
    )


def _rounded(kind: Reckoning, of: Sequence[str | Formula], text: str, drop: int = 0) -> Formula:
    """A formula with the decimals that are printed."""
    return Formula(kind, tuple(of), drop, len(text.partition(".")[2]))


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
        cells += [_number(_given(one, name), name=_place(item, name)) for name in names]
        given = [_place(item, name) for name in names if one.scores.get(name) is not None]
        average, spread = one.mean.shown if one.mean else "", _plain(one.spread)
        cells += [
            _number(average, formula=_rounded(Reckoning.AVERAGE, given, average)),
            _number(spread, formula=Formula(Reckoning.SPREAD, tuple(given))),
            _number(_ends(one)),
        ]
        if agreed:
            cells.append(_number(_plain(one.agreed), name=_place(item, AGREED)))
        yield Row(tuple(cells))


def _place(item: Item | None, name: str) -> str:
    """What formulas call a member's points for an item, or for all of them."""
    return f"{item.id if item else TOTAL}/{name}"


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
    totals = {name: given[name] for name in names if name in given}
    shown = panel.total.printed if panel.total else ""
    limits = panel.form.ends
    taken = totals.values()
    # Totals of different sections are not measured against each other.
    compared = bool(totals) and not panel.form.panel.assigned
    ends = "～".join(points_text(end(taken), limits) for end in (min, max)) if compared else ""
    spread = points_text(max(taken) - min(taken)) if compared else ""
    cells = [label(labels.TOTAL), _number(plain(panel.form.total or Fraction(0)), face=Face.HEI)]
    for name, total in totals.items():
        scored = [_place(one.item, name) for one in panel.items if one.scores.get(name) is not None]
        cells.append(
            _number(
                points_text(total, limits),
                face=Face.HEI,
                name=_place(None, name),
                formula=Formula(Reckoning.SUM, tuple(scored)),
            )
        )
    of_totals = tuple(_place(None, name) for name in totals)
    cells.append(_number(shown, face=Face.HEI, formula=_merging(panel, of_totals, shown)))
    cells.append(_number(spread, face=Face.HEI, formula=Formula(Reckoning.SPREAD, of_totals)))
    cells += [_number(text, face=Face.HEI) for text in (ends, "")[: after - 2]]
    return Row(tuple(cells))


def _merging(panel: PanelResult, totals: Sequence[str], shown: str) -> Formula:
    """The form's rule of merging as a formula."""
    if panel.rule is MergeRule.AGREED:
        agreed = [_place(one.item, AGREED) for one in panel.items if one.agreed is not None]
        return _rounded(Reckoning.SUM, agreed, shown)
    if panel.rule is MergeRule.ITEM_MEAN:
        means = [
            Formula(Reckoning.AVERAGE, tuple(_place(one.item, name) for name in scored))
            for one in panel.items
            if (scored := [name for name, points in one.scores.items() if points is not None])
        ]
        return _rounded(Reckoning.SUM, means, shown)
    rule = panel.form.panel
    if panel.rule is MergeRule.MEDIAN:
        return _rounded(Reckoning.MEDIAN, totals, shown)
    if panel.rule is MergeRule.TRIMMED_MEAN and len(totals) >= max(rule.least, 2 * rule.drop + 1):
        return _rounded(Reckoning.TRIMMED, totals, shown, rule.drop)
    return _rounded(Reckoning.AVERAGE, totals, shown)


# Answers ---------------------------------------------------------------------------------------


def answer_table(panel: PanelResult, names: Sequence[str], width: float) -> Grid:
    """Each question with every member's answer, short entries, and the conclusion each chose."""
    given = {one.answers.expert: one.answers for one in panel.counted}
    member = min(20.0, (width - 50) / len(names))
    widths = (width - member * len(names), *([member] * len(names)))
    rows = [Row(tuple(label(text) for text in (labels.EACH, *names)), header=True)]
    for question in panel.form.questions:
        number = f"{question.number}. " if question.number else ""
        cells = (_number(_answers(question, given[name])) for name in names)
        rows.append(Row((small_cell(number + question.text), *cells)))
    for field in panel.form.fields:
        written = [given[name].fields.get(field.id, "") for name in names]
        if field.type is not FieldType.LONG_TEXT and any(written):
            cells = (_number(one if isinstance(one, str) else "") for one in written)
            rows.append(Row((small_cell(field.label), *cells)))
    if panel.form.conclusions:
        chosen = {one.id: one.label for one in panel.form.conclusions}
        words = (chosen.get(given[name].conclusion or "", "") for name in names)
        rows.append(Row((label(labels.CONCLUSION), *(_number(one) for one in words))))
    return Grid(widths, tuple(rows))


def _answers(question: Question, answers: Answers) -> str:
    """One member's answers to the parts that were asked."""
    given = answers.questions.get(question.id, VetoAnswer()).parts
    asked = asked_parts(question, answers)
    return "、".join(SAID[given[part.id]] for part in asked if part.id in given)


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
        state_words(one), align=Align.CENTRE, face=Face.HEI if one.fails else Face.SONG, size=SMALL
    )
    return Row((small_cell("\n".join([number + one.veto.text, *reasons])), *answers, state))


def state_words(one: PanelVeto) -> str:
    """What the panel makes of a veto, in words."""
    if one.decision is None:
        return labels.STATE_WORDS[one.state]
    return labels.SETTLED.format(what(one.decision.sustained))


def what(sustained: bool) -> str:
    """What was decided on a veto."""
    return labels.SUSTAINED if sustained else labels.NOT_SUSTAINED
