"""What was filled in and what was not, before a paper is submitted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QLayout, QPushButton, QWidget

from cpscore.desktop.score.checks import Lack, advised, lacking
from cpscore.desktop.score.conditions import lost
from cpscore.desktop.score.lines import full_of, score_text
from cpscore.desktop.score.marks import marked
from cpscore.desktop.score.nav import veto_counts, vetoes_so_far
from cpscore.desktop.score.polarity import veto_name, word
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import Card, Pill, Words, column, link, row, rule
from cpscore.rules.answers import VetoAnswer, asked_parts
from cpscore.rules.form import Item, Question, Section
from cpscore.rules.points import plain, readable
from cpscore.rules.scoring import VetoState
from cpscore.workflow.paper import Paper


class Checked(QWidget):
    """`go` is told the place of what is missing when its link is pressed."""

    def __init__(self, paper: Paper, go: Callable[[str], object]) -> None:
        super().__init__()
        self.paper, self.go = paper, go
        self.links: list[QPushButton] = []
        missing = lacking(paper)
        advice = () if paper.submitted else advised(paper)
        cards: list[QWidget] = []
        if missing:
            cards.append(self._list(tr("还有 {count} 处没有填", count=len(missing)), missing))
        if advice:
            cards.append(self._list(tr("建议补上"), advice))
        self.setLayout(column(*cards, self._summary(), None, gap=14))

    def _list(self, heading: str, lacks: Sequence[Lack]) -> Card:
        links = [link(one.words, partial(self.go, one.pointer)) for one in lacks]
        self.links += links
        return Card(Words(heading, "subheading"), *links, surface="amber", gap=4)

    # The summary ---------------------------------------------------------------------------------

    def _summary(self) -> Card:
        form, result = self.paper.form, self.paper.result
        total = readable(result.points.total, form.ends) if result.points else ""
        full = full_of(form, self.paper.draft.answers)
        full_words = Words(f"/ {plain(full)}" if form.scored else "", "muted")
        card = Card(gap=6)
        head = row(Words(tr("汇总"), "subheading"), None, Words(total, "number"), full_words, gap=6)
        for part in (head, *self._verdict(), *self._lost(), *self._vetoes()):
            _add(card, part)
        card.body.addWidget(rule())
        for section in form.sections:
            if section.id in self.paper.others:
                card.body.addWidget(self._others(section))
                continue
            for item in section.items:
                card.body.addLayout(self._item(item))
        for question in form.questions:
            card.body.addLayout(self._question(question))
        return card

    def _verdict(self) -> list[QWidget]:
        verdict, form = self.paper.result.verdict, self.paper.form
        if verdict is None:
            return []
        lowest = bool(form.grades) and verdict is form.ranked[0]
        return [Words(verdict.label, "red" if lowest else "good", wrap=True)]

    def _lost(self) -> list[QWidget]:
        words = lost(self.paper.form, self.paper.draft.answers)
        return [Words(words, "red", wrap=True)] if words else []

    def _vetoes(self) -> list[QWidget | QLayout]:
        result, form = self.paper.result, self.paper.form
        asked, answered, _ = veto_counts(result)
        if not asked:
            return []
        words = tr("否决项 {answered}/{asked} 已答", answered=answered, asked=asked)
        said = [
            Words(f"{veto_name(form.veto(one.id))}　{one.reason}".rstrip("　"), "red", wrap=True)
            for one in result.vetoes
            if one.state is VetoState.FAILED
        ]
        return [row(Words(words), None, Pill(*vetoes_so_far(result))), *said]

    def _others(self, section: Section) -> QWidget:
        name = section.title or section.label or section.id
        said = tr("由{names}评", names=self.paper.others[section.id])
        return Words(f"{name}　{said}", "muted", wrap=True)

    def _item(self, item: Item) -> QLayout:
        text = score_text(item, self.paper.draft.answers.scores.get(item.id))
        value = Words(text or tr("未评"), "strong" if text else "amber")
        line = row(
            Words(marked(item), wrap=True), value, Words(f"/ {plain(item.max)}", "muted"), gap=6
        )
        line.setStretch(0, 1)
        return line

    def _question(self, question: Question) -> QLayout:
        answers = self.paper.draft.answers
        given = answers.questions.get(question.id, VetoAnswer()).parts
        asked = asked_parts(question, answers)
        words = tr("，").join(
            word(given[part.id]) if part.id in given else tr("未答") for part in asked
        )
        whole = all(part.id in given for part in asked)
        line = row(Words(question.text, wrap=True), Words(words, "strong" if whole else "amber"))
        line.setStretch(0, 1)
        return line


def _add(card: Card, part: QWidget | QLayout) -> None:
    if isinstance(part, QWidget):
        card.body.addWidget(part)
    else:
        card.body.addLayout(part)
