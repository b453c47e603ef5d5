"""The pages one begins with: start, identity, a new review, a review, verify."""

from collections.abc import Mapping

from cpscore.desktop.pages import PageMaker
from cpscore.desktop.start.identity import IdentityPage
from cpscore.desktop.start.new_review import NewReviewPage
from cpscore.desktop.start.page import StartPage
from cpscore.desktop.start.review import ReviewPage
from cpscore.desktop.start.seat import SeatPage
from cpscore.desktop.start.verify import VerifyPage

ROUTES: Mapping[str, PageMaker] = {
    "start": StartPage,
    "identity": IdentityPage,
    "seat": SeatPage,
    "new-review": NewReviewPage,
    "review": ReviewPage,
    "verify": VerifyPage,
}
