"""From the opinion on: writing, announcing, signing here or on one's own machine, exporting."""

from collections.abc import Mapping

from cpscore.desktop.opinion.announce import AnnouncePage
from cpscore.desktop.opinion.export import ExportPage
from cpscore.desktop.opinion.page import OpinionPage
from cpscore.desktop.opinion.round_page import RoundPage
from cpscore.desktop.opinion.sheet_pages import SummaryPage
from cpscore.desktop.opinion.signing import SignPage
from cpscore.desktop.pages import PageMaker

ROUTES: Mapping[str, PageMaker] = {
    "opinion": OpinionPage,
    "announce": AnnouncePage,
    "sign": SignPage,
    "round": RoundPage,
    "summary": SummaryPage,
    "export": ExportPage,
}
