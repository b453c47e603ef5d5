"""One expert's answers written as JSON, in the order of the form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cpscore.rules.answers import (
    Answers,
    Chosen,
    Counted,
    FieldValue,
    NotApplicable,
    Score,
    Split,
    VetoAnswer,
    Whole,
    asked_parts,
)
from cpscore.rules.canonical import Json
from cpscore.rules.form import (
    Form,
    Part,
    Question,
    Veto,
)
from cpscore.rules.points import plain


def answers_document(form: Form, answers: Answers) -> dict[str, Json]:
    """The answers in the shape of `ANSWERS.json`, entries in the order of the form.

    Reading gives them back, but for answers to parts that are no longer asked.
    """
    document: dict[str, Json] = {
        "expert": answers.expert,
        "scores": {
            item.id: _score_document(answers.scores[item.id])
            for item in form.items
            if item.id in answers.scores
        },
        "vetoes": _questions_document(form.vetoes, answers.vetoes, answers),
    }
    optional: dict[str, Json] = {
        "enterprise": {"categories": list(answers.categories)} if answers.categories else None,
        "remarks": dict(answers.remarks) or None,
        "conclusion": answers.conclusion,
        "questions": _questions_document(form.questions, answers.questions, answers) or None,
        "fields": {id: _field_document(value) for id, value in answers.fields.items()} or None,
        "sections": None if answers.sections is None else list(answers.sections),
    }
    return document | {name: value for name, value in optional.items() if value is not None}


def _score_document(score: Score) -> Json:
    match score:
        case Whole(points):
            return plain(points)
        case Split(rows):
            return {"rows": {id: plain(points) for id, points in rows.items()}}
        case Chosen(choice):
            return {"choice": choice}
        case Counted(count):
            return {"count": count}
        case NotApplicable(reason):
            return {"na": reason}


def _questions_document(
    questions: Iterable[Veto] | Iterable[Question],
    given: Mapping[str, VetoAnswer],
    answers: Answers,
) -> dict[str, Json]:
    """An answer to a part that is no longer asked stays out: no reader would take it."""
    return {
        question.id: _question_document(asked_parts(question, answers), given[question.id])
        for question in questions
        if question.id in given
    }


def _question_document(asked: Iterable[Part], given: VetoAnswer) -> dict[str, Json]:
    written: dict[str, Json] = {
        part.id: str(given.parts[part.id]) for part in asked if part.id in given.parts
    }
    if given.reason:
        written["reason"] = given.reason
    if given.details:
        written["details"] = dict(given.details)
    return written


def _field_document(value: FieldValue) -> Json:
    if isinstance(value, str):
        return value
    return [member if isinstance(member, str) else dict(member) for member in value]
