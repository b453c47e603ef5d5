"""The whole job through the window: from a first start to sheets that anybody can verify."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from cpscore.desktop import app as program
from cpscore.desktop import texts, theme
from cpscore.desktop.opinion.announce import AnnouncePage
from cpscore.desktop.opinion.export import ExportPage
from cpscore.desktop.opinion.page import OpinionPage
from cpscore.desktop.opinion.signing import SignPage
from cpscore.desktop.panel.collect import CollectPage
from cpscore.desktop.panel.compare import PanelPage
from cpscore.desktop.panel.decisions import ContestedCard
from cpscore.desktop.score.page import ScorePage
from cpscore.desktop.score.submit_page import SubmitPage
from cpscore.desktop.start.identity import IdentityPage
from cpscore.desktop.start.new_review import NewReviewPage
from cpscore.desktop.start.review import ReviewPage
from cpscore.desktop.start.seat import SeatPage
from cpscore.desktop.window import Window
from cpscore.workflow.desk import open_desk
from cpscore.workflow.people import cards
from cpscore.workflow.verify import verify_file
from cpscore.workflow.verify_pdf import Verification
from tests.desktop.conftest import afternoon
from tests.desktop.leading import write
from tests.judges import pdfsig

P = TypeVar("P")
FORM = "hebei-g"
LEADER, MEMBERS = "专家乙", ("专家甲", "专家丙")
OPINION, SUMMARY = "验收意见-示例化工有限公司.pdf", "评分汇总表-示例化工有限公司.pdf"
SCORES = {
    "专家乙": ("8.5", "17", "19", "5", "7.5", "15.5", "1.5", "1.5", "1"),
    "专家甲": ("9", "18", "20.5", "5", "8", "16", "2", "1.5", "1.5"),
    "专家丙": ("8", "12", "18", "5", "7", "15", "2", "1.5", "1.5"),
}
# Answered from the first veto on; the last one's second question is where 丙 differs.
ANSWERS = {"专家乙": "yyn0yynyy", "专家甲": "yyn0yynyy", "专家丙": "yyn0yynyn"}


def passphrase(name: str) -> str:
    return f"{name}的口令 2026"


@dataclass
class Job:
    """Somebody before the window, step by step."""

    window: Window
    stick: Path

    def wait(self, done: Callable[[], bool] = lambda: False) -> None:
        """Until no job runs any more, or until `done`."""
        end = time.monotonic() + 120
        QApplication.processEvents()
        while self.window.jobs.busy and not done():
            assert time.monotonic() < end
            QApplication.processEvents()
        for _ in range(3):
            QApplication.processEvents()

    def page(self, kind: type[P]) -> P:
        """The page on screen, which is of that kind."""
        self.wait()
        shown = self.window.pages.page
        assert isinstance(shown, kind), f"{type(shown).__name__}: {self.said}"
        return shown

    @property
    def said(self) -> str:
        """What the banner says."""
        page = self.window.pages.page
        return page.banner.text if page else ""

    def press(self, text: str) -> None:
        """Press the button of that text."""
        page = self.window.pages.page
        assert page is not None
        [one] = [
            one
            for one in page.findChildren(QPushButton)
            if one.text() == text and one.isVisible() and one.isEnabled()
        ]
        one.click()
        self.wait()

    def type(self, text: str) -> None:
        """Type where the keyboard is; Enter is a new line."""
        self.window.activateWindow()
        assert QTest.qWaitForWindowActive(self.window)
        for sign in text:
            focus = QApplication.focusWidget()
            assert focus is not None
            if sign == "\n":
                QTest.keyClick(focus, Qt.Key.Key_Return)
            else:
                QTest.keyClicks(focus, sign)
            QApplication.processEvents()

    # The steps -----------------------------------------------------------------------------------

    def make_identity(self, name: str) -> None:
        one = self.page(IdentityPage)
        one.name.setText(name)
        one.organisation.setText("示例单位")
        one.post.setText("高级工程师")
        one.first.field.setText(passphrase(name))
        one.second.field.setText(passphrase(name))
        one.make()
        self.wait()
        assert self.window.card is not None
        assert self.window.card.person.name == name

    def sit(self, name: str) -> None:
        card = next(one for one in cards(self.window.desk) if one.person.name == name)
        if self.window.card != card:
            self.window.go("seat", sha256=card.sha256)
            one = self.page(SeatPage)
            one.field.field.setText(passphrase(name))
            one.enter()
            self.wait()
        assert self.window.card == card

    def prepare(self) -> str:
        self.window.go("new-review")
        one = self.page(NewReviewPage)
        one.enterprise.name.setText("示例化工有限公司")
        one.enterprise.boxes["双超"].setChecked(True)
        one.visit.organiser.setText("示例市生态环境局")
        for line, name in zip(one.members.lines[1:], MEMBERS, strict=True):
            line.fields[0].setText(name)
        one.secret.typed.field.setText(passphrase(LEADER))
        one.make()
        review = self.page(ReviewPage).one.review
        assert "可以拔出" in self.said
        return review.id

    def score(self, review_id: str, name: str) -> None:
        self.sit(name)
        self.window.go("review", review_id=review_id)
        self.press("开始评分")
        page = self.page(ScorePage)
        self.type("".join(f"{points}\n" for points in SCORES[name]))
        self.type(ANSWERS[name])
        assert page.book.paper.result.complete, page.book.paper.result.missing
        page.check()
        self.submit(name)

    def submit(self, name: str) -> None:
        page = self.page(SubmitPage)
        write(page.pad)
        page.passphrase.field.setText(passphrase(name))
        page.ask_folder()
        page.submit()
        self.wait()
        assert [path.name for path in self.stick.glob(f"{name}-*.cpsballot")], self.said

    def collect(self, review_id: str) -> None:
        self.sit(LEADER)
        self.window.go("review", review_id=review_id)
        self.press("收票")
        page = self.page(CollectPage)
        self.press("收本机已提交的选票（3 份）")
        assert self.said == "✓ 收到 3 份，全部核验通过。"
        for _ in MEMBERS:
            there = page.findChildren(QPushButton)
            next(one for one in there if one.text() == "已核对" and one.isVisible()).click()
            self.wait()
        self.press("专家组汇总")

    def settle(self) -> None:
        page = self.page(PanelPage)
        [card] = [card for _, card in page.cards if isinstance(card, ContestedCard)]
        card.reason.setPlainText("整改验收文件经专家组当场核对，整改已完成。")
        self.press("不成立")
        self.press("起草意见")

    def write_opinion(self) -> None:
        page = self.page(OpinionPage)
        for card in page.paragraphs:
            if not card.field.text:
                card.field.setPlainText("经现场核查，符合要求。")
        page.show_dissent()
        page.dissent.fields["m3"].setPlainText("方案实施一项，本人保留意见。")
        page.announce.click()
        shown = self.page(AnnouncePage)
        assert shown.result.text().startswith("合格")
        QTest.keyClick(shown, Qt.Key.Key_Escape)
        self.page(OpinionPage)
        self.press("定稿并签名")

    def sign(self) -> None:
        self.page(SignPage)
        self.press("定稿，开始签名")
        for name in (LEADER, *MEMBERS, LEADER):
            page = self.page(SignPage)
            assert page.turn is not None
            assert page.turn.member.name == name
            if page.turn.pad is not None:
                write(page.turn.pad)
            page.turn.passphrase.field.setText(passphrase(name))
            page.turn.sign()
            self.wait()
            assert self.said == ""
        self.press("导出文件")

    def export(self) -> None:
        page = self.page(ExportPage)
        page.ask()
        page.passphrase.field.setText(passphrase(LEADER))
        page.write()
        self.wait()
        assert self.said == ""
        assert all(found.trustworthy for _, found in page.written if found)


def _close(window: QWidget) -> None:
    window.close()
    window.deleteLater()
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[arg-type]
    sys.excepthook = sys.__excepthook__


@pytest.fixture(scope="module")
def issued(
    qapp: QApplication, faces: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The folder the window exported to, after the whole job on one laptop."""
    theme.apply(qapp, theme.Theme())
    texts.speak(qapp, "zh")
    folder, ids = tmp_path_factory.mktemp("job"), count(1)
    desk = open_desk(
        folder / "data", now=afternoon, fresh=lambda: f"00000000-0000-4000-8000-{next(ids):012}"
    )
    stick = folder / "stick"
    stick.mkdir()
    window = Window(qapp, desk, program.routes())
    window.choose_folder = lambda title: stick  # type: ignore[method-assign]  # noqa: ARG005
    window.show()
    window.home()
    job = Job(window, stick)
    for name in (*MEMBERS, LEADER):
        if window.card is not None:
            window.go("identity")
        job.make_identity(name)
    review_id = job.prepare()
    for name in (LEADER, *MEMBERS):
        job.score(review_id, name)
    job.collect(review_id)
    job.settle()
    job.write_opinion()
    job.sign()
    job.export()
    _close(window)
    desk.close()
    return stick


def test_the_stick_holds_every_file(issued: Path) -> None:
    assert {path.name for path in issued.iterdir()} >= {
        OPINION,
        SUMMARY,
        "示例化工有限公司-2026-11-20.cpspkg",
        *(f"评分表-{name}.pdf" for name in (LEADER, *MEMBERS)),
        *(f"{name}-{FORM}.cpsballot" for name in (LEADER, *MEMBERS)),
    }


@pytest.mark.parametrize("name", [OPINION, SUMMARY])
def test_a_stranger_can_verify_them(issued: Path, name: str) -> None:
    found: Verification = verify_file(issued / name)
    assert found.trustworthy, found.findings
    assert found.numbers == ("follow" if name == SUMMARY else "not-inside")
    signers = {one.signer for one in found.signatures}
    assert signers == ({LEADER, *MEMBERS} if name == OPINION else {LEADER})
    known = {one.signer: one.identity for one in found.signatures}
    assert known[LEADER] in ("listed", "confirmed")
    assert set(known.values()) <= {"listed", "confirmed"}


@pytest.mark.judge
@pytest.mark.parametrize(("name", "signatures"), [(OPINION, 4), (SUMMARY, 1)])
def test_poppler_finds_every_signature_valid(issued: Path, name: str, signatures: int) -> None:
    said = pdfsig(issued / name)
    assert said.count("Signature Validation: Signature is Valid.") == signatures
    assert "Signature is Invalid" not in said
