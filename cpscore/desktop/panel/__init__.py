"""The leader's pages before the opinion: collecting ballots, and comparing them."""

from collections.abc import Mapping

from cpscore.desktop.pages import PageMaker
from cpscore.desktop.panel.collect import CollectPage
from cpscore.desktop.panel.compare import PanelPage

ROUTES: Mapping[str, PageMaker] = {"collect": CollectPage, "panel": PanelPage}
