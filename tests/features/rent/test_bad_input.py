"""Bad input at the desk, typed by keys in a real window: the reason stands beside the field, nothing is written."""

from datetime import date
from decimal import Decimal
from typing import Any

import deeds
import pytest
import receiving_park as park
import sample_park as sample
from hands import ALT, CTRL, Hands
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget

from incubator_desk.catalog.moving import Taking, move_cases
from incubator_desk.catalog.office import Office
from incubator_desk.features.rent.model import Relief
from incubator_desk.qtkit.pasting import PasteDialog
from incubator_desk.qtkit.steps import StepDialog
from incubator_desk.store.record import Actor

TODAY = park.TODAY
ENTER = Qt.Key.Key_Return
SPRING: dict[str, Any] = {
    "kind": "percent", "percent": Decimal(30), "starts_on": date(2020, 2, 1), "ends_on": date(2020, 4, 30),
}  # fmt: skip


@pytest.fixture
def made(file_office: Office) -> dict[str, str]:
    """Lease a has a case under an exclusive policy, approved on 10 March; cases under another wait on every lease."""
    found = park.furnish(file_office)
    exclusive = sample.save(file_office, "relief_policies", code="P-1", title="排他", exclusive=True, **SPRING)
    found["policy"] = sample.save(file_office, "relief_policies", code="P-2", title="另一项", **SPRING)
    sample.save(file_office, "reliefs", code="R-5", lease_uid=found["a"], policy_uid=exclusive, status="agreed",
                approved_on=date(2020, 3, 10), agreed_on=date(2020, 3, 17), **SPRING)  # fmt: skip
    for code, lease in (("R-7", "a"), ("R-8", "b"), ("R-9", "c")):
        found[code] = sample.save(file_office, "reliefs", code=code, lease_uid=found[lease],
                                  policy_uid=found["policy"], status="reviewed", **SPRING)  # fmt: skip
    return found


@pytest.fixture
def hands(qtbot: Any, show_window: Any, file_office: Office, made: Any) -> Hands:
    return Hands(qtbot, show_window(file_office, TODAY, size=(1366, 768)))


def state(office: Office) -> Any:
    """All that a refusal must leave as it is."""
    return deeds.records(office), deeds.figures(office), deeds.written(office)


def beside(hands: Hands, name: str) -> str:
    """What stands beside a field of the form, after Ctrl+S brought the cursor there."""
    hands.press(Qt.Key.Key_S, CTRL)
    row = hands.window.current().panel.form.rows[name]  # type: ignore[attr-defined]
    assert row.note.isVisible()
    assert hands.focus() is row.field
    return str(row.note.text())


def new(hands: Hands, register: str, **values: str) -> None:
    hands.go(register)
    hands.press(Qt.Key.Key_N, CTRL)
    hands.fill(**values)


def edited(hands: Hands, register: str, uid: str, **values: str) -> None:
    screen = hands.go(register, uid)
    screen.panel.form.focus_first()
    hands.fill(**values)


def step_dialog(hands: Hands, *uids: str) -> Any:
    """The dialog of a step for some cases, the keys in it."""
    screen = hands.go("reliefs")
    screen.table.setFocus()
    hands.press(Qt.Key.Key_Home, CTRL)
    for at, uid in enumerate(uids):
        flag = screen.table.selectionModel().SelectionFlag
        mode = (flag.Select if at else flag.ClearAndSelect) | flag.Rows
        screen.table.selectionModel().select(screen.model.index(screen.model.place(uid), 0), mode)
    hands.press(Qt.Key.Key_M, ALT)
    return hands.dialog(StepDialog)


def take(hands: Hands, dialog: Any, on: str = "") -> None:
    """Enter a day, tick all evidence, and take the step."""
    if on:
        hands.tab_to(dialog.day.editor)
        hands.enter(on)
    for box in dialog.ticks.values():
        if not box.isChecked():
            hands.tab_to(box)
            hands.press(Qt.Key.Key_Space)
    hands.press(ENTER, CTRL)


def above(widget: QWidget) -> str:
    return "  ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def listed(dialog: Any) -> list[tuple[str, str]]:
    assert dialog.table.isVisible()
    return [(row[0].text, row[1].text) for row in dialog._refusals.rows]


# a percent of 120 ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("register", "values"),
    [
        ("relief_policies", {"title": "减免", "kind": "Reduction by percent", "percent": "120"}),
        ("reliefs", {"lease_uid": "L-0001", "kind": "Reduction by percent", "percent": "120%"}),
    ],
)
def test_a_percent_of_120(hands: Hands, file_office: Office, register: str, values: dict[str, str]) -> None:
    before = state(file_office)
    new(hands, register, **values)
    assert beside(hands, "percent") == "120 is above 100."
    assert state(file_office) == before


def test_a_percent_of_120_in_what_is_stored(hands: Hands, file_office: Office, made: dict[str, str]) -> None:
    before = state(file_office)
    edited(hands, "reliefs", made["R-8"], percent="120")
    assert beside(hands, "percent") == "120 is above 100."
    hands.window.current().panel.form.discard()  # type: ignore[attr-defined]
    edited(hands, "relief_policies", made["policy"], percent="-1")
    assert beside(hands, "percent") == "-1 is below 0."
    assert state(file_office) == before


# an agreement dated before its approval ------------------------------------------------------------------------------


def test_an_agreement_dated_before_its_approval_in_the_form(
    hands: Hands, file_office: Office, made: dict[str, str]
) -> None:
    case = next(relief.uid for relief in deeds.Park(file_office).every(Relief) if relief.code == "R-5")
    before = state(file_office)
    edited(hands, "reliefs", case, agreed_on="2020-03-09")
    assert beside(hands, "agreed_on") == "The agreement is dated before the approval (2020-03-10)."
    hands.window.current().panel.form.discard()  # type: ignore[attr-defined]
    edited(hands, "reliefs", case, approved_on="2020-03-18")
    assert beside(hands, "agreed_on") == "The agreement is dated before the approval (2020-03-18)."
    assert state(file_office) == before


def test_an_agreement_dated_before_its_approval_as_a_step(hands: Hands, file_office: Office, made: Any) -> None:
    register = file_office.features.registers["reliefs"]
    for target, on in (("approved", date(2020, 3, 11)), ("published", date(2020, 3, 12))):
        move_cases(file_office, register, [made["R-8"], made["R-9"]], Taking(target, on), None)
    before = state(file_office)
    dialog = step_dialog(hands, made["R-8"])
    take(hands, dialog, "2020-03-10")
    assert dialog.day.note.text() == "The step before was taken on 2020-03-12; this one cannot be earlier."
    assert dialog.day.note.isVisible()
    assert hands.focus() is dialog.day.editor
    take(hands, dialog, "2020-03-18")
    assert "The public notice runs until 2020-03-18" in dialog.day.note.text()
    dialog.reject()
    dialog = step_dialog(hands, made["R-8"], made["R-9"])  # many are told at once what holds for all
    take(hands, dialog, "2020-03-10")
    assert dialog.day.note.text() == "The step before was taken on 2020-03-12; this one cannot be earlier."
    assert state(file_office) == before


# a refund above what is owed -----------------------------------------------------------------------------------------


@pytest.fixture
def owing(file_office: Office, made: dict[str, str]) -> None:
    """Lease c was paid 100.00 too much."""
    whole = {"received_on": date(2020, 1, 5), "amount": Decimal(8388 * 12 + 100)}
    sample.save(file_office, "receipts", lease_uid=made["c"], **whole)


def test_a_refund_above_what_is_owed_on_the_screen(hands: Hands, file_office: Office, owing: None) -> None:
    before = state(file_office)
    payout = hands.go("owed").payout
    hands.qtbot.waitUntil(hands.window.current().table.hasFocus)  # type: ignore[attr-defined]
    hands.press(ENTER)
    hands.enter("100.01")
    hands.press(ENTER, CTRL)
    assert "only 100.00 is owed" in payout.rows["amount"].note.text()
    assert hands.focus() is payout.field("amount")
    assert state(file_office) == before


def test_a_refund_above_what_is_owed_in_the_form(hands: Hands, file_office: Office, owing: None) -> None:
    before = state(file_office)
    new(hands, "refunds", lease_uid="L-0003", paid_on="2020-03-20", amount="100.01")
    assert "only 100.00 is owed" in beside(hands, "amount")
    assert state(file_office) == before


# a receipt before the lease ------------------------------------------------------------------------------------------


def test_a_receipt_before_the_lease_on_the_screen(hands: Hands, file_office: Office) -> None:
    before = state(file_office)
    fields = hands.go("receive").entry.fields
    hands.qtbot.waitUntil(lambda: fields.field("tenant_uid").hasFocus())
    for name, text in (("tenant_uid", "T-0002"), ("received_on", "2019-12-31"), ("amount", "8388")):
        hands.window.activateWindow()
        fields.chain.enter(fields.field(name))
        hands.enter(text)
    hands.window.activateWindow()
    hands.press(ENTER, CTRL)
    assert "Rent of lease L-0003 comes in from 2020-01-01 on" in fields.rows["received_on"].note.text()
    assert hands.focus() is fields.field("received_on")
    assert state(file_office) == before


def test_a_receipt_before_the_lease_in_the_form(hands: Hands, file_office: Office) -> None:
    before = state(file_office)
    new(hands, "receipts", lease_uid="L-0003", received_on="2019-12-31", amount="8388")
    assert "Rent of lease L-0003 comes in from 2020-01-01 on" in beside(hands, "received_on")
    assert state(file_office) == before


# a case moved by a stale window --------------------------------------------------------------------------------------


def moved_elsewhere(office: Office, uid: str, target: str, reason: str | None = None) -> None:
    other = Office(office.database, office.features, Actor("赵会计", office.actor.operator))
    move_cases(other, office.features.registers["reliefs"], [uid], Taking(target, TODAY), reason)


def test_a_case_that_was_moved_meanwhile(hands: Hands, file_office: Office, made: dict[str, str]) -> None:
    dialog = step_dialog(hands, made["R-8"])
    moved_elsewhere(file_office, made["R-8"], "returned", "缺材料")
    before = state(file_office)
    take(hands, dialog)
    assert "Someone else moved this case meanwhile: it is “Returned” now." in above(dialog)
    assert state(file_office) == before


def test_one_of_many_cases_that_was_moved_meanwhile(hands: Hands, file_office: Office, made: dict[str, str]) -> None:
    dialog = step_dialog(hands, made["R-8"], made["R-9"])
    moved_elsewhere(file_office, made["R-9"], "refused", "不符合条件")
    before = state(file_office)
    take(hands, dialog)
    ((code, why),) = listed(dialog)
    assert (code, why.split(":")[1].split(".")[0].strip()) == ("R-9", "it is “Refused” now")
    assert state(file_office) == before
    hands.press(Qt.Key.Key_L, ALT)  # the others can still go on
    take(hands, dialog)
    assert [r.status for r in deeds.Park(file_office).every(Relief)[1:]] == ["reviewed", "approved", "refused"]


# policies that exclude each other ------------------------------------------------------------------------------------

EITHER_ORDER = pytest.mark.parametrize("on", ["2020-03-02", "2020-03-16"])


@EITHER_ORDER
def test_an_exclusive_overlap_as_a_step(hands: Hands, file_office: Office, made: dict[str, str], on: str) -> None:
    before = state(file_office)
    dialog = step_dialog(hands, made["R-7"])
    take(hands, dialog, on)
    told = above(dialog)
    assert "Lease L-0001 already has relief R-5 on days that R-7 reaches" in told
    assert "Change the days or withdraw one." in told
    assert state(file_office) == before


@EITHER_ORDER
def test_an_exclusive_overlap_among_many(hands: Hands, file_office: Office, made: dict[str, str], on: str) -> None:
    before = state(file_office)
    dialog = step_dialog(hands, made["R-7"], made["R-8"], made["R-9"])
    take(hands, dialog, on)
    ((code, why),) = listed(dialog)
    assert (code, "already has relief R-5" in why) == ("R-7", True)
    assert state(file_office) == before


@EITHER_ORDER
def test_an_exclusive_overlap_in_the_form(hands: Hands, file_office: Office, on: str) -> None:
    before = state(file_office)
    new(hands, "reliefs", lease_uid="L-0001", policy_uid="P-2", status="Approved", kind="Reduction by percent",
        starts_on="2020-04-01", ends_on="2020-04-30", percent="10", approved_on=on)  # fmt: skip
    assert "already has relief R-5 on days that R-10 reaches" in beside(hands, "starts_on")
    assert state(file_office) == before


@EITHER_ORDER
def test_an_exclusive_overlap_in_pasted_rows(hands: Hands, file_office: Office, on: str) -> None:
    rows = ("code\tlease_code\tpolicy_code\tkind\tpercent\tstarts_on\tends_on\tapproved_on",
            f"X-1\tL-0001\tP-2\tpercent\t10%\t2020-04-01\t2020-04-30\t{on}",
            f"X-2\tL-0002\tP-2\tpercent\t10%\t2020-04-01\t2020-04-30\t{on}")  # fmt: skip
    before = state(file_office)
    screen = hands.go("reliefs")
    screen.table.setFocus()
    QGuiApplication.clipboard().setText("\n".join(rows))
    hands.press(Qt.Key.Key_V, CTRL)
    dialog = hands.dialog(PasteDialog)
    hands.press(ENTER, CTRL)
    assert [row.verdict for row in dialog.rows] == ["error", "new"]
    first = dialog._model.rows[0]
    assert "already has relief R-5 on days that X-1 reaches" in first[-1].text
    assert dialog.why.isVisible()
    assert dialog.why.text() == first[-1].text
    assert first[2 + [spec.name for spec in dialog._known].index("starts_on")].tone == "danger"
    assert state(file_office) == before
    hands.press(ENTER, CTRL)  # the other one is taken over
    assert {r.code for r in deeds.Park(file_office).every(Relief)} == {"R-5", "R-7", "R-8", "R-9", "X-2"}


@EITHER_ORDER
def test_an_exclusive_overlap_where_a_policy_becomes_exclusive(hands: Hands, file_office: Office, on: str) -> None:
    """Nothing of the form itself is wrong: what stands against it is told above, with both cases."""
    plain = sample.save(file_office, "relief_policies", code="P-3", title="不排他", **SPRING)
    office = file_office
    lease = deeds.Park(office).every(Relief)[2].lease_uid
    for code, policy, day in (("X-1", plain, date(2020, 3, 10)), ("X-2", None, date.fromisoformat(on))):
        sample.save(office, "reliefs", code=code, lease_uid=lease, policy_uid=policy, status="approved",
                    approved_on=day, **SPRING)  # fmt: skip
    before = state(office)
    edited(hands, "relief_policies", plain, exclusive="Yes")
    hands.press(Qt.Key.Key_S, CTRL)
    told = above(hands.window.current())
    assert "X-1" in told
    assert "X-2" in told
    assert state(office) == before
