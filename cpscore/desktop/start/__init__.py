"""The pages one begins with: start, identity, a new review, forms, verify."""

from collections.abc import Mapping

from cpscore.desktop.pages import PageMaker

ROUTES: Mapping[str, PageMaker] = {}
