"""The veto questions by keyboard and mouse."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cpscore.desktop.score.page import ScorePage
from cpscore.desktop.score.polarity import failing_words, fails, lead_in
from cpscore.rules.form import Answer, Form
from cpscore.workflow.desk import Desk
from cpscore.workflow.prepare import forms_on_offer
from tests.desktop.score.conftest import Seat

Key = Qt.Key
YES, NO, NA = Answer.YES, Answer.NO, Answer.NA


def parts(seat: Seat, form_id: str = "hebei-g") -> dict[str, dict[str, Answer]]:
    answers = seat.paper(form_id).draft.answers
    return {id: dict(one.parts) for id, one in answers.vetoes.items()}


def shown(page: ScorePage, veto: str) -> set[str]:
    return {id for id, part in page.vetoes.cards[veto].parts.items() if part.isVisible()}


def form(desk: Desk, id: str) -> Form:
    return next(one for one in forms_on_offer(desk) if one.id == id)


@pytest.mark.parametrize(
    ("form_id", "veto", "part", "failing"),
    [
        ("hebei-g", "v1", "a", {NO}), ("hebei-g", "v2", "a", {NO}), ("hebei-g", "v3", "a", {NO}),
        ("hebei-g", "v4", "a", {YES}), ("hebei-g", "v5", "a", {NO}), ("hebei-g", "v5", "b", {NO}),
        ("hebei-g", "v7", "a", {YES}), ("hebei-g", "v8", "a", set()), ("hebei-g", "v8", "b", {NO}),
        ("hebei-c", "law-1", "a", {YES}), ("hebei-c", "law-1", "b", {NO}),
        ("hebei-c", "law-1", "c", {NO}), ("hebei-c", "law-3", "a", set()),
        ("hebei-c", "law-3", "b", {NO}), ("hebei-c", "quality-3", "a", {NO}),
        ("hebei-c", "quality-4", "a", {YES}), ("hebei-e", "v2", "a", {NO}),
        ("hebei-e", "v3", "a", {YES}),
    ],
)  # fmt: skip
def test_the_failing_answer_is_marked(
    desk: Desk, form_id: str, veto: str, part: str, failing: set[Answer]
) -> None:
    one = form(desk, form_id)
    asked = next(p for p in one.veto(veto).parts if p.id == part)
    assert {
        answer for answer in asked.answers if fails(one, one.veto(veto), asked, answer)
    } == failing
    assert ("即不符合" in failing_words(one, one.veto(veto), asked)) is bool(failing)


def test_a_statement_is_put_as_a_question(desk: Desk) -> None:
    one = form(desk, "hebei-g")
    assert {veto.id for veto in one.vetoes for part in veto.parts if lead_in(part)} == {"v7"}


def test_keys_answer_and_go_on(seat: Seat) -> None:
    page = seat.open(at="/vetoes/v1")
    seat.type("yn")
    assert parts(seat) == {"v1": {"a": YES}, "v2": {"a": NO}}
    # It fails: the reason is asked for at once.
    assert seat.focus is page.vetoes.cards["v2"].field
    seat.enter("no total")
    assert seat.paper().draft.answers.vetoes["v2"].reason == "no total"
    assert page.vetoes.cards["v2"].pill.text() == "不符合"
    assert page.band.veto.text() == "1 项不符合"
    # Enter ends the reason: what is typed next answers the next question.
    seat.type("n")
    assert parts(seat)["v4"] == {"a": NO}
    assert seat.paper().draft.answers.vetoes["v2"].reason == "no total"
    page.vetoes.go("v4")
    seat.press(Key.Key_Delete)
    page.vetoes.go("v2")
    seat.press(Key.Key_0)
    assert parts(seat)["v2"] == {"a": NA}
    assert page.vetoes.cards["v2"].pill.text() == "不适用"
    # What was said for failing is not printed beside what is clear; undo brings it back.
    assert seat.paper().draft.answers.vetoes["v2"].reason == ""
    page.book.stack.undo()
    assert seat.paper().draft.answers.vetoes["v2"].reason == "no total"
    page.book.stack.redo()
    assert not page.vetoes.cards["v2"].reason.isVisible()


def test_arrows_move_and_delete_empties(seat: Seat) -> None:
    page = seat.open(at="/vetoes/v1")
    seat.press(Key.Key_Down, Key.Key_Right, Key.Key_Space)
    assert parts(seat) == {"v2": {"a": NO}}
    seat.press(Key.Key_Up)
    assert page.place == ("veto", "v1")
    seat.press(Key.Key_Down, Key.Key_Delete)
    assert parts(seat) == {}
    seat.press(Key.Key_Left, Key.Key_Left, Key.Key_Right, Key.Key_Right, Key.Key_Right)
    seat.press(Key.Key_Space)
    assert parts(seat) == {"v2": {"a": NA}}


def test_a_press_on_what_is_chosen_keeps_it(seat: Seat) -> None:
    page = seat.open(at="/vetoes/v1")
    yes = page.vetoes.cards["v1"].groups["a"].buttons[YES]
    for _ in range(2):
        QTest.mouseClick(yes, Qt.MouseButton.LeftButton)
        assert yes.isChecked()
    assert parts(seat) == {"v1": {"a": YES}}
    assert len(seat.paper().draft.done) == 1


def test_parts_are_asked_only_when_they_are(seat: Seat) -> None:
    page = seat.open(at="/vetoes/v5")
    assert shown(page, "v5") == {"a"}
    seat.press(Key.Key_0)
    assert shown(page, "v5") == {"a", "b"}
    assert seat.focus.parent() is page.vetoes.cards["v5"].groups["b"]
    seat.type("n")
    assert page.vetoes.cards["v5"].failed
    page.vetoes.go("v5", "a")
    seat.type("y")
    assert shown(page, "v5") == {"a"}
    assert parts(seat)["v5"] == {"a": YES}
    assert page.vetoes.cards["v5"].pill.text() == "符合"


def test_what_does_not_apply_is_folded_away_with_the_reason(seat: Seat) -> None:
    page = seat.open(at="/vetoes/v1")
    card = page.vetoes.cards["v3"]
    assert shown(page, "v3") == set()
    assert card.why.text() == "只问“双有”企业；本企业类别：双超"
    assert card.pill.text() == "不适用"
    # Only the part for other enterprises is left out.
    page = seat.open("hebei-c", at="/vetoes/law-1")
    assert shown(page, "law-1") == {"a", "b"}


@pytest.mark.parametrize("form_id", ["hebei-c", "hebei-e"])
def test_every_veto_of_the_other_forms_by_keyboard(seat: Seat, form_id: str) -> None:
    page = seat.open(form_id)
    first = page.book.form.vetoes[0].id
    page.go_to(f"/vetoes/{first}")
    for veto in page.book.form.vetoes:
        for part in veto.parts:
            if part.id in page.vetoes.cards[veto.id].asked:
                bad = fails(page.book.form, veto, part, NO)
                seat.type("y" if bad else "n")
    states = {one.state.value for one in seat.paper(form_id).result.vetoes}
    assert states == {"clear"}


def test_undo_takes_an_answer_back_and_shows_it(seat: Seat) -> None:
    page = seat.open(at="/vetoes/v1")
    seat.type("y")
    page.go_to("/scores/g1")
    QTest.keyClick(seat.focus, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert parts(seat) == {}
    assert page.columns.stack.currentIndex() == 1
    assert page.place == ("veto", "v1")


def test_a_reason_is_saved_when_the_page_is_left(seat: Seat) -> None:
    page = seat.open(at="/vetoes/v1")
    seat.type("n")
    assert seat.focus is page.vetoes.cards["v1"].field
    seat.type("late")
    seat.window.home()
    QApplication.processEvents()
    assert seat.paper().draft.answers.vetoes["v1"].reason == "late"


def test_that_it_does_not_apply_is_an_answer_and_the_whole_stays(seat: Seat) -> None:
    page = seat.open()
    asked = page.band.veto_name.text().split("/")[1]
    page.answer("v2", "a", Answer.NA)
    assert page.band.veto_name.text() == f"否决项 1/{asked}"
    page.answer("v2", "a", None)
    assert page.band.veto_name.text() == f"否决项 0/{asked}"
