"""Sheets from values alone, so that whoever checks one can print it again and compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cpscore.documents.sheets.score import Copy, score_sheet
from cpscore.documents.sheets.summary import Record, Uncounted, summary_sheet
from cpscore.messages import say, speaker
from cpscore.rules.form_document import form_sha256
from cpscore.rules.ink import Ink
from cpscore.rules.merging import PanelResult
from cpscore.rules.scoring import ScoreResult
from cpscore.rules.sheet import Align, Sheet, SignatureLine
from cpscore.workflow.packages import Package

# Sheets are official papers: Chinese, whatever the screen speaks.
SAY = speaker("zh")
SIGNED = "signed"


def print_score(
    package: Package,
    result: ScoreResult,
    ink: Ink | None,
    day: str,
    *,
    submitted: bool,
    copy: Copy = Copy.WHOLE,
) -> Sheet:
    """One expert's sheet."""
    return score_sheet(
        result,
        package.review,
        sha256=form_sha256(result.form),
        say=SAY,
        ink=ink,
        date=day,
        code=package.code,
        submitted=submitted,
        copy=copy,
    )


def print_summary(
    package: Package,
    result: PanelResult,
    uncounted: Sequence[Uncounted],
    records: Mapping[str, Record],
) -> Sheet:
    """评分汇总表."""
    return summary_sheet(
        result,
        package.review,
        sha256=form_sha256(result.form),
        say=SAY,
        uncounted=uncounted,
        records=records,
        root=package.root,
    )


def with_signature_line(sheet: Sheet) -> Sheet:
    """The sheet with one signature place behind everything."""
    line = SignatureLine(say("signature-of-key", {}), SIGNED, align=Align.LEFT)
    return replace(sheet, blocks=(*sheet.blocks, line))
