"""Calendar files in the window, by keys alone: asked for, looked at, ticked, taken over, taken back by one Ctrl+Z."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import vobject
from calendar_park import TODAY, book, export, fill, ics, stored
from hands import ALT, CTRL, Hands
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from incubator_desk.base import i18n
from incubator_desk.features.mentoring.screen.calendar_files import export_calendar, import_calendar, importing, preview
from incubator_desk.features.mentoring.screen.calendar_files.exporting import ExportDialog
from incubator_desk.features.mentoring.screen.calendar_files.preview import ImportDialog
from incubator_desk.qtkit import theme
from incubator_desk.qtkit.cells import CELL

K, SHIFT = Qt.Key, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def uids(file_office):
    return fill(file_office)


@pytest.fixture
def hands(qtbot, show_window, file_office, uids):
    return Hands(qtbot, show_window(file_office, TODAY))


@pytest.fixture
def choose(monkeypatch):
    """What the system's dialog for files would give."""

    def choosing(path: Path) -> None:
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))

    return choosing


def event(uid: str, starts: str, ends: str, *more: str) -> str:
    return "\n".join(
        (f"UID:{uid}", f"DTSTART;TZID=Asia/Shanghai:{starts}00", f"DTEND;TZID=Asia/Shanghai:{ends}00", *more)
    )


def opened(hands: Hands) -> ImportDialog:
    page = hands.go("mentoring_sessions")
    import_calendar(hands.window.context, page)
    return hands.dialog(ImportDialog)


def column(dialog: ImportDialog, heading: str) -> list[Any]:
    model = dialog.table.model()
    at = model.headings.index(heading)
    return [model.index(row, at).data(CELL) for row in range(model.rowCount())]


def texts(dialog: ImportDialog, heading: str) -> list[str]:
    return [cell.text for cell in column(dialog, heading)]


def ticks(dialog: ImportDialog) -> list[bool | None]:
    return [cell.checked for cell in column(dialog, "File line")]


def told(hands: Hands) -> str:
    return " ".join(label.text() for label in hands.window.findChildren(QLabel) if label.isVisible())


def test_sessions_of_one_mentor_go_out(hands, uids, tmp_path, choose):
    office = hands.window.context.office
    book(office, "MS-0001", uids["M-0001"], date(2020, 2, 10), "09:00", "10:00", uids["T-0001"])
    book(office, "MS-0002", uids["M-0002"], date(2020, 3, 10), "09:00", "10:00", topic="路演")
    choose(tmp_path / "out")
    page = hands.go("mentoring_sessions")
    export_calendar(hands.window.context, page)
    dialog = hands.dialog(ExportDialog)
    assert hands.focus() is dialog.asked.mentor.editor
    assert dialog.note.text() == "2 sessions"
    hands.enter("李敏")
    assert dialog.note.text() == "1 session"
    hands.tab_to(dialog.asked.last.editor)
    hands.enter("2020-03-09")
    assert dialog.note.text() == "There is no session in this span."
    assert not dialog.confirm.isEnabled()
    hands.enter("2020-01-01")
    hands.press(K.Key_Return)
    assert "before it starts" in dialog.asked.last.note.text()
    hands.enter("2020/3/10")
    hands.press(K.Key_Return, CTRL)
    hands.qtbot.waitUntil((tmp_path / "out.ics").exists, timeout=5000)
    calendar = vobject.readOne((tmp_path / "out.ics").read_text(encoding="utf-8"))
    assert [each.summary.value for each in calendar.vevent_list] == ["路演"]
    hands.qtbot.waitUntil(lambda: "1 session written" in told(hands))


def test_the_calendar_of_one_mentor_can_be_asked_for_at_once(hands, uids):
    export_calendar(hands.window.context, hands.go("mentoring_sessions"), uids["M-0002"])
    dialog = hands.dialog(ExportDialog)
    assert dialog.asked.mentor.editor.value() == uids["M-0002"]
    hands.press(K.Key_Escape)
    assert not dialog.isVisible()


def test_a_mentor_s_calendar_comes_in_and_goes_again(hands, uids, tmp_path, choose):
    office = hands.window.context.office
    book(
        office,
        "MS-0001",
        uids["M-0001"],
        date(2020, 2, 10),
        "09:00",
        "10:00",
        uids["T-0003"],
        topic="谈",
        calendar_id="moved@x",
    )
    book(office, "MS-0002", uids["M-0001"], date(2020, 2, 11), "09:00", "10:00", calendar_id="off@x")
    before = stored(office)
    choose(ics(
        tmp_path,
        event("moved@x", "20200210T1400", "20200210T1500", "SUMMARY:谈 · 岚海精密制造有限公司"), event("off@x", "20200211T0900", "20200211T1000", "STATUS:CANCELLED"),
        event("new@x", "20200212T0900", "20200212T1000", "SUMMARY:路演"), event("no@x", "20200213T0900", "20200213T1000", "SUMMARY:体检"),
        event("night@x", "20200214T2300", "20200215T0100"), "UID:day@x\nDTSTART;VALUE=DATE:20200214\nSUMMARY:节日",
    ))  # fmt: skip
    dialog = opened(hands)
    assert hands.focus() is dialog.asked.mentor.editor
    assert texts(dialog, "Verdict") == ["Updated", "Called off", "Error", "Error", "Error", "Not taken"]
    assert texts(dialog, "Reason")[2] == "Nothing here tells whose it is. Choose the mentor above."
    hands.press(K.Key_L, ALT)
    assert ticks(dialog) == [True, True, False, False, False, None]
    hands.tab_to(dialog.asked.mentor.editor)
    hands.enter("王强")
    assert hands.focus() is dialog.asked.first.editor
    assert texts(dialog, "Verdict") == ["Updated", "Called off", "New", "New", "Error", "Not taken"]
    assert [(cell.text, cell.old) for cell in column(dialog, "Time")][0] == ("14:00–15:00", "09:00–10:00")
    assert texts(dialog, "Mentor")[:4] == ["王强"] * 4
    assert texts(dialog, "Companies")[0] == "岚海精密制造有限公司"
    assert ticks(dialog) == [True, True, True, True, True, None]
    assert not dialog.confirm.isEnabled()
    assert dialog.note.text() == "1 entry has an error. Correct it in the calendar, or leave it out."
    dialog.activateWindow()  # off-screen no window manager does that when a list of choices closes
    hands.press(K.Key_L, ALT)
    assert ticks(dialog) == [True, True, True, True, False, None]
    assert hands.focus() is dialog.table
    for _row in range(3):
        hands.press(K.Key_Down)
    hands.press(K.Key_Space)
    assert ticks(dialog) == [True, True, True, False, False, None]
    assert dialog.confirm.text() == "Take over 3 entries  Ctrl+Enter"
    hands.press(K.Key_Return, CTRL)
    hands.qtbot.waitUntil(lambda: "3 entries taken over" in told(hands))
    assert [(s["code"], s["held_on"].day, s["starts_at"], s["status"], s["topic"]) for s in stored(office)] == [
        ("MS-0001", 10, "14:00", "planned", "谈"), ("MS-0002", 11, "09:00", "cancelled", None), ("MS-0003", 12, "09:00", "planned", "路演"),
    ]  # fmt: skip
    hands.window.activateWindow()
    hands.qtbot.waitUntil(hands.window.isActiveWindow)
    hands.go("mentoring_sessions").table.setFocus()
    hands.press(K.Key_Z, CTRL)
    assert stored(office) == before


def test_what_clashes_is_left_out_and_comes_back(hands, uids, tmp_path, choose):
    office = hands.window.context.office
    book(office, "MS-0001", uids["M-0001"], date(2020, 2, 10), "09:00", "10:00")
    hours = (("a", "0930", "1030"), ("b", "1000", "1100"), ("c", "1200", "1300"), ("d", "1200", "1230"))
    choose(
        ics(
            tmp_path,
            *(
                event(name, f"20200210T{starts}", f"20200210T{ends}", "ORGANIZER;CN=王强:x")
                for name, starts, ends in hours
            ),
        )
    )
    dialog = opened(hands)
    assert hands.focus() is dialog.table
    assert texts(dialog, "Verdict") == ["Error", "Error", "New", "Error"]
    assert texts(dialog, "Reason")[0] == "At that time the mentor has MS-0001, 09:00 to 10:00."
    hands.press(K.Key_L, ALT)
    assert ticks(dialog) == [False, True, True, False]
    assert texts(dialog, "Verdict") == ["Error", "New", "New", "Error"]
    assert dialog.confirm.isEnabled()
    hands.press(K.Key_Home, CTRL)
    for _row in range(2):
        hands.press(K.Key_Down)
    hands.press(K.Key_Space)  # the earlier of the two at noon
    hands.press(K.Key_Down)
    hands.press(K.Key_Space)
    assert ticks(dialog) == [False, True, False, True]
    assert texts(dialog, "Verdict") == ["Error", "New", "New", "New"]
    hands.press(K.Key_A, CTRL | SHIFT)
    assert ticks(dialog) == [True, True, True, True]
    hands.press(K.Key_L, ALT)
    hands.press(K.Key_Return, CTRL)
    assert [s["starts_at"] for s in stored(office)] == ["09:00", "10:00", "12:00"]


def test_what_was_booked_meanwhile_is_told_in_its_row(hands, uids, tmp_path, choose):
    office = hands.window.context.office
    choose(
        ics(
            tmp_path,
            event("a", "20200210T0900", "20200210T1000", "ORGANIZER;CN=王强:x"),
            event("b", "20200211T0900", "20200211T1000", "ORGANIZER;CN=王强:x"),
        )
    )
    dialog = opened(hands)
    book(office, "MS-0001", uids["M-0001"], date(2020, 2, 11), "09:00", "10:00")
    hands.press(K.Key_Return, CTRL)
    assert dialog.isVisible()
    assert texts(dialog, "Verdict") == ["New", "Error"]
    assert "MS-0001" in dialog.why.text()
    assert len(stored(office)) == 1
    hands.press(K.Key_F5)
    assert texts(dialog, "Reason")[1] == "At that time the mentor has MS-0001, 09:00 to 10:00."
    hands.press(K.Key_L, ALT)
    hands.press(K.Key_Return, CTRL)
    assert [s["held_on"].day for s in stored(office)] == [11, 10]


def test_another_span_shows_other_entries_and_ticks_stay(hands, uids, tmp_path, choose):
    more = ("ORGANIZER;CN=王强:x", "RRULE:FREQ=MONTHLY")
    choose(
        ics(
            tmp_path,
            event("a", "20200110T0900", "20200110T1000", *more),
            event("b", "20200210T0900", "20200210T0959", "ORGANIZER;CN=李敏:x"),
        )
    )
    dialog = opened(hands)
    assert len(texts(dialog, "Date")) == 14
    hands.press(K.Key_Home, CTRL)
    hands.press(K.Key_Space)
    hands.tab_to(dialog.asked.last.editor)
    hands.enter("2020-02-29")
    hands.press(K.Key_Return)
    assert hands.focus() is dialog.table
    assert texts(dialog, "Date") == ["2020-01-10", "2020-02-10", "2020-02-10"]
    assert ticks(dialog) == [False, True, True]
    assert dialog._outside.text() == ""
    hands.tab_to(dialog.asked.first.editor)
    hands.enter("2020-02-11")
    hands.press(K.Key_Tab)
    assert texts(dialog, "Date") == []
    assert dialog._outside.text() == "2 entries outside these days"
    hands.tab_to(dialog.asked.last.editor)
    hands.enter("soon")
    hands.press(K.Key_F5)
    assert "not a date" in dialog.asked.last.note.text()


@pytest.mark.parametrize(
    ("content", "words"), [(b"<html>", "The file is not a calendar (line 1)."), (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "The file ends in the middle of what begins on line 2.")]
)  # fmt: skip
def test_what_is_no_calendar_opens_nothing(hands, uids, tmp_path, choose, content, words):
    (tmp_path / "in.ics").write_bytes(content)
    choose(tmp_path / "in.ics")
    import_calendar(hands.window.context, hands.go("mentoring_sessions"))
    assert words in told(hands)


def test_a_large_calendar_is_read_looked_at_and_taken_over_beside_the_window(
    hands, uids, tmp_path, choose, monkeypatch
):
    monkeypatch.setattr(importing, "_AT_ONCE", 10)
    monkeypatch.setattr(preview, "_AT_ONCE", 5)
    days = range(1, 11)
    choose(
        ics(
            tmp_path,
            *(event(f"{day}", f"202002{day:02}T0900", f"202002{day:02}T1000", "ORGANIZER;CN=王强:x") for day in days),
        )
    )
    dialog = opened(hands)
    hands.qtbot.waitUntil(lambda: dialog.table.model().rowCount() == 10)
    hands.qtbot.waitUntil(dialog.confirm.isEnabled)
    hands.press(K.Key_Return, CTRL)
    hands.qtbot.waitUntil(lambda: "10 entries taken over" in told(hands), timeout=10_000)
    assert len(stored(hands.window.context.office)) == 10


def test_what_came_from_here_can_only_be_closed(hands, uids, tmp_path, choose):
    office = hands.window.context.office
    book(office, "MS-0001", uids["M-0001"], date(2020, 2, 10), "09:00", "10:00", uids["T-0001"])
    choose(export(office, tmp_path / "out.ics"))
    dialog = opened(hands)
    assert texts(dialog, "Verdict") == ["Unchanged"]
    assert ticks(dialog) == [None]
    assert not dialog.confirm.isEnabled()
    hands.press(K.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_at_twice_the_size_everything_is_there_to_read(hands, qapp, uids, tmp_path, choose, language):
    theme.apply(qapp, "light", 20)
    choose(ics(tmp_path, event("a", "20200210T0900", "20200210T1000"), event("b", "20200210T2300", "20200211T0100")))
    with i18n.speaking(language):
        page = hands.go("mentoring_sessions")
        import_calendar(hands.window.context, page)
        dialog: Any = hands.dialog(ImportDialog)
        assert dialog.width() <= hands.window.width()
        whole(dialog)
        export_calendar(hands.window.context, page)
        whole(hands.dialog(ExportDialog))


def whole(dialog: Any) -> None:
    """Nothing of a dialog is cut off; it is closed then."""
    for button in dialog.findChildren(QPushButton):
        if button.isVisible():
            assert button.width() >= button.minimumSizeHint().width(), button.text()
            assert dialog.rect().contains(button.mapTo(dialog, button.rect().bottomRight()))
    assert all(field.isVisible() and field.width() > 100 for field in dialog.asked.editors)
    dialog.reject()
