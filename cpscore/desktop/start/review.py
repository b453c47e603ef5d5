"""One review: what it is, who is in it, and everything that can be done in it now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QPushButton, QWidget

from cpscore.desktop.pages import Crumb, Page, Shell
from cpscore.desktop.qt import override
from cpscore.desktop.start.form_words import filled_by, status_of
from cpscore.desktop.start.overview import Mine, collected, overview
from cpscore.desktop.start.procedure_facts import deadline_lines
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import (
    Card,
    Meter,
    Pill,
    Sides,
    Words,
    box,
    column,
    flow,
    page_body,
    primary,
    row,
    rule,
    scrolled,
    secondary,
)
from cpscore.rules.form import Status
from cpscore.rules.review import Member
from cpscore.workflow.prepare import dates_of, write_package


class ReviewPage(Page):
    """`folder`: the review was just made, and its package is written there at once."""

    def __init__(self, shell: Shell, review_id: str, folder: Path | None = None) -> None:
        super().__init__(shell)
        self.folder = folder
        self.one = overview(shell.desk, review_id, shell.card)
        self.next: QPushButton | None = None
        review = self.one.review
        what = f"{self.one.procedure}　·　{review.date}　·　{review.organiser}".rstrip("　·")
        body = page_body(
            Words(review.enterprise.name, "title", wrap=True),
            Words(what, "muted", wrap=True),
            16,
            Sides(box(column(*self._work(), None, gap=14)), self._roster(), (12, 8)),
        )
        self.content.addWidget(scrolled(body))

    @property
    @override
    def title(self) -> str:
        return self.one.review.enterprise.name

    @property
    @override
    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb(tr("开始"), "start"),)

    @override
    def opened(self) -> None:
        if self.next is not None:
            self.next.setFocus()
        if self.folder is not None:
            self.write(self.folder)
            self.folder = None

    # What can be done ----------------------------------------------------------------------------

    def _work(self) -> list[QWidget]:
        cards: list[QWidget] = [self._mine(one) for one in self.one.mine]
        if self.one.member is None:
            cards.append(self._stranger())
        if self.one.leading:
            cards.append(self._leading())
        return cards

    def _mine(self, mine: Mine) -> Card:
        member = self.one.member
        assert member is not None
        go = self._goer("score", form_id=mine.form.id, member_id=member.id)
        who = [Words(filled_by(mine.form), "small", wrap=True)] if mine.once else []
        filled = not mine.submitted and not mine.once
        return Card(
            row(Words(mine.form.title, "subheading", wrap=True), *_states(mine)),
            Meter(mine.share, words=mine.words),
            Words(mine.words, "muted"),
            *who,
            row(self._button(_label(mine), go, filled=filled), None),
            gap=8,
        )

    def _stranger(self) -> Card:
        card = self.shell.card
        name = card.person.name if card else ""
        return Card(
            Pill(tr("不在名单上"), "amber"),
            Words(tr("名单上没有「{name}」。", name=name), "strong", wrap=True),
            Words(tr("请换一个身份，或请组长核对名单后重新生成评审包。"), "muted", wrap=True),
            row(self._button(tr("新建身份"), lambda: self.shell.go("identity")), None),
            surface="amber",
        )

    def _leading(self) -> Card:
        scored = next(iter(self.one.panels), None)
        form_id = scored.form.id if scored else ""
        count = collected(self.one)
        buttons = []
        if scored:
            collect = self._goer("collect", form_id=form_id)
            buttons.append(self._button(tr("收票"), collect, filled=True))
            buttons.append(self._button(tr("专家组汇总"), self._goer("panel", form_id=form_id)))
        if any(form.opinion for form in self.one.forms):
            buttons.append(self._button(tr("验收意见"), self._goer("opinion")))
        else:
            buttons.append(self._button(tr("导出"), self._goer("export")))
        return Card(
            row(Words(tr("专家组"), "subheading"), None, Words(count, "muted")),
            flow(*buttons),
            rule(),
            row(
                Words(tr("评审包：每位专家用同一个文件"), "muted"),
                None,
                self._button(tr("写到 U 盘…"), self.ask),
            ),
            gap=12,
        )

    def _button(
        self, words: str, action: Callable[[], object], *, filled: bool = False
    ) -> QPushButton:
        # One filled button a screen: the first thing that is to be done.
        made = (primary if filled and self.next is None else secondary)(words, action)
        if filled and self.next is None:
            self.next = made
        return made

    def _goer(self, route: str, **more: object) -> Callable[[], None]:
        return lambda: self.shell.go(route, review_id=self.one.review.id, **more)

    # Who is in it --------------------------------------------------------------------------------

    def _roster(self) -> QWidget:
        review = self.one.review
        facts = [
            (tr("地点"), review.place),
            (tr("企业类别"), tr("、").join(review.enterprise.categories)),
            (tr("咨询机构"), review.enterprise.consultant),
        ]
        card = Card(
            Words(tr("专家名单"), "subheading"),
            *(self._person(one) for one in review.members),
            rule(),
            *(_fact(name, value) for name, value in facts if value),
            gap=10,
        )
        due = [one for one, _ in dates_of(self.shell.desk, review)]
        if not due:
            return box(column(card, None))
        visit = date.fromisoformat(review.date)
        heading = Words(tr("期限"), "subheading")
        dates = Card(heading, *deadline_lines(due, visit, self.shell.language), gap=6)
        return box(column(card, dates, None, gap=14))

    def _person(self, one: Member) -> QWidget:
        pills = []
        if one.leader:
            pills.append(Pill(tr("组长"), "good"))
        if one == self.one.member:
            pills.append(Pill(tr("我"), "quiet"))
        about = Words(
            tr("，").join(filter(None, (one.organisation, one.title))), "muted", wrap=True
        )
        line = row(Words(one.name, "strong"), about, *pills, gap=12)
        work = (Words(said, "small", wrap=True) for said in self._work_of(one))
        return box(column(line, *work, gap=2))

    def _work_of(self, one: Member) -> Iterator[str]:
        """The sections an expert was assigned, form by form; nothing for who scores all."""
        for form in self.one.forms:
            if form.id in one.sections:
                names = (
                    section.title or section.label or section.id
                    for section in form.sections
                    if one.scores(form.id, section.id)
                )
                yield tr("评：{sections}", sections=tr("、").join(names))

    # The package ---------------------------------------------------------------------------------

    def ask(self) -> None:
        """Choose a stick, and write the package on it."""
        folder = self.shell.choose_folder(tr("评审包写到哪个文件夹或 U 盘？"))
        if folder is not None:
            self.write(folder)

    def write(self, folder: Path) -> None:
        """Write, read back, compare; only then say that the stick can be pulled out."""
        desk, review_id = self.shell.desk, self.one.review.id

        def done(path: Path) -> None:
            self.banner.say(tr("✓ 评审包已写到 {path}，读回核对一致，可以拔出。", path=path))

        self.run(tr("正在写评审包…"), lambda _tell: write_package(desk, review_id, folder), done)


def _states(mine: Mine) -> list[Pill]:
    pills = []
    if mine.form.status is not Status.OFFICIAL:
        pills.append(Pill(*status_of(mine.form)))
    if not mine.once:
        said = Pill(tr("已提交"), "good") if mine.submitted else Pill(tr("未提交"), "quiet")
        pills.append(said)
    return pills


def _label(mine: Mine) -> str:
    if mine.submitted:
        return tr("看我的评分")
    if not mine.form.scored:
        return tr("继续填写") if mine.share else tr("开始填写")
    return tr("继续评分") if mine.share else tr("开始评分")


def _fact(name: str, value: str) -> QWidget:
    return box(column(Words(name, "small"), Words(value, wrap=True), gap=0))
