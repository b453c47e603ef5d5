"""The colours of the window by role: light, dark, and high contrast."""

from __future__ import annotations

from dataclasses import dataclass


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
