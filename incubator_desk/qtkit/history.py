"""Who changed what of a record, and when; each change can be taken back by itself."""

import json
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Label
from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.catalog.kinds import Reference
from incubator_desk.catalog.listing import labels
from incubator_desk.catalog.register import Field, Register
from incubator_desk.store.history import ChangeRow, StepRow
from incubator_desk.store.step import bring_back
from incubator_desk.store.types import load

from . import correcting, widgets
from .cells import Cell
from .conflict import local
from .delegate import DeskTable
from .screen import Context
from .table import PlainModel

BROUGHT_BACK = N_("Bring back {noun} {code}")


class History(QWidget):
    """The changes of one record, the latest first."""

    brought_back = Signal(str)

    def __init__(self, context: Context, register: Register) -> None:
        super().__init__()
        self._context, self._register = context, register
        self._model = PlainModel([_("When"), _("Who"), _("What"), _("Change")])
        self.table = DeskTable()
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("History"))
        self.table.selectionModel().currentRowChanged.connect(lambda index, _old: self._tell(index.row()))
        self.table.entered_row.connect(lambda _index: self.bring_back())
        self._changes: list[ChangeRow] = []
        self._back = widgets.button(_("Bring back"), "link", "undo", run=self.bring_back)
        self._back.setToolTip(_("Give the record the values before the chosen change"))
        foot = widgets.boxed(widgets.row(self._back, None, margins=(12, 4, 12, 4)), "foot")
        self.setLayout(widgets.column(self.table, foot, gap=0))
        self._uid = ""

    def load(self, uid: str) -> None:
        """Show the changes of a record."""
        self._uid, self._changes = uid, []
        found = select(ChangeRow, StepRow).join(StepRow, ChangeRow.step == StepRow.seq).where(ChangeRow.record == uid)
        rows: list[tuple[Cell, ...]] = []
        with self._context.office.reading() as session:
            for change, step in session.execute(found.order_by(ChangeRow.seq.desc())):
                for name, before, after in self._differences(session, change):
                    when = Cell(local(step.at), muted=True)
                    rows.append((when, Cell(step.actor), Cell(name), _turned(before, after)))
                    self._changes.append(change)
            session.expunge_all()
        self._model.fill(rows)
        self.table.resizeColumnsToContents()
        self.table.selectRow(0)
        self._tell(0)

    def _tell(self, row: int) -> None:
        self._back.setEnabled(0 <= row < len(self._changes) and self._changes[row].before is not None)

    def _differences(self, session: Session, change: ChangeRow) -> Iterator[tuple[str, str | None, str]]:
        before, after = (json.loads(text) if text else {} for text in (change.before, change.after))
        if change.before is None:
            yield _("Added"), None, _named(after)
        elif change.after is None:
            yield _("Deleted"), _named(before), ""
        else:
            for name in after:
                if spec := self._register.by_attribute.get(name):
                    old, new = (self._spoken(session, spec, values.get(name)) for values in (before, after))
                    yield translate(spec.label), old, new

    def _spoken(self, session: Session, spec: Field, text: Any) -> str:
        value = load(self._register.model.__table__.c[spec.attribute].type, text)
        if value is None:
            return "—"
        if spec.sensitive:
            return spec.kind.mask(value)
        if isinstance(spec.kind, Reference):
            named = labels(session, self._context.office.features.registers[spec.kind.register], {str(value)})
            return named.get(str(value), "")
        return spec.kind.show(value)

    def bring_back(self) -> None:
        """Give the record the values that it had before the chosen change, as a step of its own."""
        row = self.table.currentIndex().row()
        if not self._back.isEnabled() or not 0 <= row < len(self._changes):
            return
        office, seq = self._context.office, self._changes[row].seq
        done: list[bool] = []

        def work() -> None:
            with office.reading() as session:
                record = session.get(self._register.model, self._uid)
                code = str(getattr(record, "code", ""))
            back = lambda step: bring_back(step, step.session.get_one(ChangeRow, seq))  # noqa: E731
            noun = Label(self._register.noun)
            done.append(correcting.write(self._context, self, BROUGHT_BACK, back, noun=noun, code=code))

        if self._context.attempt(work) and done[0]:
            self._context.tell(_("Brought back"))
            self.brought_back.emit(self._uid)


def _turned(before: str | None, after: str) -> Cell:
    return Cell(after, old=before) if before is not None else Cell(after)


def _named(values: dict[str, Any]) -> str:
    return str(values.get("code") or values.get("name") or "")
