"""The announcement (宣布): for the room, in large type; nothing else is on the screen."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout

from cpscore.desktop.pages import Shell
from cpscore.desktop.panel.leading import LeaderPage
from cpscore.desktop.qt import override
from cpscore.desktop.start.overview import tone_of
from cpscore.desktop.texts import tr
from cpscore.desktop.theme import now
from cpscore.desktop.widgets import Words, row, secondary
from cpscore.rules.scoring import Result
from cpscore.workflow.opinion import Opinion, opinion

SENTENCES = 3
# Sizes in parts of the page's height: what is read from the last row of the room.
NAME, RESULT, LONG_RESULT, AWARD, TEXT = 22, 6.2, 15, 18, 26
LONG = 14  # characters from which on a result is a sentence


class AnnouncePage(LeaderPage):
    """Fills the screen; Esc leaves."""

    full = True

    def __init__(self, shell: Shell, review_id: str) -> None:
        super().__init__(shell, review_id)
        if not self.allowed:
            return
        one = opinion(shell.desk, review_id)
        verdict = one.verdict
        self.enterprise = Words(one.review.enterprise.name, wrap=True)
        self.stage = Words(_what(one), "muted", wrap=True)
        self.result = Words(_result(one, verdict), wrap=True)
        award = verdict.award if verdict else None
        self.award = Words(award or "", wrap=True)
        self.award.setVisible(bool(award))
        self.text = Words("".join(sentences(one)), wrap=True)
        self.leaving = secondary(tr("结束（Esc）"), shell.back)
        tone = tone_of(one.panels[0].form, verdict) if verdict else "amber"
        colour = {"good": "accent", "quiet": "ink"}.get(tone, tone)
        self.result.setStyleSheet(f"color: {now().colour(colour).name()}")
        self.lay = QVBoxLayout()
        self.lay.addStretch(3)
        for words in (self.enterprise, self.stage, self.result, self.award, self.text):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self.lay.addWidget(words)
        self.lay.addStretch(4)
        self.lay.addLayout(row(None, self.leaving))
        self.content.addLayout(self.lay, 1)
        self.setAccessibleName(f"{self.enterprise.text()} {self.result.text()}")

    @property
    @override
    def title(self) -> str:
        return tr("宣布")

    @override
    def opened(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.shell.back()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.allowed:
            self._fit(min(self.height(), self.width() * 9 // 16))

    def _fit(self, height: int) -> None:
        side = self.width() // 12
        self.lay.setContentsMargins(side, height // 20, side, height // 30)
        self.lay.setSpacing(height // 36)
        result = RESULT if len(self.result.text()) < LONG else LONG_RESULT
        parts = (
            (self.enterprise, NAME, True),
            (self.stage, TEXT + 6, False),
            (self.result, result, True),
            (self.award, AWARD, True),
            (self.text, TEXT, False),
        )
        for words, part, bold in parts:
            colour = words.styleSheet().partition("; font")[0] or f"color: {_ink(words)}"
            weight = "bold" if bold else "normal"
            size = max(15, round(height / part))
            words.setStyleSheet(f"{colour}; font-size: {size}px; font-weight: {weight}")


def _ink(words: Words) -> str:
    return now().colour("muted" if words.property("role") == "muted" else "ink").name()


def _what(one: Opinion) -> str:
    return f"清洁生产审核{one.review.stage}　{one.review.date}"


def _result(one: Opinion, verdict: Result | None) -> str:
    if verdict is None:
        return tr("还没有结论")
    result = one.panels[0].result
    total = result.total if result else None
    return f"{verdict.label}　{total.printed}" if total else verdict.label


def sentences(one: Opinion) -> tuple[str, ...]:
    """Two or three sentences to read out: the conclusion, then what the advice begins with.

    The announcement is of the official paper: in its language, whatever the screen speaks.
    """
    places = [place for part in one.form.opinion for place in part.places]
    conclusions = [one.texts.get(place.id, "") for place in places if place.fill]
    advice = one.texts.get(places[-1].id, "") if places and not places[-1].fill else ""
    found = [
        sentence.strip()
        for text in (*conclusions, advice)
        for sentence in re.findall(r"[^。！？\n]+[。！？]?", text)
    ]
    return tuple(sentence for sentence in found if sentence)[:SENTENCES]
