"""The rows of the box: what a member handed in, and why something does not count."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from cpscore.desktop.panel.leading import short_time
from cpscore.desktop.texts import tr
from cpscore.desktop.theme import px
from cpscore.desktop.widgets import (
    Pill,
    Words,
    box,
    column,
    flow,
    row,
    secondary,
    selectable,
)
from cpscore.desktop.widgets.basics import Tone
from cpscore.messages import Language, say
from cpscore.workflow.collect import Place, Taken

NAME = 130


def member_row(place: Place, language: Language, confirm: Callable[[Place], object]) -> QWidget:
    """A member's place; `confirm` is called when the codes were compared."""
    member = place.member
    name = Words(member.name, "strong", wrap=True)
    about = Words(tr("组长") if member.leader else member.organisation, "small", wrap=True)
    side = box(column(name, about, gap=0))
    side.setFixedWidth(px(NAME))
    facts: list[QWidget] = [state_pill(place)]
    action: list[QWidget] = []
    if place.taken is not None:
        facts += _facts(place.taken)
        if place.taken.identity == "self-asserted":
            sure = secondary(tr("已核对"), lambda: confirm(place))
            sure.setAccessibleName(tr("已与{name}当面核对短码", name=member.name))
            action.append(sure)
    lines: list[QWidget] = [flow(*facts, gap=12)]
    if place.taken is not None and place.taken.identity == "self-asserted":
        hint = tr("名单上没有这位专家的密钥。请对方念出短码，一致再点“已核对”。")
        lines.append(Words(hint, "amber", wrap=True))
    lines += [_other(one, language) for one in place.others]
    whole = row(side, column(*lines, gap=6), *action, gap=16)
    whole.setStretch(1, 1)
    return box(whole)


def state_pill(place: Place) -> Pill:
    """未交, 已核验 or 有问题."""
    states: dict[str, tuple[str, Tone]] = {
        "missing": (tr("未交"), "quiet"),
        "accepted": (tr("已核验"), "good"),
        "problem": (tr("有问题"), "red"),
    }
    return Pill(*states[place.state])


def _facts(taken: Taken) -> list[QWidget]:
    assert taken.ballot is not None
    identity: dict[str, tuple[str, Tone]] = {
        "confirmed": (tr("密钥已当面核对"), "good"),
        "listed": (tr("密钥在名单上"), "good"),
        "self-asserted": (tr("密钥自称，待核对"), "amber"),
    }
    code = selectable(Words(tr("短码 {code}", code=taken.key_code), "strong"))
    revision = taken.ballot.ballot.revision
    time = short_time(taken.ballot.ballot.at)
    words = tr("第 {revision} 版　{time}", revision=revision, time=time)
    when = Words(words, "muted")
    code.setMinimumSize(px(136), px(26))
    when.setMinimumHeight(px(26))
    return [Pill(*identity[taken.identity]), code, when]


def _other(taken: Taken, language: Language) -> QWidget:
    revision = taken.ballot.ballot.revision if taken.ballot else 0
    which = tr("第 {revision} 版：", revision=revision) if revision else ""
    reason = say(taken.code, taken.values, language)
    return Words(f"{which}{reason}（{taken.file}）", "muted", wrap=True)


def stray_row(taken: Taken, language: Language) -> QWidget:
    """A file that is nobody's ballot of this review, with the reason."""
    reason = Words(say(taken.code, taken.values, language), wrap=True)
    file = selectable(Words(f"{taken.file}　{short_time(taken.at)}", "small", wrap=True))
    whole = row(Pill(tr("不计入"), "red"), column(reason, file, gap=2), gap=16)
    whole.setStretch(1, 1)
    return box(whole)
