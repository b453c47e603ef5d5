"""Every page of the gallery, held to the laws of `laws.py`."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from cpscore.desktop import app as program
from cpscore.desktop.window import Window
from cpscore.workflow.demo import Sample, sample_desk
from tests.desktop.conftest import afternoon, fresh_ids
from tests.desktop.laws import cut_off, filled, not_reached, unnamed
from tests.gallery.__main__ import settle
from tests.gallery.archive import add_older
from tests.gallery.scenes import SCENES, Stage

SIZES = {100: (1366, 768), 200: (1920, 1080)}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    made = sample_desk(tmp_path_factory.mktemp("sample"), afternoon, fresh_ids())
    yield made
    made.desk.close()


@pytest.fixture(scope="module")
def stage(qapp: QApplication, faces: tuple[str, ...], sample: Sample) -> Iterator[Stage]:
    older = add_older(sample, sample.desk.data / "older")
    window = Window(qapp, sample.desk, program.routes())
    window.show()
    window.home()
    window.activateWindow()
    yield Stage(window, sample, *older)
    window.close()
    window.deleteLater()
    settle(qapp, window)


def play(stage: Stage, name: str, scale: int, language: str = "zh") -> None:
    # A page that works when it is opened is opened anew by a change, and would keep the next away.
    stage.window.home()
    stage.window.change({"scale": scale, "palette": "light", "language": language})
    stage.window.resize(*SIZES[scale])
    SCENES[name](stage)
    settle(stage.window.app, stage.window)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("scale", SIZES)
@pytest.mark.parametrize("name", SCENES)
def test_no_text_is_cut_off(stage: Stage, name: str, scale: int, language: str) -> None:
    play(stage, name, scale, language)
    assert cut_off(stage.window) == []


@pytest.mark.parametrize("name", SCENES)
def test_the_keyboard_reaches_everything(stage: Stage, name: str) -> None:
    play(stage, name, 100)
    assert not_reached(stage.window) == []


@pytest.mark.parametrize("name", SCENES)
def test_a_screen_reader_can_name_everything(stage: Stage, name: str) -> None:
    play(stage, name, 100)
    assert unnamed(stage.window) == []


@pytest.mark.parametrize("name", SCENES)
def test_one_filled_button_at_most(stage: Stage, name: str) -> None:
    play(stage, name, 100)
    assert len(filled(stage.window)) <= 1
