"""Where a claim stands on its way, and what leads off that way: a card across the page."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from incubator_desk.base.i18n import _, translate
from incubator_desk.catalog.flow import Flow, Move
from incubator_desk.catalog.journey import journey
from incubator_desk.catalog.moving import passages, used
from incubator_desk.catalog.register import Register
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.casework import stations
from incubator_desk.qtkit.flows import State
from incubator_desk.qtkit.moves import Moves
from incubator_desk.qtkit.screen import Context


class WayCard(QFrame):
    """The stations of a claim with their days; at the right who took the last step, and returns and refusals."""

    moved = Signal(str)

    def __init__(self, context: Context, register: Register) -> None:
        super().__init__()
        widgets.dressed(self, "card")
        self._context, self._register = context, register
        self._stations = widgets.Stations()
        self._last = widgets.label("", "facts")
        self.backs = Moves(context, register, lambda move: move.back)
        self.backs.moved.connect(self.moved)
        self._side = widgets.boxed(widgets.column(None, self._last, self.backs, None, gap=6))
        self._divider = widgets.divider(52)
        line = widgets.row(self._stations, self._divider, self._side, gap=14, margins=(8, 9, 14, 9))
        line.setStretch(0, 1)
        self.setLayout(line)
        self.forward: Move | None = None
        """The step that leads on from where the claim stands, where people take it themselves."""

    def show_claim(self, uid: str | None, values: Mapping[str, Any]) -> None:
        """Show the way of a claim with these values; None is a new one."""
        context = self._context
        office, flow = context.office, context.office.features.flows[self._register.name]
        with office.reading() as session:
            ours = used(session, office.actor, flow, context.today())
            taken = passages(session, uid) if uid else []
            stops = journey(ours, values, taken)
            session.expunge_all()
        begins = widgets.Station(translate(flow.labels[flow.start]), "", _first(flow, values))
        self._stations.show_stations([begins, *stations(ours, stops, None)])
        offered = ours.offered(values[flow.attribute])
        self.forward = next((move for move in offered if not move.back), None)
        self.backs.show_record(uid, values)
        last = taken[-1] if taken else None
        told = _("Last step: {who}, {day}").format(who=last.taken_by, day=last.taken_on) if last else ""
        self._last.setText(told)
        self._last.setVisible(bool(told))
        shown = bool(told) or not self.backs.isHidden()
        self._side.setVisible(shown)
        self._divider.setVisible(shown)


def _first(flow: Flow, values: Mapping[str, Any]) -> State:
    return "current" if values[flow.attribute] == flow.start else "done"
