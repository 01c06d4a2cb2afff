"""What narrows a register: a search, chips of its state, lists of values to tick."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget
from sqlalchemy.orm import Session

from incubator_desk.base.i18n import _, translate
from incubator_desk.catalog.kinds import Choice, Text
from incubator_desk.catalog.listing import Listing
from incubator_desk.catalog.register import Field

from . import fonts, widgets
from .screen import Context

_FILTERS, _CHIPS, _VALUES = 3, 6, 20
Options = Sequence[tuple[Any, str]]


class Narrowing(QWidget):
    """The bar above a register's table; what is set in it lives in a state that outlasts the screen."""

    searched = Signal()
    changed = Signal()

    def __init__(self, context: Context, listing: Listing, state: dict[str, Any]) -> None:
        super().__init__()
        self._operator, self._listing, self._state = context.office.actor.operator, listing, state
        self._register = listing.register
        self.field = widgets.SearchField(_("Name, pinyin initials or code"))
        self.field.setMinimumWidth(fonts.widened(190))
        self.field.setMaximumWidth(fonts.widened(270))
        self.field.setText(state.get("query", ""))
        self._chips = widgets.ChipRow()
        self._chips.setVisible(bool(self._register.state))
        self.more = widgets.button(_("More states"), "flat", "more")
        self._others = QMenu(self.more)
        self.more.setMenu(self._others)
        self.more.hide()
        self._states: list[tuple[Any, str]] = []
        self._every: list[tuple[Any, str]] = []
        self._chips_shown: list[tuple[Any, str]] = []
        self._places = widgets.row(gap=2)
        self._filters: dict[str, tuple[Options, widgets.FilterButton]] = {}
        self._clear = widgets.button(_("Clear filters"), "link", run=self._clear_filters)
        self._bar = widgets.row(self.field, self._chips, self.more, self._places, self._clear, None, gap=8)
        self._bar.setStretch(0, 1)
        self._bar.setStretch(5, 2)
        self.setLayout(self._bar)
        self.setMinimumWidth(self.field.minimumWidth())
        self.field.textChanged.connect(self._type)
        self._chips.chosen.connect(self._choose)

    # what is set ------------------------------------------------------------------------------------------------------

    def query(self) -> str:
        """What is searched for."""
        return self.field.text().strip()

    def values(self) -> dict[str, frozenset[Any]]:
        """The values allowed, by attribute."""
        found = {name: frozenset(ticked) for name, ticked in self._ticked().items() if ticked}
        if self._register.state and self._state.get("chip") is not None:
            found[self._register.state] = frozenset({self._state["chip"]})
        return found

    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self.query() or self.values())

    def state(self) -> dict[str, Any]:
        """All that is set, for a saved view."""
        ticked = {name: sorted(values) for name, values in self._ticked().items() if values}
        return {"query": self.query(), "chip": self._state.get("chip"), "filters": ticked}

    def use(self, state: dict[str, Any]) -> None:
        """Set all of it; whoever calls lists anew."""
        self._state |= {"chip": state["chip"], "filters": {n: set(v) for n, v in state["filters"].items()}}
        self.field.blockSignals(True)
        self.field.setText(state["query"])
        self.field.blockSignals(False)
        self._state["query"] = state["query"]

    def clear(self) -> None:
        """Leave nothing out."""
        self.use({"query": "", "chip": None, "filters": {}})
        self.changed.emit()

    def _ticked(self) -> dict[str, set[Any]]:
        ticked: dict[str, set[Any]] = self._state.setdefault("filters", {})
        return ticked

    def _type(self, text: str) -> None:
        self._state["query"] = text
        self.searched.emit()

    def _choose(self, value: Any) -> None:
        self._state["chip"] = value
        self.changed.emit()

    def _clear_filters(self) -> None:
        self._ticked().clear()
        self.changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In a narrow window the filters that are not set give way, the last first, then states: to the menu."""
        buttons = [made for _options, made in self._filters.values()]
        for made in buttons:
            made.setVisible(True)
        self._show_states(_CHIPS)
        giving = [made for made in reversed(buttons) if not made.ticked]
        for each in giving:
            if self._fits():
                return
            each.setVisible(False)
        for most in range(_CHIPS - 1, 0, -1):
            if self._fits():
                return
            self._show_states(most)

    def _fits(self) -> bool:
        self._places.invalidate()
        self._bar.invalidate()
        return self._bar.minimumSize().width() <= self.width()

    def _show_states(self, most: int) -> None:
        """Chips of so many states, of the chosen one and of all; the others in a menu."""
        chosen = self._state.get("chip")
        shown = [(value, text) for at, (value, text) in enumerate(self._states) if at < most or value == chosen]
        self._chips.setVisible(bool(self._register.state))
        if (wanted := [*shown, *self._every]) != self._chips_shown:
            self._chips.fill(wanted, chosen)
            self._chips_shown = wanted
        self._others.clear()
        for value, text in (each for each in self._states if each not in shown):
            entry = self._others.addAction(text.replace("&", "&&"))
            entry.triggered.connect(lambda _on=False, value=value: self._choose(value))
        self.more.setVisible(not self._others.isEmpty())

    # what can be set --------------------------------------------------------------------------------------------------

    def load(self, session: Session) -> int:
        """Offer what the register has; gives how many records it has in all."""
        count = self._fill_chips(session)
        wanted = dict(self._offers(session))
        if list(wanted) != list(self._filters) or any(self._filters[n][0] != o for n, o in wanted.items()):
            self._rebuild(wanted)
        for name, (_options, made) in self._filters.items():
            made.blockSignals(True)
            made.tick(self._ticked().get(name, set()))
            made.blockSignals(False)
        self._clear.setVisible(any(self._ticked().values()))
        self._fit()
        return count

    def _fill_chips(self, session: Session) -> int:
        if not self._register.state:
            return self._listing.count(session, self._operator)
        kind = self._register.by_attribute[self._register.state].kind
        assert isinstance(kind, Choice)
        counts = self._listing.counts(session, self._operator, self._register.state)
        known = [o for o in kind.options if counts.get(o.value) or o.value == self._state.get("chip")]
        self._states = [(o.value, f"{translate(o.label)} {counts.get(o.value, 0):,}") for o in known]
        self._every = [(None, f"{_('All')} {sum(counts.values()):,}")]
        self._chips_shown = []
        self._show_states(_CHIPS)
        return sum(counts.values())

    def _offers(self, session: Session) -> list[tuple[str, Options]]:
        """The columns with few values: those shown in the table come first."""
        found: list[tuple[str, Options]] = []
        for spec in sorted(self._register.fields, key=lambda f: not f.listed):
            if len(found) < _FILTERS and (options := self._options(session, spec)):
                found.append((spec.attribute, options))
        return found

    def _options(self, session: Session, spec: Field) -> Options:
        if isinstance(spec.kind, Choice) and spec.attribute != self._register.state:
            return [(o.value, translate(o.label)) for o in spec.kind.options]
        if type(spec.kind) is Text and spec.kind.lines == 1 and not (spec.sensitive or spec.unique or spec.required):
            values = self._listing.values(session, self._operator, spec.attribute, _VALUES)
            return [(value, value) for value in values] if len(values) > 1 else []
        return []

    def _rebuild(self, wanted: dict[str, Options]) -> None:
        widgets.clear(self._places)
        self._filters.clear()
        for name, options in wanted.items():
            made = widgets.FilterButton(translate(self._register.by_attribute[name].label), options)
            made.changed.connect(lambda name=name, made=made: self._tick(name, set(made.ticked)))
            self._filters[name] = (options, made)
            self._places.addWidget(made)

    def _tick(self, name: str, values: set[Any]) -> None:
        self._ticked()[name] = values
        self.changed.emit()
