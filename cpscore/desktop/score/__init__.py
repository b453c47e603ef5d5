"""The expert's pages: scoring, and checking and submitting."""

from collections.abc import Callable, Mapping

from cpscore.desktop.pages import Page, PageMaker, Shell
from cpscore.desktop.score.page import ScorePage
from cpscore.desktop.score.submit_page import SubmitPage
from cpscore.desktop.score.theirs import TheirsPage
from cpscore.desktop.start.overview import seat
from cpscore.workflow.paper import NotAMember
from cpscore.workflow.prepare import package_of


def own(make: Callable[..., Page]) -> PageMaker:
    """The page for the member whose paper it is; anybody else learns only whose it is."""

    def page(shell: Shell, review_id: str, form_id: str, member_id: str, **more: object) -> Page:
        review = package_of(shell.desk, review_id).review
        member = review.member(member_id)
        if member is None:
            raise NotAMember
        if seat(review, shell.card) != member:
            return TheirsPage(shell, review, member)
        return make(shell, review_id, form_id, member_id, **more)

    return page


ROUTES: Mapping[str, PageMaker] = {"score": own(ScorePage), "submit": own(SubmitPage)}
