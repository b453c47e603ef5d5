"""检查并提交: everything between a filled paper and a ballot on the stick."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QPushButton, QWidget

from cpscore.desktop.jobs import Progress
from cpscore.desktop.pages import Crumb, Page, Shell, way_to
from cpscore.desktop.qt import override
from cpscore.desktop.score.handed_in import HandedIn
from cpscore.desktop.score.signing import Signing
from cpscore.desktop.score.summary import Checked
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import (
    Sides,
    Words,
    box,
    clear,
    column,
    flow,
    link,
    page_body,
    scrolled,
)
from cpscore.rules.problem import Failure
from cpscore.workflow.paper import Paper, Receipt, paper
from cpscore.workflow.people import Card as KeyCard
from cpscore.workflow.people import signing_card, unlock
from cpscore.workflow.submit import submit, write_ballot


class SubmitPage(Page):
    """What is missing and the summary at the left; signing, or the receipt, at the right."""

    def __init__(self, shell: Shell, review_id: str, form_id: str, member_id: str) -> None:
        super().__init__(shell)
        self.paper = paper(shell.desk, review_id, form_id, member_id)
        self.written: Path | None = None
        self.place = column(gap=0)
        self.content.addLayout(self.place)
        self.furnish()

    def furnish(self) -> None:
        """Show the paper as it stands."""
        clear(self.place)
        self.checked = Checked(self.paper, self.show_place)
        self.right = self._handed_in() if self.paper.submitted else self._signing()
        about = f"{self.paper.review.enterprise.name}　·　{self.paper.form.title}"
        body = page_body(
            Words(tr("检查并提交"), "title"),
            Words(about, "muted", wrap=True),
            16,
            Sides(self.checked, box(column(self.right, flow(self._to_sheet()), None)), (1, 1)),
            top=24,
        )
        self.place.addWidget(scrolled(body))

    @property
    @override
    def title(self) -> str:
        return tr("检查并提交")

    @property
    def arguments(self) -> dict[str, object]:
        """What names this paper to other pages."""
        one = self.paper
        return {"review_id": one.review.id, "form_id": one.form.id, "member_id": one.member.id}

    @property
    @override
    def crumbs(self) -> tuple[Crumb, ...]:
        return *way_to(self.paper.review), Crumb(self.paper.form.title, "score", self.arguments)

    @override
    def opened(self) -> None:
        saved = self.paper.saved_at
        if saved:
            self.status.emit(tr("✓ 已保存 {time}", time=saved[11:19]))
        first = next(iter(self.checked.links), None)
        (first or (self.right.next if isinstance(self.right, HandedIn) else self.pad)).setFocus()

    @override
    def worked(self) -> None:
        if isinstance(self.right, HandedIn):
            self.right.next.setFocus()

    def show_place(self, pointer: str) -> None:
        """Go where something is missing."""
        self.shell.go("score", **self.arguments, at=pointer)

    # Signing -------------------------------------------------------------------------------------

    def _signing(self) -> QWidget:
        self.signing = Signing(self.shell, self.paper, self._card(), self.submit)
        self.pad, self.passphrase = self.signing.pad, self.signing.passphrase
        self.action = self.signing.action
        return self.signing

    def ask_folder(self) -> None:
        """Choose where the ballot is written."""
        self.signing.ask_folder()

    def submit(self) -> None:
        """Sign, lock, write, read back; only then say that the stick can be pulled out."""
        desk, one, ink, folder = self.shell.desk, self.paper, self.pad.ink, self.signing.folder
        card, passphrase = self._card(), self.passphrase.text
        certificate = card.sha256 if card else ""

        def work(_tell: Progress) -> tuple[Paper, Receipt]:
            return submit(desk, one, unlock(desk, certificate, passphrase), ink, folder)

        self.run(tr("正在签名并写出选票…"), work, self._done)

    def _card(self) -> KeyCard | None:
        """Whose key signs: the one on the roster where it is known, else that of the seat."""
        return signing_card(self.shell.desk, self.paper.member, self.shell.card)

    def _done(self, result: tuple[Paper, Receipt]) -> None:
        self.paper, receipt = result
        self.written = receipt.path
        self.furnish()

    @override
    def fail(self, failure: Failure) -> None:
        super().fail(failure)
        # The stick may have refused after the paper was locked: show what is true.
        one, was_open = self.paper, self.paper.submitted is None
        self.paper = paper(self.shell.desk, one.review.id, one.form.id, one.member.id)
        if was_open and self.paper.submitted:
            self.furnish()

    # Submitted -----------------------------------------------------------------------------------

    def _handed_in(self) -> QWidget:
        receipt = self.paper.submitted
        assert receipt is not None
        card = self._card()
        return HandedIn(
            receipt, card.code if card else "", self.written, self.write_again, self._to_review,
            lambda: self.shell.go("score", **self.arguments),
        )  # fmt: skip

    def write_again(self) -> None:
        """Write the ballot to a stick: the first one refused, or was lost."""
        folder = self.shell.choose_folder(tr("选票写到哪个文件夹或 U 盘？"))
        if folder is None:
            return
        desk, one = self.shell.desk, self.paper

        def done(path: Path) -> None:
            self.written = path
            self.banner.hide()
            self.furnish()

        self.run(tr("正在写选票…"), lambda _tell: write_ballot(desk, one, folder), done)

    def _to_sheet(self) -> QPushButton:
        return link(tr("看评分表，可以打印…"), lambda: self.shell.go("sheet", **self.arguments))

    def _to_review(self) -> None:
        self.shell.go("review", review_id=self.paper.review.id)
