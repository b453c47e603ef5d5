"""What a procedure asks for: its forms, its panel, its deadlines from the day of the visit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from cpscore.desktop.start.form_words import status_of
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import Card, Pill, Words, box, clear, column, row
from cpscore.messages import Language, say
from cpscore.rules.form import Form, Status
from cpscore.rules.procedure import Deadline, Moment, Procedure, Rule, Unit


class ProcedureFacts(Card):
    """Changes with the procedure that is chosen, and with the day."""

    def __init__(self, language: Language) -> None:
        super().__init__(gap=0)
        self.language = language

    def show_procedure(self, one: Procedure, forms: Mapping[str, Form], visit: date) -> None:
        """Show the forms, rules and dates of a procedure."""
        clear(self.body)
        for part in self._parts(one, forms, visit):
            self.body.addWidget(part)

    def _parts(self, one: Procedure, forms: Mapping[str, Form], visit: date) -> Iterator[QWidget]:
        yield _part(tr("表"), [_form(forms[id]) for id in one.forms])
        if one.panel:
            yield _part(tr("专家组"), [_rule(rule) for rule in one.panel])
        if one.deadlines:
            lines = list(deadline_lines(one.deadlines, visit, self.language))
            yield _part(tr("期限"), lines)
        if one.awards:
            yield _part(tr("称号"), [_rule(rule) for rule in one.awards])


def deadline_lines(
    deadlines: Sequence[Deadline], visit: date, language: Language
) -> Iterator[QWidget]:
    """Each deadline with its last day, and what was not considered."""
    for one in deadlines:
        day = one.due(visit).isoformat()
        if one.moment is Moment.CERTIFICATE:
            day = tr("最早 {day}，发证起算", day=day)
        when = tr("{day} 以前", day=day) if one.before else day
        why = tr("，").join(filter(None, (_period(one), one.article)))
        line = row(Words(when, "strong"), Words(f"{one.text}（{why}）", wrap=True), gap=12)
        line.setStretch(1, 1)
        yield box(line)
    if any(one.moment is Moment.VISIT for one in deadlines):
        note = say("holidays-not-considered", {}, language)
        yield Words(f"{tr('公休日未计入')}：{note}", "small", wrap=True)


def _period(one: Deadline) -> str:
    match one.unit:
        case Unit.WORKING_DAYS:
            return tr("{amount} 个工作日", amount=one.amount)
        case Unit.MONTHS:
            return tr("{amount} 个月", amount=one.amount)
        case Unit.YEARS:
            return tr("{amount} 年", amount=one.amount)


def _part(title: str, lines: Sequence[QWidget]) -> QWidget:
    return box(column(Words(title, "muted"), *lines, gap=2, margins=(0, 4, 0, 8)))


def _rule(rule: Rule) -> QWidget:
    article = f"（{rule.article}）" if rule.article else ""
    return Words(f"{rule.text}{article}", wrap=True)


def _form(form: Form) -> QWidget:
    pills = [] if form.status is Status.OFFICIAL else [Pill(*status_of(form))]
    line = row(Words(form.title, wrap=True), *pills, gap=10)
    line.setStretch(0, 1)
    return box(line)
