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

from cpscore.places import resources_folder

BASE = 15
SCALES = (100, 125, 150, 175, 200)
FAMILIES = ("CPS Hei", "CPS More", "CPS Rare")


@dataclass(frozen=True, slots=True)
class Colours:
    """What each role looks like; every palette has them all.

    Roles ending in `_fill` are backgrounds, in `_line` borders; `on_accent` is text on `accent`.
    """

    name: str
    accent: str  # the one filled button, progress, what is good
    accent_hover: str
    on_accent: str
    soft: str  # pill and selection fill of the accent
    soft_paper: str  # large areas of it: the card to continue, the current cell
    soft_line: str
    ink: str
    muted: str
    line: str
    control_line: str  # border of what can be typed into or pressed
    paper: str
    card: str
    header: str  # heads and totals of tables
    track: str  # what is not done yet of a progress
    quiet: str  # neutral pill
    quiet_ink: str
    amber: str  # needs a decision
    amber_fill: str
    amber_paper: str
    amber_line: str
    red: str  # fails
    red_fill: str
    red_line: str
    focus: str
    focus_ring: str  # around the filled button


LIGHT = Colours(
    "light",
    accent="#1F6F54",
    accent_hover="#185A44",
    on_accent="#FFFFFF",
    soft="#E4EFE9",
    soft_paper="#F2F9F6",
    soft_line="#B5D5C7",
    ink="#1D2521",
    muted="#5B665F",
    line="#DFE3DC",
    control_line="#C5CBC4",
    paper="#F4F5F2",
    card="#FFFFFF",
    header="#F0F2ED",
    track="#DFE3DC",
    quiet="#EAEDE8",
    quiet_ink="#4A544E",
    amber="#855500",
    amber_fill="#FDF0D9",
    amber_paper="#FFFAEF",
    amber_line="#E3C48C",
    red="#A3281C",
    red_fill="#FBE3DF",
    red_line="#E7B3AB",
    focus="#1F6F54",
    focus_ring="#0B3B2B",
)

DARK = Colours(
    "dark",
    accent="#5FBF9B",
    accent_hover="#7ACDAE",
    on_accent="#0C1F17",
    soft="#21392F",
    soft_paper="#1C2B25",
    soft_line="#2F5646",
    ink="#E7ECE8",
    muted="#A3AFA8",
    line="#343C37",
    control_line="#535E57",
    paper="#161A18",
    card="#1E2421",
    header="#252C28",
    track="#343C37",
    quiet="#2D3531",
    quiet_ink="#BFC9C3",
    amber="#EDBE6B",
    amber_fill="#3B2F17",
    amber_paper="#2A2417",
    amber_line="#67522A",
    red="#F2958A",
    red_fill="#43211D",
    red_line="#74382F",
    focus="#7ACDAE",
    focus_ring="#E7ECE8",
)

CONTRAST = Colours(
    "contrast",
    accent="#00472F",
    accent_hover="#002E1F",
    on_accent="#FFFFFF",
    soft="#FFFFFF",
    soft_paper="#FFFFFF",
    soft_line="#00472F",
    ink="#000000",
    muted="#1F1F1F",
    line="#000000",
    control_line="#000000",
    paper="#FFFFFF",
    card="#FFFFFF",
    header="#E6E6E6",
    track="#FFFFFF",
    quiet="#FFFFFF",
    quiet_ink="#000000",
    amber="#5A3800",
    amber_fill="#FFFFFF",
    amber_paper="#FFFFFF",
    amber_line="#5A3800",
    red="#8A0000",
    red_fill="#FFFFFF",
    red_line="#8A0000",
    focus="#0000C8",
    focus_ring="#0000C8",
)

# Fill and ink of a pill in each tone.
PILLS = {
    "good": ("soft", "accent"),
    "quiet": ("quiet", "quiet_ink"),
    "amber": ("amber_fill", "amber"),
    "red": ("red_fill", "red"),
}

PALETTES = {colours.name: colours for colours in (LIGHT, DARK, CONTRAST)}

# Every text role and the backgrounds it may stand on; a test holds each pair to 4.5 : 1.
TEXT_ON = {
    "ink": (
        "paper", "card", "header", "soft", "soft_paper", "quiet", "amber_fill", "amber_paper",
        "red_fill",
    ),
    "muted": ("paper", "card", "header", "soft_paper", "soft", "amber_paper"),
    "accent": ("paper", "card", "soft", "soft_paper"),
    "on_accent": ("accent", "accent_hover"),
    "quiet_ink": ("quiet", "card", "paper"),
    "amber": ("amber_fill", "amber_paper", "card", "paper"),
    "red": ("red_fill", "card", "paper", "amber_paper", "header"),
}  # fmt: skip


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
