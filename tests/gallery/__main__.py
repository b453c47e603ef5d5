"""python -m tests.gallery --out build/gallery [--only NAME]: pictures of all that can be seen.

Every page in every look, and every page of the sheets that the demonstration writes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from html import escape
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

if sys.platform.startswith("linux"):
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pypdfium2
from PySide6.QtCore import QEvent, QThread
from PySide6.QtWidgets import QApplication

from cpscore.desktop.app import application, routes
from cpscore.desktop.jobs import Jobs
from cpscore.desktop.window import Window
from cpscore.workflow.demo import run_demo, sample_desk
from tests.gallery.archive import add_older
from tests.gallery.scenes import SCENES, Stage


@dataclass(frozen=True)
class Look:
    """A size of the window, and how it is dressed."""

    name: str
    size: tuple[int, int]
    palette: str = "light"
    scale: int = 100
    language: str = "zh"


LOOKS = (
    Look("1366x768", (1366, 768)),
    Look("dark", (1366, 768), palette="dark"),
    Look("contrast", (1366, 768), palette="contrast"),
    Look("200", (1920, 1080), scale=200),
    Look("1920x1080", (1920, 1080)),
    Look("1024x600", (1024, 600)),
    Look("english", (1366, 768), language="en"),
)
PDF_SCALE = 1.4


def now() -> datetime:
    """The same afternoon in every picture."""
    return datetime(2026, 11, 20, 14, 3, 22, tzinfo=timezone(timedelta(hours=8)))


def main(argv: Sequence[str]) -> int:
    """Draw, write the index, say how many pictures there are."""
    parser = argparse.ArgumentParser(prog="tests.gallery")
    parser.add_argument("--out", type=Path, default=Path("build/gallery"))
    parser.add_argument("--only", help="draw only what has this in its name")
    chosen = parser.parse_args(argv)
    if chosen.only is None and chosen.out.exists():
        shutil.rmtree(chosen.out)
    chosen.out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="cpscore-gallery-", ignore_cleanup_errors=True) as folder:
        pictures = [
            *windows(Path(folder), chosen.out, chosen.only or ""),
            *sheets(Path(folder), chosen.out, chosen.only or ""),
        ]
    (chosen.out / "index.html").write_text(index(pictures), encoding="utf-8")
    print(f"{len(pictures)} pictures: {chosen.out / 'index.html'}")
    return 0 if pictures else 1


def windows(folder: Path, out: Path, only: str) -> Iterator[str]:
    """Every scene in every look, from one sample review."""
    scenes = {name: act for name, act in SCENES.items() if only in name}
    if not scenes:
        return
    app, ids = application(["gallery"]), count(1)
    sample = sample_desk(folder / "data", now, lambda: f"00000000-0000-4000-8000-{next(ids):012}")
    older = add_older(sample, folder / "older")
    window = Window(app, sample.desk, routes())
    stage = Stage(window, sample, *older)
    # Other scenes make reviews of their own, which would stand in the pictures of a start.
    starts = [name for name in scenes if "start" in name]
    for names in (starts, [name for name in scenes if name not in starts]):
        for look in LOOKS if names else ():
            _dress(window, look)
            for name in names:
                scenes[name](stage)
                yield _drawn(app, window, look, out / f"{name}--{look.name}.png")
    window.close()
    sample.desk.close()
    QApplication.processEvents()


def _drawn(app: QApplication, window: Window, look: Look, picture: Path) -> str:
    settle(app, window)
    if window.isFullScreen():  # the screen of the offscreen platform is a small square
        window.showNormal()
        window.resize(*look.size)
        settle(app, window)
    window.grab().save(str(picture))
    return picture.name


def settle(app: QApplication, window: Window) -> None:
    """Wait until nothing moves any more: jobs done, layouts made."""
    app.processEvents()
    while any(jobs.busy for jobs in window.findChildren(Jobs)):
        app.processEvents()
        # Waiting in a tight loop would keep the interpreter from the very thread waited for.
        QThread.msleep(5)
    for _ in range(3):
        app.processEvents()
        # Pages that were left are deleted by an event loop, and here none is running.
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _dress(window: Window, look: Look) -> None:
    window.resize(*look.size)
    window.show()
    window.home()
    window.change({"palette": look.palette, "scale": look.scale, "language": look.language})
    window.resize(*look.size)


def sheets(folder: Path, out: Path, only: str) -> Iterator[str]:
    """Every page of every PDF that the demonstration writes."""
    if only and "sheet" not in only:
        return
    ids = count(1)
    for one in run_demo(folder / "sheets", now, lambda: f"0000-{next(ids):012}"):
        if one.path.suffix != ".pdf":
            continue
        with pypdfium2.PdfDocument(one.path) as pdf:
            pdf.init_forms()  # or signatures stay invisible
            for at, page in enumerate(pdf, start=1):
                picture = f"sheet-{one.path.stem}-{at}.png"
                page.render(scale=PDF_SCALE).to_pil().save(out / picture)
                yield picture


def index(pictures: Sequence[str]) -> str:
    """A page with every picture and its name."""
    shown = "\n".join(
        f'<figure><a href="{escape(one)}"><img src="{escape(one)}" loading="lazy"></a>'
        f"<figcaption>{escape(one)}</figcaption></figure>"
        for one in pictures
    )
    style = (
        "body { font-family: sans-serif; background: #ddd; margin: 1rem; "
        "display: grid; grid-template-columns: repeat(auto-fill, minmax(30rem, 1fr)); gap: 1rem }"
        "figure { margin: 0 } img { width: 100%; border: 1px solid #999 }"
    )
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>cpscore</title>'
        f"<style>{style}</style>\n{shown}\n</html>\n"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
