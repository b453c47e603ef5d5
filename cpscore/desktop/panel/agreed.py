"""What the panel has to agree on: a conclusion members chose differently, a score still open."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from cpscore.desktop.panel.leading import short_time
from cpscore.desktop.panel.voices import chosen_lines, remarks, scores_words
from cpscore.desktop.score.entry import halfwidth
from cpscore.desktop.texts import tr
from cpscore.desktop.theme import px
from cpscore.desktop.widgets import (
    Card,
    Labelled,
    Pill,
    Words,
    box,
    column,
    flow,
    line,
    lines,
    link,
    named,
    row,
    secondary,
)
from cpscore.messages import Language, say
from cpscore.rules.answers_reading import read_score
from cpscore.rules.merging import PanelItem
from cpscore.rules.points import plain
from cpscore.workflow.recorded import Recorded
from cpscore.workflow.settle import Panel

MARGINS = (16, 14, 16, 14)
POINTS = 120


class Reason(Labelled):
    """Why the panel decided so: needed, and asked for beside the field."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.area: QPlainTextEdit = lines(tr("决定的理由"), rows=2)
        self.area.setMaximumHeight(self.area.minimumHeight())
        super().__init__(tr("理由"), self.area, tr("须写明理由，会印在汇总表上"))
        self.area.textChanged.connect(lambda: self.complain(""))

    def given(self) -> str:
        """The reason; where there is none, it is asked for."""
        reason = self.area.toPlainText().strip()
        if not reason:
            self.complain(say("no-reason", {}, self.language))
            self.area.setFocus()
        return reason


class ConclusionCard(Card):
    """A button for each conclusion of the form; `decided` tells which, and why."""

    decided = Signal(str, str)
    stayed = Signal()

    def __init__(self, panel: Panel, language: Language, standing: str) -> None:
        self.asked = Reason(language)
        self.first = self.asked.area
        self.choices = {
            one.id: secondary(one.label, partial(self.decide, one.id))
            for one in panel.form.conclusions
        }
        for made in self.choices.values():
            made.setAccessibleDescription(tr("专家组的结论"))
        super().__init__(
            row(Pill(tr("结论不一致"), "amber"), None),
            column(*chosen_lines(panel), gap=2),
            self.asked,
            flow(*self.choices.values(), *_stay(standing, self.stay)),
            *_standing(standing),
            surface="amber",
            gap=10,
            margins=MARGINS,
        )

    def decide(self, conclusion_id: str) -> None:
        """Tell the decision, once there is a reason."""
        reason = self.asked.given()
        if reason:
            self.decided.emit(conclusion_id, reason)

    def stay(self) -> None:
        """Tell that the decision that stands is left as it is."""
        self.stayed.emit()


class ScoreCard(Card):
    """An item's scores by member, and a field for the points; `decided` tells them, and why."""

    decided = Signal(str, str)
    stayed = Signal()

    def __init__(self, panel: Panel, one: PanelItem, language: Language, standing: str) -> None:
        self.item, self.language = one.item, language
        self.points = line(tr("商定的分数"))
        self.points.setFixedWidth(px(POINTS))
        self.first = self.points
        self.amount = Labelled(tr("商定的分数"), self.points, f"0–{plain(one.item.max)}")
        self.points.textChanged.connect(lambda: self.amount.complain(""))
        self.asked = Reason(language)
        self.sure = secondary(tr("记录商定的分数"), self.decide)
        self.sure.setAccessibleDescription(one.item.name)
        objective = [
            Words(say(flag.code, flag.values, language), "amber", wrap=True)
            for flag in (panel.result.flags if panel.result else ())
            if flag.code == "objective-differs" and flag.about == one.item.id
        ]
        super().__init__(
            flow(Pill(tr("待商定"), "amber"), Words(one.item.name, "strong", wrap=True)),
            Words(scores_words(panel, one), wrap=True),
            *objective,
            *(Words(said, "muted", wrap=True) for said in remarks(panel, one.item.id)),
            self.amount,
            self.asked,
            flow(self.sure, *_stay(standing, self.stay)),
            *_standing(standing),
            surface="amber",
            gap=10,
            margins=MARGINS,
        )

    def decide(self) -> None:
        """Tell the points, once they are some and there is a reason."""
        typed = halfwidth(self.points.text())
        _, problem = read_score(self.item, typed, "")
        if problem:
            self.amount.complain(say(problem.code, problem.values, self.language))
            self.points.setFocus()
            return
        reason = self.asked.given()
        if reason:
            self.decided.emit(typed, reason)

    def stay(self) -> None:
        """Tell that the decision that stands is left as it is."""
        self.stayed.emit()


class AgreedCard(Card):
    """What was recorded, by whom, when and why; `revised` asks to decide anew."""

    revised = Signal()

    def __init__(self, about: str, words: str, reason: str, made: Recorded) -> None:
        by = tr("{by}　{time} 记录", by=made.by, time=short_time(made.at))
        self.revising = link(tr("重新决定"), self.revise)
        named(self.revising, tr("重新决定：{about}", about=about))
        super().__init__(
            flow(Words(about, "strong", wrap=True), Pill(words)),
            Words(reason, wrap=True),
            box(row(Words(by, "small"), None, self.revising)),
            margins=MARGINS,
        )

    def revise(self) -> None:
        """Ask to decide anew."""
        self.revised.emit()


def _standing(words: str) -> list[QWidget]:
    """What holds until it is decided anew."""
    return [Words(tr("现在的决定：{words}", words=words), "muted", wrap=True)] if words else []


def _stay(words: str, stay: Callable[[], object]) -> list[QWidget]:
    return [link(tr("不改了"), stay)] if words else []
