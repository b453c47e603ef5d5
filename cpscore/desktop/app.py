"""The program with a window: `run` opens it and returns when it is closed.

Pages are opened by name, with these arguments (ids are texts):

    start · identity · new-review · verify(path) · review(review_id)
    forms · form(form_id) · draft(name)
    score(review_id, form_id, member_id) · submit(…) · sheet(…)
    panel(review_id, form_id) · collect(…) · summary(…)
    opinion(review_id) · sign(review_id) · announce(review_id) · export(review_id) · round(path)
"""

from __future__ import annotations

import sys
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from cpscore.desktop import filling, forms, opinion, panel, score, start, theme
from cpscore.desktop.pages import PageMaker, worded
from cpscore.desktop.reports import Notice, Watch
from cpscore.desktop.texts import tr
from cpscore.desktop.window import Window
from cpscore.messages import Language
from cpscore.places import default_data_folder
from cpscore.rules.problem import Failure
from cpscore.store.archive import ARCHIVE
from cpscore.workflow.demo import PASSPHRASE, sample_desk
from cpscore.workflow.desk import Desk, open_desk
from cpscore.workflow.people import cards
from cpscore.workflow.zone import CHINA


def now() -> datetime:
    """The laptop's clock, as all of China reads it."""
    return datetime.now(CHINA)


def fresh() -> str:
    """An id never used before."""
    return str(uuid.uuid4())


def routes() -> Mapping[str, PageMaker]:
    """Every page of the program by its name."""
    # Filling decides by the form which page scores it.
    rooms = (start, forms, score, filling, panel, opinion)
    return {name: page for room in rooms for name, page in room.ROUTES.items()} | {"bug": Notice}


def application(argv: Sequence[str]) -> QApplication:
    """Qt, with our own faces: a machine may have no Chinese font at all."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    app = QApplication([*argv])
    app.setApplicationName("cpscore")
    theme.load_fonts()
    return app


def run(
    argv: Sequence[str], *, data: Path | None, sample: bool, language: Language | None = None
) -> int:
    """Open the window on an archive, or on a sample review, in the language it was set to last or
    the one asked for; returns the exit status.
    """
    app = application(argv)
    folder = data or default_data_folder()
    theme.apply(app, theme.Theme(theme.of_system()))
    try:
        desk = _desk(folder, sample=sample)
        if language is not None:
            desk.store.set_setting("window.language", language)
    except Failure as failure:
        # There is no page yet that could say it.
        QMessageBox.critical(None, tr("清洁生产验收评分"), worded(failure, "zh"))
        return 1
    try:
        window = Window(app, desk, routes())
        sys.excepthook = Watch(window)
        window.home()
        window.reveal()
        if sample:
            _explain(window)
        return app.exec()
    finally:
        sys.excepthook = sys.__excepthook__
        desk.close()


def _explain(window: Window) -> None:
    page = window.pages.page
    if page is not None:
        words = tr("这是示例数据。右上角可以换人；每个人的口令都是「{passphrase}」。")
        page.banner.say(words.format(passphrase=PASSPHRASE))


def _desk(folder: Path, *, sample: bool) -> Desk:
    if sample and not (folder / ARCHIVE).exists():
        desk = sample_desk(folder, now, fresh).desk
        # 甲 is still scoring: there is something to go on with.
        desk.store.set_setting("window.seat", cards(desk)[0].sha256)
        return desk
    return open_desk(folder, now=now, fresh=fresh)
