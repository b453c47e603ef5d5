"""Exporting: every sheet into a folder, each read back, and what verifying says of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from cpscore.desktop.jobs import Cancelled, Progress
from cpscore.desktop.opinion.turns import KeyChoice
from cpscore.desktop.pages import Crumb, Shell
from cpscore.desktop.panel.leading import LeaderPage
from cpscore.desktop.qt import override
from cpscore.desktop.secret import Secret
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import (
    Card,
    Labelled,
    Pill,
    TickLine,
    Words,
    box,
    clear,
    column,
    link,
    page_body,
    primary,
    row,
    rule,
    scrolled,
    secondary,
    selectable,
)
from cpscore.rules.problem import Failure
from cpscore.workflow.formats import Format, wanted
from cpscore.workflow.issue import Issued, issue
from cpscore.workflow.outgoing import outgoing
from cpscore.workflow.people import cards, unlock
from cpscore.workflow.verify import sentences, verify_file
from cpscore.workflow.verify_pdf import Verification

# What is not signed is not verified.
Checked = tuple[Issued, Verification | None]


class ExportPage(LeaderPage):
    """The leader's passphrase signs the summary; the rest goes out as it was signed."""

    def __init__(self, shell: Shell, review_id: str) -> None:
        super().__init__(shell, review_id)
        self.folder: Path | None = None
        self.written: tuple[Checked, ...] = ()
        if not self.allowed:
            return
        leader = self.review.leader
        assert leader is not None
        self.going = outgoing(shell.desk, review_id)
        self.choice = KeyChoice(cards(shell.desk), leader)
        self.asked = Secret(self.choice.card, tr("组长口令"), tr("汇总表和档案由组长签名"))
        self.choice.currentIndexChanged.connect(lambda: self.asked.show_card(self.choice.card))
        self.passphrase = self.asked.typed
        self.formats = {
            Format.PDF: TickLine(
                tr("阅读件：全部表合成一个 PDF；签到表；企业留存件（评分表有内容不给企业看时）"),
                on=True,
            ),
            Format.DOCX: TickLine(tr("Word 文件：各表的可编辑副本，没有签名")),
            Format.XLSX: TickLine(tr("Excel 文件：各表的可编辑副本，合计和平均是公式")),
        }
        self.template: Path | None = None
        self.where = selectable(Words(tr("还没有选文件夹"), "muted", wrap=True))
        self.action = primary(tr("导出"), self.write)
        self.passphrase.entered.connect(self.write)
        self.place = column(gap=14)
        self.content.addWidget(scrolled(page_body(self._card(), 14, self.place, top=24)))

    def _card(self) -> Card:
        choose = secondary(tr("选文件夹…"), self.ask)
        self.chooser = choose
        who = box(column(Labelled(tr("身份"), self.choice), None))
        fields = row(who, self.asked, gap=16)
        fields.setStretch(0, 1)
        fields.setStretch(1, 1)
        notes: list[QWidget] = []
        if self.going.opinion is None:
            words = tr("本次评审没有意见表，只导出填写的各表。")
            notes.append(Words(words, "muted", wrap=True))
        elif not self.going.closed:
            words = tr("意见表还没有签完，这次只导出评分表和汇总表。")
            notes.append(Words(words, "amber", wrap=True))
        folder = row(choose, self.where, gap=12)
        folder.setStretch(1, 1)
        self.template_name = Words(
            tr("另按自己的 Word 模板生成一份报告，可以不选"), "muted", wrap=True
        )
        template = row(secondary(tr("选模板…"), self.ask_template), self.template_name, gap=12)
        template.setStretch(1, 1)
        return Card(
            Words(tr("导出文件"), "title"),
            Words(tr("每位专家的评分表、评分汇总表、意见表；写好后逐个读回核验。"), "muted",
                  wrap=True),
            *notes,
            4,
            folder,
            *self.formats.values(),
            template,
            fields,
            4,
            row(self.action, None),
            gap=10,
        )  # fmt: skip

    @property
    @override
    def title(self) -> str:
        return tr("导出")

    @property
    @override
    def crumbs(self) -> tuple[Crumb, ...]:
        if not self.allowed or self.going.opinion is None:
            return super().crumbs
        here = Crumb(tr("签名"), "sign", {"review_id": self.review_id})
        return (*super().crumbs, here)

    @override
    def opened(self) -> None:
        if self.allowed:
            self.chooser.setFocus()

    def ask(self) -> None:
        """Choose the folder or stick."""
        folder = self.shell.choose_folder(tr("导出到哪个文件夹或 U 盘？"))
        if folder is not None:
            self.folder = folder
            self.where.say(str(folder), "strong")
            self.passphrase.setFocus()

    def ask_template(self) -> None:
        """Choose a Word template of one's own; choosing none takes it back."""
        chosen = self.shell.choose_files(tr("选一份 Word 模板"), tr("Word 文档 (*.docx)"))
        self.template = chosen[0] if chosen else None
        words = self.template.name if self.template else tr("没有选模板")
        self.template_name.say(words, "strong" if self.template else "muted")

    def write(self) -> None:
        """Write every sheet, read it back, and verify it as anybody else would."""
        folder, sha256, passphrase = self.folder, self.choice.sha256, self.passphrase.text
        if folder is None:
            self.ask()
            return
        if not self.asked.given():
            return
        desk, review_id = self.shell.desk, self.review_id
        formats = [one for one, line in self.formats.items() if line.check.isChecked()]
        template = self.template

        def work(tell: Progress) -> tuple[Checked, ...]:
            leader = unlock(desk, sha256, passphrase)
            made = issue(
                desk,
                review_id,
                leader,
                folder,
                lambda share, step: tell(share * 0.7, step),
                wanted=wanted(formats, template),
            )
            checked: list[Checked] = []
            for at, one in enumerate(made):
                tell(0.7 + 0.3 * at / len(made), "verifying")
                found = verify_file(one.path, None, desk) if one.signed else None
                checked.append((one, found))
            return tuple(checked)

        clear(self.place)
        self.run(tr("正在生成和核验文件…"), work, self.tell)

    def tell(self, written: tuple[Checked, ...]) -> None:
        """Show every file with what verifying says of it."""
        self.written = written
        self.passphrase.clear()
        clear(self.place)
        verified = [found for _, found in written if found is not None]
        good = sum(found.trustworthy for found in verified)
        lines: list[QWidget] = []
        for one, found in written:
            lines += [rule()] if lines else []
            lines.append(self._line(one, found))
        count = tr(
            "写好 {all} 个文件；有签名的 {signed} 个，{good} 个核验可信",
            all=len(written),
            signed=len(verified),
            good=good,
        )
        head = row(Words(count, "subheading"), None, link(tr("打开文件夹"), self._show_folder))
        self.place.addWidget(
            Card(head, *lines, gap=10, surface="accent" if good == len(verified) else "amber")
        )

    def _line(self, one: Issued, found: Verification | None) -> QWidget:
        kinds = {
            "score": tr("评分表"),
            "summary": tr("评分汇总表"),
            "opinion": tr("意见表"),
            "form": tr("其他表"),
            "archive": tr("评审档案"),
            "reading": tr("阅读件"),
            "attendance": tr("签到表"),
            "copy": tr("可编辑副本"),
            "enterprise": tr("企业留存件"),
            "report": tr("按模板生成的报告"),
        }
        name = selectable(Words(one.path.name, "strong", wrap=True))
        kind = Words(kinds[one.kind], "muted")
        if found is None:
            return box(row(name, kind, Pill(tr("没有签名"), "quiet"), gap=12))
        verdict, *more = sentences(found, self.shell.language)
        good = found.trustworthy
        pill = Pill(tr("可信") if good else tr("不可信"), "good" if good else "red")
        reasons = [] if good else [Words(text, "muted", wrap=True) for text in more]
        return box(
            column(
                row(name, kind, pill, gap=12),
                Words(verdict, "muted", wrap=True),
                *reasons,
                gap=2,
            )
        )

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.folder)))

    @override
    def fail(self, failure: Failure) -> None:
        if isinstance(failure, Cancelled):
            words = tr("已取消。写好的文件留在文件夹里，可以重新导出，同名的会被换成新的。")
            self.banner.say(words, "amber")
        else:
            super().fail(failure)
        self.passphrase.clear()
