"""A record's form: judged beside the field, saved as one step, never over another's change."""

from datetime import date
from decimal import Decimal
from typing import Any

import keys
import pytest
import sample_park as sample
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QLabel, QPushButton

from incubator_desk.base import i18n
from incubator_desk.catalog.office import Office
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.qtkit.form import FieldRow, RecordForm
from incubator_desk.qtkit.jobs import Jobs
from incubator_desk.qtkit.screen import Context
from incubator_desk.store.record import Actor


@pytest.fixture
def context(file_office: Office, tmp_path) -> Context:  # noqa: ANN001
    settings = QSettings(str(tmp_path / "desk.ini"), QSettings.Format.IniFormat)
    context = Context(file_office, lambda: sample.TODAY, Jobs(), settings)
    context.said = []  # type: ignore[attr-defined]
    context.tell = lambda text, tone="success", *, undoable=True: context.said.append(text)  # type: ignore[attr-defined]
    return context


def form_of(qtbot: Any, context: Context, register: str = "tenants", uid: str | None = None) -> RecordForm:
    form = RecordForm(context, context.office.features.registers[register])
    qtbot.addWidget(form)
    form.resize(520, 760)
    with qtbot.waitActive(form):
        form.show()
        form.activateWindow()
    form.load(uid)
    return form


def enter(qtbot: Any, row: FieldRow, text: str) -> None:
    row.field.setFocus()
    row.field.selectAll()
    qtbot.keyClick(row.field, Qt.Key.Key_Delete)
    keys.type_text(qtbot, row.field, text)


def stored(office: Office, uid: str) -> Tenant:
    with office.reading() as session:
        found = session.get_one(Tenant, uid)
        session.expunge_all()
        return found


def test_a_wrong_value_is_said_beside_its_field_when_leaving_it(qtbot: Any, context: Context) -> None:
    form = form_of(qtbot, context, uid=sample.tenant(context.office, 1, "青岚公司"))
    row = form.rows["uscc"]
    enter(qtbot, row, "91340171MA0000001X")
    qtbot.keyClick(row.field, Qt.Key.Key_Tab)
    qtbot.waitUntil(row.note.isVisible, timeout=2000)
    assert row.note.text() == "Check character is wrong: after the first 17 it should be E. Compare with the licence."
    assert row.field.property("state") == "error"
    assert row.field.accessibleDescription() == row.note.text()
    assert not form._save.isEnabled()
    enter(qtbot, row, sample.credit_code(1))
    form.judge()
    assert not row.note.isVisible()
    assert not form.dirty


def test_typed_forms_of_dates_and_amounts_are_understood(qtbot: Any, context: Context) -> None:
    uid = sample.tenant(context.office, 1, "青岚公司")
    form = form_of(qtbot, context, uid=uid)
    enter(qtbot, form.rows["founded_on"], "2016年11月8日")
    enter(qtbot, form.rows["registered_capital"], "1,234.5万元")
    qtbot.keyClick(form.rows["registered_capital"].field, Qt.Key.Key_Tab)
    assert form.rows["founded_on"].field.text() == "2016-11-08"
    assert form.rows["registered_capital"].field.text() == "12,345,000.00"
    assert form.save()
    assert stored(context.office, uid).founded_on == date(2016, 11, 8)
    assert stored(context.office, uid).registered_capital == Decimal(12_345_000)


def test_a_new_record_complains_only_of_what_was_touched(qtbot: Any, context: Context) -> None:
    form = form_of(qtbot, context)
    assert form.rows["code"].field.text() == "T-0001"
    assert [row.spec.name for row in form.rows.values() if row.note.isVisible()] == []
    enter(qtbot, form.rows["name"], "青岚公司")
    form.judge()
    assert [row.spec.name for row in form.rows.values() if row.note.isVisible()] == []
    assert not form._save.isEnabled()
    assert not form.save()
    assert [row.spec.name for row in form.rows.values() if row.note.isVisible()] == ["kind"]
    assert form.rows["kind"].field.hasFocus()


def test_a_choice_is_blank_until_it_is_made_and_is_found_by_its_first_letters(qtbot: Any, context: Context) -> None:
    form = form_of(qtbot, context)
    field = form.rows["kind"].field
    assert field.currentText() == ""
    field.setFocus()
    qtbot.keyClicks(field, "sole")
    assert field.value() == "sole_trader"
    assert form.dirty


def test_typing_back_what_was_stored_is_no_change(qtbot: Any, context: Context) -> None:
    form = form_of(qtbot, context, uid=sample.tenant(context.office, 1, "青岚公司"))
    enter(qtbot, form.rows["name"], "别的")
    assert form.dirty
    assert form._state.text() == "1 changes not saved"
    enter(qtbot, form.rows["name"], "青岚公司")
    assert not form.dirty
    assert not form._discard.isEnabled()


def test_discard_goes_back_to_what_is_stored(qtbot: Any, context: Context) -> None:
    form = form_of(qtbot, context, uid=sample.tenant(context.office, 1, "青岚公司"))
    enter(qtbot, form.rows["name"], "别的")
    form.discard()
    assert form.rows["name"].field.text() == "青岚公司"
    assert not form.dirty


def change_elsewhere(office: Office, uid: str, **values: Any) -> None:
    other = Office(office.database, office.features, Actor("赵会计", office.actor.operator))
    with other.writing("Change") as step:
        step.change(step.session.get_one(Tenant, uid), values)


def answer(form: RecordForm, name: str, words: str) -> None:
    buttons = form.conflicts.open[name].findChildren(QPushButton)
    next(button for button in buttons if button.text() == words).click()


@pytest.mark.parametrize(("words", "kept"), [("Take theirs", 560), ("Keep mine", 600)])
def test_of_a_field_that_two_changed_one_chooses_which_stays(
    qtbot: Any, context: Context, words: str, kept: int
) -> None:
    uid = sample.tenant(context.office, 1, "青岚公司", registered_capital=Decimal(500), address=None)
    form = form_of(qtbot, context, uid=uid)
    change_elsewhere(context.office, uid, registered_capital=Decimal(560), address="创业路 1 号")
    enter(qtbot, form.rows["registered_capital"], "600")
    enter(qtbot, form.rows["name"], "青岚新公司")
    assert not form.save()
    asked = " ".join(label.text() for label in form.conflicts.findChildren(QLabel))
    assert "赵会计 changed “Registered capital”" in asked
    assert "500.00 → 560.00" in asked
    assert list(form.conflicts.open) == ["registered_capital"]
    assert form.rows["address"].field.text() == "创业路 1 号"
    assert not form._save.isEnabled()
    answer(form, "registered_capital", words)
    assert form.save()
    found = stored(context.office, uid)
    assert (found.registered_capital, found.name, found.address) == (kept, "青岚新公司", "创业路 1 号")


def test_a_record_deleted_meanwhile_is_told(qtbot: Any, context: Context) -> None:
    uid = sample.tenant(context.office, 1, "青岚公司")
    form = form_of(qtbot, context, uid=uid)
    with context.office.writing("Delete") as step:
        step.remove(step.session.get_one(Tenant, uid))
    enter(qtbot, form.rows["name"], "别的")
    assert not form.save()
    assert any("deleted this record" in label.text() for label in form.findChildren(QLabel))


def test_personal_data_is_masked_until_it_is_asked_for(qtbot: Any, context: Context) -> None:
    uid = sample.tenant(context.office, 1, "青岚公司", contact_phone="13800002001")
    form = form_of(qtbot, context, uid=uid)
    row = form.rows["contact_phone"]
    assert row.field.text() == "138****2001"
    assert row.field.isReadOnly()
    enter(qtbot, form.rows["name"], "新名称")
    assert form.save()
    assert stored(context.office, uid).contact_phone == "13800002001"
    assert row.veil is not None
    row.veil.findChildren(QPushButton)[0].click()
    assert row.field.text() == "13800002001"
    assert not row.field.isReadOnly()


def test_only_the_fields_that_an_instrument_needs_are_shown(qtbot: Any, context: Context) -> None:
    lease = sample.lease(context.office, 1, sample.tenant(context.office, 1, "青岚公司"))
    uid = sample.save(context.office, "reliefs", lease_uid=lease, kind="deferral", defer_to=date(2020, 12, 31))
    form = form_of(qtbot, context, "reliefs", uid)
    assert form.rows["defer_to"].isVisible()
    assert not form.rows["percent"].isVisible()
    kind = form.rows["kind"].field
    kind.setFocus()
    kind.setCurrentIndex(kind.findData("percent"))
    kind.activated.emit(kind.currentIndex())
    form.judge()
    assert form.rows["percent"].isVisible()
    assert form.rows["defer_to"].isVisible()  # what is stored is never hidden


@pytest.mark.parametrize("typed", ["T-0002", "qlps", "朴石"])
def test_a_reference_is_found_by_code_initials_and_name(qtbot: Any, context: Context, typed: str) -> None:
    sample.tenant(context.office, 1, "青岚禾微有限公司")
    wanted = sample.tenant(context.office, 2, "青岚朴石有限公司")
    form = form_of(qtbot, context, "leases")
    row = form.rows["tenant_uid"]
    enter(qtbot, row, typed)
    qtbot.keyClick(row.field._completer.popup(), Qt.Key.Key_Return)
    assert row.field.value() == wanted
    assert row.field.text() == "T-0002  青岚朴石有限公司"


def test_an_unknown_reference_is_said_beside_it(qtbot: Any, context: Context) -> None:
    form = form_of(qtbot, context, "leases")
    enter(qtbot, form.rows["tenant_uid"], "T-9999")
    form.judge()
    assert form.rows["tenant_uid"].note.text() == "There is no company with the code “T-9999”."


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("register", ["tenants", "leases", "reliefs", "receipts", "premises", "relief_policies"])
def test_no_label_of_a_form_is_cut(qtbot: Any, context: Context, register: str, language: str) -> None:
    i18n.use(language)
    form = form_of(qtbot, context, register)
    form.resize(408, 760)
    for row in form.rows.values():
        if row.isVisible():
            label = row.label
            assert label.heightForWidth(label.width()) <= label.height() or not label.wordWrap(), label.text()
            assert label.wordWrap() or label.sizeHint().width() <= label.width() + 1, label.text()


@pytest.mark.parametrize("first, last", [("valid_from", "valid_to"), ("starts_on", "ends_on")])
def test_the_days_of_a_span_stand_side_by_side(qtbot: Any, context: Context, first: str, last: str) -> None:
    i18n.use("zh_CN")
    form = form_of(qtbot, context, "relief_policies")
    rows = [form.rows[name] for name in (first, last)]
    assert rows[0].parentWidget() is rows[1].parentWidget()
    assert rows[0].y() == rows[1].y()


def test_what_the_checks_refuse_is_told_until_something_else_is_typed(qtbot: Any, context: Context) -> None:
    lease = sample.lease(context.office, 1, sample.tenant(context.office, 1, "青岚公司"))
    form = form_of(qtbot, context, "receipts")
    for name, value in (("lease_uid", lease), ("received_on", date(2019, 6, 30)), ("amount", Decimal(100))):
        form.rows[name].field.put(value)
        form.rows[name].touched = True
    assert not form.save()
    note = form.rows["received_on"].note
    assert "comes in from 2019-07-01 on" in note.text()
    form.judge()  # as when the field that was left last is judged after the key for saving
    assert note.isVisible()
    enter(qtbot, form.rows["received_on"], "2019-07-01")
    form.judge()
    assert not note.isVisible()
    assert form.save()
