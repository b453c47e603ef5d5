"""The table of the panel: what each cell shows and says, and the strip of totals."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester

from cpscore.desktop.panel.strip import StripPlot, lane_for, strip_of
from cpscore.desktop.panel.table_model import SHADE, PanelModel, member_totals
from cpscore.workflow.demo import FORM
from cpscore.workflow.settle import panel
from tests.desktop.leading import Leading


def model_of(one: Leading) -> PanelModel:
    return PanelModel(panel(one.desk, one.id, FORM))


def said(model: PanelModel, row: int, column: int, role: int) -> object:
    return model.index(row, column).data(role)


def test_the_model_keeps_the_laws_of_models(leading: Leading, qtmodeltester: ModelTester) -> None:
    model = model_of(leading)
    qtmodeltester.check(model)
    model.show_panel(panel(leading.desk, leading.id, FORM))


def test_members_stand_in_the_order_of_the_roster(leading: Leading) -> None:
    model = model_of(leading)
    heads = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    assert heads == ["指标", "分值", "专家甲", "专家乙", "专家丙", "专家丁", "专家戊", "平均", "差"]
    rows = [
        [said(model, row, column, Qt.ItemDataRole.DisplayRole) for column in range(9)]
        for row in (1, 9)
    ]
    assert rows == [
        ["方案实施", "22", "18", "17", "19", "12", "18", "16.80", "7"],
        ["合计", "100", "81.5", "76.5", "84.5", "70", "81", "78.70", "14.5"],
    ]


def test_scores_far_apart_are_shaded_and_said(leading: Leading) -> None:
    model = model_of(leading)
    shades = [said(model, 1, column, SHADE) for column in range(2, 9)]
    assert shades == ["", "", "high", "low", "", "", "apart"]
    text = Qt.ItemDataRole.AccessibleTextRole
    assert said(model, 1, 5, text) == "方案实施 专家丁 12 最低"
    assert said(model, 1, 8, text) == "方案实施 差 7 相差较大"
    assert {said(model, 0, column, SHADE) for column in range(2, 9)} == {""}


def test_nobody_can_write_into_it(leading: Leading) -> None:
    model = model_of(leading)
    assert not model.flags(model.index(1, 2)) & Qt.ItemFlag.ItemIsEditable
    assert not model.setData(model.index(1, 2), "3")


def test_an_empty_box_has_an_empty_table(untaken: Leading) -> None:
    model = model_of(untaken)
    assert (model.rowCount(), model.columnCount()) == (0, 9)
    assert member_totals(panel(untaken.desk, untaken.id, FORM)) == {}


def test_the_strip_knows_its_ends_and_says_itself(leading: Leading) -> None:
    strip = strip_of(panel(leading.desk, leading.id, FORM))
    assert (strip.low, strip.high, strip.lines) == (50, 100, (Fraction(60),))
    assert strip.mean == Fraction(787, 10)
    plot = StripPlot(strip)
    plot.resize(600, 90)
    assert plot.place(50) < plot.place(60) < plot.place(100) < 600
    plot.grab()
    QApplication.processEvents()
    words = plot.accessibleDescription()
    assert "专家丁 70" in words
    assert "平均 78.7" in words
    assert "分界 60" in words


def test_names_do_not_stand_on_each_other() -> None:
    assert lane_for([0, 0, 0], 10) == 0
    assert lane_for([20, 0, 0], 10) == 1
    assert lane_for([20, 30, 15], 10) == 2
