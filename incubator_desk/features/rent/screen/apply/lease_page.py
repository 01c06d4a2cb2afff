"""The second step of applying a policy: which leases are looked at."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from incubator_desk.base.i18n import N_, _, translate, translate_many
from incubator_desk.catalog.search import Index, folded
from incubator_desk.features.park.service import value_on
from incubator_desk.features.rent.service.previewing import Subject, subjects
from incubator_desk.features.rent.service.reminders import ENDING_DAYS
from incubator_desk.features.tenants.model import KINDS, SIZES, STATUSES
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.cells import Cell, cell_of
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.screen import Context
from incubator_desk.qtkit.table import PlainModel
from incubator_desk.qtkit.widths import Widths

_HEADINGS = (
    N_("Company"), N_("Lease"), N_("Premises"), N_("Kind"), N_("Status"), N_("Size"), N_("From – to"),
)  # fmt: skip
RUNNING, LATER, ENDING = "running", "later", "ending"
_SPANS = ((RUNNING, N_("Running")), (LATER, N_("Begins later")), (ENDING, N_("Ends soon")))
_NAME = 0


class LeasePage(QWidget):
    """The leases that are not over by the day: narrowed by filters, single ones left out by their boxes."""

    changed = Signal()

    def __init__(self, context: Context, state: dict[str, Any]) -> None:
        super().__init__()
        self._context, self._state = context, state
        self._all: Sequence[Subject] = ()
        self._shown: list[Subject] = []
        self._index = Index([])
        self._soon = date.max
        self.search = widgets.SearchField(_("Name, pinyin initials or code"))
        self.search.setMinimumWidth(150)
        self.search.setMaximumWidth(260)
        self.search.setText(state["query"])
        self.search.textChanged.connect(lambda text: self._set("query", text))
        self.filters: dict[str, widgets.FilterButton] = {}
        self._places = widgets.row(gap=2)
        self._clear = widgets.button(_("Clear filters"), "link", run=self.clear)
        self._model = PlainModel([translate(heading) for heading in _HEADINGS])
        self.table = DeskTable()
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("Leases to look at"))
        self.table.ticked.connect(lambda index: self._tick(index.row()))
        self._widths = Widths(self.table, words=_NAME)
        self._count = widgets.label("", "caption")
        bar = widgets.row(self.search, self._places, self._clear, None, gap=8, margins=(10, 9, 10, 9))
        bar.setStretch(0, 1)
        bar.setStretch(3, 2)
        foot = widgets.boxed(widgets.row(self._count, None, margins=(12, 6, 12, 6)), "foot")
        card = widgets.card(widgets.column(bar, self.table, foot, gap=0, margins=(1, 1, 1, 1)))
        self.setLayout(widgets.column(card, margins=(16, 0, 16, 12)))

    # what there is ----------------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Read the leases that are not over by the day."""
        office, on = self._context.office, self._day()
        with office.reading() as session:
            self._all = subjects(session, office.actor.operator, on)
            self._soon = on + timedelta(days=int(value_on(session, office.actor, ENDING_DAYS.name, on)))
        self._index = Index([folded(f"{each.code} {each.name} {each.room or ''} {each.keys}") for each in self._all])
        self._offer_filters()
        self._narrow()

    def _day(self) -> date:
        day: date = self._state["on"] or self._context.today()
        return day

    def _span(self, each: Subject) -> str:
        if each.starts_on > self._day():
            return LATER
        return ENDING if each.ends_on <= self._soon else RUNNING

    def _offer_filters(self) -> None:
        buildings = sorted({each.building for each in self._all if each.building})
        offered: dict[str, tuple[str, Sequence[tuple[Any, str]]]] = {
            "status": (_("Status"), [(o.value, translate(o.label)) for o in STATUSES.options]),
            "kind": (_("Kind"), [(o.value, translate(o.label)) for o in KINDS.options]),
            "size": (_("Size"), [*((o.value, translate(o.label)) for o in SIZES.options), (None, _("not entered"))]),
            "building": (_("Building"), [(name, name) for name in buildings]),
            "span": (_("Term"), [(value, translate(text)) for value, text in _SPANS]),
        }
        widgets.clear(self._places)
        self.filters.clear()
        for name, (text, options) in offered.items():
            made = widgets.FilterButton(text, options)
            made.tick(set(self._state["filters"].get(name, ())))
            made.changed.connect(lambda name=name, made=made: self._filter(name, set(made.ticked)))
            self.filters[name] = made
            self._places.addWidget(made)

    # what is looked at ------------------------------------------------------------------------------------------------

    def wanted(self) -> list[str]:
        """The uids of the leases to look at: those listed, but for those left out."""
        return [each.uid for each in self._shown if each.uid not in self._state["left_out"]]

    def clear(self) -> None:
        """Leave nothing out."""
        self._state["filters"].clear()
        self._state["left_out"].clear()
        for made in self.filters.values():
            made.blockSignals(True)
            made.tick(set())
            made.blockSignals(False)
        self.search.clear()
        self._narrow()

    def _set(self, name: str, value: Any) -> None:
        self._state[name] = value
        self._narrow()

    def _filter(self, name: str, values: set[Any]) -> None:
        self._state["filters"][name] = values
        self._narrow()

    def _narrow(self) -> None:
        looks: dict[str, Callable[[Subject], Any]] = {
            "status": lambda s: s.status, "kind": lambda s: s.kind, "size": lambda s: s.size,
            "building": lambda s: s.building, "span": self._span,
        }  # fmt: skip
        asked = [(looks[name], values) for name, values in self._state["filters"].items() if values]
        hits = (self._all[at] for at in self._index.find(self._state["query"]))
        self._shown = [each for each in hits if all(look(each) in values for look, values in asked)]
        self._clear.setVisible(bool(asked or self._state["left_out"]))
        self._model.fill([self._cells(each) for each in self._shown])
        if self._shown:
            self.table.selectRow(0)
        QTimer.singleShot(0, self, self._widths.settle)
        self._tell()

    def _cells(self, each: Subject) -> list[Cell]:
        place = " ".join(part for part in (each.building, each.room) if part)
        out = each.uid in self._state["left_out"]
        size = Cell(SIZES.show(each.size)) if each.size else Cell(_("not entered"), muted=True)
        return [
            Cell(each.name, checked=not out, muted=out), Cell(each.code), Cell(place), Cell(KINDS.show(each.kind)),
            cell_of(STATUSES, each.status), size,
            Cell(f"{each.starts_on} – {each.ends_on}", tone="warning" if self._span(each) == ENDING else None),
        ]  # fmt: skip

    def _tick(self, row: int) -> None:
        """Leave leases out or take them in again: the chosen rows together, as the first of them then stands."""
        rows = self.table.chosen_rows()
        rows = rows if row in rows else [row]
        left_out: set[str] = self._state["left_out"]
        uids = {self._shown[at].uid for at in rows}
        self._state["left_out"] = left_out - uids if self._shown[row].uid in left_out else left_out | uids
        for at in rows:
            self._model.replace(at, self._cells(self._shown[at]))
        self._clear.setVisible(bool(self._state["left_out"] or any(self._state["filters"].values())))
        self._tell()

    def _tell(self) -> None:
        count, companies = len(self.wanted()), len({each.name for each in self._looked_at()})
        leases = translate_many("{count} lease", "{count} leases", count)
        text = _("{leases} of {companies} companies are looked at; {all} are not over by {day}")
        values = {"companies": f"{companies:,}", "all": f"{len(self._all):,}", "day": self._day()}
        self._count.setText(text.format(leases=leases, **values))
        self.changed.emit()

    def _looked_at(self) -> Iterable[Subject]:
        return (each for each in self._shown if each.uid not in self._state["left_out"])

    def focus_first(self) -> None:
        """Put the cursor where one begins."""
        self.table.setFocus()
