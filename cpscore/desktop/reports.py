"""A bug is shown in words, written down for whoever mends it, and never swallowed."""

from __future__ import annotations

import platform
import sys
import traceback
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6 import __version__ as qt_version
from PySide6.QtWidgets import QApplication

from cpscore import __version__
from cpscore.desktop.pages import Page, Shell
from cpscore.desktop.qt import override
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import Card, Words, column, primary, row, selectable
from cpscore.desktop.window import Window
from cpscore.rules.problem import Failure


def write_report(folder: Path, error: BaseException, at: datetime) -> Path | None:
    """The traceback and the versions in a file; nothing of what the user entered. None: no room."""
    path = folder / "reports" / f"{at:%Y%m%d-%H%M%S}.txt"
    lines = [
        f"cpscore {__version__}, Python {platform.python_version()}, Qt {qt_version}",
        platform.platform(),
        at.isoformat(),
        "",
        *traceback.format_exception(error),
    ]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines), encoding="utf-8")
    except OSError:
        return None
    return path


class Notice(Page):
    """What a user reads about a bug: what happened, what is safe, what to do now."""

    def __init__(self, shell: Shell, report: Path | None) -> None:
        super().__init__(shell)
        words = (
            tr("请把下面这份报告交给维护人员；它不含评分内容。")
            if report
            else tr("报告没有写成：磁盘不可写。")
        )
        where = [selectable(Words(str(report), "small", wrap=True))] if report else []
        card = Card(
            Words(tr("程序出了问题"), "heading"),
            Words(
                tr("这是程序的错误，不是您造成的。已经录入的内容都在本机，没有丢失。"), wrap=True
            ),
            Words(words, "muted", wrap=True),
            *where,
            row(primary(tr("回到开始页"), shell.home), None),
            gap=12,
            margins=(32, 28, 32, 28),
        )
        self.content.addLayout(column(card, None, margins=(64, 48, 64, 32)))

    @property
    @override
    def title(self) -> str:
        return tr("程序出了问题")


class Watch:
    """What Python calls when an exception got through: a failure is worded, a bug reported."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.telling = False

    def __call__(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """The hook itself."""
        if isinstance(error, Failure):
            self.window.fail(error)
            return
        sys.__excepthook__(kind, error, trace)
        if isinstance(error, KeyboardInterrupt):
            QApplication.quit()
        elif not self.telling:  # a bug while a bug is told is for the terminal only
            self.telling = True
            report = write_report(self.window.desk.data, error, self.window.desk.now())
            self.window.pages.go("bug", {"report": report})
            self.telling = False
