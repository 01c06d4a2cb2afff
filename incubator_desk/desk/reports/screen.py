"""Reports and letters: what is asked for at the right, the paper or its rows at the left."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QStackedWidget, QTabBar, QWidget

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import _, translate, translate_many
from incubator_desk.catalog.kinds import Tone
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.screen import Context, Screen, worded

from . import checks, saving
from .checks_list import ChecksList
from .disclosing import note
from .making import Maker, Shown
from .options import Options
from .page_choice import pages_chosen
from .pages_pane import PagesPane, sought
from .rows import Rows

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from incubator_desk.reports.making import Format

_OTHERS: "tuple[Format, ...]" = ("csv", "json")
_NOTED = {"disclosures"}
"""What this screen itself writes; no report tells of it."""


class ReportsScreen(Screen):
    """A report chosen, looked at, printed and saved."""

    name = "reports"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._state: dict[str, Any] = context.memory.setdefault("reports", {})
        self.shown: Shown | None = None
        self.options = Options(context, self._state)
        self.pages = PagesPane(self._state)
        self.rows = Rows(context)
        self.checks = ChecksList()
        self.options.checks.addWidget(self.checks)
        self._maker = Maker(context)
        self._build()
        self._keys()
        self.options.changed.connect(self.make)
        self._maker.made.connect(self._show)
        self._maker.refused.connect(self._refuse)
        self.checks.chosen.connect(self._go_to_paper)
        self.rows.asked.connect(self._preset)
        self.destroyed.connect(partial(_close, self.pages, self._maker))
        if "paper" not in context.memory:
            self.make()

    def _build(self) -> None:
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)  # it would keep room for them
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.addTab(_("Paper"))
        self.tabs.addTab(_("Table"))
        self.tabs.setAccessibleName(_("Paper or table"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.pages)
        self._stack.addWidget(self.rows)
        self._chips = widgets.row(gap=6)
        bar = widgets.row(self.tabs, 4, self.pages.tools, None, self._chips, margins=(14, 2, 14, 7))
        middle = widgets.row(self._stack, self.options, gap=0)
        middle.setStretch(0, 1)
        whole = widgets.column(bar, middle, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.tabs.currentChanged.connect(self._turn)
        self.tabs.setCurrentIndex(self._state.get("tab", 0))

    def _keys(self) -> None:
        view = self.pages.view
        self._paper_keys: list[QAction] = [
            widgets.action(self, _("Page before (PgUp)"), "PgUp", view.backward),
            widgets.action(self, _("Page after (PgDn)"), "PgDown", view.forward),
            widgets.action(self, _("Find a company"), "Ctrl+F", self._find),
        ]
        for key, run in (
            ("Ctrl++", partial(view.step_zoom, 1)), ("Ctrl+=", partial(view.step_zoom, 1)),
            ("Ctrl+-", partial(view.step_zoom, -1)), ("Ctrl+0", view.fit),
        ):  # fmt: skip
            self._paper_keys.append(widgets.action(self, _("Zoom"), key, run))
        widgets.action(self, _("Paper or table"), "Ctrl+T", self._other_tab)
        widgets.action(self, _("Next pane"), "F6", self._next_pane)
        widgets.action(self, _("Next remark"), "F8", self.checks.next)
        self._turn(self.tabs.currentIndex())

    # what the window asks ---------------------------------------------------------------------------------------------

    def title(self) -> str:
        report = self.options.shown()
        return translate(report.label) if report else _("Reports")

    def crumbs(self) -> tuple[tuple[str, str], ...]:
        return ((_("Reports"), "reports"),)

    def facts(self) -> str:
        if self.shown is None or not self.shown.whole:
            return ""
        papers, pages = len(self.shown.names), len(self.shown.printed)
        sheets = translate_many("{count} page", "{count} pages", pages)
        if papers == 1:
            return sheets
        of_all = (
            translate_many("{count} paper", "{count} papers", papers)
            if self.shown.wanted.report.each
            else translate_many("{count} company", "{count} companies", papers)
        )
        return _("{companies}, {pages}").format(companies=of_all, pages=sheets)

    def fill_actions(self, place: QHBoxLayout) -> None:
        self._more = widgets.button(_("Other formats"), "flat", "more", "Ctrl+Shift+E", self._offer_formats)
        self._buttons: list[QPushButton] = [
            self._more,
            widgets.button(_("Save Excel…"), "flat", "export", "Ctrl+E", partial(self.save, "xlsx")),
            widgets.button(_("Save PDF…"), "", "export", "Ctrl+S", partial(self.save, "pdf")),
            widgets.button(f"{_('Print')}  Ctrl+P", "primary", "print", "Ctrl+P", self.print_pages),
        ]
        for button in self._buttons:
            place.addWidget(button)
        self._enable()
        if (wanted := self.context.memory.pop("paper", None)) is not None:
            self._preset(wanted)

    def hints(self) -> tuple[tuple[str, str], ...]:
        return (
            ("PgUp PgDn", _("Turn pages")), ("Ctrl+/−/0", _("Zoom")), ("Ctrl+F", sought(self.options.shown())),
            ("Ctrl+T", _("Paper or table")), ("F6", _("Next pane")), ("F8", _("Next remark")), ("Ctrl+P", _("Print")),
        )  # fmt: skip

    def refresh(self, changed: Mapping[str, set[str]]) -> None:
        if not changed or changed.keys() - _NOTED:
            self.make()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._focus)

    def _focus(self) -> None:
        focus = self.window().focusWidget()
        if focus is None or not self.isAncestorOf(focus):
            (self.pages.view if self.tabs.currentIndex() == 0 else self.rows.table).setFocus()

    # making -----------------------------------------------------------------------------------------------------------

    def make(self) -> None:
        """Make what is asked for anew."""
        wanted = self.options.wanted()
        if self.shown is None or wanted is None or wanted.report is not self.shown.wanted.report:
            self._maker.forget()
            self._forget()
        if wanted is None:
            self._show_wrong(_("Correct what is marked at the right."))
        elif self.context.attempt(lambda: note(self.context, wanted)):
            self.pages.expect()
            self._maker.ask(wanted, whole=not self.pages.begins(wanted))
        self.title_changed.emit()

    def settled(self) -> bool:
        """Whether what is asked for is shown, whole and drawn."""
        return not self.options.resting() and not self._maker.busy() and self.pages.drawn()

    def _preset(self, wanted: dict[str, Any]) -> None:
        self.options.preset(wanted)
        self.make()

    def _show(self, shown: Shown) -> None:
        self.shown = shown
        self.pages.show_made(shown)
        if shown.whole:
            self._turn(self.tabs.currentIndex())
            self.checks.show_findings(shown.found)
            self._fill_chips(shown)
        self._enable()
        self.title_changed.emit()

    def _refuse(self, refused: Refused) -> None:
        self._forget()
        self._show_wrong(worded(refused.problems))
        self.title_changed.emit()

    def _show_wrong(self, text: str) -> None:
        self.pages.show_wrong(text)
        self.rows.clear(text)

    def _forget(self) -> None:
        self.shown = None
        self.checks.show_findings(())
        widgets.clear(self._chips)
        self._enable()

    def _fill_chips(self, shown: Shown) -> None:
        widgets.clear(self._chips)
        amiss = checks.warnings(shown.found)
        if not amiss:
            self._chips.addWidget(widgets.Chip(_("Nothing to remark"), "success", "check-circle"))
        else:
            said = translate_many("{count} remark", "{count} remarks", len(amiss))
            tone: Tone = "danger" if any(each.tone == "danger" for each in amiss) else "warning"
            self._chips.addWidget(widgets.Chip(said, tone, "error-circle" if tone == "danger" else "warning"))

    def _enable(self) -> None:
        ready = self.shown is not None and self.shown.whole
        for button in getattr(self, "_buttons", ()):
            button.setEnabled(ready)

    # going about ------------------------------------------------------------------------------------------------------

    def _turn(self, tab: int) -> None:
        self._state["tab"] = tab
        self._stack.setCurrentIndex(tab)
        self.pages.tools.setVisible(tab == 0)
        for action in getattr(self, "_paper_keys", ()):
            action.setEnabled(tab == 0)
        if tab == 1 and self.shown is not None and self.shown.whole:
            self.rows.show_made(self.shown.made)

    def _other_tab(self) -> None:
        self.tabs.setCurrentIndex(1 - self.tabs.currentIndex())

    def _find(self) -> None:
        if self.pages.search.isVisibleTo(self):
            self.pages.search.setFocus()
            self.pages.search.selectAll()

    def _next_pane(self) -> None:
        paper: list[QWidget] = [self.pages.thumbnails, self.pages.view]
        panes = [*(paper if self.tabs.currentIndex() == 0 else [self.rows.table]), self.options.report]
        focus = self.window().focusWidget()
        inside = focus is not None and self.options.isAncestorOf(focus)
        at = len(panes) - 1 if inside else next((at for at, pane in enumerate(panes) if pane is focus), -1)
        panes[(at + 1) % len(panes)].setFocus()

    def _go_to_paper(self, paper: int) -> None:
        self.tabs.setCurrentIndex(0)
        self.pages.go_to_paper(paper)

    # leaving the office -----------------------------------------------------------------------------------------------

    def _ready(self) -> Shown | None:
        """What is shown, where it is what is asked for; what was typed last is made first."""
        wanted = self.options.wanted()
        if self.shown is None or not self.shown.whole or wanted != self.shown.wanted:
            if wanted is not None:
                self.context.tell(_("The pages are being made…"), "info", undoable=False)
            return None
        return self.shown

    def _offer_formats(self) -> None:
        others = QMenu(self)
        others.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for kind in _OTHERS:
            others.addAction(translate(saving.KINDS[kind])).triggered.connect(lambda _on=False, k=kind: self.save(k))
        others.popup(self._more.mapToGlobal(QPoint(0, self._more.height())))
        others.setActiveAction(others.actions()[0])

    def save(self, kind: "Format") -> None:
        """Ask for a place and save there, as one file or as one for each company."""
        shown = self._ready()
        if shown is None:
            return
        if not self.options.output.each.isChecked():
            if (place := saving.ask_place(self, shown.wanted, kind)) is not None:
                saving.save(self.context, shown.wanted, kind, place)
            return
        pattern = self._pattern()
        if pattern is not None and (folder := saving.ask_folder(self)) is not None:
            saving.save_each(self.context, shown.wanted, kind, folder, pattern)

    def _pattern(self) -> str | None:
        from incubator_desk.reports.naming import checked

        output = self.options.output
        try:
            pattern = checked(output.pattern.text())
        except Refused as refused:
            output.pattern_row.tell(worded(refused.problems))
            output.pattern.setFocus()
            return None
        output.pattern_row.tell()
        output.remember()
        return pattern

    def print_pages(self) -> None:
        """Ask for a printer and print the pages chosen."""
        from . import printing

        shown = self._ready()
        chosen = self._pages(shown) if shown is not None else None
        if shown is None or chosen is None:
            return
        title = translate(shown.wanted.report.label)
        wide = shown.wanted.report.paper.landscape
        printer = printing.printer_for(title, wide=wide, copies=self.options.output.copies.value())
        if printing.ask(printer, self, len(shown.printed)):
            self.print_to(printer, printing.pages_of(printer, chosen, self.pages.view.page))

    def _pages(self, shown: Shown) -> list[int] | None:
        output = self.options.output
        try:
            chosen = pages_chosen(output.pages.text(), len(shown.printed))
        except Refused as refused:
            output.pages_row.tell(worded(refused.problems))
            output.pages.setFocus()
            return None
        output.pages_row.tell()
        output.remember()
        return chosen

    def print_to(self, printer: "QPrinter", pages: list[int]) -> None:
        """Print pages beside the window's thread."""
        from .printing import print_pages

        assert self.shown is not None
        data, context = self.shown.data, self.context
        context.jobs.start(
            _("Printing {name}").format(name=printer.docName()),
            lambda tell: print_pages(data, pages, printer, tell),
            lambda count: context.tell(
                translate_many("{count} page sent to the printer", "{count} pages sent to the printer", count),
                undoable=False,
            ),
        )


def _close(pages: PagesPane, maker: Maker, *_gone: object) -> None:
    maker.forget()
    pages.close_document()
