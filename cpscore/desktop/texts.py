"""Fixed words of the screens: Chinese in the code, other languages from a catalogue."""

from __future__ import annotations

import json

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QObject, QTranslator

from cpscore.desktop.qt import override
from cpscore.messages import Language
from cpscore.places import resources_folder

CONTEXT = "cpscore"
LANGUAGES = {"zh": "中文", "en": "English"}


def tr(text: str, **values: object) -> str:
    """The text in the language of the window, with its `{names}` filled in."""
    said = QCoreApplication.translate(CONTEXT, text)
    return said.format_map(values) if values else said


class Catalogue(QTranslator):
    """The translations of one language: every JSON file of its folder, text by text."""

    def __init__(self, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.texts = catalogue(language)

    @override
    def isEmpty(self) -> bool:
        return not self.texts

    @override
    def translate(
        self,
        context: str,
        sourceText: str,
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str:
        # An empty text would be shown; None is what asks the next translator.
        return self.texts.get(sourceText) if context == CONTEXT else None  # type: ignore[return-value]  # the stubs promise a text


def catalogue(language: str) -> dict[str, str]:
    """All texts of a language; none for the one that the code is written in."""
    texts: dict[str, str] = {}
    for file in sorted((resources_folder() / "translations" / language).glob("*.json")):
        texts |= json.loads(file.read_text(encoding="utf-8"))
    return texts


_spoken: list[QTranslator] = []
_language: list[Language] = ["zh"]


def language() -> Language:
    """The language spoken now, for words that come from the messages."""
    return _language[0]


def speak(app: QCoreApplication, language: str) -> None:
    """Speak another language from now on; pages are built again by who owns them."""
    _language[:] = ["en" if language == "en" else "zh"]
    for old in _spoken:
        app.removeTranslator(old)
    # Qt's own words (the menu of a text field) come from Qt's own catalogue.
    own, qt = Catalogue(language, app), QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    qt.load("qtbase_zh_CN" if language == "zh" else "qtbase_en", folder)
    _spoken[:] = [one for one in (qt, own) if not one.isEmpty()]
    for one in _spoken:
        app.installTranslator(one)
