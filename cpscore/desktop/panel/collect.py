"""Collecting (收票): drop ballots or point at the stick; a row per member, and nothing vanishes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QPushButton, QWidget

from cpscore.desktop.pages import Shell
from cpscore.desktop.panel.boxrows import member_row, stray_row
from cpscore.desktop.panel.taking import TakingPage
from cpscore.desktop.qt import override
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import (
    Card,
    Words,
    button,
    clear,
    column,
    flow,
    page_body,
    row,
    rule,
    scrolled,
)
from cpscore.rules.problem import Failure
from cpscore.workflow.ballots import SUFFIX
from cpscore.workflow.collect import (
    Place,
    Taken,
    box,
    confirm,
    own_ballots,
    strays,
    take_in,
    take_own,
)

BALLOTS = f"cpscore (*{SUFFIX})"


class CollectPage(TakingPage):
    """`unread` are files of this sitting that could not even be read."""

    suffixes = (SUFFIX,)

    def __init__(self, shell: Shell, review_id: str, form_id: str) -> None:
        super().__init__(shell, review_id)
        self.form_id = form_id
        self.unread: dict[str, Taken] = {}
        self.next: QPushButton | None = None
        if self.allowed:
            self.place = column(gap=14)
            self.content.addWidget(scrolled(page_body(self.place, top=24)))
            self.show_box()

    @property
    @override
    def title(self) -> str:
        return tr("收票")

    @override
    def opened(self) -> None:
        if self.allowed:
            self.status.emit(self.count)
        if self.next is not None:
            self.next.setFocus()

    @override
    def worked(self) -> None:
        self.opened()

    # What is shown -------------------------------------------------------------------------------

    def show_box(self) -> None:
        """Show everything that arrived, anew."""
        desk, language = self.shell.desk, self.shell.language
        self.places = box(desk, self.review_id, self.form_id)
        others = (*strays(desk, self.review_id), *self.unread.values())
        here = sum(one.state == "accepted" for one in self.places)
        clear(self.place)
        for tabs in self.form_tabs("collect", self.form_id):
            self.place.addWidget(tabs)
        self.place.addWidget(self._head(here))
        self.rows = {one.member.id: member_row(one, language, self.confirm) for one in self.places}
        lines: list[QWidget] = []
        for line in self.rows.values():
            lines += [rule(), line] if lines else [line]
        self.place.addWidget(Card(*lines, gap=12))
        if others:
            self.place.addWidget(
                Card(
                    Words(tr("不计入的其他文件（都已保留）"), "subheading"),
                    *(stray_row(one, language) for one in others),
                    gap=12,
                )
            )
        self.count = tr("收到 {here} / {all} 份", here=here, all=len(self.places))
        self.status.emit(self.count)

    def _head(self, here: int) -> QWidget:
        everybody = here == len(self.places)
        own = len(own_ballots(self.shell.desk, self.review_id))
        buttons = [
            self._button(tr("从 U 盘或文件夹收…"), self.ask_folder, not everybody and not own),
            self._button(tr("选文件…"), self.ask_files, False),
        ]
        if own:
            words = tr("收本机已提交的选票（{count} 份）", count=own)
            buttons.insert(0, self._button(words, self.take_own, True))
        to_panel = self.goer("panel", form_id=self.form_id)
        buttons.append(self._button(tr("专家组汇总"), to_panel, everybody and not own))
        hint = tr("把选票文件拖到窗口里也可以。收到的文件都会保留，只有核验通过的才计入。")
        count = tr("{here} / {all} 份已核验", here=here, all=len(self.places))
        inner = column(
            row(Words(count, "title"), None),
            Words(hint, "muted", wrap=True),
            4,
            flow(*buttons),
            gap=4,
        )
        return Card(inner)

    def _button(self, words: str, action: object, filled: bool) -> QPushButton:
        assert callable(action)
        made = button(words, action, "primary" if filled else "secondary")
        if filled or self.next is None:
            self.next = made
        return made

    # What is done --------------------------------------------------------------------------------

    def ask_folder(self) -> None:
        """Point at the stick."""
        folder = self.shell.choose_folder(tr("选票在哪个文件夹或 U 盘？"))
        if folder is not None:
            self.take((folder,))

    def ask_files(self) -> None:
        """Choose ballots one by one."""
        self.take(self.shell.choose_files(tr("选票文件"), BALLOTS))

    @override
    def take(self, paths: tuple[Path, ...]) -> None:
        """Take in ballots and folders of them; a bad one hinders no other."""
        desk, id = self.shell.desk, self.review_id
        self.take_each(tr("正在核验选票…"), paths, lambda path: take_in(desk, id, path), self.took)

    def take_own(self) -> None:
        """Take in what was submitted on this machine."""
        desk, review_id = self.shell.desk, self.review_id
        self.run(tr("正在核验选票…"), lambda _tell: take_own(desk, review_id), self.took)

    def took(self, found: tuple[Taken, ...], stopped: Failure | None = None) -> None:
        """Say what came of it, or what stopped it halfway, and show it."""
        self.unread |= {one.file: one for one in found if not one.sha256}
        self.next = None
        self.show_box()
        good = sum(one.code == "accepted" for one in found)
        bad = len(found) - good
        if stopped is not None:
            self.fail(stopped)
        elif not found:
            self.banner.say(tr("那里没有选票文件（*{suffix}）。", suffix=SUFFIX), "amber")
        elif bad:
            words = tr("收到 {all} 份：{good} 份已核验，{bad} 份不计入，原因写在下面。",
                       all=len(found), good=good, bad=bad)  # fmt: skip
            self.banner.say(words, "amber")
        else:
            self.banner.say(tr("✓ 收到 {all} 份，全部核验通过。", all=len(found)))

    def confirm(self, place: Place) -> None:
        """The codes were compared aloud and are the same."""
        if place.taken is None:
            return
        desk, member, certificate = self.shell.desk, place.member, place.taken.certificate
        self.attempt(
            lambda: confirm(desk, self.review_id, member.id, certificate, by=self.leader_name)
        )
        self.show_box()
