"""The start page: what can I do now?"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from cpscore.desktop.pages import Page, Shell
from cpscore.desktop.qt import override
from cpscore.desktop.start.archive_model import (
    REVIEW,
    TONE,
    VERDICT,
    ArchiveModel,
    ArchiveSearch,
    Filed,
)
from cpscore.desktop.start.glance import Glance
from cpscore.desktop.start.going_on import GoingOn
from cpscore.desktop.start.handed_in import HandedOver
from cpscore.desktop.texts import tr
from cpscore.desktop.theme import px
from cpscore.desktop.widgets import (
    CardButton,
    PillDelegate,
    Sides,
    Table,
    Words,
    box,
    column,
    line,
    link,
    page_body,
    row,
    scrolled,
)
from cpscore.rules.form import Status
from cpscore.workflow.prepare import forms_on_offer, take_package

AT_ONCE, MOMENT = 0.5, 0.1  # seconds
PAUSE = 150  # milliseconds in which the window answers
PACKAGES = "cpscore (*.cpspkg)"


class StartPage(Page):
    """The review to go on with, the ways to begin another, and the archive."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.glance = Glance(shell.desk, shell.card)
        self.glance.look(AT_ONCE)
        self.current = self.glance.current
        self.handed_in = self.glance.handed_in if self.current is None else None
        self.going_on: GoingOn | HandedOver = (
            HandedOver(shell, self.handed_in, self.open_package)
            if self.handed_in
            else GoingOn(shell, self.current, self.open_package)
        )
        self.archive = ArchiveModel(self._filed(), self)
        self.looking = QTimer(self)
        self.looking.timeout.connect(self._look_on)
        body = page_body(
            Words(self._greeting(), "title"),
            Words(self._today(), "muted"),
            24,
            Sides(self.going_on, self._ways(), (12, 7)),
            30,
            *self._archive(),
        )
        self.content.addWidget(scrolled(body))

    @property
    @override
    def title(self) -> str:
        return tr("清洁生产验收评分")

    @override
    def opened(self) -> None:
        self.status.emit(tr("离线　·　数据保存在本机"))
        self.going_on.next.setFocus()
        if self.glance.waiting:
            self.looking.start(PAUSE)

    @override
    def leave(self) -> bool:
        self.looking.stop()
        self.attempt(self.glance.keep)
        return True

    def _look_on(self) -> None:
        """Look at more reviews, a moment at a time; the window answers in between."""
        self.glance.look(MOMENT)
        self.archive.show(self._filed())
        self._show_archive()
        if not self.glance.waiting:
            self.looking.stop()
            self.attempt(self.glance.keep)

    def _filed(self) -> list[Filed]:
        current = self.current.review.id if self.current else None
        return [one.filed for one in self.glance.lines if one.filed.review_id != current]

    def _greeting(self) -> str:
        hour = self.shell.desk.now().hour
        early = ((5, tr("夜深了")), (9, tr("早上好")), (12, tr("上午好")), (14, tr("中午好")))
        late = ((18, tr("下午好")), (24, tr("晚上好")))
        greeting = next(words for until, words in (*early, *late) if hour < until)
        if self.shell.card is None:
            return greeting
        return tr("{greeting}，{name}", greeting=greeting, name=self.shell.card.person.name)

    def _today(self) -> str:
        if self.handed_in is not None:
            return tr("评分已提交，等组长汇总")
        if self.current is None:
            return tr("一切都保存在这台电脑上")
        review = self.current.review
        if review.date == self.shell.desk.now().date().isoformat():
            return tr("今天有一场{stage}正在进行", stage=review.stage)
        return tr("有一场{stage}正在进行", stage=review.stage)

    # The ways to begin ---------------------------------------------------------------------------

    def _ways(self) -> QWidget:
        self.ways = (
            CardButton(
                tr("打开评审包"), tr("把 U 盘里的文件拖到窗口里，或在这里选"), self.open_package
            ),
            CardButton(
                tr("新建评审"),
                tr("组长：选择程序，录入企业和专家"),
                lambda: self.shell.go("new-review"),
            ),
            CardButton(tr("评分表"), self._forms(), lambda: self.shell.go("forms")),
        )
        return box(column(*self.ways, gap=14))

    def _forms(self) -> str:
        forms = forms_on_offer(self.shell.desk)
        waiting = sum(form.status is Status.PROVISIONAL for form in forms)
        said = tr("{count} 份", count=len(forms))
        return said + (tr("　·　{count} 份待换为官方表", count=waiting) if waiting else "")

    def open_package(self) -> None:
        """Choose the leader's package, and go where its review begins."""
        chosen = self.shell.choose_files(tr("打开评审包"), PACKAGES)
        if not chosen:
            return
        review = self.attempt(lambda: take_package(self.shell.desk, chosen[0]))
        if review is not None:
            self.shell.go("review", review_id=review.id)

    # The archive ---------------------------------------------------------------------------------

    def _archive(self) -> tuple[QWidget, ...]:
        self.search = self._search()
        filed = ArchiveSearch(self.archive, self)
        self.search.textChanged.connect(filed.search)
        self.table = Table(filed, tr("档案"), wide=(0, 1, VERDICT))
        self.table.setItemDelegateForColumn(VERDICT, PillDelegate(TONE, self.table))
        self.table.activated.connect(self._open)
        self.none = Words(tr("做完的评审都在这里，可以按企业、日期、结论查找。"), "muted")
        self._show_archive()
        verify = link(tr("核验文件"), lambda: self.shell.go("verify"))
        head = row(Words(tr("档案"), "subheading"), None, verify, self.search, gap=16)
        return box(head), box(column(10, self.none, self.table, gap=0))

    def _show_archive(self) -> None:
        empty = not self.archive.lines
        self.none.setVisible(empty)
        self.table.setVisible(not empty)
        self.search.setVisible(not empty)

    def _search(self) -> QLineEdit:
        search = line(tr("在档案中查找"), placeholder=tr("搜索企业、日期、结论…"))
        search.setFixedWidth(px(300))
        search.setClearButtonEnabled(True)
        return search

    def _open(self, index: QModelIndex) -> None:
        self.shell.go("review", review_id=index.data(REVIEW))
