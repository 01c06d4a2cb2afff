"""Two people changed the same field: theirs beside ours, and which one stays."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from sqlalchemy import select

from incubator_desk.base.i18n import _, translate
from incubator_desk.catalog.kinds import Reference
from incubator_desk.catalog.listing import labels
from incubator_desk.store.history import ChangeRow, StepRow

from . import widgets

if TYPE_CHECKING:
    from .form import FieldRow, RecordForm


class Conflicts(QWidget):
    """The questions that must be answered before the form can be saved."""

    settled = Signal()

    def __init__(self, form: "RecordForm") -> None:
        super().__init__()
        self._form = form
        self.open: dict[str, QWidget] = {}
        self._questions = widgets.column(gap=6)
        self.setLayout(self._questions)
        self.hide()

    def clear(self) -> None:
        """No question is open."""
        widgets.clear(self._questions)
        self.open.clear()
        self.hide()

    def ask(self, rows: Sequence["FieldRow"], before: Mapping[str, Any]) -> None:
        """Ask of each field which value stays."""
        self.clear()
        who, when = self._author()
        for row in rows:
            theirs = self._form.stored[row.spec.attribute]
            text = _("{who} changed “{field}” at {time}: {before} → {after}. Keep which?").format(
                who=who, time=when, field=translate(row.spec.label),
                before=self._spoken(row, before[row.spec.attribute]), after=self._spoken(row, theirs),
            )  # fmt: skip
            banner = widgets.Banner(text, "warning")
            take, keep = (
                widgets.dressed(widgets.button(words, run=partial(self._answer, row, mine=mine)), "banner", "warning")
                for words, mine in ((_("Take theirs"), False), (_("Keep mine"), True))
            )
            made = widgets.boxed(widgets.column(banner, widgets.row(None, take, keep, gap=6), gap=2))
            self.open[row.spec.attribute] = made
            self._questions.addWidget(made)
        self.setVisible(bool(rows))

    def _answer(self, row: "FieldRow", *, mine: bool) -> None:
        if not mine:
            row.field.put(self._form.stored[row.spec.attribute])
            row.touched = False
        self.open.pop(row.spec.attribute).deleteLater()
        self.setVisible(bool(self.open))
        self._form.judge()
        self.settled.emit()
        row.field.setFocus()

    def _author(self) -> tuple[str, str]:
        """Who wrote the record last, and at what time."""
        steps = select(StepRow).join(ChangeRow, ChangeRow.step == StepRow.seq)
        with self._form.context.office.reading() as session:
            last = session.scalars(
                steps.where(ChangeRow.record == self._form.uid).order_by(ChangeRow.seq.desc()).limit(1)
            ).first()
            return (last.actor, local(last.at, "%H:%M")) if last else ("?", "")

    def _spoken(self, row: "FieldRow", value: Any) -> str:
        if value is None:
            return "—"
        kind = row.spec.kind
        if row.spec.sensitive:
            return kind.mask(value)
        if isinstance(kind, Reference):
            office = self._form.context.office
            with office.reading() as session:
                return labels(session, office.features.registers[kind.register], {value}).get(value, "")
        return kind.show(value)


def local(at: str, form: str = "%Y-%m-%d %H:%M") -> str:
    """A moment of the history in the machine's own time."""
    return datetime.fromisoformat(at).astimezone().strftime(form)
