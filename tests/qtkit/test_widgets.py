"""The pieces answer the keyboard, show where the focus is, and say what they are."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPushButton, QTabBar, QToolButton, QWidget

from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.charts import AgeBars, BarChart
from incubator_desk.qtkit.navlist import Line, NavList
from incubator_desk.qtkit.tokens import HIT, NAV, NAV_SLIM


def shown(qtbot, widget, wide=400, high=300):
    host = widgets.boxed(widgets.column(widget, None, QLineEdit()), "page")
    qtbot.addWidget(host)
    widget.host = host  # the window lives as long as its piece
    host.resize(wide, high)
    host.show()
    host.activateWindow()
    qtbot.waitUntil(host.isActiveWindow)
    return widget


def test_arrow_keys_choose_the_neighbouring_chip(qtbot):
    chips = shown(qtbot, widgets.ChipRow())
    chips.fill([("a", "All"), ("b", "Open"), ("c", "Closed")], "a")
    first = chips.findChildren(QPushButton)[0]
    first.setFocus()
    with qtbot.waitSignal(chips.chosen) as chosen:
        QTest.keyClick(first, Qt.Key.Key_Right)
    assert chosen.args == ["b"]
    with qtbot.waitSignal(chips.chosen) as chosen:
        QTest.keyClick(chips.window().focusWidget(), Qt.Key.Key_Left)
    assert chosen.args == ["a"]
    with qtbot.waitSignal(chips.chosen) as chosen:
        QTest.keyClick(chips.window().focusWidget(), Qt.Key.Key_Left)
    assert chosen.args == ["c"]


def test_chips_filled_anew_keep_the_focus(qtbot):
    chips = shown(qtbot, widgets.ChipRow())
    options = [("a", "All 3"), ("b", "Open 2")]
    chips.fill(options, "a")
    chips.chosen.connect(lambda value: chips.fill(options, value))
    chips.findChildren(QPushButton)[0].setFocus()
    for expected in ("Open 2", "All 3", "Open 2"):
        QTest.keyClick(chips.window().focusWidget(), Qt.Key.Key_Right)
        assert chips.window().focusWidget().text() == expected


def test_a_filter_tells_what_it_lets_through(qtbot):
    made = shown(qtbot, widgets.FilterButton("Size", [(1, "small"), (2, "R&D"), (3, "large")]))
    assert made.text() == "Size: all"
    with qtbot.waitSignal(made.changed):
        made.tick({1, 2})
    assert made.text() == "Size: small, R&&D"
    made.tick(set())
    assert made.ticked == set()


def test_the_navigation_walks_opens_and_marks(qtbot):
    nav = NavList(
        [("", [Line("home", "Home", "home")]), ("Group", [Line("a", "R&D", "key")])],
        [Line("z", "Settings", "settings")],
    )
    shown(qtbot, nav)
    nav.mark("home")
    home = nav.findChildren(QToolButton)[0]
    home.setFocus()
    QTest.keyClick(home, Qt.Key.Key_Down)
    with qtbot.waitSignal(nav.chosen) as chosen:
        QTest.keyClick(nav.window().focusWidget(), Qt.Key.Key_Return)
    assert chosen.args == ["a"]
    QTest.keyClick(nav.window().focusWidget(), Qt.Key.Key_Down)
    with qtbot.waitSignal(nav.chosen) as chosen:
        QTest.keyClick(nav.window().focusWidget(), Qt.Key.Key_Space)
    assert chosen.args == ["z"]
    nav.mark("elsewhere")
    assert not any(b.isChecked() for b in nav.findChildren(QToolButton))


def test_a_narrow_navigation_names_its_icons(qtbot):
    nav = shown(qtbot, NavList([("", [Line("home", "Home", "home")])]))
    nav.set_badges({"home": (6, "warning")})
    line = nav.findChildren(QToolButton)[0]
    assert (nav.width(), line.toolTip(), line.accessibleName()) == (NAV, "", "Home, 6 waiting")
    nav.set_slim(slim=True)
    assert (nav.width(), line.toolTip()) == (NAV_SLIM, "Home, 6 waiting")
    assert line.height() >= HIT


def test_the_undo_bar_offers_a_way_back_and_goes(qtbot):
    host, elsewhere = QWidget(), QLineEdit()
    qtbot.addWidget(host)
    elsewhere.setParent(host)
    host.resize(900, 400)
    host.show()
    bar = widgets.UndoBar(host)
    bar.tell("3 receipts deleted")
    assert bar.isVisible()
    assert host.rect().contains(bar.geometry())
    with qtbot.waitSignal(bar.undo):
        QTest.keyClick(bar.findChild(QPushButton), Qt.Key.Key_Space)
    assert not bar.isVisible()
    bar.tell("Nothing to undo", "info", undoable=False)
    assert not bar.findChild(QPushButton).isVisible()
    elsewhere.setFocus()
    bar._timer.setInterval(10)
    bar._timer.start()
    qtbot.waitUntil(lambda: not bar.isVisible())


def test_a_long_text_of_the_undo_bar_stays_in_the_window(qtbot):
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(700, 400)
    host.show()
    bar = widgets.UndoBar(host)
    bar.tell("租约 L-0035 已有 2 月免收（R-0031），本政策排他，不能再减。" * 5, "danger")
    assert host.rect().contains(bar.geometry())


def test_the_fortnight_is_walked_by_keys(qtbot):
    today = date(2020, 3, 20)
    E = widgets.Entry
    strip = widgets.Fortnight(
        today, {today: [E("a", key="1"), E("b", key="2")], today + timedelta(days=5): [E("c", key="3")]}
    )
    shown(qtbot, strip, 900)
    strip.setFocus()
    for key, expected in (
        (Qt.Key.Key_Down, "2"),
        (Qt.Key.Key_Right, "3"),
        (Qt.Key.Key_Right, "3"),
        (Qt.Key.Key_Left, "1"),
    ):
        QTest.keyClick(strip, key)
        assert strip.current().key == expected
    with qtbot.waitSignal(strip.opened) as opened:
        QTest.keyClick(strip, Qt.Key.Key_Return)
    assert opened.args == ["1"]


def test_a_figure_opens_by_key_and_mouse(qtbot):
    opened = []
    card = shown(
        qtbot, widgets.FigureCard("Overdue", "64,215.80", "CNY", "9 companies", "danger", run=lambda: opened.append(1))
    )
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_Return)
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    assert opened == [1, 1]
    assert card.accessibleName() == "Overdue 64,215.80 CNY 9 companies"


def test_a_wrong_field_says_so_below_and_to_readers(qtbot):
    field = shown(qtbot, widgets.FormRow("Code", QLineEdit()))
    calm = field.grab().toImage()
    field.tell("It should be 9.")
    assert field.grab().toImage() != calm
    assert field.editor.accessibleDescription() == "It should be 9."
    field.tell()
    assert not field.note.isVisible()
    assert field.editor.property("state") == ""


def _tabs():
    tabs = QTabBar()
    tabs.addTab("Details")
    tabs.addTab("History")
    return tabs


@pytest.mark.parametrize(
    "make",
    [
        lambda: widgets.button("Save"), lambda: widgets.button("Save", "primary"), lambda: widgets.button("Save", "flat"),
        lambda: widgets.button("Save", "link"), lambda: widgets.button("Save", "chip"), lambda: widgets.tool("close", "Close"),
        lambda: widgets.SearchField("Search"), lambda: widgets.SearchOpener("Search", "Ctrl+K"),
        lambda: widgets.FigureCard("a", "1", run=lambda: None),
        lambda: widgets.Fortnight(date(2020, 3, 20), {date(2020, 3, 20): [widgets.Entry("a")]}),
        _tabs,
    ],
)  # fmt: skip
def test_the_focus_is_seen_and_the_target_is_large_enough(qtbot, make):
    made = shown(qtbot, make())
    made.window().findChildren(QLineEdit)[-1].setFocus()
    calm = made.grab().toImage()
    made.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(made.hasFocus)
    assert made.grab().toImage() != calm
    assert made.height() >= HIT
    assert not isinstance(made, QAbstractButton) or made.accessibleName() or made.text()


def test_charts_are_told_to_readers(qtbot):
    chart = shown(qtbot, BarChart(["Due", "Paid"], [("Feb", (74, 19)), ("Mar", (0, 0))]))
    ages = shown(qtbot, AgeBars([("1–30 days", 5, "5.00", "warning"), ("later", 0, "0.00", "danger")]))
    assert "Feb: 74.00, 19.00" in chart.accessibleDescription()
    assert ages.accessibleName() == "1–30 days 5.00; later 0.00"
    for empty in (BarChart([], []), AgeBars([]), widgets.Stations()):
        shown(qtbot, empty).grab()


def test_a_stopped_case_names_its_station(qtbot):
    stations = shown(
        qtbot,
        widgets.Stations([widgets.Station("Submitted", "3-02", "done"), widgets.Station("Refused", "3-06", "stopped")]),
    )
    assert stations.accessibleName() == "Submitted → Refused"
    assert stations.accessibleDescription() == "Refused 3-06"
    before = stations.grab().toImage()
    stations.show_stations([widgets.Station("Submitted", "3-02", "current"), widgets.Station("Refused")])
    assert stations.grab().toImage() != before


def test_the_search_erases_itself_but_not_while_a_word_is_composed(qtbot):
    field = shown(qtbot, widgets.SearchField("Search"))
    QTest.keyClicks(field, "bsxc")
    assert field.actions()[-1].isVisible()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    assert not field.actions()[-1].isVisible()


@pytest.mark.parametrize("wide", [200, 276, 380, 700])
def test_stations_are_read_whole_and_the_current_one_stays(qtbot, wide):
    names = ("On public notice", "Agreement signed", "In force", "Completed", "Reported")
    states = ("done", "done", "current", "ahead", "ahead")
    line = shown(qtbot, widgets.Stations([widgets.Station(n, "03-10", s) for n, s in zip(names, states, strict=True)]))
    line.resize(wide, 80)
    drawn = line._shown()
    assert "In force" in [station.name for station in drawn]
    assert len(drawn) == (5 if wide >= 380 else 4 if wide == 276 else 3)
    assert all(name in line.accessibleName() for name in names)


def test_the_undo_bar_stands_beside_what_is_at_the_left(qtbot):
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(1400, 400)
    host.show()
    bar = widgets.UndoBar(host)
    for wide in (48, 208):
        bar.beside = lambda wide=wide: wide
        bar.tell("Done")
        assert bar.x() == wide + 24
