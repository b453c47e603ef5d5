"""Collecting: what arrives is shown, with the reason, and nothing vanishes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from cpscore.desktop.panel.collect import CollectPage
from cpscore.desktop.panel.compare import PanelPage
from cpscore.workflow.collect import Taken, box, take_in
from cpscore.workflow.demo import FORM, take_part
from cpscore.workflow.opinion import finalise
from cpscore.workflow.settle import decide_veto
from tests.desktop.leading import Leading, unlisted


def words(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.text())


def press(widget: QWidget, text: str) -> None:
    [one] = [one for one in widget.findChildren(QPushButton) if one.text() == text]
    one.click()


def collect(one: Leading) -> CollectPage:
    return one.open(CollectPage, "collect", form_id=FORM)


def drop(one: Leading, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    one.window.dropEvent(
        QDropEvent(
            QPointF(9, 9), Qt.DropAction.CopyAction, data,
            Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        )
    )  # fmt: skip
    one.qtbot.wait(80)
    one.settle()


def states(one: Leading) -> list[str]:
    return [place.state for place in box(one.desk, one.id, FORM)]


def test_what_was_submitted_here_is_taken_in_by_a_button(untaken: Leading) -> None:
    page = collect(untaken)
    assert words(page.rows["m1"]).count("未交") == 1
    press(page, "收本机已提交的选票（5 份）")
    untaken.settle()
    assert states(untaken) == ["accepted"] * 5
    assert untaken.said == "✓ 收到 5 份，全部核验通过。"
    assert "已核验" in words(page.rows["m1"])
    assert "第 1 版" in words(page.rows["m1"])
    press(page, "专家组汇总")
    untaken.page(PanelPage)


def test_files_dropped_together_are_all_taken_in(untaken: Leading) -> None:
    collect(untaken)
    drop(untaken, *sorted(untaken.stick.glob("*.cpsballot")))
    assert states(untaken) == ["accepted"] * 5


def test_what_came_before_one_cancelled_is_shown(
    untaken: Leading, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = collect(untaken)

    def then_cancel(*given: object) -> tuple[Taken, ...]:
        came = take_in(*given)  # type: ignore[arg-type]
        untaken.window.jobs.running[0].cancel()
        return came

    monkeypatch.setattr("cpscore.desktop.panel.collect.take_in", then_cancel)
    page.take(tuple(sorted(untaken.stick.glob("*.cpsballot"))))
    untaken.settle()
    assert untaken.said == "已停止。已经完成的部分不受影响。"
    assert states(untaken).count("accepted") == 1
    assert [place.state for place in page.places] == states(untaken)


def test_a_bad_file_is_kept_and_shown_with_its_reason(untaken: Leading) -> None:
    path = min(untaken.stick.glob("*.cpsballot"))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    (untaken.stick / "坏.cpsballot").write_bytes(data)
    (untaken.stick / "夹.cpsballot").mkdir()
    page = collect(untaken)
    drop(untaken, untaken.stick)
    assert states(untaken) == ["accepted"] * 5
    assert untaken.said == "收到 7 份：5 份已核验，2 份不计入，原因写在下面。"
    assert "坏.cpsballot" in words(page)
    assert "夹.cpsballot" in words(page)
    # It is still there when the page is opened again; what could not be read was never ours.
    again = collect(untaken)
    assert "坏.cpsballot" in words(again)
    assert "夹.cpsballot" not in words(again)


def test_a_folder_without_ballots_is_named_so(
    untaken: Leading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = collect(untaken)
    monkeypatch.setattr(untaken.window, "choose_folder", lambda _title: tmp_path / "stick")
    (tmp_path / "stick").mkdir()
    page.ask_folder()
    untaken.settle()
    assert untaken.said == "那里没有选票文件（*.cpsballot）。"


def test_a_key_nobody_knows_is_compared_aloud(untaken: Leading, tmp_path: Path) -> None:
    unlisted(untaken)
    page = collect(untaken)
    path = take_part(untaken.sample, "m1", tmp_path)
    drop(untaken, path)
    row = page.rows["m1"]
    place = box(untaken.desk, untaken.id, FORM)[0]
    assert place.taken is not None
    assert f"短码 {place.taken.key_code}" in words(row)
    assert "密钥自称，待核对" in words(row)
    press(row, "已核对")
    assert "密钥已当面核对" in words(page.rows["m1"])
    assert not page.rows["m1"].findChildren(QPushButton)


def test_nothing_is_taken_in_any_more_once_the_opinion_is_being_signed(leading: Leading) -> None:
    decide_veto(leading.desk, leading.id, FORM, "v8", sustained=False, reason="已整改", by="乙")
    finalise(leading.desk, leading.id, ("m1", "m2"), {})
    collect(leading)
    drop(leading, leading.stick)
    assert leading.said.startswith("意见表已经定稿")


def test_only_the_leader_sees_it(leading: Leading) -> None:
    leading.sit("m1")
    page = collect(leading)
    assert not page.allowed
    assert "组长专用" in words(page)
    assert not page.takes(leading.stick)
    QApplication.processEvents()
