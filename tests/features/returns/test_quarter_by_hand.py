"""The demo's first quarter in the windows of a park and of its zone: checked, closed, sent, returned, sent again."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hands import ALT, CTRL, Hands
from PySide6.QtCore import QItemSelectionModel, Qt
from sqlalchemy import select
from test_zone_screen import ZoneHands, chips, choose, statuses
from zone_parks import sender, zone_desk

from incubator_desk.base.periods import Period
from incubator_desk.catalog.office import Office
from incubator_desk.cli.main import main as console
from incubator_desk.features.mentoring.model import MentoringSession
from incubator_desk.features.park import service as park
from incubator_desk.features.returns.model import ReturnPeriod, SentPackage
from incubator_desk.features.returns.screen.periods.findings import ExplainDialog
from incubator_desk.features.returns.screen.zone.listed import ListDialog
from incubator_desk.features.returns.screen.zone.returning import ReturnDialog
from incubator_desk.features.returns.service import signing, timeline
from incubator_desk.qtkit.steps import StepDialog

K = Qt.Key
QUARTER, DAY = Period.parse("2020-Q1"), date(2020, 4, 7)
ADDED = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows


class Clerk(Hands):
    """Someone at a park's page of periods."""

    def at_the_period(self) -> Any:
        page = self.go("periods")
        page.look_at(QUARTER)
        self.qtbot.wait(50)  # the next step's button takes its place
        self.qtbot.waitUntil(lambda: page.shown.frozen or bool(page.findings._found), timeout=30_000)
        page.findings.table.setFocus()
        return page

    def next_step(self) -> None:
        """The button of what comes next, by its key."""
        self.window.activateWindow()
        page = self.window.current()
        page.findings.table.setFocus()
        self.press(K.Key_Return, CTRL)

    def close(self, page: Any) -> None:
        self.next_step()
        self.qtbot.waitUntil(lambda: page.shown.frozen, timeout=30_000)

    def build(self, page: Any, folder: Path) -> Path:
        before = set(folder.glob("*.zip"))
        page.build_into(folder)
        self.qtbot.waitUntil(lambda: bool(set(folder.glob("*.zip")) - before), timeout=120_000)
        self.qtbot.waitUntil(lambda: not page.context.jobs.busy(), timeout=20_000)
        self.qtbot.wait(80)
        (built,) = set(folder.glob("*.zip")) - before
        return built

    def trust(self, whose: str, code: str, fingerprint: str) -> None:
        """Enter a key that was read out."""
        self.go("trusted_keys")
        self.press(K.Key_N, CTRL)
        self.fill(uscc=code, role=whose, fingerprint=fingerprint, trusted_on="2020-01-15")
        self.save()


def said(office: Office, capsys: Any, *words: object) -> Any:
    """What the console answers."""
    capsys.readouterr()
    asked = ["--db", str(office.database.place), *map(str, words), "--json"]
    assert console(lambda *_a, **_k: 0, lambda *_a: [], asked) == 0
    return json.loads(capsys.readouterr().out)


def rent(office: Office, capsys: Any, out: Path, *words: str) -> list[Decimal]:
    """Charged, relieved, net and deferred of the quarter, as the console adds them up: a park's own, or the zone's."""
    out.unlink(missing_ok=True)
    said(office, capsys, *words, "rent_summary", "--period", QUARTER.text, "--format", "json", "--out", out)
    report = json.loads(out.read_bytes())
    at = [column["id"] for column in report["columns"]]
    return [Decimal(report["totals"][at.index(name)]) for name in ("charged", "relieved", "net", "deferred")]


def status(office: Office) -> tuple[str, list[str]]:
    with office.reading() as session:
        period = session.scalars(select(ReturnPeriod.status)).one()
        return period, list(session.scalars(select(SentPackage.status).order_by(SentPackage.sequence)))


@pytest.mark.long
def test_a_quarter_goes_from_the_check_to_the_zones_acceptance(qtbot, show_window, demo, open_office, tmp_path, capsys):
    out = tmp_path / "out"
    out.mkdir()
    clerk = Clerk(qtbot, show_window(demo, DAY))

    # A session that was held and not confirmed is opened where it is mended; what is missing is explained.
    page = clerk.at_the_period()
    at = next(n for n, each in enumerate(page.findings._found) if each.concerning.startswith("MS-0048"))
    page.findings.table.selectRow(at)
    clerk.press(K.Key_O, ALT)
    panel = clerk.window.current().panel
    assert panel.form.stored["code"] == "MS-0048"
    assert clerk.focus() is panel.form.rows["confirmed_on"].field, "each finding opens its field"
    panel.turn_to("Checks")
    assert [panel._pages.currentWidget().count(), panel._pages.currentWidget()._model.rows[0][0].text] == [1, "C27b"]
    panel.turn_to("Details")
    clerk.window.current().look_into("confirmed_on")
    clerk.enter("2020-03-07")
    clerk.save()
    page = clerk.at_the_period()
    assert not any(each.concerning.startswith("MS-0048") for each in page.findings._found)
    for rule in ("C03d", "C27c"):
        for n in (n for n, each in enumerate(page.findings._found) if each.rule == rule):
            page.findings.table.selectionModel().select(page.findings._model.index(n, 0), ADDED)
        page.findings.table.setFocus()
        clerk.press(K.Key_Return)
        clerk.dialog(ExplainDialog)
        clerk.enter("已电话核实，下月补报")
        clerk.press(K.Key_Return, CTRL)
        page = clerk.at_the_period()
    clerk.close(page)
    first = clerk.build(page, out)
    clerk.next_step()
    clerk.dialog(StepDialog)
    clerk.press(K.Key_Return, CTRL)
    assert status(demo) == ("sent", ["built"])
    assert said(demo, capsys, "package", "verify", first)["valid"]

    # The zone reads the keys out and in, verifies, and merges two other parks' packages with it.
    others = [sender(open_office(str(tmp_path / f"p{n}.desk")), n, tmp_path / f"o{n}") for n in (0, 2)]
    hall = zone_desk(open_office(str(tmp_path / "zone.desk"), "李科长"), others)
    with demo.reading() as session:
        name, code = (own := park.own(session)).name, str(own.uscc)
    with hall.reading() as session:
        halls = str(park.own(session).uscc)
    official = ZoneHands(qtbot, show_window(hall, DAY))
    Clerk(qtbot, official.window).trust("Park", code, signing.own(demo.actor.operator).key.fingerprint)
    page = official.go("periods")
    page.verify_file(first)
    qtbot.waitUntil(lambda: "as it was signed" in official.window.undo_bar.words.text(), timeout=20_000)
    desk = official.go("zone")
    official.merged(desk, *(each.send("2020-Q1") for each in others), first)
    official.dialog(ListDialog)
    official.press(K.Key_Escape)
    desk.look_at(QUARTER)
    own = [rent(each.office, capsys, tmp_path / "r.json", "report") for each in others]
    own.append(rent(demo, capsys, tmp_path / "r.json", "report"))
    assert rent(hall, capsys, tmp_path / "z.json", "zone", "report") == [sum(each) for each in zip(*own, strict=True)]

    # It returns the demo's, and says of which record and field.
    official.go_to(desk, name)
    official.press(K.Key_R)
    dialog = official.dialog(ReturnDialog)
    official.tab_to(dialog.of_table)
    choose(official, dialog.of_table, "Sessions")
    official.tab_to(dialog.record)
    official.enter("MS-0048")
    official.tab_to(dialog.reason)
    official.enter("起止时间与签到表不符")
    official.press(K.Key_Return, CTRL)
    assert statuses(hall)[name][0] == "returned"
    official.go_to(desk, name)
    desk.write_to(tmp_path)
    (receipt,) = tmp_path.glob("*-receipt.json")

    # The park takes the answer in, mends the record that it names, and sends again.
    clerk.window.activateWindow()
    clerk.trust("High-tech zone", halls, signing.own(hall.actor.operator).key.fingerprint)
    page = clerk.at_the_period()
    page.take_receipt_file(receipt)
    assert status(demo) == ("returned", ["returned"])
    page.reopen()
    step = clerk.dialog(StepDialog)
    clerk.tab_to(step.reason.editor)
    clerk.enter("按退回意见更正")
    clerk.press(K.Key_Return, CTRL)
    with demo.reading() as session:
        uid = session.scalars(select(MentoringSession.uid).where(MentoringSession.code == "MS-0048")).one()
    listed = clerk.go("mentoring_sessions", uid)
    assert any("起止时间与签到表不符" in each.text for each in happenings(demo, uid))
    listed.look_into("ends_at")
    clerk.enter("16:40")
    clerk.save()
    page = clerk.at_the_period()
    clerk.close(page)
    second = clerk.build(page, out)
    official.window.activateWindow()
    desk = official.go("zone")
    official.merged(desk, second)
    official.dialog(ListDialog)
    official.press(K.Key_Escape)
    official.go_to(desk, name)
    official.press(K.Key_A)
    official.go_to(desk, name)
    assert (statuses(hall)[name][0], chips(desk, name)[-1]) == ("accepted", "Sent anew")
    receipt.unlink()
    desk.write_to(tmp_path)
    (receipt,) = tmp_path.glob("*-receipt.json")
    clerk.window.activateWindow()
    page = clerk.at_the_period()
    page.take_receipt_file(receipt)
    assert status(demo) == ("accepted", ["replaced", "accepted"])


def happenings(office: Office, uid: str) -> Any:
    with office.reading() as session:
        return timeline.happenings(session, "mentoring_sessions", uid)
