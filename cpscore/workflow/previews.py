"""Sheets to look at and to print before they are issued: unsigned, and marked as what they are."""

from __future__ import annotations

from cpscore.documents.pdf import write_pdf
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


def summary_so_far(desk: Desk, one: Panel) -> bytes:
    """评分汇总表 as it would be issued now; the panel has a result. Raises MissingCharacter."""
    return write_pdf(summary_pages(desk, one), at=desk.now()).pdf
