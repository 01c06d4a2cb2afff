"""The register's screen: keys, filters, columns, views, the panel beside it, delete and undo, to and from Excel."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import keys
import openpyxl
import pytest
import sample_park as sample
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog

from incubator_desk.base import i18n
from incubator_desk.catalog.office import Office
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.qtkit import clipboard
from incubator_desk.qtkit.jobs import Jobs
from incubator_desk.qtkit.pasting import PasteDialog
from incubator_desk.qtkit.registers import RegisterScreen
from incubator_desk.qtkit.related import Parts
from incubator_desk.qtkit.screen import Context
from incubator_desk.reports.lists import write_list


@pytest.fixture
def context(file_office: Office, tmp_path: Path) -> Context:
    sample.furnish(file_office)
    settings = QSettings(str(tmp_path / "desk.ini"), QSettings.Format.IniFormat)
    context = Context(file_office, lambda: sample.TODAY, Jobs(), settings, write_list=write_list)
    context.said = []  # type: ignore[attr-defined]
    context.gone = []  # type: ignore[attr-defined]
    context.tell = lambda text, tone="success", *, undoable=True: context.said.append(text)  # type: ignore[attr-defined]
    context.go = lambda name, uid: context.gone.append((name, uid))  # type: ignore[attr-defined]
    return context


def screen_of(qtbot: Any, context: Context, register: str = "tenants", wide: int = 1392) -> RegisterScreen:
    for other in QApplication.topLevelWidgets():
        other.hide()
    screen = RegisterScreen(context, context.office.features.registers[register])
    qtbot.addWidget(screen)
    screen.resize(wide, 780)
    with qtbot.waitActive(screen):
        screen.show()
        screen.activateWindow()
    context.office.listeners[:] = [screen.refresh]
    screen.table.setFocus()
    qtbot.keyClick(screen.table, Qt.Key.Key_F24)  # lets go of a modifier that the test before held
    return screen


def listed(screen: RegisterScreen, name: str = "code") -> list[str]:
    at = next(i for i, column in enumerate(screen.model.columns) if column.name == name)
    return [screen.model.index(row, at).data() or "" for row in range(screen.model.rowCount())]


def count(context: Context) -> int:
    with context.office.reading() as session:
        return session.query(Tenant).count()


# narrowing ------------------------------------------------------------------------------------------------------------


def test_ctrl_f_searches_and_enter_goes_to_the_hit(qtbot: Any, context: Context) -> None:
    screen = screen_of(qtbot, context)
    qtbot.keyClick(screen.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert screen.narrowing.field.hasFocus()
    qtbot.keyClicks(screen.narrowing.field, "qlps")
    assert listed(screen, "name") == ["青岚朴石新材料有限公司"]
    qtbot.keyClick(screen.narrowing.field, Qt.Key.Key_Return)
    assert screen.table.hasFocus()
    qtbot.waitUntil(screen.panel.isVisible, timeout=2000)
    assert screen.panel._title.text() == "青岚朴石新材料有限公司"


def test_what_is_being_composed_is_not_searched(qtbot: Any, context: Context) -> None:
    screen = screen_of(qtbot, context)
    keys.type_text(qtbot, screen.narrowing.field, "朴石")
    assert screen.model.query == "朴石"
    assert listed(screen) == ["T-0003"]


def test_chips_and_filters_narrow_and_are_cleared(qtbot: Any, context: Context) -> None:
    screen = screen_of(qtbot, context)
    screen.narrowing._choose("graduated")
    assert listed(screen) == ["T-0018"]
    assert screen.facts() == "1 of 24 shown"
    screen.narrowing._choose(None)
    assert list(screen.narrowing._filters) == ["tech_field", "kind", "size_class"]
    screen.narrowing._filters["tech_field"][1].tick({"新材料"})
    assert set(listed(screen, "tech_field")) == {"新材料"}
    screen.narrowing._filters["kind"][1].tick({"team"})
    assert listed(screen) == []
    assert screen._nothing.isVisible()
    screen.clear()
    assert len(listed(screen)) == 24
    assert screen.table.isVisible()


def test_state_outlasts_the_screen_and_the_language(qtbot: Any, context: Context) -> None:
    screen = screen_of(qtbot, context)
    screen.narrowing._filters["tech_field"][1].tick({"新材料"})
    screen.narrowing.field.setText("ql")
    screen._sort(1)
    uid = screen.model.uid(2)
    screen.open(uid)
    before = listed(screen)
    i18n.use("zh_CN")
    again = screen_of(qtbot, context)
    assert listed(again) == before
    assert again.panel.uid == uid
    assert again.title() == "企业与团队"


def test_an_empty_register_says_what_to_do(qtbot: Any, context: Context) -> None:
    screen = screen_of(qtbot, context, "refunds")
    assert screen._nothing.isVisible()
    screen.new()
    assert screen.panel.isVisible()


# columns and views ----------------------------------------------------------------------------------------------------


def test_columns_widths_and_order_are_remembered(qtbot: Any, context: Context) -> None:
    screen = screen_of(qtbot, context)
    founded = next(c for c in screen.listing.columns if c.name == "founded_on")
    screen.columns._toggle(founded, True)
    header = screen.table.horizontalHeader()
    header.moveSection(1, 0)
    screen.table.setColumnWidth(2, 222)
    shown = [c.name for c in screen.columns.shown()]
    assert shown[:2] == ["name", "code"]
    assert shown[-1] == "founded_on"
    context.settings.sync()
    context.settings = QSettings(context.settings.fileName(), QSettings.Format.IniFormat)
    context.memory.clear()
    again = screen_of(qtbot, context)
    assert [c.name for c in again.columns.shown()] == shown
    assert again.table.columnWidth(shown.index("status")) == 222


def test_columns_not_chosen_are_not_remembered(qtbot: Any, context: Context) -> None:
    """A column that a later version brings is shown to those who never chose otherwise."""
    screen = screen_of(qtbot, context)
    assert context.recall("columns/tenants", {}) == {}
    shown = screen.columns.usual()
    screen.columns.show(shown[:2])
    assert context.recall("columns/tenants", {}) == {"shown": ["code", "name"]}
    screen.columns.show(shown)
    assert context.recall("columns/tenants", {}) == {}


def test_names_give_way_where_that_keeps_the_last_column_in_sight(qtbot: Any, context: Context) -> None:
    screen = screen_of(qtbot, context, "receipts")
    columns = range(len(screen.model.columns))
    name = [c.name for c in screen.model.columns].index("company")
    wanted = sum(screen.columns._usual_width(c) for c in screen.model.columns)
    usual = screen.columns._usual_width(screen.model.columns[name])
    for missing, given in ((20, 20), (400, 0)):  # where too much is missing nothing is gained by it
        screen.table.setFixedWidth(wanted - missing + screen.table.width() - screen.table.viewport().width())
        qtbot.waitUntil(lambda: screen.table.viewport().width() == wanted - missing)  # noqa: B023
        screen.columns.settle()
        assert screen.table.columnWidth(name) == usual - given
        fits = sum(screen.table.columnWidth(at) for at in columns) <= screen.table.viewport().width()
        assert fits == bool(given)


def test_a_single_column_is_remembered(qtbot: Any, context: Context) -> None:
    screen = screen_of(qtbot, context)
    screen.columns.show(screen.listing.columns[:1])
    assert [c.name for c in screen_of(qtbot, context).columns.shown()] == ["code"]


def test_a_saved_view_brings_back_filters_order_and_columns(qtbot: Any, context: Context) -> None:
    screen = screen_of(qtbot, context)
    screen.narrowing._choose("incubating")
    screen.narrowing._filters["tech_field"][1].tick({"新材料"})
    screen._sort(0)
    screen._sort(0)
    wanted, shown = listed(screen), [c.name for c in screen.columns.shown()]
    screen.views.save("减免名单 & 其他")
    screen.clear()
    screen.columns.show(screen.listing.columns[:2])
    context.settings = QSettings(context.settings.fileName(), QSettings.Format.IniFormat)
    context.memory.clear()
    again = screen_of(qtbot, context)
    again.views.use("减免名单 & 其他")
    assert listed(again) == wanted == sorted(wanted, reverse=True)
    assert [c.name for c in again.columns.shown()] == shown
    assert again.views.text() == "View: 减免名单 && 其他"
    again.views.delete("减免名单 & 其他")
    assert screen_of(qtbot, context).views.all() == {}


def test_the_foot_sums_the_chosen_rows(qtbot: Any, context: Context) -> None:
    screen = screen_of(qtbot, context)
    screen.table.selectRow(0)
    qtbot.keyClick(screen.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert "2 rows chosen" in screen._selection.text()
    assert "Area (m²) 318.20" in screen._selection.text()


# the record beside it -------------------------------------------------------------------------------------------------


def test_the_panel_follows_the_chosen_row_until_it_is_closed(qtbot: Any, context: Context) -> None:
    screen = screen_of(qtbot, context)
    screen.table.selectRow(1)
    qtbot.waitUntil(screen.panel.isVisible, timeout=2000)
    qtbot.keyClick(screen.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: screen.panel.uid == screen.model.uid(2), timeout=2000)
    qtbot.keyClick(screen.table, Qt.Key.Key_Escape)
    assert not screen.panel.isVisible()
    screen.table.selectRow(5)
    qtbot.wait(250)
    assert not screen.panel.isVisible()
    qtbot.keyClick(screen.table, Qt.Key.Key_Return)
    assert screen.panel.isVisible()
    assert screen.panel.uid == screen.model.uid(5)


def test_a_narrow_window_shows_the_panel_instead_of_the_table(qtbot: Any, context: Context) -> None:
    screen = screen_of(qtbot, context, wide=900)
    screen.table.selectRow(1)
    qtbot.keyClick(screen.table, Qt.Key.Key_Return)
    assert screen.panel.isVisible()
    assert not screen.table.isVisible()
    qtbot.keyClick(screen.panel, Qt.Key.Key_Escape)
    assert screen.table.isVisible()


@pytest.mark.parametrize("way", ["row", "close", "new", "delete"])
def test_what_was_typed_is_never_lost_by_moving_on(qtbot: Any, context: Context, way: str) -> None:
    screen = screen_of(qtbot, context)
    screen.open(screen.model.uid(0))
    field = screen.panel.form.rows["name"].field
    field.setFocus()
    qtbot.keyClicks(field, "X")
    before = count(context)
    if way == "row":
        screen.table.selectRow(3)
        screen.show_row(3)
    elif way == "close":
        screen.close_panel()
    elif way == "new":
        screen.new()
    else:
        screen.delete()
    assert screen.panel.isVisible()
    assert "X" in field.text()
    assert count(context) == before
    assert context.said == ["There are unsaved changes. Save (Ctrl+S) or discard them first."]  # type: ignore[attr-defined]


def test_a_blank_form_is_not_replaced_by_the_row_that_was_chosen_before(qtbot: Any, context: Context) -> None:
    screen = screen_of(qtbot, context)
    qtbot.keyClick(screen.table, Qt.Key.Key_Down)
    screen.new()
    qtbot.wait(400)
    assert screen.panel.uid is None
    # nor where something is written meanwhile, and the list is read anew
    screen.refresh({"tenants": {screen.model.uid(0)}})
    qtbot.wait(400)
    assert screen.panel.uid is None
    qtbot.keyClick(screen.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: screen.panel.uid is not None, timeout=2000)


def test_a_second_new_record_does_not_wipe_the_first(qtbot: Any, context: Context) -> None:
    screen = screen_of(qtbot, context)
    screen.new()
    qtbot.keyClicks(screen.panel.form.rows["name"].field, "Half typed")
    screen.new()
    assert screen.panel.form.rows["name"].field.text() == "Half typed"


def test_delete_is_one_step_that_undo_takes_back(qtbot: Any, context: Context) -> None:
    screen = screen_of(qtbot, context)
    screen.table.selectRow(20)
    qtbot.keyClick(screen.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    gone = screen.chosen()
    qtbot.keyClick(screen.table, Qt.Key.Key_Delete)
    assert len(listed(screen)) == 22
    assert context.said == ["2 of Companies deleted"]  # type: ignore[attr-defined]
    context.office.undo()
    assert len(listed(screen)) == 24
    assert set(gone) <= set(screen.model.uids)


def test_what_others_refer_to_is_not_deleted_and_the_reason_is_told(qtbot: Any, context: Context) -> None:
    screen = screen_of(qtbot, context)
    screen.table.selectRow(0)
    qtbot.keyClick(screen.table, Qt.Key.Key_Delete)
    assert len(listed(screen)) == 24
    assert "other records refer to it" in context.said[-1]  # type: ignore[attr-defined]


def test_del_and_copy_in_a_field_mean_its_text(qtbot: Any, context: Context) -> None:
    screen = screen_of(qtbot, context)
    screen.open(screen.model.uid(23))
    for name in ("name", "kind", "note"):
        field = screen.panel.form.rows[name].field
        field.setFocus()
        qtbot.keyClick(field, Qt.Key.Key_Delete)
    assert count(context) == 24


def test_a_wrong_record_elsewhere_can_be_brought_back(qtbot: Any, context: Context) -> None:
    screen = screen_of(qtbot, context)
    uid = screen.model.uid(0)
    old = listed(screen, "name")[0]
    with context.office.writing("Rename") as step:
        step.change(step.session.get_one(Tenant, uid), {"name": "错了"})
    screen.open(uid)
    panel = screen.panel
    panel._tabs.setCurrentIndex(panel._tabs.count() - 1)
    history = panel._pages.currentWidget()
    assert [cell.text for cell in history._model.rows[0]][1:] == ["王敏", "Name", "错了"]
    assert history._model.rows[0][3].old == old
    history.bring_back()
    assert listed(screen, "name")[0] == old
    assert panel.form.rows["name"].field.text() == old


def test_parts_of_a_record_are_entered_in_its_panel(qtbot: Any, context: Context) -> None:
    screen = screen_of(qtbot, context, "leases")
    screen.open(screen.model.uid(0))
    panel = screen.panel
    at = next(i for i in range(panel._tabs.count()) if panel._tabs.tabText(i) == "Price steps")
    panel._tabs.setCurrentIndex(at)
    parts = panel._pages.currentWidget()
    assert isinstance(parts, Parts)
    parts.add()
    assert not parts.form.rows["lease_uid"].isVisible()
    parts.form.rows["from_on"].field.setFocus()
    qtbot.keyClicks(parts.form.rows["from_on"].field, "20200701")
    qtbot.keyClicks(parts.form.rows["percent"].field, "5")
    assert not screen.may_leave()
    qtbot.keyClick(parts.form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert not parts.editing
    assert parts.model.rowCount() == 1
    assert panel._tabs.tabText(at) == "Price steps 1"
    parts.table.selectRow(0)
    qtbot.keyClick(parts.table, Qt.Key.Key_Delete)
    assert parts.model.rowCount() == 0


def test_a_tab_opens_the_records_of_other_registers(qtbot: Any, context: Context) -> None:
    screen = screen_of(qtbot, context)
    screen.open(screen.model.uid(0))
    panel = screen.panel
    assert panel._tabs.tabText(2) == "Leases 1"
    panel.turn_to("Leases")
    related = panel._pages.currentWidget()
    related.enter(related.model.uid(0))
    related.add()
    assert context.gone == [("leases", related.model.uid(0)), ("leases", None)]  # type: ignore[attr-defined]
    assert context.memory["given"] == {"tenant_uid": screen.model.uid(0)}


# to and from Excel ----------------------------------------------------------------------------------------------------


def paste(screen: RegisterScreen, text: str) -> PasteDialog:
    QGuiApplication.clipboard().setText(text)
    screen.paste()
    return next(d for d in screen.findChildren(QDialog) if isinstance(d, PasteDialog) and d.isVisible())


def test_copied_rows_come_back_unchanged(qtbot: Any, context: Context) -> None:
    screen = screen_of(qtbot, context)
    screen.columns.show([c for c in screen.listing.columns if c.field and not c.field.sensitive])
    screen.table.selectAll()
    screen.copy()
    dialog = paste(screen, QGuiApplication.clipboard().text())
    assert {row.verdict for row in dialog.rows} == {"unchanged"}
    assert not dialog.confirm.isEnabled()
    dialog.close()


def test_200_pasted_rows_are_shown_first_and_taken_over_as_one_step(qtbot: Any, context: Context) -> None:
    screen = screen_of(qtbot, context)
    lines = ["代码\t名称\t类型\t注册资本\t入孵日期\t不认识"]
    for at in range(200):
        day = "2020-02-30" if at % 50 == 7 else "2020年3月1日"
        capital = "abc" if at % 40 == 3 else f"{at + 1}万元"
        lines.append(f"N-{at:03}\t新公司{at}\t企业\t{capital}\t{day}\tx")
    lines += ["T-0001\t改了名\t企业\t\t\t", "N-000\t重复的\t企业\t\t\t"]
    dialog = paste(screen, "\n".join(lines))
    counts = {v: sum(row.verdict == v for row in dialog.rows) for v in ("new", "updated", "unchanged", "error")}
    assert counts == {"new": 191, "updated": 1, "unchanged": 0, "error": 10}
    assert dialog.rows[200].old == {"name": "青岚禾微传感科技有限公司"}
    assert dialog.rows[7].problems[0].text().startswith("“2020-02-30” is not a date")
    dialog.filter("error")
    assert dialog._model.rowCount() == 10
    dialog.table.selectRow(0)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    assert 3 not in dialog.ticked
    dialog.filter("new")
    dialog.table.selectRow(0)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    assert 0 not in dialog.ticked
    dialog.carry_out()
    assert count(context) == 24 + 190
    assert context.said == ["191 rows taken over"]  # type: ignore[attr-defined]
    context.office.undo()
    assert count(context) == 24
    assert listed(screen, "name")[0] == "青岚禾微传感科技有限公司"


def test_rows_without_headings_follow_the_columns_shown_and_get_codes(qtbot: Any, context: Context) -> None:
    screen = screen_of(qtbot, context)
    by_name = {c.name: c for c in screen.listing.columns}
    screen.columns.show([by_name[n] for n in ("name", "kind", "registered_capital")])
    dialog = paste(screen, "甲公司\t企业\t1,000\n乙团队\tteam\t\n")
    dialog.carry_out()
    with context.office.reading() as session:
        added = session.query(Tenant).order_by(Tenant.code).all()[-2:]
        assert [(t.code, t.name, t.registered_capital) for t in added] == [
            ("T-0025", "甲公司", Decimal(1000)),
            ("T-0026", "乙团队", None),
        ]


def test_an_unknown_reference_is_an_error_of_its_row(qtbot: Any, context: Context) -> None:
    screen = screen_of(qtbot, context, "receipts")
    dialog = paste(screen, "lease_code\treceived_on\tamount\nL-9999\t2020-03-01\t5\nL-0001\t2020-03-01\t5\n")
    assert [row.verdict for row in dialog.rows] == ["error", "new"]
    assert dialog.rows[0].problems[0].text() == "There is no lease with the code or name “L-9999”."


def test_an_empty_clipboard_is_told(qtbot: Any, context: Context) -> None:
    screen = screen_of(qtbot, context)
    QGuiApplication.clipboard().setText("  \n")
    screen.paste()
    assert context.said == ["The clipboard holds no rows. Copy some in Excel first."]  # type: ignore[attr-defined]


def test_the_list_is_exported_as_it_is_shown(qtbot: Any, context: Context, tmp_path: Path) -> None:
    sample.tenant(context.office, 30, "=1+1")
    screen = screen_of(qtbot, context)
    screen._sort(1)
    out = tmp_path / "list.xlsx"
    job = clipboard.save_list(context, screen.model, screen.columns.shown(), "Companies", out)
    with qtbot.waitSignal(job.ended, timeout=10_000):
        pass
    rows = list(openpyxl.load_workbook(out).active.iter_rows())
    by_heading = {cell.value: at for rows_ in rows for at, cell in enumerate(rows_) if cell.value == "Name"}
    names = [row[by_heading["Name"]] for row in rows]
    injected = next(cell for cell in names if cell.value == "=1+1")
    assert injected.data_type == "s"
    assert injected.quotePrefix
    shown = listed(screen, "name")
    assert [cell.value for cell in names if cell.value in shown] == shown
