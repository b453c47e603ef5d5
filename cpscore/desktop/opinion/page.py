"""The opinion (起草意见): the official sheet's paragraphs, and the page they become."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QScrollArea, QWidget

from cpscore.desktop.opinion.cards import DissentCard, HeadCard, ParagraphCard
from cpscore.desktop.opinion.halves import Apart, Halves
from cpscore.desktop.opinion.preview import Preview
from cpscore.desktop.pages import Shell
from cpscore.desktop.panel.leading import LeaderPage, short_pill
from cpscore.desktop.qt import override
from cpscore.desktop.start.overview import tone_of
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import (
    Card,
    Pill,
    Words,
    box,
    column,
    primary,
    row,
    scrolled,
    secondary,
)
from cpscore.messages import say
from cpscore.workflow.opinion import (
    Opinion,
    opinion,
    preview,
    signed_opinion,
    write_dissent,
    write_field,
    write_text,
)


class OpinionPage(LeaderPage):
    """Everything is written down as one writes; nothing is asked to be saved."""

    def __init__(self, shell: Shell, review_id: str) -> None:
        super().__init__(shell, review_id)
        if not self.allowed:
            return
        self.one = opinion(shell.desk, review_id)
        self.preview = Preview()
        self.preview.failed.connect(self.fail)
        self.paragraphs: list[ParagraphCard] = []
        self.text = self._text()
        top = row(self._top(), margins=(22, 14, 22, 2))
        self.writing = box(column(top, self.text, gap=0))
        self.halves = Halves(self.writing, self, self.preview)
        self.content.addWidget(self.halves, 1)
        if not self.open:
            self._lock()

    @property
    @override
    def title(self) -> str:
        form = self.one.form if self.allowed else None
        return form.layout.title or form.title if form else tr("验收意见")

    @property
    def open(self) -> bool:
        """Whether it can still be written."""
        return self.one.state.state == "writing"

    # What is shown -------------------------------------------------------------------------------

    def _text(self) -> QScrollArea:
        one = self.one
        self.head = HeadCard(one.form, dict(one.fields))
        state = one.state
        self.dissent = DissentCard(one.review.members, state.dissents, state.declined)
        self.dissent.setVisible(not self.dissent.empty)
        self.head.written.connect(lambda id, text: self._write(write_field, id, text))
        self.dissent.written.connect(lambda id, text: self._write(write_dissent, id, text))
        body = column(gap=12, margins=(22, 8, 22, 24))
        if not self.open:
            body.addWidget(self._locked())
        for part in one.form.opinion:
            if part.paragraphs:
                body.addWidget(Words(part.title, "muted", wrap=True))
            for place in part.places:
                body.addWidget(self._paragraph(place.id))
        body.addWidget(self.dissent)
        body.addWidget(self.head)
        body.addStretch(1)
        return scrolled(body)

    def _paragraph(self, id: str) -> ParagraphCard:
        one = self.one
        place = next(p for part in one.form.opinion for p in part.places if p.id == id)
        suggestion = one.suggestions.get(id, "")
        names = [member.name for member in one.review.members]
        remarks = sorted(one.remarks if self.open else (), key=lambda said: names.index(said[0]))
        card = ParagraphCard(place, one.texts.get(id, ""), suggestion, remarks, self._facts())
        card.written.connect(lambda id, text: self._write(write_text, id, text))
        card.current.connect(self._turn_to)
        self.paragraphs.append(card)
        return card

    def _facts(self) -> tuple[str, ...]:
        """The words of the conclusion that come from the result."""
        found: list[str] = []
        for one in self.one.panels:
            if one.result and one.result.total and one.result.verdict:
                found += [one.result.total.printed, one.result.verdict.label]
        return tuple(found)

    def _top(self) -> QWidget:
        verdict = self.one.verdict
        panel = self.one.panels[0]
        total = panel.result.total if panel.result else None
        if verdict is None:
            # Some forms name no result: the panel may be done without one (Henan 验收).
            done = self.one.ready
            self.state = Pill(
                tr("已评完，本表没有结论用语") if done else tr("还没有结论"),
                "quiet" if done else "amber",
            )
        else:
            self.state = short_pill(verdict.label, tone_of(panel.form, verdict))
            if total:
                self.state.setText(f"{self.state.text()}　{total.printed}")
        self.reserve = secondary(tr("保留意见"), self.show_dissent)
        self.announce = secondary(tr("宣布"), self.goer("announce"))
        self.announce.setEnabled(verdict is not None)
        words = tr("定稿并签名") if self.open else tr("去签名")
        if self.one.state.state == "closed":
            words = tr("签名和导出")
        self.sign = primary(words, self.goer("sign"))
        self.sign.setEnabled(self.one.ready)
        if not self.one.ready:
            why = say("no-verdict", {}, self.shell.language)
            for one in (self.sign, self.announce):
                one.setToolTip(why)
                one.setAccessibleDescription(why)
        name = box(row(Words(tr("意见"), "heading"), self.state, None, gap=12))
        return Apart(name, box(row(self.reserve, self.announce, self.sign, None, gap=12)))

    def _locked(self) -> Card:
        state = self.one.state
        closed = state.state == "closed"
        count = f"{len(state.signed)} / {len(state.expected)}"
        going_on = tr("已定稿，正在签名（{count}）。", count=count)
        words = tr("已签名并收尾，意见不能再改。") if closed else going_on
        more = tr("要改请到签名页作废签名，并写明原因。")
        return Card(Words(words, "strong", wrap=True), Words(more, "muted", wrap=True),
                    surface="accent", margins=(16, 12, 16, 12), gap=2)  # fmt: skip

    def _lock(self) -> None:
        for card in self.paragraphs:
            card.lock()
        self.head.lock()
        self.dissent.lock()

    # Getting about -------------------------------------------------------------------------------

    @override
    def opened(self) -> None:
        if not self.allowed:
            return
        self.draw()
        if not self.open:
            self.sign.setFocus()
            return
        self.status.emit(tr("边写边存"))
        blank = (card for card in self.paragraphs if not card.field.text.strip())
        first = next(blank, None) or self.paragraphs[0]
        self._turn_to(first)
        first.field.setFocus()

    @override
    def leave(self) -> bool:
        if self.allowed:
            self.flush()
            self.preview.stop()
        return True

    def _turn_to(self, card: ParagraphCard) -> None:
        for one in self.paragraphs:
            one.be_current(one is card and self.open)

    def show_dissent(self) -> None:
        """Open the 保留意见 and go there."""
        self.dissent.show()
        first = next(iter(self.dissent.fields.values()))
        first.setFocus()
        self.text.ensureWidgetVisible(self.dissent)

    # Writing -------------------------------------------------------------------------------------

    def flush(self) -> None:
        """Write down what was typed just now."""
        for card in self.paragraphs:
            card.saver.flush()
        self.head.flush()
        self.dissent.flush()

    def _write(self, write: Callable[..., Opinion], id: str, text: str) -> None:
        desk = self.shell.desk
        changed = self.attempt(lambda: write(desk, self.review_id, id, text))
        if changed is not None:
            self.one = changed
            clock = desk.now().strftime("%H:%M:%S")
            self.status.emit(tr("✓ 已保存 {time}", time=clock))
            self.draw()

    def draw(self) -> None:
        """Draw the pages anew beside the text."""
        desk, one = self.shell.desk, self.one
        signed = signed_opinion(desk, one)
        self.preview.draw(lambda: signed if signed is not None else preview(desk, one))
