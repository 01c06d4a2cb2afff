"""Files by keyboard, by drop and by paste: to a record's tab, and to a step about to be taken."""

import random
from pathlib import Path
from typing import Any

import pytest
import sample_park as sample
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, QSettings, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget

from incubator_desk.base import i18n
from incubator_desk.catalog.moving import Taking, documents, move_cases
from incubator_desk.catalog.office import Office
from incubator_desk.features.rent.model import Relief
from incubator_desk.qtkit import incoming
from incubator_desk.qtkit.attachments import FileChooser, sized
from incubator_desk.qtkit.files import FilesTab
from incubator_desk.qtkit.jobs import Jobs
from incubator_desk.qtkit.registers import RegisterScreen
from incubator_desk.qtkit.screen import Context

COPY = Qt.DropAction.CopyAction
NONE = Qt.KeyboardModifier.NoModifier
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def context(file_office: Office, tmp_path: Path) -> Any:
    sample.furnish(file_office)
    settings = QSettings(str(tmp_path / "desk.ini"), QSettings.Format.IniFormat)
    made = Context(file_office, lambda: sample.TODAY, Jobs(), settings)
    made.said = []  # type: ignore[attr-defined]
    made.tell = lambda text, tone="success", *, undoable=True: made.said.append((text, tone, undoable))  # type: ignore[attr-defined]
    yield made
    made.jobs.close()


@pytest.fixture
def scans(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "扫描件"
    folder.mkdir()
    places = [folder / "补充协议.pdf", folder / "营业执照.jpg"]
    for place in places:
        place.write_bytes(place.name.encode() * 300)
    return places


def shown(qtbot: Any, widget: QWidget) -> None:
    for other in QApplication.topLevelWidgets():
        other.hide()
    qtbot.addWidget(widget)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()


def tab_of(qtbot: Any, context: Context, register: str = "tenants", row: int = 0) -> tuple[RegisterScreen, FilesTab]:
    """The files of a record in its panel, reached by keys."""
    screen = RegisterScreen(context, context.office.features.registers[register])
    screen.resize(1392, 780)
    shown(qtbot, screen)
    context.office.listeners[:] = [screen.refresh]
    screen.table.setFocus()
    screen.table.selectRow(row)
    qtbot.keyClick(screen.table, Qt.Key.Key_Return)
    tabs = screen.panel._tabs
    tabs.setFocus()
    page = screen.panel._pages.currentWidget()
    for _ in range(tabs.count()):
        if isinstance(page, FilesTab):
            break
        qtbot.keyClick(tabs, Qt.Key.Key_Right)
        page = screen.panel._pages.currentWidget()
    assert isinstance(page, FilesTab)
    screen.panel.focus_page()
    assert page.table.hasFocus()
    return screen, page


def again(qtbot: Any, widget: QWidget) -> None:
    """The window is the active one again, as it is by itself where there are windows at all."""
    with qtbot.waitActive(widget):
        widget.activateWindow()


def words(screen: RegisterScreen) -> str:
    return screen.panel._tabs.tabText(screen.panel._tabs.currentIndex())


def mime(*paths: Path) -> QMimeData:
    made = QMimeData()
    made.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return made


def drop(widget: QWidget, what: QMimeData) -> bool:
    """Drag over a widget and let go; gives whether it takes it."""
    buttons = Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(QPoint(20, 20), COPY, what, buttons, NONE)
    enter.ignore()
    QApplication.sendEvent(widget, enter)
    if not enter.isAccepted():
        return False
    event = QDropEvent(QPointF(20, 20), COPY, what, buttons, NONE)
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def names(context: Context, uid: str) -> list[str]:
    with context.office.reading() as session:
        return [document.name for document in documents(session, uid)]


class Programs(QObject):
    """Stands where the system's programs are, and looks at what it is given to open."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[Path] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(Path(url.toLocalFile()))


@pytest.fixture
def programs() -> Any:
    made = Programs()
    QDesktopServices.setUrlHandler("file", made, "open")
    yield made
    QDesktopServices.unsetUrlHandler("file")


def choose(path: str) -> None:
    """Type into the dialog that asks for files, once it is open, and press Enter."""

    def type_in() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog):
            QTimer.singleShot(20, type_in)
            return
        dialog.findChild(QLineEdit).setText(path)
        dialog.accept()

    QTimer.singleShot(20, type_in)


# the tab of a record --------------------------------------------------------------------------------------------------


def test_alt_a_attaches_enter_opens_del_removes_and_undo_brings_back(
    qtbot: Any, context: Any, scans: list[Path], programs: Programs
) -> None:
    screen, page = tab_of(qtbot, context)
    assert words(screen) == "Files"
    assert page._nothing.isVisible()
    choose(str(scans[0]))
    qtbot.keyClick(page.table, Qt.Key.Key_A, ALT)
    qtbot.waitUntil(lambda: names(context, screen.panel.uid) == ["补充协议.pdf"], timeout=5000)
    assert words(screen) == "Files 1"
    assert page.count() == 1
    assert [cell.text for cell in page._model.rows[0]] == ["补充协议.pdf", "4.7 KB", "", "2020-03-20", "王敏"]
    assert context.said[-1] == ("Attached: 补充协议.pdf", "success", True)
    assert context.recall("attach/folder", "") == str(scans[0].parent)

    again(qtbot, screen)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    (copy,) = programs.opened
    assert copy.name == "补充协议.pdf"
    assert copy.read_bytes() == scans[0].read_bytes()
    assert not copy.stat().st_mode & 0o222

    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert page.count() == 0
    assert words(screen) == "Files"
    assert context.said[-1] == ("Removed: 补充协议.pdf", "success", True)
    context.office.undo()
    assert page.count() == 1
    assert words(screen) == "Files 1"


def test_a_drop_attaches_all_as_one_step_or_says_why_not(qtbot: Any, context: Any, scans: list[Path]) -> None:
    screen, page = tab_of(qtbot, context)
    assert drop(page, mime(*scans))
    assert words(screen) == "Files 2"
    assert context.said[-1][0] == "2 files attached"
    context.office.undo()
    assert page.count() == 0

    assert drop(page, mime(scans[0], scans[0].parent))
    assert page.count() == 0
    assert context.said[-1] == ("扫描件 is a folder. Choose the files in it.", "danger", False)

    text = QMimeData()
    text.setText("no file")
    assert not drop(page, text)
    away = QMimeData()
    away.setUrls([QUrl("https://example.org/x.pdf")])
    assert not drop(page, away)

    drop(page, mime(scans[0]))
    drop(page, mime(scans[0]))
    assert page.count() == 1
    assert context.said[-1] == ("It is attached already.", "info", False)


def test_a_file_or_a_picture_is_pasted(qtbot: Any, context: Any, scans: list[Path]) -> None:
    screen, page = tab_of(qtbot, context)
    QGuiApplication.clipboard().setMimeData(mime(scans[1]))
    qtbot.keyClick(page.table, Qt.Key.Key_V, CTRL)
    assert names(context, screen.panel.uid) == ["营业执照.jpg"]
    picture = QImage(30, 20, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(picture)
    qtbot.keyClick(page.table, Qt.Key.Key_V, CTRL)
    name = names(context, screen.panel.uid)[-1]
    assert name.startswith("Picture 20")
    assert name.endswith(".png")
    with context.office.reading() as session:
        kept = context.office.files.path(documents(session, screen.panel.uid)[-1].sha256)
    assert QImage(str(kept)).size() == picture.size()
    QGuiApplication.clipboard().setText("words")
    qtbot.keyClick(page.table, Qt.Key.Key_V, CTRL)
    assert page.count() == 2
    assert context.said[-1][1] == "warning"


def test_a_large_file_is_kept_beside_the_windows_thread_and_goes_where_it_was_dropped(
    qtbot: Any, context: Any, tmp_path: Path
) -> None:
    big = tmp_path / "big.zip"
    big.write_bytes(random.randbytes(incoming._AT_ONCE + 1))
    screen, page = tab_of(qtbot, context)
    first = screen.panel.uid
    drop(page, mime(big))
    assert context.jobs.busy()
    screen.table.selectRow(1)
    screen.show_row(1)
    assert screen.panel.uid != first
    qtbot.waitUntil(lambda: names(context, first) == ["big.zip"], timeout=5000)
    assert names(context, screen.panel.uid) == []


def test_what_is_missing_or_of_another_size_is_marked_and_told(
    qtbot: Any, context: Any, scans: list[Path], programs: Programs
) -> None:
    screen, page = tab_of(qtbot, context)
    drop(page, mime(*scans))
    with context.office.reading() as session:
        first, second = (document.sha256 for document in documents(session, screen.panel.uid))
    context.office.files.path(first).unlink()
    context.office.files.path(second).write_bytes(b"cut")
    page.load(screen.panel.uid)
    assert [(row[1].text, row[1].tone, row[1].chip) for row in page._model.rows] == [
        ("Missing", "danger", True), ("Damaged", "danger", True),
    ]  # fmt: skip
    page.table.selectRow(0)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert not programs.opened
    assert "is missing. Attach the file again" in context.said[-1][0]
    drop(page, mime(*scans))
    page.load(screen.panel.uid)
    assert not any(row[1].chip for row in page._model.rows)


def test_a_file_of_a_step_says_which_and_the_cursor_stays_where_it_was(
    qtbot: Any, context: Any, scans: list[Path]
) -> None:
    with context.office.reading() as session:
        uid = session.query(Relief.uid).filter(Relief.status == "published").scalar()
    register = context.office.features.registers["reliefs"]
    attached = incoming.keep_all(context.office, scans[:1])
    move_cases(context.office, register, [uid], Taking("agreed", sample.TODAY, files=tuple(attached)), None)
    screen, page = tab_of(qtbot, context, "reliefs")
    screen.open(uid)
    assert page.count() == 1
    assert page._model.rows[0][2].text == "Agreement signed"
    drop(page, mime(scans[1]))
    page.table.selectRow(1)
    context.office.undo()
    context.office.redo()
    drop(page, mime(scans[0].rename(scans[0].with_name("third.pdf"))))
    page.table.selectRow(1)
    screen.refresh({})
    assert page.table.chosen_rows() == [1]
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert names(context, uid) == ["补充协议.pdf", "third.pdf"]
    assert page.table.chosen_rows() == [1]


def test_the_tab_speaks_chinese(qtbot: Any, context: Any, scans: list[Path]) -> None:
    i18n.use("zh_CN")
    screen, page = tab_of(qtbot, context)
    drop(page, mime(*scans))
    assert words(screen) == f"{i18n.translate('Files')} 2"


# what goes with a step ------------------------------------------------------------------------------------------------


def chooser(qtbot: Any, context: Context) -> FileChooser:
    made = FileChooser(context)
    made.resize(520, 200)
    shown(qtbot, made)
    return made


def listed(made: FileChooser) -> list[str]:
    return [file.name for file in made.files]


def test_files_for_a_step_by_keyboard_alone(qtbot: Any, context: Any, scans: list[Path]) -> None:
    made = chooser(qtbot, context)
    made.attach.setFocus()
    choose(" ".join(f'"{path}"' for path in scans))
    qtbot.keyClick(made.attach, Qt.Key.Key_A, ALT)
    qtbot.waitUntil(lambda: sorted(listed(made)) == ["营业执照.jpg", "补充协议.pdf"], timeout=5000)
    assert made.ready
    context.office.files.verify(made.files[0].sha256)
    again(qtbot, made)
    qtbot.keyClick(made.attach, Qt.Key.Key_Tab)
    gone = made.files[0].name
    assert QApplication.focusWidget().accessibleName() == f"Remove {gone}"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert gone not in listed(made)
    assert QApplication.focusWidget().accessibleName() == f"Remove {made.files[0].name}"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert made.files == []
    assert made.attach.hasFocus()


def test_files_for_a_step_by_drop_and_paste_and_what_is_refused_is_said_here(
    qtbot: Any, context: Any, scans: list[Path]
) -> None:
    made = chooser(qtbot, context)
    assert drop(made, mime(scans[0]))
    assert drop(made, mime(scans[0]))
    assert listed(made) == ["补充协议.pdf"]
    made.attach.setFocus()
    QGuiApplication.clipboard().setMimeData(mime(scans[1]))
    qtbot.keyClick(made.attach, Qt.Key.Key_V, CTRL)
    assert listed(made) == ["补充协议.pdf", "营业执照.jpg"]
    empty = scans[0].with_name("empty.txt")
    empty.write_bytes(b"")
    drop(made, mime(empty))
    assert made._note.isVisible()
    assert made._note.text() == "empty.txt is empty."
    assert listed(made) == ["补充协议.pdf", "营业执照.jpg"]
    drop(made, mime(scans[0].rename(scans[0].with_name("a.pdf"))))
    assert not made._note.isVisible()
    assert not context.said


def test_a_step_waits_for_its_large_files(qtbot: Any, context: Any, tmp_path: Path) -> None:
    big = tmp_path / "big.zip"
    big.write_bytes(random.randbytes(incoming._AT_ONCE + 1))
    made = chooser(qtbot, context)
    drop(made, mime(big))
    assert not made.ready
    with qtbot.waitSignal(made.changed, timeout=5000):
        pass
    assert made.ready
    assert listed(made) == ["big.zip"]


@pytest.mark.parametrize(("size", "text"), [(0, "0 B"), (1023, "1023 B"), (1024, "1.0 KB"), (5 << 20, "5.0 MB")])
def test_sizes_as_people_read_them(size: int, text: str) -> None:
    assert sized(size) == text
