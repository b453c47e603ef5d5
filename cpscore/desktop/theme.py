"""Colours by role, sizes by scale: the one place that knows how the window looks."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from cpscore.desktop.palettes import DARK, LIGHT, PILLS, Colours
from cpscore.places import resources_folder

BASE = 15
SCALES = (100, 125, 150, 175, 200)
FAMILIES = ("CPS Hei", "CPS More", "CPS Rare")


@dataclass(frozen=True, slots=True)
class Theme:
    """A palette at a scale in percent (100 to 200)."""

    colours: Colours = LIGHT
    scale: int = 100

    @property
    def outlined(self) -> bool:
        """Whether things are told apart by lines and not by fills: high contrast."""
        return self.colours.name == "contrast"

    def px(self, size: float) -> int:
        """A length of the drawings in pixels of this theme; nothing vanishes."""
        return max(1, round(size * self.scale / 100)) if size > 0 else 0

    def colour(self, role: str) -> QColor:
        """The colour of a role, for widgets that paint themselves."""
        value = getattr(self.colours, role)
        assert isinstance(value, str)
        return QColor(value)

    def font(self, size: float = BASE, *, bold: bool = False) -> QFont:
        """The window's face at a size of the drawings."""
        font = QFont()
        font.setFamilies(list(FAMILIES))
        font.setPixelSize(self.px(size))
        font.setBold(bold)
        return font

    def sheet(self) -> str:
        """The style sheet: the template with roles filled in and lengths scaled."""
        values = {one.name: getattr(self.colours, one.name) for one in fields(Colours)}
        for tone, (fill, ink) in PILLS.items():
            # Where fills do not differ from the paper, the pill has an outline.
            values[f"{tone}_edge"] = values[ink if self.outlined else fill]
        values["icons"] = (resources_folder() / "icons" / self.colours.name).as_posix()
        text = Template(_template()).substitute(values)
        return re.sub(r"(\d+)px", lambda found: f"{self.px(int(found[1]))}px", text)

    def palette(self) -> QPalette:
        """The same colours for what Qt paints without the style sheet."""
        role, palette = QPalette.ColorRole, QPalette()
        for where, name in (
            (role.Window, "paper"), (role.WindowText, "ink"), (role.Base, "card"),
            (role.AlternateBase, "header"), (role.Text, "ink"), (role.Button, "card"),
            (role.ButtonText, "ink"), (role.ToolTipBase, "card"), (role.ToolTipText, "ink"),
            (role.PlaceholderText, "muted"), (role.Highlight, "accent"), (role.Accent, "accent"),
            (role.HighlightedText, "on_accent"), (role.Link, "accent"),
            (role.LinkVisited, "accent"), (role.BrightText, "red"),
        ):  # fmt: skip
            palette.setColor(where, self.colour(name))
        palette.setColor(QPalette.ColorGroup.Disabled, role.Text, self.colour("muted"))
        palette.setColor(QPalette.ColorGroup.Disabled, role.ButtonText, self.colour("muted"))
        return palette


_current = Theme()


def now() -> Theme:
    """The theme in force."""
    return _current


def px(size: float) -> int:
    """A length of the drawings in pixels of the theme in force."""
    return _current.px(size)


def apply(app: QApplication, theme: Theme) -> None:
    """Dress the program; widgets that paint themselves get a style change and paint again."""
    global _current  # noqa: PLW0603  (the look is the program's, as its style sheet is)
    if theme == _current and app.styleSheet():
        return  # every widget would be dressed again
    _current = theme
    if not app.styleSheet():
        app.setStyle("Fusion")
    app.setFont(theme.font())
    app.setPalette(theme.palette())
    app.setStyleSheet(theme.sheet())


def of_system() -> Colours:
    """Dark where the system is."""
    dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return DARK if dark else LIGHT


def load_fonts() -> tuple[str, ...]:
    """Bring our own faces: a machine may have no Chinese font at all. Returns their families."""
    families: list[str] = []
    for file in ("hei.ttf", "hei-bold.ttf", "more.ttf", "rare.ttf"):
        number = QFontDatabase.addApplicationFont(str(_fonts() / file))
        families += QFontDatabase.applicationFontFamilies(number)
    return tuple(dict.fromkeys(families))


def _fonts() -> Path:
    return resources_folder() / "fonts"


@cache
def _template() -> str:
    return (resources_folder() / "style" / "cpscore.qss").read_text(encoding="utf-8")
