"""One expert's filled form (评分表), as its layout prints it, and a page of our own behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from cpscore.documents.sheets.blocks import blocks, signed_in_place
from cpscore.documents.sheets.common import (
    about_hidden,
    categories,
    headline,
    identity,
    item_name,
    limits,
    marks,
    notes,
    said,
    small,
    table,
)
from cpscore.documents.sheets.filling import Filling
from cpscore.documents.sheets.labels import (
    APPENDED,
    ASSIGNED_LINE,
    BLANK_DATE,
    CHECK_CODE,
    DRAFT,
    ENTERPRISE_COPY,
    ENTERPRISE_LINE,
    INCOMPLETE_LINE,
    NO_REMARKS,
    NOTES,
    OUR_PARTS,
    REASONS,
    REBASED,
    REMARK_HEAD,
    REMARKS,
    RESULT,
    RESULT_WITHOUT_POINTS,
    SCORER,
    SIGNED_BY,
    TOTAL_LINE,
    VERDICT_LINE,
    VETO_NAME,
)
from cpscore.documents.sheets.words import long_date, points_text
from cpscore.rules.answers import Answers, NotApplicable
from cpscore.rules.form import FieldType, FilledBy, Form, Question, Veto
from cpscore.rules.ink import Ink
from cpscore.rules.layout import ScoreTable, VetoTable
from cpscore.rules.outcome import Say
from cpscore.rules.points import plain
from cpscore.rules.review import Review
from cpscore.rules.scoring import ScoreResult
from cpscore.rules.sheet import Block, PageBreak, Sheet, SignatureLine


class Copy(StrEnum):
    """For whom a sheet is printed."""

    WHOLE = "whole"
    ENTERPRISE = "enterprise"


def score_sheet(
    result: ScoreResult,
    review: Review,
    *,
    sha256: str,
    say: Say,
    ink: Ink | None = None,
    date: str = "",
    code: str = "",
    submitted: bool = True,
    copy: Copy = Copy.WHOLE,
) -> Sheet:
    """One expert's form, filled in: the official page, then an appended page of ours.

    `sha256` is the form's; `date` (YYYY-MM-DD) the day of scoring; `code` the ballot's check code.
    A sheet that was not submitted says on every page that it is a draft. The enterprise's copy
    leaves out what the definition hides from it, and says so.
    """
    form, answers = result.form, result.answers
    own = form.filled_by is FilledBy.EXPERT
    filling = Filling(
        form=form,
        answers=answers,
        result=result,
        values={
            **_blank_dates(form),
            **field_values(review, answers.expert, date),
            **_written(form, answers),
        },
        ink=ink,
        date=date,
        public=copy is Copy.ENTERPRISE,
    )
    official: list[Block] = list(blocks(filling))
    if own and not signed_in_place(filling):
        scorer = SCORER if form.scored else SIGNED_BY
        official.append(SignatureLine(scorer, ink=ink, signer=answers.expert, date=long_date(date)))
    more = [] if submitted else [DRAFT]
    more += [ENTERPRISE_COPY] if filling.public else []
    return Sheet(
        title=form.layout.title or form.title,
        caption=form.layout.caption,
        blocks=(*official, PageBreak(), *_appended(filling, review, sha256, say)),
        footer="　".join(_foot(answers.expert if own else "", code)),
        marks=marks(form, *more),
        subject=review.enterprise.name,
        author=answers.expert if own else "",
    )


def _foot(expert: str, code: str) -> Iterator[str]:
    """Whose sheet it is and its ballot's code, where it is anybody's."""
    if expert:
        yield expert
    if code:
        yield CHECK_CODE.format(code)


def hides_anything(form: Form) -> bool:
    """Whether the enterprise's copy differs from the whole sheet."""
    tables = (one for one in form.layout.blocks if isinstance(one, ScoreTable | VetoTable))
    columns = (column for table in tables for column in table.columns)
    return any(item.hidden for item in form.items) or any(column.hidden for column in columns)


def field_values(review: Review, expert: str, date: str) -> Mapping[str, str]:
    """What the review knows of a form's fields, by the ids that the definitions use."""
    return {
        "enterprise": review.enterprise.name,
        "address": review.enterprise.address,
        "consultant": review.enterprise.consultant,
        "organiser": review.organiser,
        "attendees": review.attendees,
        "place": review.place,
        "expert": expert,
        "date": long_date(date),
    }


def _blank_dates(form: Form) -> Mapping[str, str]:
    """Room for each date that nobody entered yet."""
    return {field.id: BLANK_DATE for field in form.fields if field.type is FieldType.DATE}


def _written(form: Form, answers: Answers) -> Mapping[str, str]:
    """The plain texts entered, for the lines of a layout."""
    dates = _blank_dates(form)
    return {
        id: long_date(value) if id in dates else value
        for id, value in answers.fields.items()
        if isinstance(value, str) and value
    }


def _appended(filling: Filling, review: Review, sha256: str, say: Say) -> Iterator[Block]:
    yield headline(APPENDED)
    yield from identity(filling.form, sha256)
    enterprise = review.enterprise
    yield small(ENTERPRISE_LINE.format(name=enterprise.name, categories=categories(enterprise)))
    if filling.form.filled_by is FilledBy.EXPERT:
        outcome = list(_outcome(filling, say))
        if outcome:
            yield headline(RESULT if filling.form.scored else RESULT_WITHOUT_POINTS)
            yield from outcome
        yield headline(REASONS if filling.form.scored else REMARKS)
        remarks = list(_remarks(filling))
        yield table(REMARK_HEAD, remarks, (55, 115)) if remarks else said(NO_REMARKS)
    if filling.form.notes or _has_parts(filling.form):
        yield headline(NOTES)
    if _has_parts(filling.form):
        yield small(OUR_PARTS)
    yield from notes(filling.form)


def _outcome(filling: Filling, say: Say) -> Iterator[Block]:
    result, form = filling.result, filling.form
    if result is None:
        return
    if result.points and form.total is not None:
        theirs = result.answers.sections
        if theirs is None:
            total = points_text(result.points.total, form.ends)
            yield said(TOTAL_LINE.format(total=total, max=plain(form.total)))
        else:
            total = points_text(sum((result.points.sections[id] for id in theirs), Fraction(0)))
            full = sum((one.max for one in form.sections if one.id in theirs), Decimal(0))
            yield said(ASSIGNED_LINE.format(total=total, max=plain(full)))
        yield from limits(form, theirs)
        if any(isinstance(one, NotApplicable) for one in result.answers.scores.values()):
            yield said(REBASED)
    if not result.complete:
        yield said(INCOMPLETE_LINE.format(open=len(result.missing)))
        return
    if result.verdict:
        yield said(VERDICT_LINE.format(verdict=result.verdict.label))
    for reason in result.reasons:
        if not (filling.public and about_hidden(form, reason)):
            yield said(say(reason.code, reason.values))


def _remarks(filling: Filling) -> Iterator[tuple[str, str]]:
    """Every remark and reason, whether or not it also stands in the table."""
    form = filling.form
    for veto in form.vetoes:
        if text := filling.remark(veto.id):
            yield VETO_NAME.format(number=veto.number or veto.id, text=veto.text), text
    for question in form.questions:
        if text := filling.remark(question.id):
            yield question.text, text
    for item in form.items:
        hidden = filling.hides_remarks or filling.hides(item)
        if (text := filling.remark(item.id)) and not hidden:
            yield item_name(form, item), text


def _has_parts(form: Form) -> bool:
    questions: tuple[Veto | Question, ...] = (*form.vetoes, *form.questions)
    return any(len(question.parts) > 1 for question in questions)
