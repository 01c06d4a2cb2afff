"""The paper: pages in small at the left, one in the middle, and above them what turns, enlarges and finds."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QComboBox, QLineEdit, QStackedWidget, QWidget

from incubator_desk.base.i18n import _
from incubator_desk.catalog.report import Report
from incubator_desk.catalog.search import folded
from incubator_desk.qtkit import fonts, widgets
from incubator_desk.qtkit.drawing import Drawing
from incubator_desk.qtkit.paper import ZOOMS, PaperView, Zoom
from incubator_desk.qtkit.thumbnails import Thumbnails

from .checks import paper_of
from .making import Shown
from .options import Wanted

_PATIENCE = 400
"""Milliseconds that the paper before stays in sight while another one is made."""


class PagesPane(QWidget):
    """The pages of a report; ``tools`` is the bar that belongs above them."""

    def __init__(self, state: dict[str, Any]) -> None:
        super().__init__()
        self._state = state
        self._shown: Shown | None = None
        self._drawing = Drawing()
        self.view = PaperView(self._drawing)
        self.thumbnails = Thumbnails(self._drawing)
        self.thumbnails.chosen.connect(self.view.go)
        self.view.turned.connect(self._turned)
        self.view.zoomed.connect(self._zoomed)
        self._waiting = widgets.EmptyState("clock", _("The pages are being made…"))
        self._wrong = widgets.EmptyState("warning", "")
        self._wrong.words.setWordWrap(True)
        self._stack = QStackedWidget()
        for each in (self.view, self._waiting, self._wrong):
            self._stack.addWidget(each)
        self._slow = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._slow.timeout.connect(lambda: self._stack.setCurrentWidget(self._waiting))
        whole = widgets.row(self.thumbnails, self._stack, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.tools = self._tools()
        self.view.set_zoom(state.get("zoom", "page"))
        self._zoomed()

    def _tools(self) -> QWidget:
        self._number = QLineEdit()
        self._number.setValidator(QIntValidator(1, 99999, self._number))
        self._number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._number.setAccessibleName(_("Page number"))
        self._number.setFixedWidth(fonts.widened(58))
        self._number.returnPressed.connect(self._go_to_number)
        self._count = widgets.label("", "facts")
        self.zoom = QComboBox()
        self.zoom.setAccessibleName(_("Zoom"))
        self.zoom.addItem(_("Whole page"), "page")
        self.zoom.addItem(_("Page width"), "width")
        for percent in ZOOMS:
            self.zoom.addItem(f"{percent}%", percent)
        self.zoom.activated.connect(lambda _at: self.view.set_zoom(self.zoom.currentData()))
        self.search = widgets.SearchField(_("Find a company"))
        self.search.setFixedWidth(fonts.widened(170))
        self.search.textEdited.connect(lambda _text: self._seek(0))
        self.search.returnPressed.connect(lambda: self._seek(1))
        self._before_search = widgets.divider()
        return widgets.boxed(
            widgets.row(
                widgets.divider(), 2,
                widgets.tool("left", _("Page before (PgUp)"), lambda: self.view.go(self.view.page - 1)),
                self._number, self._count,
                widgets.tool("right", _("Page after (PgDn)"), lambda: self.view.go(self.view.page + 1)),
                widgets.divider(),
                widgets.tool("minus", _("Smaller (Ctrl+−)"), partial(self.view.step_zoom, -1)),
                self.zoom,
                widgets.tool("plus", _("Larger (Ctrl++)"), partial(self.view.step_zoom, 1)),
                self._before_search, self.search, gap=6,
            )
        )  # fmt: skip

    # what is shown ----------------------------------------------------------------------------------------------------

    def expect(self) -> None:
        """Something else is being made."""
        self._slow.start()

    def show_made(self, shown: Shown) -> None:
        """Show the pages of a report."""
        self._slow.stop()
        page = self._place(shown.wanted)
        self._drawing.show(shown.printed)
        self._shown = shown
        self.view.page = page
        self.view.load(shown.printed.sizes)
        self.thumbnails.fill(_words(shown), shown.printed.sizes, self.view.page)
        self.search.setPlaceholderText(sought(shown.wanted.report))
        for each in (self._before_search, self.search):
            each.setVisible(len(shown.names) > 1)
        self._stack.setCurrentWidget(self.view)
        self._turned(self.view.page)

    def show_wrong(self, text: str) -> None:
        """There are no pages, and why."""
        self._slow.stop()
        self._shown = None
        self._drawing.show(None)
        self.view.forget()
        self.thumbnails.fill([], [], 0)
        self._wrong.words.setText(text)
        self._stack.setCurrentWidget(self._wrong)
        self._turned(0)

    def _place(self, wanted: Wanted) -> int:
        """The page to show of what is asked for: the same one where it was shown, also before the screen was left."""
        if self._shown is not None:
            return self.view.page if self._shown.wanted == wanted else 0
        name, page = self._state.get("page", ("", 0))
        return page if name == wanted.report.name else 0

    def begins(self, wanted: Wanted) -> bool:
        """Whether it is seen from its first page on, so that the others may follow later."""
        return self._place(wanted) == 0

    def drawn(self) -> bool:
        """Whether all that is in sight is drawn."""
        return self._drawing.idle()

    def close_document(self) -> None:
        """Nothing more is drawn."""
        self._drawing.close()

    # turning ----------------------------------------------------------------------------------------------------------

    def _turned(self, page: int) -> None:
        count = len(self._shown.printed) if self._shown else 0
        self._number.setText(str(page + 1) if count else "")
        more = "" if self._shown is None or self._shown.whole else "…"
        self._count.setText(_("/ {count} pages").format(count=f"{count}{more}"))
        self.thumbnails.mark(page)
        if self._shown is not None:
            self._state["page"] = (self._shown.wanted.report.name, page)

    def _go_to_number(self) -> None:
        if self._number.text():
            self.view.go(int(self._number.text()) - 1)
            self._number.setText(str(self.view.page + 1))
            self._number.selectAll()

    def go_to_paper(self, paper: int) -> None:
        """Show the first page of a paper."""
        if self._shown is not None and paper < len(self._shown.starts):
            self.view.go(self._shown.starts[paper])

    def paper(self) -> int:
        """The paper whose page is shown."""
        return paper_of(self._shown.starts, self.view.page) if self._shown else 0

    def _seek(self, beyond: int) -> None:
        """Show the first paper from the shown one on that is of what matches; ``beyond`` it for the next one."""
        words = folded(self.search.text()).split()
        if self._shown is None or not words:
            return
        sought = self._shown.sought
        begin = self.paper() + beyond
        order = [at % len(sought) for at in range(begin, begin + len(sought))]
        found = next((at for at in order if all(word in sought[at] for word in words)), None)
        self.search.setProperty("state", "error" if found is None else "")
        widgets.dressed(self.search, "search")
        if found is not None:
            self.go_to_paper(found)

    # size -------------------------------------------------------------------------------------------------------------

    def _zoomed(self) -> None:
        zoom: Zoom = self.view.zoom
        self.zoom.setCurrentIndex(self.zoom.findData(zoom))
        self.zoom.setToolTip(_("{percent}% of its real size").format(percent=self.view.percent()))
        self._state["zoom"] = zoom


def sought(report: Report | None) -> str:
    """What is searched among the papers of a report."""
    return _("Find a paper") if report is not None and report.each else _("Find a company")


def _words(shown: Shown) -> Sequence[str]:
    """What stands below each page in small: whose it is, or which page."""
    starts, count = shown.starts, len(shown.printed)
    if len(shown.names) == 1 and not shown.names[0]:
        return [str(page + 1) for page in range(count)]
    words = []
    for page in range(count):
        paper = paper_of(starts, page)
        inner = page - starts[paper] + 1
        words.append(shown.names[paper] if inner == 1 else _("Page {number}").format(number=inner))
    return words
