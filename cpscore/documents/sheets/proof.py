"""What proves a sheet that can be changed: the signed original, and the hashes to compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cpscore.documents.sheets import labels
from cpscore.documents.sheets.common import headline, said, table
from cpscore.documents.sheets.tables import WIDTH
from cpscore.rules.sheet import PageBreak, Sheet

# A hash stands on one line.
WIDTHS = (33, 137)


def with_proof(sheet: Sheet, facts: Sequence[tuple[str, str]]) -> Sheet:
    """The sheet with a page behind it: what each hash is of, and the hash."""
    page = (
        PageBreak(),
        headline(labels.PROOF),
        said(labels.PROOF_SAYS),
        table(labels.PROOF_HEAD, facts, WIDTHS, sheet_width(sheet)),
    )
    return replace(sheet, blocks=(*sheet.blocks, *page))


def sheet_width(sheet: Sheet) -> float:
    """The width of its text area, in mm."""
    return 297 - 2 * sheet.margin if sheet.landscape else WIDTH
