"""Whether a file can be trusted, in plain words: for whoever gets a sheet or a ballot."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cpscore.desktop.pages import Crumb, Page, Shell
from cpscore.desktop.qt import override
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import (
    Card,
    Pill,
    Words,
    clear,
    column,
    page_body,
    primary,
    row,
    scrolled,
    selectable,
)
from cpscore.desktop.widgets.basics import Surface, Tone
from cpscore.workflow.verify import sentences, verify_file
from cpscore.workflow.verify_pdf import Verification

FILES = "PDF, cpscore (*.pdf *.cpsballot *.cpspkg *.cpsarchive)"


class VerifyPage(Page):
    """Drop a file, read who signed it and whether anything changed since."""

    def __init__(self, shell: Shell, path: Path | None = None) -> None:
        super().__init__(shell)
        self.path = path
        self.found: Verification | None = None
        self.choose = primary(tr("选文件…"), self.ask)
        hint = Words(tr("把 PDF、选票或评审包拖到窗口里，或在这里选一个。"), "muted", wrap=True)
        self.place = column(gap=14)
        body = page_body(
            Words(tr("核验文件"), "title"),
            Words(tr("谁签的名、签名以后有没有改动、数字对不对。"), "muted", wrap=True),
            14,
            Card(hint, row(self.choose, None), gap=12),
            14,
            self.place,
        )
        self.content.addWidget(scrolled(body))

    @property
    @override
    def title(self) -> str:
        return tr("核验文件")

    @property
    @override
    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb(tr("开始"), "start"),)

    @property
    @override
    def returning(self) -> Mapping[str, object]:
        return {"path": self.path}

    @override
    def opened(self) -> None:
        self.choose.setFocus()
        if self.path is not None:
            self.look(self.path)

    @override
    def takes(self, path: Path) -> bool:
        self.look(path)
        return True

    def ask(self) -> None:
        """Choose a file."""
        for path in self.shell.choose_files(tr("核验文件"), FILES):
            self.look(path)
            return

    def look(self, path: Path) -> None:
        """Verify a file beside the window, and say what was found."""
        self.path = path
        clear(self.place)
        desk = self.shell.desk
        self.run(tr("正在核验…"), lambda _tell: verify_file(path, None, desk), self.tell)

    def tell(self, found: Verification) -> None:
        """Show what was found; its first sentence is the verdict."""
        self.found = found
        verdict, *rest = sentences(found, self.shell.language)
        label, tone, surface = self._state(found)
        lines = [selectable(Words(one, wrap=True)) for one in rest]
        self.place.addWidget(
            Card(
                row(Pill(label, tone), None),
                Words(verdict, "subheading", wrap=True),
                *lines,
                selectable(Words(Path(found.file).name, "small", wrap=True)),
                gap=8,
                surface=surface,
            )
        )

    def _state(self, found: Verification) -> tuple[str, Tone, Surface]:
        """The verdict in a word, its pill's tone and its card's: only a lie is red."""
        match found.findings[0].code:
            case "trustworthy":
                return tr("可信"), "good", "accent"
            case "reading-copy" | "nothing-signed":
                return tr("没有签名"), "amber", "amber"
            case "not-compared-yet":
                return tr("待核对"), "amber", "amber"
            case _:
                return tr("不可信"), "red", "red"
