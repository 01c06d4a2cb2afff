"""Ctrl+K: records, actions and reports, found as one types."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget
from sqlalchemy import select

from incubator_desk.base.i18n import _, translate
from incubator_desk.base.text import normal
from incubator_desk.catalog.kinds import Choice
from incubator_desk.catalog.listing import Listing, Wanted, label_attribute
from incubator_desk.catalog.search import Index, folded, keys
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.cells import Cell
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.screen import Context
from incubator_desk.qtkit.table import PlainModel

MOST = 6
"""Hits shown of one register."""
Offer = tuple[str, str, str, Callable[[], Any]]


@dataclass
class _Hit:
    text: str
    note: str
    icon: str
    run: Callable[[], Any]


class Palette(QFrame):
    """The search over everything, above the window."""

    def __init__(self, context: Context, host: QWidget, commands: Callable[[], list[Offer]]) -> None:
        super().__init__(host)
        self._host = host
        widgets.dressed(self, "palette")
        self._context, self._commands = context, commands
        self._indexes: dict[str, tuple[list[str], Index]] = {}
        self.field = widgets.SearchField(_("Search companies, leases, actions"))
        self.field.textChanged.connect(lambda _text: self._look())
        self.field.installEventFilter(self)
        self._model = PlainModel(["", ""])
        self.table = DeskTable()
        self.table.setModel(self._model)
        self.table.horizontalHeader().hide()
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.clicked.connect(lambda index: self._run(index.row()))
        self._hits: list[_Hit] = []
        note = widgets.label(_("↑ ↓ choose    Enter open    Esc close    > actions only"), "caption")
        self.setLayout(widgets.column(self.field, self.table, note, gap=8, margins=(12, 12, 12, 10)))
        context.office.listeners.append(lambda _touched: self._indexes.clear())
        self.hide()

    def open(self) -> None:
        """Show it, ready to type."""
        host = self._host
        wide = min(720, host.width() - 80)
        self.resize(wide, min(560, host.height() - 140))
        self.move(QPoint((host.width() - wide) // 2, 84))
        self.field.clear()
        self._look()
        self.show()
        self.raise_()
        self.field.setFocus()

    def _look(self) -> None:
        query = self.field.text().strip()
        only_actions = query.startswith(">")
        query = query.lstrip(">").strip()
        records = [] if only_actions or not query else self._records(query)
        self._hits = records + self._actions(query, most=8 if records else 14)
        wide = self.width() - 24
        self.table.setColumnWidth(0, wide * 2 // 3)
        self._model.fill(
            [(Cell(hit.text, icon=hit.icon), Cell(hit.note, muted=True, align="right")) for hit in self._hits]
        )
        if self._hits:
            self.table.selectRow(0)

    def _records(self, query: str) -> list[_Hit]:
        """What matches, register by register; before all of it what has just this code, as a scanner types it."""
        exact: list[_Hit] = []
        found: list[_Hit] = []
        office = self._context.office
        with office.reading() as session:
            for register in office.features.registers.values():
                if register.parent is not None or not register.exchanged:
                    continue
                if register.name not in self._indexes:
                    listing = Listing(office.features, register)
                    uids = listing.uids(session, office.actor.operator, Wanted(), self._context.today())
                    self._indexes[register.name] = (uids, Index(listing.texts(session, uids)))
                uids, index = self._indexes[register.name]
                named = self._named(session, register, query)
                exact += self._described(session, register, named)
                hits = [uids[at] for at, _n in zip(index.find(query), range(MOST), strict=False)]
                found += self._described(session, register, [uid for uid in hits if uid not in named])
        return exact + found

    def _named(self, session: Any, register: Any, query: str) -> list[str]:
        """The record that has this very code; small letters stand for capitals too."""
        if "code" not in register.by_attribute:
            return []
        table, code = register.model.__table__.c, normal(query)
        mine = select(table.uid).where(table.operator_uid == self._context.office.actor.operator)
        return list(session.scalars(mine.where(table.code.in_((code, code.upper()))).order_by(table.code)))

    def _described(self, session: Any, register: Any, uids: list[str]) -> list[_Hit]:
        listing = Listing(self._context.office.features, register)
        names = [label_attribute(register)]
        names += [f.attribute for f in register.references][:1] + ([register.state] if register.state else [])
        names += ["code"] if "code" in register.by_attribute and names[0] != "code" else []
        columns = [c for name in dict.fromkeys(names) for c in listing.columns if c.field and c.field.attribute == name]
        rows = listing.rows(session, uids, self._context.today(), columns) if uids else {}
        hits = []
        for uid in uids:
            parts = []
            for column, value in zip(columns, rows[uid], strict=True):
                if value is not None:
                    parts.append(column.kind.show(value) if isinstance(column.kind, Choice) else str(value))
            run = lambda uid=uid: self._context.go(register.name, uid)  # noqa: E731
            hits.append(_Hit("  ".join(parts), translate(register.noun), register.icon, run))
        return hits

    def _actions(self, query: str, most: int) -> list[_Hit]:
        wanted = folded(query).split()
        found = []
        for text, key, icon, run in self._commands():
            haystack = f"{folded(text)} {keys(text)}"
            if all(word in haystack for word in wanted):
                found.append(_Hit(text, key or _("Action"), icon, run))
        whole = folded(query)
        return sorted(found, key=lambda hit: whole not in folded(hit.text))[:most]

    def _run(self, row: int) -> None:
        if 0 <= row < len(self._hits):
            self.hide()
            self._hits[row].run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            row = self.table.currentIndex().row()
            if event.key() == Qt.Key.Key_Escape:
                self.hide()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                self.table.selectRow(max(0, min(len(self._hits) - 1, row + step)))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(row)
                return True
        if watched is self.field and event.type() == QEvent.Type.FocusOut:
            self.hide()
        return super().eventFilter(watched, event)
