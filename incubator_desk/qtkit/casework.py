"""The way of a case in its panel: stations, how it stands, and what happened on the way, the latest first."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from incubator_desk.base.i18n import _, translate
from incubator_desk.catalog.flow import Flow
from incubator_desk.catalog.journey import Stop, journey
from incubator_desk.catalog.moving import documents, passages, used
from incubator_desk.catalog.passages import Document, Passage
from incubator_desk.catalog.register import Register

from . import widgets
from .screen import Context

AROUND = 2
"""So many stations are drawn before and after the present one, where the room is narrow."""


def stations(flow: Flow, stops: Sequence[Stop], around: int | None = AROUND) -> list[widgets.Station]:
    """Stops as the stations of a picture: all of them, or those around the present one."""
    made = [
        widgets.Station(translate(flow.labels[stop.state]), f"{stop.on:%m-%d}" if stop.on else "", stop.standing)
        for stop in stops
    ]
    if around is None:
        return made
    at = next((n for n, stop in enumerate(stops) if stop.standing in ("current", "stopped")), 0)
    first = max(0, min(at - around, len(made) - 2 * around - 1))
    return made[first : first + 2 * around + 1]


class Casework(QWidget):
    """Where a record of a register with a flow stands."""

    def __init__(self, context: Context, register: Register, flow: Flow) -> None:
        super().__init__()
        self._context, self._register, self._flow = context, register, flow
        self._stations = widgets.Stations()
        self._banner = QVBoxLayout()
        self._timeline = widgets.Timeline()
        self._nothing = widgets.wrapped(_("No step has been taken here yet."), "facts")
        body = widgets.column(
            self._stations, self._banner, widgets.label(_("On the way"), "group"), self._nothing, self._timeline, None,
            gap=10, margins=(16, 14, 16, 14),
        )  # fmt: skip
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(widgets.boxed(body, "surface"))
        self.setLayout(widgets.column(scroll, gap=0))
        self.setAccessibleName(_("Case"))

    def load(self, uid: str) -> None:
        """Show the way of a record."""
        office, today = self._context.office, self._context.today()
        with office.reading() as session:
            record = session.get(self._register.model, uid)
            if record is None:
                return
            flow = used(session, office.actor, self._flow, today)
            taken, files = passages(session, uid), documents(session, uid)
            stops = journey(flow, self._register.of(record), taken)
            remark = flow.remark(session, office.actor, record, today)
            rows = [self._row(each, files) for each in reversed(taken)]
        self._stations.show_stations(stations(flow, stops))
        widgets.clear(self._banner)
        if remark:
            self._banner.addWidget(widgets.Banner(remark[0], remark[1]))
        self._nothing.setVisible(not rows)
        self._timeline.fill(rows)

    def _row(self, each: Passage, files: Sequence[Document]) -> tuple[str, str, str]:
        label = next(
            (m.label for m in self._flow.moves if (m.source, m.target) == (each.source, each.target)),
            self._flow.labels[each.target],
        )
        parts = [translate(label).rstrip("…")]
        if each.reason:
            parts.append(each.reason)
        if each.evidence:
            parts.append(_(", ").join(translate(line) for line in each.evidence.split("\n")))
        parts += [file.name for file in files if file.passage == each.uid]
        return _day(each.taken_on), each.taken_by, "\n".join(parts)


def _day(day: date) -> str:
    return f"{day:%m-%d}" if day.year == date.today().year else day.isoformat()
