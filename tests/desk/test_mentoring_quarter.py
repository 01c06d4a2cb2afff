"""A quarter of mentoring at the keyboard: sixty sessions and four events booked, held, signed, mended and summed."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from clerk import Clerk
from hands import CTRL
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from incubator_desk.base.periods import Period
from incubator_desk.cli.main import main as console
from incubator_desk.demo.show import fill
from incubator_desk.desk.app import open_office
from incubator_desk.features.mentoring.model import MentoringSession, Participation, Service, ServiceUse
from incubator_desk.features.mentoring.rules.counting import hours
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.qtkit.steps import StepDialog

K = Qt.Key
MENTORS = [f"M-{number:04}" for number in range(1, 13)]
BEGINS = date(2020, 2, 10)
"""The Monday on which the park opens again: five weeks before that of the working date."""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """The demo park with its mentors, but without anything that they did."""
    made = tmp_path / "park.desk"
    office = open_office(str(made))
    fill(office)
    with office.writing("Clear") as step:
        for model in (Participation, MentoringSession, ServiceUse, Service):
            for record in step.session.scalars(select(model)).all():
                step.remove(record)
    office.database.close()
    return made


@pytest.fixture
def window(show_window: Any, open_office: Any, place: Path) -> Any:
    return show_window(open_office(str(place)))


def companies(window: Any) -> list[str]:
    """Forty companies of the park by code."""
    with window.context.office.reading() as session:
        mine = select(Tenant.code).where(Tenant.status == "incubating", Tenant.admitted_on < BEGINS)
        return list(session.scalars(mine.order_by(Tenant.code)))[:40]


def to_slot(clerk: Clerk, page: Any, weekday: int, start: int) -> None:
    """The cursor on a time of the week shown, by arrow keys."""
    grid = page.week.grid
    while (grid.mark.day - grid.first).days != weekday or grid.current:
        clerk.press(K.Key_Right if (grid.mark.day - grid.first).days < weekday else K.Key_Left)
        if grid.current and (grid.mark.day - grid.first).days == weekday:
            clerk.press(K.Key_Up)
    for _slot in range(40):
        if grid.mark.start == start and not grid.current:
            return
        clerk.press(K.Key_Down if grid.mark.start < start else K.Key_Up)
    raise AssertionError((weekday, start, grid.mark))


def book(clerk: Clerk, page: Any, mentor: str, guests: list[str], times: int = 1, topic: str = "") -> str:
    """A session at the cursor, repeated weekly so many times; gives its code."""
    clerk.press(K.Key_N)
    form = page.panel.form
    assert clerk.focus() is form.rows["mentor_uid"].field
    clerk.enter(mentor)
    clerk.tab_to(form.members.adding)
    if len(guests) == 1:
        clerk.enter(guests[0])
        clerk.press(K.Key_Return)
    else:  # a column copied from a sheet
        QApplication.clipboard().setText("\n".join(guests))
        clerk.press(K.Key_V, CTRL)
    if topic:
        clerk.tab_to(form.rows["topic"].field)
        clerk.enter(topic)
    if times > 1:
        clerk.tab_to(form.repeat.how)
        clerk.press(K.Key_Down)
        clerk.tab_to(form.repeat.times)
        clerk.enter(str(times))
    clerk.press(K.Key_S, CTRL)
    assert form.uid, [(p.where.column, p.text()) for p in form._errors]
    clerk.press(K.Key_F6)
    return str(form.stored["code"])


def step(clerk: Clerk, *, tick: bool = False) -> None:
    """Take the step that a dialog asks about."""
    dialog = clerk.dialog(StepDialog)
    for box in dialog.ticks.values():
        clerk.tab_to(box)
        clerk.press(K.Key_Space)
    assert bool(dialog.ticks) == tick
    clerk.press(K.Key_Return, CTRL)
    clerk.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None, timeout=10000)
    clerk.window.activateWindow()  # off-screen no window manager does that
    clerk.qtbot.waitUntil(clerk.window.isActiveWindow)


def summary(place: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """What the console says of the quarter."""
    capsys.readouterr()
    asked = ["--db", str(place), "mentoring", "summary", "--period", "2020-Q1", "--json"]
    assert console(lambda *_a, **_k: 0, lambda *_a: [], asked) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.long
def test_a_quarter_is_booked_held_signed_mended_and_summed(qtbot, window, place, capsys):
    clerk, guests = Clerk(qtbot, window), companies(window)
    page = clerk.go("mentoring")
    clerk.press(K.Key_W)
    while page.week.grid.first > BEGINS:
        clerk.press(K.Key_PageUp)
    # Twelve mentors, each five Fridays or so in a row: sixty sessions.
    for number, mentor in enumerate(MENTORS):
        to_slot(clerk, page, number % 5, 9 * 60 + number // 5 * 120)
        book(clerk, page, mentor, [guests[number]], times=5)
    # Four events on the last four Saturdays but one, at which all forty companies are expected.
    for number in range(4):
        clerk.press(K.Key_PageDown)
        to_slot(clerk, page, 5, 10 * 60)
        book(clerk, page, MENTORS[number], guests[number * 10 : number * 10 + 10], topic="银企对接会")
    said = summary(place, capsys)
    assert (said["sessions"], len(said["not_counted"])) == (0, 64)
    assert {each["reason"] for each in said["not_counted"]} == {"planned"}

    # One of them nobody came to after all; the others are entered as held, all at once.
    listed = clerk.list_cases("MS-", "Planned", "mentoring_sessions")
    clerk.move(listed, 64)
    clerk.qtbot.waitUntil(lambda: not summary(place, capsys)["sessions"] and _states(window) == {"held": 64})

    # One company stayed away from its session: entered in the form beside the calendar.
    page = clerk.go("mentoring")
    absent = _uid(window, "MS-0001")
    page.open(absent)
    clerk.tab_to(next(iter(page.panel.form.members.members[0].editors.values())))
    clerk.press(K.Key_Space)
    clerk.press(K.Key_S, CTRL)

    # All are signed; what does not count yet is mended from its list.
    page.look("mend")
    assert page.mending.count() == 64
    clerk.press(K.Key_A, CTRL)
    clerk.press(K.Key_Return)
    step(clerk, tick=True)
    said = summary(place, capsys)
    assert (said["sessions"], said["not_counted"]) == (63, [{"session": "MS-0001", "reason": "nobody_attended"}])
    assert page.mending.count() == 1
    clerk.press(K.Key_Return)
    assert page.panel.uid == absent
    assert clerk.focus() is next(iter(page.panel.form.members.members[0].editors.values()))
    clerk.press(K.Key_Space)
    clerk.press(K.Key_S, CTRL)

    said = summary(place, capsys)
    assert (said["sessions"], said["not_counted"]) == (64, [])
    assert len(said["mentors"]) == 12
    assert len(said["tenants"]) == 40
    counted = page.diary.counted(Period.parse("2020-Q1"))
    assert (counted.sessions, hours(counted.minutes)) == (said["sessions"], said["hours"])
    assert counted.incubating_served == 40


def _states(window: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    with window.context.office.reading() as session:
        for status in session.scalars(select(MentoringSession.status)):
            found[status] = found.get(status, 0) + 1
    return found


def _uid(window: Any, code: str) -> str:
    with window.context.office.reading() as session:
        return session.scalars(select(MentoringSession.uid).where(MentoringSession.code == code)).one()
