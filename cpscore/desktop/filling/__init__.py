"""Filling in: the score page for forms with points, a page made by the definition for others."""

from collections.abc import Mapping

from cpscore.desktop.filling.page import FillPage
from cpscore.desktop.pages import Page, PageMaker, Shell
from cpscore.desktop.score import ROUTES as SCORE
from cpscore.desktop.score import own
from cpscore.workflow.prepare import package_of


def _by_kind(shell: Shell, review_id: str, form_id: str, **more: object) -> Page:
    form = package_of(shell.desk, review_id).definition(form_id).form
    make = SCORE["score"] if form.scored else own(FillPage)
    return make(shell, review_id, form_id, **more)


ROUTES: Mapping[str, PageMaker] = {"score": _by_kind}
