"""The page of a period in a real window: explained, closed, packed, sent and answered, by keys."""

from pathlib import Path
from typing import Any

import pytest
from hands import CTRL, Hands
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from incubator_desk.base.periods import Period
from incubator_desk.catalog import saving
from incubator_desk.features.returns.model import ExplainedFinding, ReturnPeriod, SentPackage
from incubator_desk.features.returns.screen.periods.findings import ExplainDialog
from incubator_desk.features.returns.service.verifying import verify
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.qtkit.steps import StepDialog

K = Qt.Key


@pytest.fixture
def hands(qtbot: Any, window: Any) -> Hands:
    return Hands(qtbot, window)


@pytest.fixture
def page(hands: Hands) -> Any:
    """The demo's February, checked."""
    screen = hands.go("periods")
    screen.look_at(Period.parse("2020-02"))
    hands.qtbot.waitUntil(lambda: bool(screen.findings._found), timeout=20000)
    return screen


def status(window: Any) -> str | None:
    with window.context.office.reading() as session:
        return session.scalar(select(ReturnPeriod.status).where(ReturnPeriod.code == "2020-02"))


def close(hands: Hands, page: Any, window: Any) -> None:
    page.findings.table.setFocus()
    hands.press(K.Key_Return, CTRL)
    hands.qtbot.waitUntil(lambda: status(window) == "closed", timeout=30000)
    hands.qtbot.waitUntil(lambda: page.shown.frozen, timeout=10000)


def test_warnings_are_explained_several_at_once(hands, page, window):
    rule = page.findings._found[0].rule
    alike = [at for at, each in enumerate(page.findings._found) if each.rule == rule]
    page.findings.table.selectRow(alike[0])
    selection = page.findings.table.selectionModel()
    for at in alike:
        place = page.findings._model.index(at, 0)
        selection.select(place, selection.SelectionFlag.Select | selection.SelectionFlag.Rows)
    page.findings.table.setFocus()
    hands.press(K.Key_Return)
    hands.dialog(ExplainDialog)
    hands.enter("企业未报，已电话催报")
    hands.press(K.Key_Return, CTRL)
    QApplication.processEvents()
    with window.context.office.reading() as session:
        reasons = session.scalars(select(ExplainedFinding.reason)).all()
    assert reasons == ["企业未报，已电话催报"] * len(alike)
    window.undo()
    with window.context.office.reading() as session:
        assert session.scalars(select(ExplainedFinding.uid)).all() == []


def test_closed_built_and_sent_by_one_key_after_the_other(hands, page, window, tmp_path: Path):
    close(hands, page, window)
    page.build_into(tmp_path)
    hands.qtbot.waitUntil(lambda: window.undo_bar.words.text().startswith("Built"), timeout=60000)
    hands.qtbot.wait(50)  # the next step's button takes its place
    (built,) = tmp_path.glob("*.zip")
    assert verify(built, lambda *_: False).valid
    page.findings.table.setFocus()
    hands.press(K.Key_Return, CTRL)
    hands.dialog(StepDialog)
    hands.press(K.Key_Return, CTRL)
    QApplication.processEvents()
    assert status(window) == "sent"
    with window.context.office.reading() as session:
        assert session.scalars(select(SentPackage.sequence)).all() == [1]


def test_what_changes_after_the_closing_shows_and_opens(hands, page, window):
    close(hands, page, window)
    with window.context.office.writing("Correct") as step:
        tenant = step.session.scalars(select(Tenant).where(Tenant.code == "T-0003")).one()
        saving.save(step, window.context.office.features.registers["tenants"], {"employees": 99}, tenant)
    hands.qtbot.waitUntil(lambda: bool(page.differences._rows), timeout=20000)
    first = page.differences._rows[0]
    assert (first.table, first.key, first.field, first.after, first.who) == (
        "tenants",
        "T-0003",
        "employees",
        "99",
        "王敏",
    )
    page.differences.table.selectRow(0)
    page.differences.table.setFocus()
    hands.press(K.Key_Return)
    assert window.current().name == "tenants"


def test_reopened_with_a_reason_it_can_be_checked_again(hands, page, window):
    close(hands, page, window)
    page.reopen()
    dialog = hands.dialog(StepDialog)
    hands.tab_to(dialog.reason.editor)
    hands.enter("补录收款")
    hands.press(K.Key_Return, CTRL)
    QApplication.processEvents()
    assert status(window) == "open"
    hands.qtbot.waitUntil(lambda: bool(page.findings._found), timeout=20000)


def test_a_file_that_is_no_package_is_told(hands, page, window, tmp_path: Path):
    wrong = tmp_path / "x.zip"
    wrong.write_bytes(b"PK nothing")
    page.verify_file(wrong)
    hands.qtbot.waitUntil(lambda: bool(window.undo_bar.words.text()), timeout=10000)
    assert "package" in window.undo_bar.words.text()
    page.take_receipt_file(wrong)
    assert "receipt" in window.undo_bar.words.text()
