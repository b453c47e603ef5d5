"""Filling in a form without points: what the review knows already, and the sheet so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from cpscore.documents.pdf import write_pdf
from cpscore.documents.sheets.score import field_values
from cpscore.rules.answers import Answers, asked_parts
from cpscore.rules.form import Answered, FieldType, FilledBy, Question, Veto
from cpscore.rules.scoring import ScoreResult, open_parts
from cpscore.workflow.desk import Desk
from cpscore.workflow.overwriting import write_ours
from cpscore.workflow.paper import Paper
from cpscore.workflow.prepare import safe_name
from cpscore.workflow.sheets import day_of, form_pdf, score_pages


def known_facts(desk: Desk, one: Paper) -> Mapping[str, str]:
    """What the review knows of the form's fields, by field id; dates as YYYY-MM-DD."""
    values = dict(field_values(one.review, one.member.name, day_of(desk)))
    dates = {field.id for field in one.form.fields if field.type is FieldType.DATE}
    known = values | {"date": day_of(desk)} if "date" in dates else values
    mine = {field.id for field in one.form.fields}
    return {id: value for id, value in known.items() if id in mine and value}


def sheet_so_far(desk: Desk, one: Paper) -> bytes:
    """The sheet as it would be printed now, unsigned. Raises MissingCharacter."""
    if one.form.filled_by is not FilledBy.EXPERT:
        return form_pdf(desk, one)
    sheet = score_pages(one, None, day_of(desk), submitted=one.submitted is not None)
    return write_pdf(sheet, at=desk.now()).pdf


def write_form(desk: Desk, one: Paper, folder: Path) -> Path:
    """The sheet of a form filled in once, to be signed and sealed on paper.

    Raises what `write_ours` raises.
    """
    name = f"{safe_name(one.review.enterprise.name)}-{safe_name(one.form.id)}.pdf"
    write_ours(desk, one.review.id, folder / name, form_pdf(desk, one))
    return folder / name


def progress(one: Paper) -> tuple[int, int]:
    """How many places are filled in, of how many: fields, questions that are asked, conclusion.

    What the review knows is filled in where nothing else has to be written. A question counts once,
    however many parts its answers lead to: an answer never makes the whole grow.
    """
    form, answers = one.form, one.draft.answers
    known = {id for id, value in field_values(one.review, one.member.name, "").items() if value}
    done = sum(
        bool(answers.fields.get(field.id)) or (field.id in known and not field.required)
        for field in form.fields
    )
    whole = len(form.fields)
    vetoes = () if form.scored else form.vetoes
    questions: tuple[Question | Veto, ...] = (*form.questions, *vetoes)
    answered, asked = _answered(questions, answers)
    done, whole = done + answered, whole + asked
    if form.conclusions:
        whole += 1
        done += answers.conclusion is not None
    return done, whole


def answered_vetoes(result: ScoreResult) -> tuple[int, int]:
    """How many vetoes are answered, of how many this enterprise is asked; 不适用 is an answer."""
    return _answered(result.form.vetoes, result.answers)


def _answered(questions: Sequence[Question | Veto], answers: Answers) -> tuple[int, int]:
    asked = [one for one in questions if asked_parts(one, answers) or _hangs_on(one)]
    return sum(_done(one, answers) for one in asked), len(asked)


def _done(question: Question | Veto, answers: Answers) -> bool:
    """Whether nothing is left to answer: also where an earlier answer made the question moot."""
    if asked_parts(question, answers):
        return not open_parts(question, answers)
    return all(id in answers.questions for id in _hangs_on(question))


def _hangs_on(question: Question | Veto) -> set[str]:
    """The earlier questions whose answers decide whether this one is asked."""
    conditions = (part.asked_if for part in question.parts)
    return {one.question for one in conditions if isinstance(one, Answered) and one.question}
