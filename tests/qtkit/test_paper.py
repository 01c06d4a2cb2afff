"""Paper in the window: pages as pictures, drawn beside the window's thread, shown at any zoom."""

import threading
from io import BytesIO

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from incubator_desk.qtkit import printed as printing
from incubator_desk.qtkit.drawing import Drawing
from incubator_desk.qtkit.jobs import Jobs
from incubator_desk.qtkit.paper import PaperView
from incubator_desk.qtkit.printed import Printed
from incubator_desk.qtkit.thumbnails import Thumbnails

COUNT = 6


def document(*sizes: tuple[float, float], marks: bool = True) -> bytes:
    """A PDF whose pages have a bar as high as their number."""
    out = BytesIO()
    canvas = Canvas(out)
    for at, (wide, high) in enumerate(sizes or [A4] * COUNT):
        canvas.setPageSize((wide, high))
        canvas.rect(50, 50, 100, 40 * (at + 1), fill=1)
        if marks and at % 2 == 0:
            canvas.bookmarkPage(str(at))
            canvas.addOutlineEntry(f"Paper {at}", str(at))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.fixture
def seen() -> Printed:
    made = Printed(document())
    yield made
    made.close()


@pytest.fixture
def view(qtbot, seen: Printed):
    drawing = Drawing()
    made = PaperView(drawing)
    qtbot.addWidget(made)
    made.resize(700, 600)
    drawing.show(seen)
    made.load(seen.sizes)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    drawing._pool.shutdown()


def bar(picture: QImage) -> float:
    """How high the page's bar is, as a part of the page."""
    x = round(picture.width() * 100 / A4[0])
    return sum(picture.pixelColor(x, y).lightness() < 128 for y in range(picture.height())) / picture.height() * A4[1]


def test_a_document_tells_its_sizes_and_where_its_papers_begin(seen: Printed) -> None:
    assert len(seen) == COUNT
    assert all(size == pytest.approx(A4, abs=0.01) for size in seen.sizes)
    assert seen.starts == (0, 2, 4)
    plain = Printed(document(A4, landscape(A4), marks=False))
    assert plain.starts == ()
    assert plain.sizes[1][0] == pytest.approx(A4[1], abs=0.01)
    plain.close()


@pytest.mark.parametrize("width", [80, 333, 794, 1587])
def test_a_picture_is_as_wide_as_was_asked_and_of_its_page(seen: Printed, width: int) -> None:
    for page in (0, 4):
        picture = seen.picture(page, width)
        assert picture.width() == width
        assert bar(picture) == pytest.approx(40 * (page + 1), abs=2 * A4[1] / picture.height() + 1)


def test_bands_make_up_the_whole_page(monkeypatch: pytest.MonkeyPatch, seen: Printed) -> None:
    monkeypatch.setattr(printing, "_BAND", 100_000)
    width = 1234
    bands = list(seen.bands(3, width))
    assert len(bands) > 10
    whole = QImage(width, bands[-1][0] + bands[-1][1].height(), QImage.Format.Format_Grayscale8)
    whole.fill(Qt.GlobalColor.red)
    painter = QPainter(whole)
    for top, band in bands:
        assert band.width() == width
        painter.drawImage(0, top, band)
    painter.end()
    assert [top + band.height() for top, band in bands[:-1]] == [top for top, _band in bands[1:]], "no gap, no overlap"
    monkeypatch.setattr(printing, "_BAND", 1 << 30)
    ((_top, at_once),) = seen.bands(3, width)
    assert whole == at_once


def test_documents_left_open_are_closed_before_the_library_goes() -> None:
    left = Printed(document())
    printing._close_all()
    assert left not in printing._open


def test_pages_are_drawn_beside_the_windows_thread_and_remembered(qtbot, seen: Printed) -> None:
    drawing = Drawing()
    drawing.show(seen)
    with qtbot.waitSignals([drawing.drawn, drawing.drawn]):
        drawing.want("page", [(2, 300), (3, 300)])
    first = drawing.picture(2, 300)
    assert first is not None
    assert first.width() == 300
    assert drawing.picture(2, 301) is None
    qtbot.waitUntil(drawing.idle)
    assert drawing.picture(3, 300) is not None
    other = Printed(document())
    drawing.show(other)
    assert drawing.picture(2, 300) is None, "it was of another document"
    drawing.close()


def test_what_is_no_longer_wanted_is_not_drawn(qtbot, monkeypatch: pytest.MonkeyPatch, seen: Printed) -> None:
    begun, go = threading.Event(), threading.Event()
    really, drawn = seen.picture, []

    def slowly(page: int, width: int) -> QImage:
        drawn.append(page)
        begun.set()
        go.wait(10)
        return really(page, width)

    monkeypatch.setattr(seen, "picture", slowly)
    drawing = Drawing()
    drawing.show(seen)
    drawing.want("page", [(0, 100), (1, 100), (2, 100)])
    assert begun.wait(10)
    drawing.want("page", [(5, 100)])
    go.set()
    qtbot.waitUntil(drawing.idle)
    assert drawn == [0, 5]
    drawing._pool.shutdown()


def test_the_page_fits_or_has_its_percentage(qtbot, view: PaperView) -> None:
    place = view.place()
    assert view.viewport().rect().contains(place)
    assert view.verticalScrollBar().maximum() == 0
    assert place.center().x() == pytest.approx(view.viewport().rect().center().x(), abs=1)
    view.set_zoom("width")
    qtbot.waitUntil(lambda: abs(view.place().width() - (view.viewport().width() - 28)) <= 2)
    assert view.horizontalScrollBar().maximum() == 0
    view.set_zoom(100)
    assert view.place().width() == round(A4[0] * 96 / 72)
    view.step_zoom(1)
    assert view.zoom == 125
    view.set_zoom("page")
    view.step_zoom(-1)
    assert isinstance(view.zoom, int)
    assert view.zoom < 75


def test_a_wheel_turns_the_page_at_its_end_and_enlarges_with_ctrl(qtbot, view: PaperView) -> None:
    def wheel(notches: int, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
        at, turned = QPointF(100, 100), QPoint(0, notches * 120)
        phase = Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(at, at, QPoint(), turned, Qt.MouseButton.NoButton, modifiers, phase, False)
        QApplication.sendEvent(view.viewport(), event)

    wheel(-1)
    assert view.page == 1
    wheel(1)
    assert view.page == 0
    view.set_zoom(200)
    wheel(-1)
    assert (view.page, view.verticalScrollBar().value() > 0) == (0, True)
    wheel(1, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom == 300


def test_pages_in_small_are_drawn_where_they_are_seen(qtbot) -> None:
    many = Printed(document(*[A4] * 60))
    drawing = Drawing()
    drawing.show(many)
    list_ = Thumbnails(drawing)
    qtbot.addWidget(list_)
    list_.resize(list_.width(), 500)
    with qtbot.waitExposed(list_):
        list_.show()
    list_.fill([str(at) for at in range(60)], many.sizes, 0)
    qtbot.waitUntil(drawing.idle)
    assert drawing.picture(0, list_._painter.dots()) is not None
    assert drawing.picture(50, list_._painter.dots()) is None
    with qtbot.waitSignal(list_.chosen):
        qtbot.keyClick(list_, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: drawing.picture(59, list_._painter.dots()) is not None)
    drawing.close()


def test_a_look_is_not_told_of_and_a_closed_office_starts_none(qtbot) -> None:
    jobs, told, done = Jobs(), [], []
    jobs.started.connect(told.append)
    jobs.look(lambda: 42, done.append, lambda _refused: None)
    assert not jobs.busy()
    qtbot.waitUntil(lambda: done == [42])
    assert told == []
    jobs.close()
    jobs.look(lambda: 43, done.append, lambda _refused: None)
    qtbot.wait(20)
    assert done == [42]
