"""A form tried out: the pages that answers in files come to, unsigned and marked as a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from cpscore.documents.pdf import write_pdf
from cpscore.documents.sheets.labels import DRAFT
from cpscore.documents.sheets.score import score_sheet
from cpscore.documents.sheets.summary import Uncounted, summary_sheet
from cpscore.files import write_checked
from cpscore.messages import speaker
from cpscore.rules.form import Form
from cpscore.rules.form_document import form_sha256
from cpscore.rules.problem import Problem
from cpscore.rules.review import Enterprise, FormReference, Member, Review
from cpscore.rules.scoring import ScoreResult
from cpscore.rules.sheet import Sheet
from cpscore.workflow.tables import Merged


def print_trial(result: ScoreResult, out: Path, at: datetime) -> None:
    """Write one expert's sheet. Raises MissingCharacter and NotWritten."""
    form, expert = result.form, result.answers.expert
    sheet = score_sheet(
        result,
        nowhere(form, [expert], result.answers.categories),
        sha256=form_sha256(form),
        say=speaker("zh"),
        submitted=False,
    )
    _write(sheet, out, at)


def print_trial_summary(merged: Merged, out: Path, at: datetime) -> None:
    """Write the panel's summary. Raises MissingCharacter and NotWritten."""
    form, files = merged.result.form, merged.files
    experts = dict.fromkeys(one.expert for one in files.members)
    sheet = summary_sheet(
        merged.result,
        nowhere(form, list(experts), files.counted[0].categories),
        sha256=form_sha256(form),
        say=speaker("zh"),
        uncounted=[
            Uncounted(one.file, one.expert or "", one.code, _first(one.problems))
            for one in files.rejected
        ],
    )
    _write(replace(sheet, marks=(*sheet.marks, DRAFT)), out, at)


def _first(problems: Sequence[Problem]) -> Mapping[str, object]:
    first = problems[0]
    return {"path": first.path, **first.values}


def nowhere(form: Form, experts: Sequence[str], categories: tuple[str, ...]) -> Review:
    """No review at all: what a sheet says of one stays blank."""
    return Review(
        id="",
        stage=form.stage,
        enterprise=Enterprise("", categories),
        date="",
        forms=(FormReference(form.id, form.version, form_sha256(form)),),
        members=tuple(Member(str(at), name) for at, name in enumerate(experts)),
        created="",
    )


def _write(sheet: Sheet, out: Path, at: datetime) -> None:
    write_checked(out, write_pdf(sheet, at=at).pdf)
