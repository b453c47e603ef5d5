"""The forms (评分表): the list, each as the sheet it prints, drafts to correct and adopt."""

from collections.abc import Mapping

from cpscore.desktop.forms.draft_page import DraftPage
from cpscore.desktop.forms.form_page import FormPage
from cpscore.desktop.forms.list_page import FormsPage
from cpscore.desktop.pages import PageMaker

ROUTES: Mapping[str, PageMaker] = {"forms": FormsPage, "form": FormPage, "draft": DraftPage}
