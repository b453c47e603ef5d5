"""The window around the pages: settings, menu, ways back, bugs, the archive."""

from collections.abc import Callable, Iterator

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from cpscore.desktop import theme
from cpscore.desktop.forms.form_page import FormPage
from cpscore.desktop.forms.list_page import FormsPage
from cpscore.desktop.pages import Page
from cpscore.desktop.palettes import DARK
from cpscore.desktop.panel.collect import CollectPage
from cpscore.desktop.reports import Notice, Watch
from cpscore.desktop.start.archive_model import ArchiveModel, ArchiveSearch, Filed
from cpscore.desktop.start.handed_in import HandedOver
from cpscore.desktop.start.overview import overview, seat, tone_of
from cpscore.desktop.start.page import StartPage
from cpscore.desktop.start.seat import SeatPage
from cpscore.desktop.start.verify import VerifyPage
from cpscore.desktop.window import Window
from cpscore.rules.problem import Failure
from cpscore.store.failures import StoreUnavailable, Trouble
from cpscore.workflow.demo import LEADER, PASSPHRASE, Sample, sample_desk
from cpscore.workflow.desk import Desk
from cpscore.workflow.forms import blank_sheet
from cpscore.workflow.people import Card, cards
from cpscore.workflow.prepare import forms_on_offer
from tests.desktop.conftest import afternoon, fresh_ids

Open = Callable[[Desk], Window]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    made = sample_desk(tmp_path_factory.mktemp("sample"), afternoon, fresh_ids())
    yield made
    made.desk.close()


def card_of(sample: Sample, member_id: str) -> Card:
    wanted = sample.identities[member_id].sha256
    return next(one for one in cards(sample.desk) if one.sha256 == wanted)


def action(window: Window, text: str) -> QAction:
    """An entry of the menu, wherever it stands in it."""
    return next(one for one in window.bar.menu.findChildren(QAction) if one.text() == text)


def test_a_small_screen_is_filled_instead_of_overrun(
    desk: Desk, leader: Card, open_window: Open
) -> None:
    window = open_window(desk)
    window.resize(window.screen().availableSize())  # with a frame, too large
    window.reveal()
    assert window.isMaximized()
    window.showNormal()
    window.resize(400, 300)
    window.reveal()
    assert not window.isMaximized()


# Settings ----------------------------------------------------------------------------------------


def test_language_palette_and_scale_change_at_once_and_are_kept(
    desk: Desk, leader: Card, open_window: Open
) -> None:
    window = open_window(desk)
    action(window, "English").trigger()
    assert window.windowTitle() == "Cleaner production scoring"
    assert window.desk.language == "en"
    action(window, "Dark").trigger()
    action(window, "200 %").trigger()
    assert theme.now() == theme.Theme(DARK, 200)
    assert action(window, "200 %").isChecked()
    again = open_window(desk)
    assert (again.language, again.settings.palette, again.settings.scale) == ("en", "dark", 200)
    again.change({"language": "zh"})
    assert again.windowTitle() == "清洁生产验收评分"


def test_settings_nobody_can_have_made_are_passed_over(
    desk: Desk, leader: Card, open_window: Open
) -> None:
    for name in ("language", "palette", "scale", "seat"):
        desk.store.set_setting(f"window.{name}", "nonsense")
    settings = open_window(desk).settings
    assert (settings.language, settings.palette, settings.scale) == ("zh", "system", 100)


# From page to page -------------------------------------------------------------------------------


def test_escape_goes_back_and_stays_on_the_first_page(
    desk: Desk, leader: Card, open_window: Open
) -> None:
    window = open_window(desk)
    window.go("forms")
    window.go("form", form_id="hebei-g")
    assert isinstance(window.pages.page, FormPage)
    QTest.keyClick(window.pages.page.change, Qt.Key.Key_Escape)
    assert isinstance(window.pages.page, FormsPage)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert isinstance(window.pages.page, StartPage)


def test_crumbs_lead_back(desk: Desk, leader: Card, open_window: Open) -> None:
    window = open_window(desk)
    window.go("form", form_id="hebei-c")
    assert window.bar.trail.here.text() == "附录C 清洁生产审核评估评分表"
    window.bar.trail.went.emit("forms", {})
    assert isinstance(window.pages.page, FormsPage)


def test_every_shipped_form_opens_as_its_sheet_with_its_notes(
    desk: Desk, leader: Card, open_window: Open
) -> None:
    window = open_window(desk)
    for form in forms_on_offer(desk):
        window.go("form", form_id=form.id)
        assert isinstance(window.pages.page, FormPage)
        sheet = printed(blank_sheet(desk, form))
        for item in form.items:
            assert all("".join(row.text.split())[:4] in sheet for row in item.rows)
        assert all("".join(one.text.split())[:4] in sheet for one in form.vetoes)
        said = [one.text() for one in window.pages.page.findChildren(QLabel)]
        assert all(note.text in said for note in form.notes)


def printed(pdf: bytes) -> str:
    """The text of a PDF without its spaces and lines."""
    with pypdfium2.PdfDocument(pdf) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    return "".join(text.replace("\u00a0", " ").split())


class Stubborn(Page):
    """A page that will not be left."""

    def leave(self) -> bool:
        return False


def test_a_page_that_will_not_leave_stays(desk: Desk, leader: Card, open_window: Open) -> None:
    window = open_window(desk)
    window.pages.routes = {**window.pages.routes, "stubborn": Stubborn}
    window.go("stubborn")
    for leave in (window.home, window.back, lambda: window.go("forms"), window.close):
        leave()
        assert isinstance(window.pages.page, Stubborn)
    window.change({"scale": 150})
    assert theme.now().scale == 100
    window.pages.page.leave = lambda: True  # type: ignore[method-assign]


# Failures and bugs -------------------------------------------------------------------------------


@pytest.fixture
def watch(desk: Desk, leader: Card, open_window: Open) -> Watch:
    return Watch(open_window(desk))


def test_a_failure_nobody_caught_is_worded_on_the_page(watch: Watch) -> None:
    failure = StoreUnavailable(Trouble.FULL)
    watch(Failure, failure, None)
    assert watch.window.pages.page is not None
    assert "已经保存的内容是安全的" in watch.window.pages.page.banner.text


def test_a_bug_is_told_in_words_with_a_report(
    watch: Watch, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        raise ZeroDivisionError
    except ZeroDivisionError as bug:
        watch(type(bug), bug, bug.__traceback__)
    assert isinstance(watch.window.pages.page, Notice)
    (report,) = (desk.data / "reports").iterdir()
    text = report.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in text
    assert "Qt" in text
    assert "ZeroDivisionError" in capsys.readouterr().err
    watch.window.home()
    assert isinstance(watch.window.pages.page, StartPage)


def test_a_full_disk_does_not_hide_the_bug(
    watch: Watch, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk.data / "reports").write_text("in the way")
    watch(ValueError, ValueError("x"), None)
    assert isinstance(watch.window.pages.page, Notice)


# The start page over a sample review -------------------------------------------------------------


def test_an_expert_goes_on_scoring_and_sees_nobody_elses_numbers(sample: Sample) -> None:
    one = overview(sample.desk, sample.review.id, card_of(sample, "m1"))
    (mine,) = one.mine
    assert (mine.scored, mine.items, mine.answered, mine.submitted) == (5, 9, 0, None)
    assert one.open
    assert not one.leading
    assert one.panels == ()
    assert one.filed.total == "—"


def test_the_leader_sees_the_panel(sample: Sample) -> None:
    one = overview(sample.desk, sample.review.id, card_of(sample, LEADER))
    assert one.leading
    assert one.open
    assert one.mine[0].submitted
    assert one.filed.total != "—"
    assert one.filed.verdict == "进行中"
    assert one.filed.signatures == "0 / 5"


def test_the_card_to_go_on_with_says_how_far_it_is(sample: Sample, open_window: Open) -> None:
    window = open_window(sample.desk)
    window.sit(card_of(sample, "m1"))
    window.home()
    page = window.pages.page
    assert isinstance(page, StartPage)
    assert page.going_on.next.text() == "继续评分"
    window.sit(card_of(sample, LEADER))
    window.home()
    page = window.pages.page
    assert isinstance(page, StartPage)
    assert page.going_on.next.text() == "专家组汇总"


def test_changing_seats_takes_the_passphrase(
    sample: Sample, open_window: Open, qtbot: QtBot
) -> None:
    window = open_window(sample.desk)
    window.go("review", review_id=sample.review.id)
    before = window.card
    action(window, "专家丙").trigger()
    assert isinstance(window.pages.page, SeatPage)
    window.pages.page.field.field.setText("falsch")
    window.pages.page.enter()
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=20_000)
    assert isinstance(window.pages.page, SeatPage)
    assert window.pages.page.banner.text
    assert window.card == before
    window.pages.page.field.field.setText(PASSPHRASE)
    window.pages.page.enter()
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=20_000)
    assert isinstance(window.pages.page, StartPage)
    assert window.card == card_of(sample, "m3")
    # 丙 has submitted: the start page says what, when, and where it went.
    assert isinstance(window.pages.page.going_on, HandedOver)


def test_a_seat_is_a_key_before_it_is_a_name(sample: Sample) -> None:
    review, card = sample.review, card_of(sample, "m1")
    assert seat(review, card) == review.member("m1")
    assert seat(review, None) is None
    stranger = card_of(sample, "m2")
    assert seat(review, stranger) == review.member("m2")


# The archive -------------------------------------------------------------------------------------

LINES = (
    Filed("1", "示例电镀有限公司", "河北 · 验收", "2026-11-12", "83.40", "合格", "good", "5 / 5"),
    Filed("2", "示例印染有限公司", "河北 · 评估", "2026-11-03", "72.17", "补充", "amber", "3 / 3"),
    Filed("3", "示例电子有限公司", "河北 · 验收", "2026-10-28", "58.90", "不合格", "red", "3 / 3"),
)


@pytest.mark.parametrize(
    ("words", "found"),
    [("", 3), ("电", 2), ("电 11-12", 1), ("验收 不合格", 1), ("58.9", 1), ("无此", 0)],
)
def test_the_archive_is_searched_by_all_that_is_shown(
    qtmodeltester: ModelTester, words: str, found: int
) -> None:
    model = ArchiveModel(LINES)
    search = ArchiveSearch(model)
    search.search(words)
    qtmodeltester.check(model)
    qtmodeltester.check(search)
    assert search.rowCount() == found


def test_a_form_tells_the_tone_of_its_grades(desk: Desk) -> None:
    forms = {form.id: form for form in forms_on_offer(desk)}
    tones = {
        (id, grade.id): tone_of(forms[id], grade)
        for id in ("hebei-c", "hebei-g")
        for grade in forms[id].grades
    }
    assert tones["hebei-g", "pass"] == "good"
    assert tones["hebei-g", "fail"] == "red"
    assert tones["hebei-c", "redo"] == "red"
    assert tones["hebei-c", "amend"] == "amber"
    assert tones["hebei-c", "proceed"] == "good"


# A ballot that falls on the window ---------------------------------------------------------------


def test_a_ballot_is_collected_by_its_leader_and_verified_by_others(
    sample: Sample, open_window: Open, qtbot: QtBot
) -> None:
    (ballot, *_) = sorted((sample.desk.data / "stick").glob("*.cpsballot"))
    window = open_window(sample.desk)
    window.sit(card_of(sample, LEADER))
    window.home()
    window.open_file(ballot)
    assert isinstance(window.pages.page, CollectPage)
    qtbot.wait(100)
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=20_000)
    window.sit(card_of(sample, "m1"))
    window.home()
    window.open_file(ballot)
    assert isinstance(window.pages.page, VerifyPage)
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=20_000)
    assert window.pages.page.found is not None
    assert window.pages.page.found.trustworthy
