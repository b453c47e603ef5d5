"""The score page, by keyboard and mouse, on a real archive."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QUndoStack, QWheelEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton

from cpscore.desktop.score.model import SCORE, SCORED, ScoreModel
from cpscore.desktop.score.page import ScorePage
from cpscore.desktop.window import Window
from cpscore.rules.answers import Answers, Chosen, Counted, NotApplicable, Split, Whole
from cpscore.rules.form import Answer, Form, Item
from cpscore.rules.points import plain
from cpscore.workflow.desk import Desk, open_desk
from cpscore.workflow.prepare import forms_on_offer
from tests.desktop.conftest import afternoon, fresh_ids
from tests.desktop.laws import cut_off, not_reached
from tests.desktop.score.conftest import Seat

Key = Qt.Key
SCORES = ("9", "18", "20.5", "5", "8", "16", "2", "1.5", "1.5")


def whole(points: str) -> Whole:
    return Whole(Decimal(points))


def cell(page: ScorePage, item: str) -> str:
    line = page.model.place_of(item)
    assert line is not None
    return str(page.model.index(line, SCORE).data())


def spoken(page: ScorePage) -> str:
    return str(page.table.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole))


# The model ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("form_id", ["hebei-g", "hebei-c", "hebei-e"])
def test_the_model_keeps_qts_rules(qapp: QApplication, desk: Desk, form_id: str) -> None:
    form = next(one for one in forms_on_offer(desk) if one.id == form_id)
    answers = Answers()
    model = ScoreModel(form, answers, lambda *_: True, None)
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Fatal, model
    )
    first = next(form.items)
    rows = {row.id: Decimal(1) for row in first.rows}
    for score in (whole("1"), Split(rows), None):
        answers = answers.with_score(first.id, score)
        model.show_answers(answers, locked=score is None)
        line = model.place_of(first.id)
        assert line is not None
        assert model.index(line, SCORE).data(SCORED) == score
    assert tester.model() is model


def test_a_model_stores_nothing_itself(qapp: QApplication, desk: Desk) -> None:
    form = next(one for one in forms_on_offer(desk) if one.id == "hebei-g")
    put: list[tuple[Item, str | None, str]] = []
    model = ScoreModel(form, Answers(), lambda *what: bool(put.append(what)), None)
    index = model.index(0, SCORE)
    assert model.setData(index, "8") is False
    assert put == [(form.item("g1"), None, "8")]
    assert index.data() == ""
    assert not model.setData(model.index(0, 0), "8")
    model.show_answers(Answers(), locked=True)
    assert not model.setData(index, "8")
    assert len(put) == 1


# Typing ------------------------------------------------------------------------------------------


def test_the_whole_form_by_keyboard(seat: Seat) -> None:
    page = seat.open()
    for points in SCORES:
        seat.enter(points)
    assert page.band.total.text() == "81.5"
    # Enter on the last item leads to the vetoes, and an answer to the next of them.
    seat.type("yyn")
    seat.press(Key.Key_0)
    seat.type("yynyy")
    one = seat.paper()
    assert one.result.complete
    assert [plain(one.result.points.items[item.id]) for item in one.form.items] == list(SCORES)  # type: ignore[union-attr]
    assert one.draft.answers.vetoes["v5"].parts == {"a": Answer.NA, "b": Answer.YES}
    assert one.draft.answers.vetoes["v8"].parts == {"a": Answer.YES, "b": Answer.YES}
    assert one.result.verdict is not None
    assert page.band.grade.text() == one.result.verdict.label == "合格"
    assert page.band.grade_name.text() == "结论"
    assert page.band.veto.text() == "无不符合"


def test_a_maximum_two_off_and_nothing(seat: Seat) -> None:
    page = seat.open()
    seat.enter(".")
    seat.enter("-2")
    assert (cell(page, "g1"), cell(page, "g2"), cell(page, "g3")) == ("10", "20", "")
    seat.press(Key.Key_Up, Key.Key_Up, Key.Key_Delete)
    assert seat.paper().draft.answers.scores == {"g2": whole("20")}
    assert "未评" in spoken(page)
    assert page.band.open.text() == "未评 8 项，还可得 78 分"


def test_arrows_move_between_items_and_take_an_entry_along(seat: Seat) -> None:
    page = seat.open()
    seat.press(Key.Key_Down, Key.Key_Down, Key.Key_Up)
    assert page.place[1] == "g2"
    seat.type("18")
    seat.press(Key.Key_Down)
    assert page.place[1] == "g3"
    seat.press(Key.Key_End)
    assert page.place[1] == "g9"
    seat.press(Key.Key_Home, Key.Key_PageDown)
    assert page.place[1] == "g5"
    assert seat.paper().draft.answers.scores == {"g2": whole("18")}


def test_digits_of_an_input_method(seat: Seat) -> None:
    page = seat.open()
    event = QInputMethodEvent()
    event.setCommitString("８．５")
    QApplication.sendEvent(page.table, event)
    seat.press(Key.Key_Return)
    assert seat.paper().draft.answers.scores == {"g1": whole("8.5")}


@pytest.mark.parametrize(
    ("typed", "said"),
    [("10.5", "最高 10 分"), ("8.3", "0.5"), ("abc", "不是数字"), ("-11", "负数")],
)
def test_what_is_wrong_is_said_beside_the_cell_and_not_stored(
    seat: Seat, typed: str, said: str
) -> None:
    page = seat.open()
    seat.enter(typed)
    assert page.table.callout.isVisible()
    assert said in page.table.callout.text()
    assert "清洁生产验收报告" in page.table.callout.text()
    assert page.table.viewport().rect().contains(page.table.callout.geometry())
    assert seat.paper().draft.answers.scores == {}
    # The cell is still open, the wrong text chosen: the right one replaces it.
    assert isinstance(seat.focus, QLineEdit)
    seat.enter("9")
    assert not page.table.callout.isVisible()
    assert seat.paper().draft.answers.scores == {"g1": whole("9")}
    assert page.place[1] == "g2"


def test_escape_leaves_a_cell_as_it_was(seat: Seat) -> None:
    page = seat.open()
    seat.enter("9")
    seat.press(Key.Key_Up)
    seat.type("3")
    seat.press(Key.Key_Escape)
    assert seat.paper().draft.answers.scores == {"g1": whole("9")}
    assert page.isVisible()


def test_leaving_an_open_cell_takes_the_number_along(seat: Seat) -> None:
    seat.open()
    seat.type("9")
    seat.window.home()
    assert seat.paper().draft.answers.scores == {"g1": whole("9")}


# Rows --------------------------------------------------------------------------------------------


def test_a_weight_split_over_its_rows_and_joined_again(seat: Seat) -> None:
    page = seat.open()
    seat.enter("7")
    page.turn_rows("g1")
    assert seat.paper().draft.answers.scores == {"g1": whole("7")}
    seat.enter("3")
    assert seat.paper().draft.answers.scores == {"g1": Split({"1": Decimal(3)})}
    assert page.band.total.text() == "0"
    seat.enter("8")
    assert "超过了 10 分" in page.table.callout.text()
    seat.enter("4")
    seat.enter(".")
    rows = {"1": Decimal(3), "2": Decimal(4), "3": Decimal(3)}
    assert seat.paper().draft.answers.scores == {"g1": Split(rows)}
    assert page.place[1] == "g2"
    assert page.band.total.text() == "10"
    page.turn_rows("g1")
    assert seat.paper().draft.answers.scores == {"g1": whole("10")}


def test_the_rows_can_be_opened_and_closed_without_a_trace(seat: Seat) -> None:
    page = seat.open()
    seat.enter("7")
    page.turn_rows("g1")
    assert page.table.rowSpan(0, SCORE) == 1
    page.turn_rows("g1")
    assert page.table.rowSpan(0, SCORE) == 3
    assert len(seat.paper().draft.done) == 1


def test_items_under_one_title_share_it_as_on_paper(seat: Seat) -> None:
    table = seat.open().table
    spans = [table.rowSpan(at, 0) for at in (0, 3, 8, 13, 14, 15, 18)]
    assert spans == [3, 5, 5, 1, 1, 3, 3]
    table = seat.open("hebei-c").table
    assert [(table.rowSpan(at, 0), table.columnSpan(at, 0)) for at in range(5)] == [
        (1, 2), (1, 1), (1, 1), (1, 2), (3, 1)
    ]  # fmt: skip
    # Nothing is printed beside the rows of E: they have no such column.
    assert seat.open("hebei-e").table.isColumnHidden(0)


# Undo, restart, what must not change a score -----------------------------------------------------


def test_undo_and_redo_show_what_they_change(seat: Seat) -> None:
    page = seat.open()
    seat.enter("9")
    seat.enter("18")
    seat.press(Key.Key_End)
    QTest.keyClick(seat.focus, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.place[1] == "g2"
    assert cell(page, "g2") == ""
    QTest.keyClick(seat.focus, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert seat.paper().draft.answers.scores == {}
    page.book.stack.redo()
    assert seat.paper().draft.answers.scores == {"g1": whole("9")}


def test_a_restart_in_the_middle(
    data: Path, prepared: tuple[Path, str], open_window: Callable[[Desk], Window]
) -> None:
    for entered in (("9", "18"), ("20.5",)):
        desk = open_desk(data, now=afternoon, fresh=fresh_ids())
        seat = Seat(open_window(desk), prepared[1])
        seat.window.activateWindow()
        page = seat.open()
        for points in entered:
            seat.enter(points)
        seat.window.close()
        desk.close()
    desk = open_desk(data, now=afternoon, fresh=fresh_ids())
    seat = Seat(open_window(desk), prepared[1])
    page = seat.open()
    assert page.place[1] == "g4"
    assert page.band.total.text() == "47.5"
    for _ in range(3):
        page.book.stack.undo()
    assert seat.paper().draft.answers.scores == {}
    assert isinstance(page.book.stack, QUndoStack)
    desk.close()


def wheel(page: ScorePage) -> None:
    for target in (page.table.viewport(), page.vetoes, page.side, page.band, page.nav.viewport()):
        for delta in (-120, 120, -120):
            event = QWheelEvent(
                QPointF(5, 5), target.mapToGlobal(QPointF(5, 5)), QPoint(), QPoint(0, delta),
                Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase, False,
            )  # fmt: skip
            QApplication.sendEvent(target, event)


def test_wheel_opening_and_scrolling_change_nothing(seat: Seat) -> None:
    page = seat.open()
    seat.enter("9")
    before = seat.paper()
    wheel(page)
    seat.type("5")
    wheel(page)
    seat.press(Key.Key_Escape)
    page.go_to("/vetoes/v1")
    wheel(page)
    page.table.verticalScrollBar().setValue(0)
    for form_id in ("hebei-c", "hebei-e", "hebei-g"):
        wheel(seat.open(form_id))
    assert seat.paper() == before
    for form_id in ("hebei-c", "hebei-e"):
        assert seat.paper(form_id).draft.done == ()


def test_chips_of_the_current_cell(seat: Seat) -> None:
    page = seat.open()
    table = page.table
    index = table.currentIndex()
    spots = table.delegate.spots(table.visualRect(index), index)
    chip = next(spot for spot in spots if spot.value == "9")
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=chip.area.center())
    assert seat.paper().draft.answers.scores == {"g1": whole("9")}
    # A press on another cell only goes there, wherever it hits.
    other = table.visualRect(page.model.index(page.model.place_of("g2") or 0, SCORE))
    for at in range(other.top() + 2, other.bottom(), 6):
        page.go_to("/scores/g1")
        point = QPoint(other.center().x() - 20, at)
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=point)
        assert page.place[1] == "g2"
    assert set(seat.paper().draft.answers.scores) == {"g1"}


def test_a_press_anywhere_in_an_item_goes_to_its_score(seat: Seat) -> None:
    page = seat.open()
    area = page.table.visualRect(page.model.index(4, 1))
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    assert page.place[1] == "g2"
    seat.enter("18")
    assert seat.paper().draft.answers.scores == {"g2": whole("18")}


# Around the table --------------------------------------------------------------------------------


def test_the_left_jumps_and_tells_what_is_done(seat: Seat) -> None:
    page = seat.open()
    seat.enter("9")
    states = [entry.state for entry in page.nav.entries.entries]
    assert states[:3] == ["0 / 7", "9 / 10 ✓", "— / 22"]
    page.nav.setCurrentIndex(page.nav.entries.index(6))
    assert page.place == ("item", "g6")
    page.nav.setCurrentIndex(page.nav.entries.index(0))
    assert page.columns.stack.currentIndex() == 1


def test_saved_is_said_once_it_is_on_disk(seat: Seat) -> None:
    seat.open()
    assert "已保存" not in seat.window.bar.status.text()
    seat.enter("9")
    assert seat.window.bar.status.text() == "✓ 已保存 14:03:22"


def test_a_remark_alone_is_saved(seat: Seat) -> None:
    page = seat.open()
    page.side.remark.setFocus()
    page.side.remark.insertPlainText("缺附件 ")
    page.go_to("/scores/g2")
    assert seat.paper().draft.answers.remarks == {"g1": "缺附件"}
    assert page.side.remark.toPlainText() == ""
    page.side.add("资料不全")
    page.side.add("与现场不符")
    assert seat.paper().draft.answers.remarks["g2"] == "资料不全；与现场不符"
    page.side.remark.setPlainText("没来得及离开")
    seat.window.home()
    assert seat.paper().draft.answers.remarks["g2"] == "没来得及离开"


def test_phrases_used_before_are_offered(seat: Seat) -> None:
    page = seat.open()
    page.side.add("合同缺设备清单")
    page.go_to("/scores/g2")
    offered = [page.side.phrases.itemAt(0).widget().layout().itemAt(0).widget()]
    assert offered[0].toolTip() == "合同缺设备清单"


@pytest.mark.parametrize("form_id", ["hebei-g", "hebei-c", "hebei-e"])
def test_each_score_cell_says_item_maximum_and_value(seat: Seat, form_id: str) -> None:
    page = seat.open(form_id)
    form: Form = page.book.form
    for item in form.items:
        said = spoken(page)
        assert (item.title or item.name) in said
        assert f"最高 {plain(item.max)} 分，未评" in said
        seat.enter(".")
        line = page.model.place_of(item.id)
        assert line is not None
        said = str(page.model.index(line, SCORE).data(Qt.ItemDataRole.AccessibleTextRole))
        assert f"{plain(item.max)} 分，{plain(item.max)} 分" in said
    assert page.band.total.text() == "100"


def test_nobody_sees_the_paper_of_another(seat: Seat) -> None:
    page = seat.open(member_id="m1")
    seat.enter("9")
    seat.open(member_id="m2")
    seat.window.go("score", review_id=seat.review_id, form_id="hebei-g", member_id="m1")
    shown = seat.window.pages.page
    assert shown is not None
    assert not isinstance(shown, ScorePage)
    assert page is not shown


# Other kinds of items, narrow windows, refusals ---------------------------------------------------


def buttons(page: ScorePage) -> dict[str, QPushButton]:
    return {one.text(): one for one in page.side.ways.findChildren(QPushButton) if one.isVisible()}


def test_every_kind_of_item(seat: Seat) -> None:
    page = seat.open("kinds")
    assert any("暂定" in one.text() for one in page.findChildren(QLabel))
    seat.enter("55")
    seat.enter("15")
    assert "20 领先、10 先进、0 其他" in page.table.callout.text()
    seat.enter("10")
    seat.enter("2")
    assert page.place[1] == "waste"
    field = page.side.ways.findChild(QLineEdit)
    assert field is not None
    QTest.mouseClick(buttons(page)["不适用"], Qt.MouseButton.LeftButton)
    assert "waste" not in seat.paper("kinds").draft.answers.scores
    field.setText("没有危险废物")
    QTest.mouseClick(buttons(page)["不适用"], Qt.MouseButton.LeftButton)
    page.go_to("/scores/prize")
    seat.enter("6")
    assert "5" in page.table.callout.text()
    seat.enter("3")
    # Two steps of the same points cannot be told apart by a number; the buttons can.
    seat.enter("5")
    assert "一等" in page.table.callout.text()
    seat.press(Key.Key_Escape)
    QTest.mouseClick(buttons(page)["二等　5 分"], Qt.MouseButton.LeftButton)
    one = seat.paper("kinds")
    assert one.result.complete
    assert one.draft.answers.scores == {
        "water": whole("55"),
        "level": Chosen("b"),
        "fines": Counted(2),
        "waste": NotApplicable("没有危险废物"),
        "prize": whole("3"),
        "rank": Chosen("two"),
    }
    assert [cell(page, item.id) for item in one.form.items] == [
        "55", "10", "2 次", "不适用", "3", "5"
    ]  # fmt: skip
    assert buttons(page)["二等　5 分"].isChecked()


@pytest.mark.parametrize(("size", "scale"), [((1024, 600), 100), ((1366, 768), 200)])
@pytest.mark.parametrize("at", ["/scores/g3", "/vetoes/v5", "/remarks/g3"])
def test_small_windows_and_large_letters_cut_nothing_off(
    seat: Seat, size: tuple[int, int], scale: int, at: str
) -> None:
    seat.window.change({"scale": scale})
    seat.window.resize(*size)
    page = seat.open(at=at)
    seat.settle()
    assert (seat.window.width(), seat.window.height()) == size
    assert cut_off(page) == []
    assert not_reached(seat.window) == []
    assert page.columns.compact is (scale == 200)
    seat.window.resize(1900, 1000)
    seat.settle()
    assert page.side.isVisible() or scale == 200
    assert cut_off(page) == []


def test_an_open_cell_with_something_wrong_keeps_the_page_once(seat: Seat) -> None:
    page = seat.open()
    seat.type("11")
    seat.window.home()
    assert seat.window.pages.page is page
    assert "“11”没有记下" in page.banner.text
    assert "最高 10 分" in page.banner.text
    assert seat.paper().draft.answers.scores == {}
    seat.window.home()
    assert seat.window.pages.page is not page


def test_a_press_elsewhere_says_what_was_not_stored(seat: Seat) -> None:
    page = seat.open()
    seat.type("11")
    area = page.table.visualRect(page.model.index(4, 1))
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    assert "“11”没有记下" in page.banner.text
    assert cell(page, "g1") == ""
    assert page.place[1] == "g2"


def test_undo_and_redo_as_buttons(seat: Seat) -> None:
    page = seat.open()
    assert not page.steps.undo.isEnabled()
    seat.enter("9")
    QTest.mouseClick(page.steps.undo, Qt.MouseButton.LeftButton)
    assert seat.paper().draft.answers.scores == {}
    QTest.mouseClick(page.steps.redo, Qt.MouseButton.LeftButton)
    assert seat.paper().draft.answers.scores == {"g1": whole("9")}


def test_a_press_in_the_list_is_ready_for_typing(seat: Seat) -> None:
    page = seat.open()
    area = page.nav.visualRect(page.nav.entries.index(3))
    QTest.mouseClick(page.nav.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    seat.enter("20")
    assert seat.paper().draft.answers.scores == {"g3": whole("20")}
    page.nav.setFocus()
    seat.press(Key.Key_Home, Key.Key_Down)
    assert seat.focus is page.nav
    assert page.place[1] == "g1"
    seat.press(Key.Key_Return)
    seat.enter("8")
    assert seat.paper().draft.answers.scores["g1"] == whole("8")


def test_a_disk_that_refuses_is_told_and_the_cell_stays_true(seat: Seat) -> None:
    page = seat.open()
    page.side.remark.setPlainText("盘" * 60000)
    page.side.save()
    store = seat.window.desk.store
    (pages,) = store._db.execute("PRAGMA page_count").fetchone()
    store._db.execute(f"PRAGMA max_page_count = {pages}")
    page.side.remark.setPlainText("满" * 60000)
    page.side.save()
    seat.settle()
    assert page.banner.text
    store._db.execute("PRAGMA max_page_count = 100000")
    assert seat.paper().draft.answers == page.book.answers


def test_ctrl_y_redoes_everywhere(seat: Seat) -> None:
    page = seat.open()
    seat.enter("9")
    QTest.keyClick(seat.focus, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.book.answers.scores == {}
    QTest.keyClick(seat.focus, Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert page.book.answers.scores == {"g1": whole("9")}


@pytest.mark.parametrize("form_id", ["hebei-g", "hebei-c", "hebei-e"])
def test_twice_the_size_still_fits_a_small_laptop(seat: Seat, form_id: str) -> None:
    seat.window.resize(1366, 768)
    seat.window.change({"scale": 200})
    page = seat.open(form_id)
    for at, item in enumerate(page.book.form.items):
        points = item.max - item.step if at == 0 else item.max
        page.give(item.id, Whole(points))
    seat.settle()
    assert seat.window.minimumSizeHint().width() <= 1366
    assert page.band.total.text() == "99.5"
