"""The calendar of sessions in a real window: by mouse and by keys alone, each drag with its twin."""

from datetime import date, timedelta
from typing import Any

import pytest
from hands import ALT, CTRL, Hands
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from incubator_desk.base.periods import Period
from incubator_desk.catalog import saving
from incubator_desk.features.mentoring.model import Mentor, MentoringSession, MentorTie, Participation
from incubator_desk.features.mentoring.screen.calendar.series import SeriesDialog
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.qtkit.calendar.blocks import Span
from incubator_desk.qtkit.steps import ReasonDialog, StepDialog

K = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
PLANNED = "MS-0056"
"""In the demo: Monday 23 March 2020, 14:00 to 15:20, planned."""
MONDAY = date(2020, 3, 23)
QUARTER = Period.parse("2020-Q1")


@pytest.fixture
def hands(qtbot: Any, window: Any) -> Hands:
    return Hands(qtbot, window)


@pytest.fixture
def page(hands: Hands) -> Any:
    """The week of the planned session, the grid with the focus."""
    screen = hands.go("mentoring")
    screen.look("week")
    screen.go_to(MONDAY)
    QApplication.processEvents()
    return screen


def stored(window: Any, code: str = PLANNED) -> MentoringSession:
    with window.context.office.reading() as session:
        found = session.scalars(select(MentoringSession).where(MentoringSession.code == code)).one()
        session.expunge(found)
        return found


def times(found: MentoringSession) -> tuple[date, str, str]:
    return found.held_on, found.starts_at, found.ends_at


def drag(grid: Any, start: QPoint, end: QPoint) -> None:
    """Press, move in steps as a hand does, let go."""
    QTest.mousePress(grid, Qt.MouseButton.LeftButton, pos=start)
    for at in (0.2, 0.6, 1.0):
        QTest.mouseMove(grid, start + (end - start) * at)
        QApplication.processEvents()
    QTest.mouseRelease(grid, Qt.MouseButton.LeftButton, pos=end)
    QApplication.processEvents()


def hold(hands: Hands, key: Qt.Key, modifier: Qt.KeyboardModifier = ALT) -> None:
    """Strike a key while Alt stays down: letting go of Alt would set down what hovers."""
    hands.qtbot.keyPress(hands.focus(), key, modifier)


def y_of(grid: Any, day: date, minute: int) -> QPoint:
    box = grid.box(Span(day, minute, minute + 15))
    return QPoint(box.center().x(), box.top())


# moving ---------------------------------------------------------------------------------------------------------------


def test_a_drag_moves_a_session_and_undo_brings_it_back(page, window):
    uid, before = stored(window).uid, times(stored(window))
    grid = page.week.grid
    box = grid.place(uid)
    grip = QPoint(box.center().x(), box.top() + 30)
    target = QPoint(
        grid.box(Span(MONDAY + timedelta(days=3), 0, 15)).center().x(), grip.y() + round(90 * grid._scale())
    )
    drag(grid, grip, target)
    assert times(stored(window)) == (MONDAY + timedelta(days=3), "15:30", "16:50")
    window.undo()
    assert times(stored(window)) == before


def test_keys_do_what_the_drag_does(hands, page, window):
    grid = page.week.grid
    grid.choose(stored(window).uid)
    for _day in range(3):
        hold(hands, K.Key_Right)
    for _step in range(6):
        hold(hands, K.Key_Down)
    assert grid.lifted is not None
    assert times(stored(window))[0] == MONDAY, "nothing is written while it hovers"
    hands.press(K.Key_Return)
    assert times(stored(window)) == (MONDAY + timedelta(days=3), "15:30", "16:50")


def test_escape_puts_a_hovering_session_back(hands, page, window):
    before = times(stored(window))
    page.week.grid.choose(stored(window).uid)
    hold(hands, K.Key_Down)
    hands.press(K.Key_Escape)
    assert page.week.grid.lifted is None
    hands.press(K.Key_Return)  # opens it, moves nothing
    assert times(stored(window)) == before


def test_an_edge_makes_it_longer_by_mouse_and_by_keys(hands, page, window):
    grid, uid = page.week.grid, stored(window).uid
    box = grid.place(uid)
    edge = QPoint(box.center().x(), box.bottom() - 2)
    drag(grid, edge, edge + QPoint(0, -round(30 * grid._scale())))
    assert times(stored(window)) == (MONDAY, "14:00", "14:50")
    grid.choose(uid)
    hold(hands, K.Key_Down, ALT | SHIFT)
    hold(hands, K.Key_Down, ALT | SHIFT)
    hands.qtbot.keyRelease(grid, K.Key_Alt)
    assert times(stored(window)) == (MONDAY, "14:00", "15:20")


def test_an_overlap_shows_while_it_hovers_and_is_refused(hands, page, window):
    """The mentor of the planned session gets another one on that afternoon; moving the first onto it is refused."""
    office, first = window.context.office, stored(window)
    register = office.features.registers["mentoring_sessions"]
    with office.writing("x") as step:
        saving.save(
            step, register,
            {"code": "MS-9001", "mentor_uid": first.mentor_uid, "held_on": MONDAY, "starts_at": "16:00", "ends_at": "17:00"},
        )  # fmt: skip
    QApplication.processEvents()
    grid = page.week.grid
    grid.choose(first.uid)
    for _step in range(2):
        hold(hands, K.Key_Down)
    assert grid.told(grid.lifted) == ("14:30–15:50", "")
    hold(hands, K.Key_Down)
    assert "MS-9001" in grid.told(grid.lifted)[1]
    hands.press(K.Key_Return)
    assert times(stored(window)) == (MONDAY, "14:00", "15:20")
    assert "MS-9001" in window.undo_bar.words.text()


def test_there_and_back_restores_every_figure(hands, page, window):
    before = dict(page.diary.counted(QUARTER).hours)
    uid = stored(window).uid
    for key in (K.Key_Right, K.Key_Left):
        page.week.grid.choose(uid)
        hands.press(key, ALT)
    assert times(stored(window)) == (MONDAY, "14:00", "15:20")
    assert page.diary.counted(QUARTER).hours == before


def test_what_was_held_is_not_dragged(page, window):
    page.go_to(date(2020, 3, 5))
    held = next(each for each in page.diary.sessions if each.status == "held" and each.held_on == date(2020, 3, 5))
    grid = page.week.grid
    box = grid.place(held.uid)
    drag(grid, box.center(), box.center() + QPoint(0, 60))
    assert times(stored(window, held.code)) == (held.held_on, held.starts_at, held.ends_at)


# booking --------------------------------------------------------------------------------------------------------------


def test_a_session_is_drawn_and_booked(hands, page, window):
    grid = page.week.grid
    drag(grid, y_of(grid, MONDAY + timedelta(days=2), 10 * 60), y_of(grid, MONDAY + timedelta(days=2), 11 * 60 + 30))
    form = page.panel.form
    values, _unread = form.values()
    assert (values["held_on"], values["starts_at"], values["ends_at"]) == (MONDAY + timedelta(days=2), "10:00", "11:30")
    _fill(hands, page, window)
    found = stored(window, form.stored["code"])
    assert times(found) == (MONDAY + timedelta(days=2), "10:00", "11:30")
    assert found.uid == grid.current, "the new session is the chosen block"
    assert found.uid in {b.key for b in grid.of_day(found.held_on)}


def test_a_session_is_booked_by_keys_alone(hands, page, window):
    hands.press(K.Key_Right)
    assert page.week.grid.mark.day == MONDAY + timedelta(days=1)
    while page.week.grid.mark.start != 10 * 60:
        hands.press(K.Key_Up if page.week.grid.mark.start > 600 else K.Key_Down)
    for _slot in range(3):
        hands.press(K.Key_Down, SHIFT)
    hands.press(K.Key_N)
    _fill(hands, page, window)
    assert times(stored(window, page.panel.form.stored["code"])) == (MONDAY + timedelta(days=1), "10:00", "12:00")


def _fill(hands: Hands, page: Any, window: Any) -> None:
    """Mentor and company by their codes, then save."""
    form = page.panel.form
    assert hands.focus() is form.rows["mentor_uid"].field
    hands.enter("M-0003")
    hands.tab_to(form.members.adding)
    hands.enter("T-0003")
    hands.press(K.Key_Return)
    hands.press(K.Key_S, CTRL)
    assert form.uid, [(p.where.column, p.text()) for p in form._errors]
    with window.context.office.reading() as session:
        who = select(Tenant.code).join(Participation, Participation.tenant_uid == Tenant.uid)
        assert session.scalars(who.where(Participation.session_uid == form.uid)).all() == ["T-0003"]
        assert session.get_one(Mentor, form.values()[0]["mentor_uid"]).code == "M-0003"


def test_an_overlap_while_typing_offers_free_times(hands, page, window):
    first = stored(window)
    page.draw(Span(MONDAY, 14 * 60 + 30, 16 * 60))
    form = page.panel.form
    form.put("mentor_uid", first.mentor_uid)
    assert any(p.code == "overlap" for p in form._errors)
    assert not form._save.isEnabled()
    offered = [b for b in form.advice.times.findChildren(type(form._save)) if b.text()]
    assert offered
    offered[0].click()
    assert not any(p.code == "overlap" for p in form._errors)
    values, _unread = form.values()
    assert values["starts_at"] >= "15:20" or values["ends_at"] <= "14:00"


def test_a_tie_is_flagged_and_books_all_the_same(hands, page, window):
    """M-0001 holds shares of one of the companies."""
    with window.context.office.reading() as session:
        tie = session.scalars(select(MentorTie)).first()
        mentor, tenant = tie.mentor_uid, tie.tenant_uid
    page.draw(Span(MONDAY + timedelta(days=3), 9 * 60, 10 * 60))
    form = page.panel.form
    form.put("mentor_uid", mentor)
    form.members.add(tenant)
    assert not form.members.note.isHidden()
    form.save()
    assert form.uid


def test_unsaved_changes_stay(hands, page, window):
    page.draw(Span(MONDAY, 9 * 60, 10 * 60))
    page.panel.form.put("topic", "现金流")
    page.open(stored(window).uid)
    assert page.panel.form.uid is None
    assert not page.may_leave()


# the other pages ------------------------------------------------------------------------------------------------------


def test_the_month_moves_by_mouse_and_by_keys(hands, page, window):
    page.look("month")
    QApplication.processEvents()
    month, uid = page.month, stored(window).uid
    at = next(month._line(MONDAY, n) for n, b in enumerate(month._shown(MONDAY)[0]) if b.key == uid)
    drag(month, at.center(), month.box(MONDAY + timedelta(days=8)).center())
    assert times(stored(window)) == (MONDAY + timedelta(days=8), "14:00", "15:20")
    month.choose(uid)
    month.setFocus()
    hold(hands, K.Key_Up)
    hold(hands, K.Key_Left)
    hands.press(K.Key_Return)
    assert times(stored(window)) == (MONDAY, "14:00", "15:20")


def test_letters_turn_between_the_pages(hands, page, window):
    hands.press(K.Key_M)
    assert page.mode == "month"
    hands.press(K.Key_PageDown)
    assert page.day == date(2020, 4, 23)
    hands.press(K.Key_T)
    assert page.day == window.context.today()
    hands.press(K.Key_D)
    assert page.mode == "day"
    hands.press(K.Key_PageUp)
    assert page.day == window.context.today() - timedelta(days=1)
    hands.press(K.Key_W)
    assert page.mode == "week"


def test_mentors_are_ticked_away(page, window):
    mentor = stored(window).mentor_uid
    page.mentors.only(mentor)
    shown = {page._by_uid[b.key].mentor_uid for d in page.week.grid.days() for b in page.week.grid.of_day(d)}
    assert shown == {mentor}
    page.mentors.turn()
    assert page.mentors.ticked() is None


def test_what_does_not_count_is_mended_many_at_once(hands, page, window):
    page.look("mend")
    table, rows = page.mending.table, page.mending._rows
    unconfirmed = [at for at, each in enumerate(rows) if each.counts == "unconfirmed"]
    assert len(unconfirmed) > 1
    counted = page.diary.counted(QUARTER).sessions
    table.selectRow(unconfirmed[0])
    selection = table.selectionModel()
    for at in unconfirmed:
        selection.select(page.mending.model.index(at, 0), selection.SelectionFlag.Select | selection.SelectionFlag.Rows)
    table.setFocus()
    hands.press(K.Key_Return)
    dialog = hands.dialog(StepDialog)
    hands.tab_to(next(iter(dialog.ticks.values())))
    hands.press(K.Key_Space)
    hands.press(K.Key_Return, CTRL)
    QApplication.processEvents()
    assert page.diary.counted(QUARTER).sessions == counted + len(unconfirmed)


def test_a_session_is_called_off_with_its_reason(hands, page, window):
    page.week.grid.choose(stored(window).uid)
    page.week.grid.setFocus()
    hands.press(K.Key_Delete)
    dialog = hands.dialog(StepDialog)
    hands.tab_to(dialog.reason.editor)
    hands.enter("企业改期")
    hands.press(K.Key_Return, CTRL)
    QApplication.processEvents()
    found = stored(window)
    assert (found.status, found.cancel_reason) == ("cancelled", "企业改期")


# series ---------------------------------------------------------------------------------------------------------------


def test_a_series_is_booked_moved_and_called_off(hands, page, window):
    page.draw(Span(MONDAY, 9 * 60, 10 * 60))
    form = page.panel.form
    with window.context.office.reading() as session:
        mentor = session.scalars(select(Mentor.uid).where(Mentor.code == "M-0004")).one()
        tenant = session.scalars(select(Tenant.uid).where(Tenant.code == "T-0003")).one()
    form.put("mentor_uid", mentor)
    form.members.add(tenant)
    hands.tab_to(form.repeat.how)
    hands.press(K.Key_Down)
    hands.tab_to(form.repeat.times)
    hands.enter("4")
    hands.press(K.Key_S, CTRL)
    assert form.uid, [(p.where.column, p.text()) for p in form._errors]
    first = form.stored["code"]
    weeks = [MONDAY + timedelta(weeks=n) for n in (0, 1, 3, 4)]  # 6 April 2020 was not worked
    assert _series(window, first) == [(day, "09:00", "planned") for day in weeks]
    page.week.grid.setFocus()
    page.week.grid.choose(form.uid)
    hands.press(K.Key_Right, ALT)
    dialog = hands.dialog(SeriesDialog)
    dialog.all.click()
    QApplication.processEvents()
    assert [day for day, _at, _status in _series(window, first)] == [day + timedelta(days=1) for day in weeks]
    page.panel._series.click()
    reason = hands.dialog(ReasonDialog)
    reason.reason.editor.setPlainText("导师出差")
    reason._confirm()
    QApplication.processEvents()
    assert {status for _day, _at, status in _series(window, first)} == {"cancelled"}
    for _step in range(3):  # each was one step
        window.undo()
    assert _series(window, first) == []


def test_a_series_that_overlaps_is_refused_whole(hands, page, window):
    first = stored(window)
    page.draw(Span(MONDAY - timedelta(days=7), 14 * 60, 15 * 60))
    form = page.panel.form
    form.put("mentor_uid", first.mentor_uid)
    form.repeat.how.setCurrentIndex(1)
    form.repeat.times.setText("3")
    code = form.stored["code"]
    form.save()
    assert form.uid is None
    assert _series(window, code) == []
    assert "2020-03-23" in form.rows["starts_at"].note.text()


def _series(window: Any, code: str) -> list[tuple[date, str, str]]:
    with window.context.office.reading() as session:
        mine = select(MentoringSession).where(MentoringSession.series == code).order_by(MentoringSession.held_on)
        return [(each.held_on, each.starts_at, each.status) for each in session.scalars(mine)]
