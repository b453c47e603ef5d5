"""The card of the review that is under way: how far it is, and the next thing to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QPushButton, QSizePolicy

from cpscore.desktop.pages import Shell
from cpscore.desktop.start.overview import Mine, Overview, collected
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import Card, Meter, Pill, Words, flow, primary, row, secondary
from cpscore.desktop.widgets.basics import Child, fill


class GoingOn(Card):
    """`next` is the one filled button of the page; without a review it opens a package."""

    next: QPushButton

    def __init__(
        self, shell: Shell, one: Overview | None, open_package: Callable[[], object]
    ) -> None:
        super().__init__(gap=4, margins=(24, 22, 24, 22), surface="accent")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.shell = shell
        fill(self.body, self._nothing(open_package) if one is None else self._under_way(one))

    def _under_way(self, one: Overview) -> tuple[Child, ...]:
        mine = next((form for form in one.mine if not form.submitted and not form.once), None)
        forms = tr("、").join(form.title for form in one.forms if not form.opinion)
        about = f"{one.procedure}　·　{forms}　·　{one.review.date}"
        return (
            row(Pill(tr("进行中"), "good"), None),
            6,
            Words(one.review.enterprise.name, "heading", wrap=True),
            Words(about, "muted", wrap=True),
            12,
            *(_progress(mine) if mine else _box(one) if one.leading else ()),
            *self._actions(one, mine),
            None,
        )

    def _actions(self, one: Overview, mine: Mine | None) -> tuple[Child, ...]:
        review_id, scored = one.review.id, [panel.form.id for panel in one.panels]
        makers = []
        if mine is not None and one.member is not None:
            arguments = {"form_id": mine.form.id, "member_id": one.member.id}
            makers.append((tr("继续评分"), "score", arguments))
        if one.leading and scored:
            makers.append((tr("专家组汇总"), "panel", {"form_id": scored[0]}))
        makers.append((tr("评审概况"), "review", {}))
        buttons: list[QPushButton] = []
        for words, route, more in makers:
            make = secondary if buttons else primary
            buttons.append(make(words, self._goer(route, review_id, more)))
        self.next = buttons[0]
        return 4, flow(*buttons)

    def _nothing(self, open_package: Callable[[], object]) -> tuple[Child, ...]:
        self.next = primary(tr("打开评审包"), open_package)
        begin = secondary(tr("新建评审"), lambda: self.shell.go("new-review"))
        return (
            Words(tr("没有进行中的评审"), "heading", wrap=True),
            6,
            Words(tr("专家：打开组长给的评审包，或把它拖到窗口里任何地方。"), "muted", wrap=True),
            Words(tr("组长：从「新建评审」开始，录入企业和专家。"), "muted", wrap=True),
            12,
            flow(self.next, begin),
            None,
        )

    def _goer(self, route: str, review_id: str, more: Mapping[str, str]) -> Callable[[], None]:
        return lambda: self.shell.go(route, review_id=review_id, **more)


def _progress(mine: Mine) -> tuple[Child, ...]:
    return Meter(mine.share, words=mine.words), Words(mine.words, "muted")


def _box(one: Overview) -> tuple[Child, ...]:
    words = collected(one)
    return Meter(one.here / len(one.review.members), words=words), Words(words, "muted")
