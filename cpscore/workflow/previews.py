"""Sheets as they would be now, to look at and to print: unsigned, and marked as what they are."""

from __future__ import annotations

from dataclasses import replace

from cpscore.documents.pdf import write_pdf
from cpscore.documents.sheets.labels import UNSIGNED
from cpscore.workflow.ballots import open_ballot
from cpscore.workflow.desk import Desk
from cpscore.workflow.filling import sheet_so_far
from cpscore.workflow.paper import Paper
from cpscore.workflow.prepare import kept_bytes
from cpscore.workflow.settle import Panel
from cpscore.workflow.sheets import summary_pages


def own_sheet(desk: Desk, one: Paper) -> bytes:
    """An expert's score sheet: the signed one once it is submitted, else as far as it is filled.

    Raises MissingCharacter, DamagedBlob.
    """
    if one.submitted is None:
        return sheet_so_far(desk, one)
    return open_ballot(kept_bytes(desk, one.submitted.sha256)).sheet


def unsigned_summary(desk: Desk, one: Panel) -> bytes:
    """评分汇总表 as it would be signed now; the panel has a result. Raises MissingCharacter."""
    sheet = summary_pages(desk, one)
    return write_pdf(replace(sheet, marks=(*sheet.marks, UNSIGNED)), at=desk.now()).pdf
