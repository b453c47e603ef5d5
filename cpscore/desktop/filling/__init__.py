"""Filling in: the score page for forms with points, a page made by the definition for others."""

from collections.abc import Mapping

from cpscore.desktop.filling.page import FillPage
from cpscore.desktop.opinion.sheet_pages import OwnSheetPage
from cpscore.desktop.pages import Page, PageMaker, Shell
from cpscore.desktop.score import ROUTES as SCORE
from cpscore.desktop.score import own
from cpscore.workflow.prepare import package_of

BESIDE = ("/questions/", "/fields/", "/conclusion")


def _by_kind(shell: Shell, review_id: str, form_id: str, **more: object) -> Page:
    form = package_of(shell.desk, review_id).definition(form_id).form
    # What a form with points asks beside its table is filled in here, too.
    beside = str(more.get("at", "")).startswith(BESIDE)
    make = SCORE["score"] if form.scored and not beside else own(FillPage)
    return make(shell, review_id, form_id, **more)


# Every paper becomes a sheet, whichever page it is filled in on.
ROUTES: Mapping[str, PageMaker] = {"score": _by_kind, "sheet": own(OwnSheetPage)}
