"""A new review: which forms, which enterprise, when, and who; signed into one package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

from PySide6.QtWidgets import QLayout, QWidget

from cpscore.desktop.jobs import Progress
from cpscore.desktop.pages import Crumb, Page, Shell
from cpscore.desktop.qt import override
from cpscore.desktop.secret import Secret
from cpscore.desktop.start.division import Division
from cpscore.desktop.start.members import MembersEditor, first_empty
from cpscore.desktop.start.plan_fields import EnterpriseFields, ProcedureChoice, VisitFields
from cpscore.desktop.start.procedure_facts import ProcedureFacts
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import (
    Card,
    Words,
    box,
    column,
    page_body,
    primary,
    row,
    scrolled,
)
from cpscore.rules.form import Form
from cpscore.rules.review import Review
from cpscore.workflow.people import unlock
from cpscore.workflow.prepare import Plan, forms_on_offer, new_review, procedures_on_offer


class NewReviewPage(Page):
    """One page from top to bottom; what is missing is said where it is missing. `plan` is what was
    entered before the page was built anew.
    """

    def __init__(self, shell: Shell, plan: Plan | None = None) -> None:
        super().__init__(shell)
        assert shell.card is not None
        self.card = shell.card
        self.forms = forms_on_offer(shell.desk)
        self.by_id = {form.id: form for form in self.forms}
        self.procedure = ProcedureChoice(procedures_on_offer(shell.desk), self.by_id)
        self.facts = ProcedureFacts(shell.language)
        self.enterprise = EnterpriseFields()
        self.visit = VisitFields(shell.desk.now().date())
        self.members = MembersEditor(self.card.person)
        self.division = Division()
        self.enough = Words(role="amber", wrap=True)
        self.secret = Secret(self.card, tr("您的口令"))
        self.made = ""
        self.folder: Path | None = None
        self.action = primary(tr("生成评审包…"), self.make)
        self.content.addWidget(scrolled(self._body()))
        self.members.changed.connect(self._count)
        self.procedure.chose.connect(self._count)
        self.procedure.chose.connect(self._show_facts)
        self.visit.day.dateChanged.connect(lambda _day: self._show_facts())
        if plan is not None:
            self._fill(plan)
        self._show_facts()
        self.secret.typed.entered.connect(self.make)
        self._count()

    def _body(self) -> QLayout:
        signing = Card(
            Words(tr("评审包由您的身份签名，发给每位专家的是同一个文件。"), "muted", wrap=True),
            row(self.secret, None, gap=16),
            row(self.action, None),
            gap=12,
        )
        self.dividing = box(_part(tr("分工"), Card(self.division)))
        return page_body(
            Words(tr("新建评审"), "title"),
            Words(tr("填好后生成评审包，拷给各位专家"), "muted"),
            14,
            _part(tr("程序"), self.procedure),
            10,
            self.facts,
            _part(tr("企业"), Card(self.enterprise)),
            _part(tr("现场"), Card(self.visit)),
            _part(tr("专家组"), Card(self.members, self.enough, gap=10)),
            self.dividing,
            _part(tr("签名并生成"), signing),
        )

    @property
    @override
    def title(self) -> str:
        return tr("新建评审")

    @property
    @override
    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb(tr("开始"), "start"),)

    @override
    def opened(self) -> None:
        self.enterprise.name.setFocus()

    @property
    def plan(self) -> Plan:
        """What was entered so far."""
        chosen = self.procedure.chosen
        return Plan(
            stage=chosen.stage,
            enterprise=self.enterprise.value,
            date=self.visit.date,
            forms=chosen.forms,
            members=tuple(
                replace(one, sections=self.division.of(one.name)) for one in self.members.members
            ),
            organiser=self.visit.organiser.text().strip(),
            place=self.visit.place.text().strip(),
            attendees=self.visit.attendees.text().strip(),
        )

    @property
    @override
    def returning(self) -> Mapping[str, object]:
        return {} if self.made else {"plan": self.plan}

    def _fill(self, plan: Plan) -> None:
        chosen = next((one.id for one in self.procedure.offered if one.forms == plan.forms), None)
        if chosen is not None:
            self.procedure.choose(chosen)
        self.enterprise.show_value(plan.enterprise)
        self.visit.show_values(plan.date, plan.organiser, plan.place, plan.attendees)
        self.members.show_members(plan.members)
        self.division.leave_out(plan.members)

    def make(self) -> None:
        """Ask for the folder first: a changed mind leaves nothing behind."""
        if not self._checked() or not self.secret.given():
            return
        self.folder = self.shell.choose_folder(tr("评审包写到哪个文件夹或 U 盘？"))
        if self.folder is None:
            self.banner.say(tr("没有选文件夹，评审还没有建立。"))
            return
        desk, plan = self.shell.desk, self.plan
        sha256, secret = self.card.sha256, self.secret.text

        def work(_tell: Progress) -> Review:
            return new_review(desk, plan, unlock(desk, sha256, secret))

        self.run(tr("正在签名…"), work, self._made)

    def _made(self, review: Review) -> None:
        self.secret.clear()
        self.made = review.id

    @override
    def worked(self) -> None:
        if self.made:
            # From here on the review exists: where the stick fails, its own page writes again.
            self.shell.go("review", review_id=self.made, folder=self.folder)
        else:
            self.secret.setFocus()

    def _checked(self) -> bool:
        twice = self.members.twice
        if not self.enterprise.value.name:
            self.enterprise.named.complain(tr("请填写企业名称"))
            self.enterprise.name.setFocus()
        elif not self.enterprise.value.categories and self._asks_category:
            self.enterprise.complain(tr("请至少选一类：有的否决项只问某一类企业"))
        elif twice:
            self.banner.say(tr("专家组里有两位「{name}」，请加以区分。", name=twice), "amber")
        elif len(self.members.members) < 2:
            self.banner.say(tr("请填写其他专家。"), "amber")
            first_empty(self.members).setFocus()
        elif self.division.forgotten:
            self.division.complain()
        else:
            return True
        return False

    @property
    def _chosen(self) -> list[Form]:
        return [form for form in self.forms if form.id in self.procedure.chosen.forms]

    @property
    def _asks_category(self) -> bool:
        return any(form.depends_on_category for form in self._chosen)

    def _show_facts(self) -> None:
        visit = date.fromisoformat(self.visit.date)
        self.facts.show_procedure(self.procedure.chosen, self.by_id, visit)

    def _count(self) -> None:
        """Too few experts is said, not forbidden: the leader may know better. Who is there, and
        the forms, decide how the work can be divided.
        """
        least = max((form.panel.minimum for form in self._chosen if form.scored), default=0)
        there = len(self.members.members)
        text = tr("这个程序要求专家组至少 {least} 人，现在 {there} 人。", least=least, there=there)
        self.enough.say(text)
        self.enough.setVisible(there < least)
        self.division.show_panel(self._chosen, [one.name for one in self.members.members])
        self.dividing.setVisible(bool(self.division.forms))
        # Tab comes to the boxes, which are younger than the page, where they stand on it.
        order: list[QWidget] = [self.members.more, *self.division.boxes.values()]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)


def _part(title: str, content: QWidget) -> QLayout:
    return column(22, Words(title, "subheading"), content, gap=8)
