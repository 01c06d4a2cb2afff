"""Corrections: what a change does to the past is seen before it is kept, and only with a reason it is."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sample_park as sample
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from incubator_desk.base.errors import Refused
from incubator_desk.catalog import saving
from incubator_desk.catalog.correcting import effects
from incubator_desk.catalog.office import Office
from incubator_desk.features.leases.model import Lease, LeaseStep
from incubator_desk.features.rent.model import Receipt
from incubator_desk.features.rent.service.summary import schedules
from incubator_desk.qtkit.correcting import CorrectionDialog
from incubator_desk.qtkit.deleting import delete
from incubator_desk.qtkit.form import RecordForm
from incubator_desk.qtkit.jobs import Jobs
from incubator_desk.qtkit.screen import Context
from incubator_desk.store.history import StepRow

TODAY = date(2020, 3, 20)


def change(office: Office, register: str, model: type, code: str, **values: Any) -> Any:
    """Work that changes a record."""

    def work(step: Any) -> None:
        record = step.session.scalar(select(model).where(model.code == code))
        saving.save(step, office.features.registers[register], values, record)

    return work


def test_a_new_price_changes_the_past_only_where_something_rests_on_it(office: Office) -> None:
    sample.furnish(office, companies=6)
    found = effects(office, change(office, "leases", Lease, "L-0001", price=Decimal(50)), TODAY)
    # July 2019 to March 2020; February is wholly relieved, so that its payable stays 0.
    assert {e.words[0] for e in found} == {"L-0001"}
    charged = [e for e in found if e.words[2] == "Charged"]
    assert [(e.before, e.after) for e in charged] == [(Decimal("7137.00"), Decimal("7930.00"))] * 9
    assert len([e for e in found if e.words[2] == "Payable"]) == 8
    assert effects(office, change(office, "leases", Lease, "L-0005", price=Decimal(50)), TODAY) == []
    assert effects(office, change(office, "leases", Lease, "L-0001", note="换人"), TODAY) == []


def test_what_begins_after_today_is_no_correction(office: Office) -> None:
    uids = sample.furnish(office, companies=2)
    with office.writing("Add") as step:
        step_uid, _ = saving.save(step, office.features.registers["lease_steps"],
                                  {"lease_uid": uids["leases"][0], "from_on": date(2020, 7, 1), "price": Decimal(47)})  # fmt: skip

    def later(step: Any, day: date) -> None:
        record = step.session.get(LeaseStep, step_uid)
        saving.save(step, office.features.registers["lease_steps"], {"from_on": day}, record)

    assert effects(office, lambda step: later(step, date(2020, 8, 1)), TODAY) == []
    assert effects(office, lambda step: later(step, date(2020, 2, 15)), TODAY) != []


def test_looking_keeps_nothing_and_spoils_no_remembered_schedule(office: Office) -> None:
    sample.furnish(office, companies=2)
    with office.reading() as session:
        before = schedules(session, office.actor.operator, TODAY)
        steps = session.scalars(select(StepRow.seq)).all()
    assert effects(office, change(office, "receipts", Receipt, "S-0001", amount=Decimal(1)), TODAY)
    with office.reading() as session:
        assert schedules(session, office.actor.operator, TODAY) == before
        assert session.scalars(select(StepRow.seq)).all() == steps
        assert session.scalar(select(Receipt.amount).where(Receipt.code == "S-0001")) != Decimal(1)
    assert office.check() == []


def test_what_the_change_itself_is_refused_for_is_told_first(office: Office) -> None:
    sample.furnish(office, companies=2)
    with pytest.raises(Refused, match="ends_before_starts"):
        effects(office, change(office, "leases", Lease, "L-0001", ends_on=date(2019, 1, 1)), TODAY)


# at the desk -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def context(qtbot: Any, file_office: Office, tmp_path: Any) -> Any:
    sample.furnish(file_office, companies=4)
    jobs = Jobs()
    settings = QSettings(str(tmp_path / "desk.ini"), QSettings.Format.IniFormat)
    told: list[str] = []
    made = Context(file_office, lambda: TODAY, jobs, settings, tell=lambda text, *_a, **_k: told.append(text))
    made.told = told  # type: ignore[attr-defined]
    yield made
    jobs.close()


def answer(reason: str | None) -> list[CorrectionDialog]:
    """Answer the dialog that is about to open: with a reason, or by giving up."""
    seen: list[CorrectionDialog] = []

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, CorrectionDialog)
        seen.append(dialog)
        assert dialog.table.model().rowCount() > 0
        if reason is None:
            dialog.reject()
            return
        dialog.confirm()
        assert dialog.isVisible()  # not without a reason
        dialog.reason.editor.put(reason)
        dialog.confirm()

    QTimer.singleShot(50, act)
    return seen


def price_form(qtbot: Any, context: Context) -> RecordForm:
    form = RecordForm(context, context.office.features.registers["leases"])
    qtbot.addWidget(form)
    form.resize(520, 800)
    form.show()
    with context.office.reading() as session:
        form.load(session.scalar(select(Lease.uid).where(Lease.code == "L-0001")))
    field = form.rows["price"].field
    field.selectAll()
    qtbot.keyClicks(field, "50")
    return form


def test_a_form_shows_the_effect_and_keeps_the_reason(qtbot: Any, context: Context) -> None:
    form = price_form(qtbot, context)
    seen = answer(None)
    assert not form.save()
    assert seen
    with context.office.reading() as session:
        assert session.scalar(select(Lease.price).where(Lease.code == "L-0001")) == Decimal(45)
    assert form.dirty  # what was typed is still there
    answer("合同单价录错")
    assert form.save()
    with context.office.reading() as session:
        assert session.scalar(select(Lease.price).where(Lease.code == "L-0001")) == Decimal(50)
        assert session.scalar(select(StepRow.reason).order_by(StepRow.seq.desc()).limit(1)) == "合同单价录错"
    context.office.undo()
    with context.office.reading() as session:
        assert session.scalar(select(Lease.price).where(Lease.code == "L-0001")) == Decimal(45)


def test_receipts_and_cases_under_way_are_not_deleted(qtbot: Any, context: Context) -> None:
    registers = context.office.features.registers
    form = price_form(qtbot, context)
    for register in ("receipts", "reliefs"):
        model = registers[register].model
        with context.office.reading() as session:
            uid = session.scalar(select(model.uid).order_by(model.code).limit(1))
        assert not delete(context, registers[register], [uid], form)
        with context.office.reading() as session:
            assert session.get(model, uid) is not None
    assert "reversed, not deleted" in context.told[-2]  # type: ignore[attr-defined]
    assert "void" in context.told[-1]  # type: ignore[attr-defined]


def test_a_dated_step_that_is_taken_away_changes_the_past_only_from_its_day(file_office: Office) -> None:
    uids = sample.furnish(file_office, companies=2)
    steps = file_office.features.registers["lease_steps"]
    with file_office.writing("Add") as step:
        past = {"lease_uid": uids["leases"][0], "from_on": date(2020, 1, 1), "percent": Decimal(10)}
        old, _ = saving.save(step, steps, past)
        new, _ = saving.save(step, steps, past | {"from_on": date(2020, 7, 1)})
    remove = lambda uid: lambda step: step.remove(step.session.get(LeaseStep, uid))  # noqa: E731
    assert effects(file_office, remove(new), TODAY) == []
    charged = [e for e in effects(file_office, remove(old), TODAY) if e.words[2] == "Charged"]
    assert [(e.words[1][:7], e.before, e.after) for e in charged] == [
        (f"2020-0{month}", Decimal("7850.70"), Decimal("7137.00")) for month in (1, 2, 3)
    ]


def test_a_lease_is_not_shortened_below_what_was_paid_back_of_its_relief(office: Office) -> None:
    uids = sample.furnish(office, companies=2)
    sample.save(office, "refunds", relief_uid=uids["reliefs"][0], paid_on=date(2020, 3, 12), amount=Decimal("7096.00"))
    with pytest.raises(Refused, match="refund_above_due"), office.writing("Change") as step:
        change(office, "leases", Lease, "L-0001", ended_on=date(2020, 1, 31))(step)
    assert office.check() == []
