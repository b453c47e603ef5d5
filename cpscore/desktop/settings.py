"""What a user set for the window: language, palette, scale; kept in the archive."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cpscore.desktop.palettes import PALETTES
from cpscore.desktop.theme import SCALES, Theme, of_system
from cpscore.messages import Language

if TYPE_CHECKING:
    from cpscore.workflow.desk import Desk

SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Settings:
    """`palette` is a palette's name or `system`; `scale` in percent; `seat` is the last card."""

    language: Language = "zh"
    palette: str = SYSTEM
    scale: int = 100
    seat: str = ""

    @property
    def theme(self) -> Theme:
        """The look these settings ask for, now."""
        colours = of_system() if self.palette == SYSTEM else PALETTES[self.palette]
        return Theme(colours, self.scale)


def read_settings(desk: Desk) -> Settings:
    """The settings of this archive; what is unknown or was never set is as it comes."""
    get, settings = desk.store.setting, Settings(seat=desk.store.setting("window.seat") or "")
    if get("window.language") == "en":
        settings = replace(settings, language="en")
    palette = get("window.palette") or ""
    if palette in PALETTES:
        settings = replace(settings, palette=palette)
    scale = get("window.scale") or ""
    if scale in map(str, SCALES):
        settings = replace(settings, scale=int(scale))
    return settings


def keep_settings(desk: Desk, settings: Settings) -> None:
    """Keep them for the next start. Raises the store's failures."""
    with desk.store.together():
        for name in ("language", "palette", "scale", "seat"):
            desk.store.set_setting(f"window.{name}", str(getattr(settings, name)))
