"""What the panel has to agree on: a conclusion members chose differently, a score still open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from cpscore.desktop.panel.leading import short_time
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
from cpscore.rules.form import FieldType
from cpscore.rules.merging import PanelItem
from cpscore.rules.points import plain, readable
from cpscore.workflow.desk import Desk
from cpscore.workflow.prepare import text
from cpscore.workflow.settle import Panel

MARGINS = (16, 14, 16, 14)
CONCLUSION = "conclusion"
POINTS = 120


@dataclass(frozen=True, slots=True)
class Recorded:
    """Who recorded a decision, and when."""

    by: str
    at: str


def records(desk: Desk, review_id: str, form_id: str) -> Mapping[str, Recorded]:
    """Who recorded what the panel agreed on, by the keys of the cards: the last one counts."""
    found: dict[str, Recorded] = {}
    for entry in desk.store.entries(review_id, ("score-agreed", "conclusion-agreed")):
        if text(entry.body, "form") == form_id:
            score = entry.kind == "score-agreed"
            key = score_key(text(entry.body, "item")) if score else CONCLUSION
            found[key] = Recorded(entry.by, entry.at)
    return found


def score_key(item_id: str) -> str:
    """The key of an item's card."""
    return f"score/{item_id}"


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


def chosen_lines(panel: Panel) -> list[QWidget]:
    """Who chose which conclusion, in the order of the roster, and what they wrote about it."""
    assert panel.result is not None
    answers = {one.answers.expert: one.answers for one in panel.result.counted}
    names = [one.name for one in panel.review.members if one.name in answers]
    found: list[QWidget] = []
    for one in panel.form.conclusions:
        those = [name for name in names if answers[name].conclusion == one.id]
        if those:
            said = tr("选“{label}”：{names}", label=one.label, names="、".join(those))
            found.append(Words(said, wrap=True))
    long = [one.id for one in panel.form.fields if one.type is FieldType.LONG_TEXT]
    wrote = [(name, answers[name].fields.get(id)) for name in names for id in long]
    found += [
        Words(f"“{words}”——{name}", "muted", wrap=True)
        for name, words in wrote
        if isinstance(words, str) and words
    ]
    return found


def scores_words(panel: Panel, one: PanelItem) -> str:
    """Every member's score: 专家甲 18，专家乙 17；满分 22."""
    given = "，".join(
        f"{member.name} {_points(one.scores[member.name])}"
        for member in panel.review.members
        if member.name in one.scores
    )
    return tr("{scores}；满分 {full}", scores=given, full=plain(one.item.max))


def _points(value: Fraction | None) -> str:
    return tr("不适用") if value is None else readable(value)


def remarks(panel: Panel, item_id: str) -> list[str]:
    """What members wrote beside an item, in the order of the roster."""
    assert panel.result is not None
    by_name = {one.answers.expert: one.answers.remarks for one in panel.result.counted}
    return [
        f"“{by_name[member.name][item_id]}”——{member.name}"
        for member in panel.review.members
        if by_name.get(member.name, {}).get(item_id)
    ]


def _standing(words: str) -> list[QWidget]:
    """What holds until it is decided anew."""
    return [Words(tr("现在的决定：{words}", words=words), "muted", wrap=True)] if words else []


def _stay(words: str, stay: Callable[[], object]) -> list[QWidget]:
    return [link(tr("不改了"), stay)] if words else []
