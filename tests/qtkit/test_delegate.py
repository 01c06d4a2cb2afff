"""Cells are painted by what they say, and a table answers mouse and keys."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from incubator_desk.qtkit.cells import Cell
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.table import PlainModel
from incubator_desk.qtkit.tokens import COMPACT_ROW, LIGHT
from incubator_desk.qtkit.totals import TotalsRow


@pytest.fixture
def table(qtbot):
    made = DeskTable()
    model = PlainModel(["A", "B"])
    model.setParent(made)
    made.setModel(model)
    made.resize(300, 200)
    qtbot.addWidget(made)
    made.show()
    return made


def painted(table: DeskTable, cell: Cell) -> QImage:
    table.model().fill([[cell, Cell()]])
    table.clearSelection()
    return table.viewport().grab(table.visualRect(table.model().index(0, 0))).toImage()


CELLS = (
    Cell("0.00", "right", muted=True), Cell("0.00", "right"), Cell("0.00", "right", bold=True), Cell("0.00"),
    Cell("0.00", "right", "danger", "warning"), Cell("0.00", link=True), Cell("0.00", old="1.00"), Cell("0.00", bar=0.5),
    Cell("0.00", bar=0.9), Cell("0.00", checked=True), Cell("0.00", checked=False), Cell("0.00", icon="key"),
    Cell("0.00", icon="key", icon_tone="danger"),
    *(Cell("0.00", tone=tone, chip=True) for tone in LIGHT.tones), Cell("0.00", tone="info", chip=True, icon="clock"),
)  # fmt: skip


def test_every_kind_of_cell_looks_different(table):
    images = [painted(table, cell) for cell in CELLS]
    for at, image in enumerate(images):
        assert all(image != other for other in images[at + 1 :]), CELLS[at]


def test_owed_money_is_red_and_nothing_is_grey(table):
    def inks(cell):
        image = painted(table, cell)
        return {image.pixelColor(x, y).name().upper() for x in range(image.width()) for y in range(image.height())}

    assert LIGHT.tones["danger"][0] in inks(Cell("21,345.00", "right", "danger"))
    assert LIGHT.text not in inks(Cell("0.00", "right", muted=True))


def test_a_chosen_row_has_its_ground_and_a_bar_at_the_left(table):
    table.model().fill([[Cell("a"), Cell("b")], [Cell("c"), Cell("d")]])
    table.selectRow(1)
    table.clearFocus()
    image = table.viewport().grab().toImage()
    y = table.rowViewportPosition(1) + 5
    assert image.pixelColor(1, y) == QColor(LIGHT.accent)
    assert image.pixelColor(table.columnWidth(0) + 40, y) == QColor(LIGHT.selected)
    assert image.pixelColor(1, 5) == QColor(LIGHT.surface)
    assert image.pixelColor(60, table.rowHeight(0) - 1) == QColor(LIGHT.line)


def test_the_pointer_tints_its_row_and_repaints_two(table, qtbot):
    table.model().fill([[Cell(str(at)), Cell()] for at in range(30)])
    QTest.mouseMove(table.viewport(), QPoint(50, 150))
    qtbot.wait(50)  # the layout settles
    regions: list[QRegion] = []
    paint = table.paintEvent
    table.paintEvent = lambda event: (regions.append(event.region()), paint(event))
    for row in (1, 4):
        regions.clear()
        QTest.mouseMove(table.viewport(), QPoint(50, table.rowViewportPosition(row) + 9))
        qtbot.waitUntil(lambda row=row: table.hovered == row)
        QApplication.processEvents()
    rows = {table.rowAt(box.top()) for region in regions for box in region}
    assert rows == {1, 4}
    assert all(box.height() <= table.rowHeight(0) for region in regions for box in region)
    assert table.viewport().grab().toImage().pixelColor(150, table.rowViewportPosition(4) + 9) == QColor(LIGHT.hover)


def test_enter_opens_and_space_ticks(table, qtbot):
    table.model().fill([[Cell("", checked=False), Cell("b")]])
    table.setCurrentIndex(table.model().index(0, 1))
    with qtbot.waitSignal(table.entered_row):
        QTest.keyClick(table, Qt.Key.Key_Return)
    with qtbot.waitSignal(table.ticked) as ticked:
        QTest.keyClick(table, Qt.Key.Key_Space)
    assert ticked.args[0].column() == 0
    with qtbot.waitSignal(table.ticked):
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(14, 14))
    with qtbot.assertNotEmitted(table.ticked):
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(table.columnWidth(0) + 30, 14))


def test_rows_keep_their_height_and_a_column_can_fit_its_cells(table):
    table.model().fill([[Cell("一个名称很长很长很长很长很长的公司"), Cell()]])
    table.set_row_height(COMPACT_ROW)
    assert table.rowHeight(0) == COMPACT_ROW
    table.resizeColumnToContents(0)
    assert table.columnWidth(0) >= table.fontMetrics().horizontalAdvance("一个名称很长很长很长很长很长的公司") + 16


def test_totals_follow_their_columns(table, qtbot):
    totals = TotalsRow(table)
    qtbot.addWidget(totals)
    totals.resize(300, totals.sizeHint().height())
    totals.show()
    totals.fill([Cell(), Cell("12.00")])
    before = totals.grab().toImage()
    table.setColumnWidth(0, 60)
    assert totals.grab().toImage() != before
    assert totals.accessibleName() == "12.00"
