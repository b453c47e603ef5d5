"""Answers with one more entry: what a field, a question or a conclusion makes of them."""

from __future__ import annotations

from dataclasses import replace

from cpscore.rules.answers import Answers, FieldValue, VetoAnswer, changed
from cpscore.rules.form import Answer, Question, Veto


def with_field(answers: Answers, id: str, value: FieldValue | None) -> Answers:
    """These answers with a field filled in, or emptied."""
    return replace(answers, fields=changed(answers.fields, id, value or None))


def with_conclusion(answers: Answers, id: str | None) -> Answers:
    """These answers with a conclusion chosen, or taken back."""
    return replace(answers, conclusion=id)


def given(answers: Answers, question: Question | Veto) -> VetoAnswer:
    """What was answered to a question so far."""
    entered = answers.vetoes if isinstance(question, Veto) else answers.questions
    return entered.get(question.id, VetoAnswer())


def with_answer(
    answers: Answers, question: Question | Veto, part: str, answer: Answer | None
) -> Answers:
    """These answers with a part answered, or taken back."""
    before = given(answers, question)
    return _with(answers, question, replace(before, parts=changed(before.parts, part, answer)))


def with_detail(answers: Answers, question: Question | Veto, part: str, text: str) -> Answers:
    """These answers with what is to be written beside one of them."""
    before = given(answers, question)
    details = changed(before.details, part, text.strip() or None)
    return _with(answers, question, replace(before, details=details))


def _with(answers: Answers, question: Question | Veto, answer: VetoAnswer) -> Answers:
    kept = answer if answer.parts or answer.reason or answer.details else None
    if isinstance(question, Veto):
        return replace(answers, vetoes=changed(answers.vetoes, question.id, kept))
    return replace(answers, questions=changed(answers.questions, question.id, kept))
