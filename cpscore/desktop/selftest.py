"""Whether the window is whole: Qt and its plugins, our fonts and style, the preview of a page."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QPluginLoader
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLabel

from cpscore.desktop import theme
from cpscore.desktop.app import application, routes
from cpscore.desktop.opinion.preview import draw_pages
from cpscore.workflow.selftest import Found, NotWhole, Trial, demand

# What draws windows here, by the file's beginning; any of them will do.
PLATFORMS = {"win32": ("qwindows",), "darwin": ("libqcocoa",)}
LINUX = ("libqxcb", "libqwayland")


def window(_trial: Trial) -> Found:
    """Words in our own fonts, drawn without a screen; the plugin for one is there."""
    app = drawing_application()
    theme.apply(app, theme.Theme(theme.of_system()))
    label = QLabel("清洁生产")
    demand(inked(label.grab().toImage()), "Qt")
    names = [path.name for path in native_plugins()]
    return {"platform": QGuiApplication.platformName(), "plugins": tuple(names),
            "pages": len(routes())}  # fmt: skip


def preview(trial: Trial) -> Found:
    """The opinion's pages as the window shows them."""
    drawing_application()
    drawn = draw_pages(trial.file("opinion.pdf"), 400, 1.0, lambda _share, _step: None)
    demand(bool(drawn.pages) and all(inked(page) for page in drawn.pages), "opinion.pdf")
    return {"pages": len(drawn.pages)}


def drawing_application() -> QApplication:
    """Qt, on no screen: one that cannot be reached would end the program without a word."""
    there = QApplication.instance()
    if isinstance(there, QApplication):
        return there
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return application(["cpscore"])


def native_plugins() -> Sequence[Path]:
    """The plugins for this system's screens. Raises NotWhole where none is aboard, or where there
    is a screen and none can be loaded.
    """
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"
    wanted = PLATFORMS.get(sys.platform, LINUX)
    found = sorted(one for one in folder.glob("*") if one.name.startswith(wanted))
    demand(bool(found), str(folder))
    loaders = [QPluginLoader(str(one)) for one in found]
    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    needed = bool(screen) or not sys.platform.startswith("linux")
    if needed and not any(one.load() for one in loaders):
        raise NotWhole(what=loaders[0].errorString())
    return found


def inked(picture: QImage) -> bool:
    """Whether anything is drawn: not all pixels are of one colour."""
    first = picture.pixelColor(0, 0)
    spots = ((x, y) for y in range(picture.height()) for x in range(picture.width()))
    return any(picture.pixelColor(x, y) != first for x, y in spots)
