"""Which answers to a veto fail, and how a question is put: read off the definition."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt

from cpscore.desktop.texts import tr
from cpscore.rules.answers import Answers, asked_parts
from cpscore.rules.form import Answer, Answered, Form, InCategory, Part, Veto
from cpscore.rules.scoring import VetoState, holds, veto_state

REASON = "reason"  # the place of a veto where it is written why it fails

# The keys that answer, with the left hand or on the number pad.
KEYS: Mapping[int, Answer] = {
    Qt.Key.Key_Y: Answer.YES,
    Qt.Key.Key_N: Answer.NO,
    Qt.Key.Key_1: Answer.YES,
    Qt.Key.Key_2: Answer.NO,
    Qt.Key.Key_0: Answer.NA,
    Qt.Key.Key_3: Answer.NA,
}


def word(answer: Answer) -> str:
    """An answer as it is printed on its button."""
    match answer:
        case Answer.YES:
            return tr("是")
        case Answer.NO:
            return tr("否")
        case Answer.NA:
            return tr("不适用")


def veto_name(veto: Veto) -> str:
    """What to call a veto in a line: its group and number, as printed."""
    number = " ".join(one for one in (veto.group, veto.number or veto.id) if one)
    return tr("否决项 {number}", number=number)


def fails(form: Form, veto: Veto, part: Part, answer: Answer) -> bool:
    """Whether this answer fails the veto, everything that leads to its question being so."""
    given: dict[str, Answer | None] = dict(_leading_to(veto, part))
    return holds(veto.fails_when, form, None, {**given, part.id: answer})


def _leading_to(veto: Veto, part: Part) -> Mapping[str, Answer]:
    if not isinstance(part.asked_if, Answered):
        return {}
    other, answer = part.asked_if.part, part.asked_if.answer
    before = next(one for one in veto.parts if one.id == other)
    return {**_leading_to(veto, before), other: answer}


def with_veto(
    form: Form, answers: Answers, veto: Veto, part: str, answer: Answer | None
) -> Answers:
    """These answers with a part of a veto answered, or taken back. The reason was one for failing:
    printed beside a clear veto it would mislead.
    """
    changed = answers.with_part(veto.id, part, answer)
    failed = veto_state(form, veto, changed, None) is VetoState.FAILED
    return changed if failed else changed.with_reason(veto.id, "")


def failing_words(form: Form, veto: Veto, part: Part) -> str:
    """The polarity of a question in words."""
    failing = [word(one) for one in part.answers if fails(form, veto, part, one)]
    if not failing:
        return tr("本问的回答本身不导致否决")
    return tr("答“{answers}”即不符合", answers="”“".join(failing))


def lead_in(part: Part) -> str:
    """What makes a statement of the source a question; empty where it is one."""
    return "" if "是否" in part.text else tr("是否存在下列情形？")


def why_not_asked(veto: Veto, answers: Answers) -> str:
    """Why a veto is folded away; empty where something of it is asked."""
    if veto.computed or asked_parts(veto, answers):
        return ""
    wanted = [
        one
        for part in veto.parts
        if isinstance(part.asked_if, InCategory)
        for one in part.asked_if.categories
    ]
    return tr(
        "只问{wanted}企业；本企业类别：{given}",
        wanted=tr("、").join(f"“{one}”" for one in dict.fromkeys(wanted)),
        given=tr("、").join(answers.categories) or tr("未填"),
    )
