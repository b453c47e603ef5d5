"""Who has signed, who signs now, and who signs no more."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from cpscore.desktop.opinion.declining import declining_words
from cpscore.desktop.texts import tr
from cpscore.desktop.theme import px
from cpscore.desktop.widgets import Card, Pill, Words, box, button, column, flow, row, rule
from cpscore.rules.declining import Declining
from cpscore.rules.review import Member
from cpscore.workflow.opinion import Opinion
from cpscore.workflow.round_file import Mark

Act = Callable[[Member], object]


class ProgressCard(Card):
    """A line for each member; `take` gives the turn to another, `confirm` is called when the
    codes of a key nobody knew were compared.
    """

    def __init__(
        self,
        one: Opinion,
        marks: Mapping[str, Mark],
        signer: Member | None,
        take: Act | None,
        confirm: Act,
    ) -> None:
        self.one, self.marks, self.signer = one, marks, signer
        self.take, self.confirm = take, confirm
        lines: list[QWidget] = []
        for member in one.review.members:
            lines += [rule()] if lines else []
            lines.append(self._line(member))
        state = one.state
        count = f"{len(state.signed)} / {len(state.expected)}"
        head = row(Words(tr("签名进度"), "subheading"), None, Words(count, "strong"))
        super().__init__(head, *lines, gap=8)

    def _line(self, member: Member) -> QWidget:
        role = [Words(tr("组长"), "small")] if member.leader else []
        more: list[QWidget] = []
        if self.take is not None and self._may_take(member):
            take = button(tr("现在签"), lambda: self.take and self.take(member), "link")
            take.setAccessibleName(tr("{name}现在签", name=member.name))
            more.append(take)
        head = box(
            row(Words(member.name, "strong"), *role, None, *more, self._pill(member), gap=10)
        )
        head.setMinimumHeight(px(32))
        mark = self.marks.get(member.id)
        if mark is None or mark.signed.identity != "self-asserted":
            return head
        return box(column(head, self._claim(member, mark), gap=4))

    def _may_take(self, member: Member) -> bool:
        state = self.one.state
        waits = member.id in state.expected and member.id not in state.signed
        return waits and member != self.signer and bool(state.signed)

    def _pill(self, member: Member) -> Pill:
        state = self.one.state
        if member.id in state.signed:
            return Pill(tr("✓ 已签"), "good")
        if member.id in state.by_hand:
            return Pill(tr("✓ 手写"), "good")
        if member.id not in state.expected:
            how = state.declined.get(member.id)
            if how is None:
                return Pill(tr("不签"), "quiet")
            return Pill(declining_words(how), "red" if how is Declining.REFUSE else "amber")
        if member == self.signer:
            return Pill(tr("正在签"), "amber")
        again = bool(state.voided) and member.id in state.voided[-1].signed
        return Pill(tr("要重签"), "amber") if again else Pill(tr("待签"), "quiet")

    def _claim(self, member: Member, mark: Mark) -> QWidget:
        code = tr("密钥自称，短码 {code}。请{name}念出来核对。", code=mark.code, name=member.name)
        sure = button(tr("已核对"), lambda: self.confirm(member), "link")
        sure.setAccessibleName(tr("已与{name}当面核对短码", name=member.name))
        return flow(Words(code, "amber"), sure)
