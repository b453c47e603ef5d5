"""检查并提交: what is missing, the summary, the handwriting, the passphrase, the stick."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from cpscore.desktop.jobs import Progress
from cpscore.desktop.pages import Crumb, Page, Shell
from cpscore.desktop.qt import override
from cpscore.desktop.score.checks import Lack, advised, lacking
from cpscore.desktop.score.lines import score_text
from cpscore.desktop.score.nav import veto_counts
from cpscore.desktop.texts import tr
from cpscore.desktop.theme import px
from cpscore.desktop.widgets import (
    Card,
    InkPad,
    Labelled,
    PassphraseField,
    Pill,
    Sides,
    Words,
    box,
    clear,
    column,
    flow,
    link,
    page_body,
    primary,
    row,
    rule,
    scrolled,
    secondary,
    selectable,
)
from cpscore.rules.points import plain, readable
from cpscore.rules.problem import Failure
from cpscore.workflow.paper import Paper, Receipt, paper
from cpscore.workflow.people import cards, unlock
from cpscore.workflow.submit import submit, write_ballot


class SubmitPage(Page):
    """Everything that stands between a filled paper and a ballot on the stick."""

    def __init__(self, shell: Shell, review_id: str, form_id: str, member_id: str) -> None:
        super().__init__(shell)
        self.paper = paper(shell.desk, review_id, form_id, member_id)
        self.folder: Path | None = None
        self.written: Path | None = None
        self.place = column(gap=0)
        self.content.addLayout(self.place)
        self.furnish()

    def furnish(self) -> None:
        """Show the paper as it stands."""
        clear(self.place)
        right = self._locked() if self.paper.submitted else self._signing()
        body = page_body(
            Words(tr("检查并提交"), "title"),
            Words(
                f"{self.paper.review.enterprise.name}　·　{self.paper.form.title}",
                "muted",
                wrap=True,
            ),
            16,
            Sides(box(column(*self._checked(), None, gap=14)), right, (1, 1)),
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
        review = self.paper.review
        return (
            Crumb(tr("开始"), "start"),
            Crumb(review.enterprise.name, "review", {"review_id": review.id}),
            Crumb(self.paper.form.title, "score", self.arguments),
        )

    @override
    def opened(self) -> None:
        saved = self.paper.saved_at
        if saved:
            self.status.emit(tr("✓ 已保存 {time}", time=saved[11:19]))
        if self.links:
            self.links[0].setFocus()
        elif not self.paper.submitted:
            self.pad.setFocus()

    # What is there, and what is not --------------------------------------------------------------

    def _checked(self) -> list[QWidget]:
        missing, advice = lacking(self.paper), advised(self.paper)
        self.links: list[QWidget] = []
        made: list[QWidget] = []
        if missing:
            words = tr("还有 {count} 处没有填", count=len(missing))
            made.append(self._list(words, missing, "amber"))
        if advice:
            made.append(self._list(tr("建议补上"), advice, "amber"))
        made.append(self._summary())
        return made

    def _list(self, words: str, lacks: tuple[Lack, ...], surface: str) -> QWidget:
        links = [link(one.words, lambda at=one.pointer: self.show_place(at)) for one in lacks]  # type: ignore[misc]
        self.links += links
        return Card(Words(words, "subheading"), *links, surface="amber", gap=4)

    def show_place(self, pointer: str) -> None:
        """Go where something is missing."""
        self.shell.go("score", **self.arguments, at=pointer)

    def _summary(self) -> QWidget:
        form, result = self.paper.form, self.paper.result
        total = readable(result.points.total, form.ends) if result.points else "—"
        card = Card(
            row(Words(tr("汇总"), "subheading"), None, Words(total, "number"),
                Words(f"/ {plain(form.total)}" if form.total else "", "muted"), gap=6),
            gap=6,
        )  # fmt: skip
        verdict = result.verdict
        if verdict is not None:
            lowest = bool(form.grades) and verdict is form.ranked[0]
            card.body.addWidget(Words(verdict.label, "red" if lowest else "good", wrap=True))
        asked, answered, failed = veto_counts(result)
        if asked:
            words = tr("否决项 {answered}/{asked} 已答", answered=answered, asked=asked)
            pill = (
                Pill(tr("{failed} 项不符合", failed=failed), "red")
                if failed
                else Pill(tr("无不符合"), "good" if answered == asked else "quiet")
            )
            card.body.addLayout(row(Words(words), None, pill))
        card.body.addWidget(rule())
        for item in form.items:
            score = self.paper.draft.answers.scores.get(item.id)
            text = score_text(item, score)
            value = Words(text or tr("未评"), "strong" if text else "amber")
            name = Words(item.name, wrap=True)
            line = row(name, value, Words(f"/ {plain(item.max)}", "muted"), gap=6)
            line.setStretch(0, 1)
            card.body.addLayout(line)
        return card

    # Signing -------------------------------------------------------------------------------------

    def _signing(self) -> QWidget:
        self.pad = InkPad()
        self.pad.setMinimumHeight(px(150))
        self.pad_place = Labelled(tr("手写签名"), self.pad, tr("用笔、手指或鼠标书写"))
        again = link(tr("重写"), self.pad.clear)
        self.passphrase = PassphraseField(tr("口令"))
        self.passphrase_place = Labelled(tr("口令"), self.passphrase)
        self.where = Words(tr("还没有选"), "muted", wrap=True)
        self.choose = secondary(tr("选择 U 盘或文件夹…"), self.ask_folder)
        self.where_place = Labelled(tr("评分文件写到"), self.choose)
        self.action = primary(tr("签名并提交"), self.submit)
        ready = self.paper.result.complete
        self.action.setEnabled(ready)
        self.passphrase.entered.connect(self.submit)
        self.pad.changed.connect(lambda: self.pad_place.complain(""))
        self.passphrase.changed.connect(lambda: self.passphrase_place.complain(""))
        after = tr("提交后评分锁定；要改须撤回并写明理由。")
        wait = tr("左边列出的都填完之后才能提交。")
        return box(
            column(
                Card(
                    row(Words(tr("签名"), "subheading"), None,
                        Words(self.paper.member.name, "muted")),
                    self.pad_place,
                    row(None, again),
                    self.passphrase_place,
                    self.where_place,
                    self.where,
                    4,
                    row(self.action, None),
                    Words(after if ready else wait, "small" if ready else "amber", wrap=True),
                    gap=8,
                ),
                None,
            )
        )  # fmt: skip

    def ask_folder(self) -> None:
        """Choose where the ballot is written."""
        folder = self.shell.choose_folder(tr("评分文件写到哪个文件夹或 U 盘？"))
        if folder is not None:
            self.folder = folder
            self.where.say(str(folder), "body")
            self.where_place.complain("")

    def submit(self) -> None:
        """Sign, lock, write, read back; only then say that the stick can be pulled out."""
        if not self._ready():
            return
        desk, one, ink = self.shell.desk, self.paper, self.pad.ink
        certificate, passphrase, folder = self._certificate(), self.passphrase.text, self.folder

        def work(_tell: Progress) -> tuple[Paper, Receipt]:
            return submit(desk, one, unlock(desk, certificate, passphrase), ink, folder)

        self.run(tr("正在签名并写出评分文件…"), work, self._done)

    def _ready(self) -> bool:
        if not self.paper.result.complete:
            return False
        if self.pad.ink.empty:
            self.pad_place.complain(tr("签名板是空的，请手写签名"))
            self.pad.setFocus()
        elif not self.passphrase.text:
            self.passphrase_place.complain(tr("请输入口令"))
            self.passphrase.setFocus()
        elif self.folder is None:
            self.where_place.complain(tr("请选择写到哪里"))
            self.choose.setFocus()
        else:
            return True
        return False

    def _certificate(self) -> str:
        """Whose key signs: the one on the roster where it is known, else that of the seat."""
        kept = cards(self.shell.desk)
        known = next((one for one in kept if one.sha256 == self.paper.member.certificate), None)
        card = known or self.shell.card
        return card.sha256 if card else ""

    def _done(self, result: tuple[Paper, Receipt]) -> None:
        self.paper, receipt = result
        self.written = receipt.path
        self.furnish()

    @override
    def fail(self, failure: Failure) -> None:
        super().fail(failure)
        # The disk may have refused after the paper was locked: show what is true.
        one = self.paper
        self.paper = paper(self.shell.desk, one.review.id, one.form.id, one.member.id)
        if self.paper.submitted:
            self.furnish()

    # Submitted -----------------------------------------------------------------------------------

    def _locked(self) -> QWidget:
        known = self.paper.submitted
        assert known is not None
        written = self.written
        head = tr("✓ 已写好，读回核对一致，可以拔出") if written else tr("✓ 已提交")
        self.again = secondary(
            tr("再写到 U 盘…") if written else tr("写到 U 盘…"), self.write_again
        )
        buttons = (
            primary(tr("回到评审"), self._to_review),
            self.again,
            secondary(tr("看我的评分"), self._to_score),
        )
        card = Card(
            Words(head, "heading", wrap=True),
            Words(tr("回执码"), "small"),
            selectable(Words(known.code, "code")),
            Words(tr("交给组长时核对这个码。评分已经锁定。"), "muted", wrap=True),
            selectable(Words(str(written or known.file_name), "small", wrap=True)),
            4,
            flow(*buttons),
            surface="accent",
            gap=8,
        )
        return box(column(card, None))

    def write_again(self) -> None:
        """Write the ballot to a stick: the first one refused, or was lost."""
        folder = self.shell.choose_folder(tr("评分文件写到哪个文件夹或 U 盘？"))
        if folder is None:
            return
        desk, one = self.shell.desk, self.paper

        def done(path: Path) -> None:
            self.written = path
            self.furnish()

        self.run(tr("正在写评分文件…"), lambda _tell: write_ballot(desk, one, folder), done)

    def _to_review(self) -> None:
        self.shell.go("review", review_id=self.paper.review.id)

    def _to_score(self) -> None:
        self.shell.go("score", **self.arguments)
