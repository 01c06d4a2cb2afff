"""The home page: the park's figures, what needs attention, and rent by month."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from incubator_desk.base.dates import add_months, month_start
from incubator_desk.base.i18n import _
from incubator_desk.base.money import grouped, to_yuan
from incubator_desk.catalog.feature import Ahead, Figure, Reminder
from incubator_desk.catalog.kinds import Tone
from incubator_desk.features.rent.service import attention
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.cells import Cell
from incubator_desk.qtkit.charts import AgeBars, BarChart
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.fortnight import DAYS
from incubator_desk.qtkit.screen import Context, Screen
from incubator_desk.qtkit.table import PlainModel

from . import waiting

MONTHS = 6


class HomeScreen(Screen):
    """What is to be done today."""

    name = "home"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._group: str | None = None
        self._reminders: Sequence[Reminder] = ()
        self._cards = widgets.row(gap=12)
        self._model = PlainModel([_("Task"), _("Concerning"), _("Amount (CNY)"), _("Due"), _("Next step")], rights=(2,))
        self.table = DeskTable()
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("To do"))
        self.table.entered_row.connect(lambda index: self._follow(index.row()))
        self.table.clicked.connect(lambda index: self._follow(index.row()) if index.column() == 4 else None)
        self._chips = widgets.ChipRow()
        self._chips.chosen.connect(self._choose)
        self._nothing = widgets.label("", "facts")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        hint = widgets.label(_("Enter opens"), "caption")
        todo = widgets.Card(_("To do"), self._chips, None, hint, padded=False)
        todo.body.addWidget(self.table)
        todo.body.addWidget(self._nothing)
        self._weeks = widgets.Card(_("Next two weeks"))
        left = widgets.column(todo, self._weeks, gap=12)
        left.setStretch(0, 1)
        self._side = widgets.column(gap=12)
        body = widgets.row(left, self._side, gap=12)
        body.setStretch(0, 1)
        whole = widgets.column(self._cards, body, gap=12, margins=(16, 2, 16, 14))
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._fill()

    def title(self) -> str:
        return _("Today")

    def facts(self) -> str:
        today = self.context.today()
        spoken = QLocale()
        return spoken.toString(_qdate(today), QLocale.FormatType.LongFormat)

    def fill_actions(self, place: QHBoxLayout) -> None:
        for text, register, icon, role, key in (
            (_("Record receipts"), "receive", "receipt", "", "Alt+R"),
            (_("New company"), "tenants", "plus", "", "Alt+N"),
            (_("Apply a policy"), "apply", "document", "primary", "Alt+P"),
        ):
            run = self._new if register == "tenants" else self._open
            place.addWidget(widgets.button(text, role, icon, key, partial(run, register)))

    def _open(self, screen: str) -> None:
        self.context.go(screen, None)

    def _new(self, register: str) -> None:
        self.context.memory["given"] = {}
        self.context.go(register, None)

    def hints(self) -> tuple[tuple[str, str], ...]:
        return (
            ("F1", _("Help")), ("Enter", _("Open")), ("Alt+R", _("Record receipts")), ("Alt+P", _("Apply a policy")),
            ("F5", _("Refresh")),
        )  # fmt: skip

    def refresh(self, changed: Mapping[str, set[str]]) -> None:
        del changed
        waiting.forget(self.context)
        self._fill()

    def _fill(self) -> None:
        office, today = self.context.office, self.context.today()
        self._reminders = waiting.reminders(self.context)
        with office.reading() as session:
            figures = [f for feature in office.features for f in feature.figures(session, office.actor, today)]
            months = attention.months(session, office.actor, month_start(add_months(today, 1 - MONTHS)), today)
            ages = attention.ages(session, office.actor, today)
            last = today + timedelta(days=DAYS - 1)
            ahead = [a for feature in office.features for a in feature.ahead(session, office.actor, today, last)]
        widgets.clear(self._cards)
        for figure in figures[:4]:
            self._cards.addWidget(self._card(figure), 1)
        self._fill_side(months, ages)
        self._fill_weeks(ahead)
        self._fill_chips()
        self._list()

    def _card(self, figure: Figure) -> QWidget:
        run = partial(self.context.go, figure.register, None) if figure.register else None
        return widgets.FigureCard(figure.label, figure.text, figure.unit, figure.note, figure.tone, run=run)

    def _fill_weeks(self, ahead: Sequence[Ahead]) -> None:
        today = self.context.today()
        entries: defaultdict[date, list[widgets.Entry]] = defaultdict(list)
        for group, text in (("money", _("Money {count}")), ("ending", _("Ending {count}"))):
            days = Counter(r.due for r in self._reminders if r.group == group and r.due and r.due >= today)
            for day, count in days.items():
                tone: Tone = "warning" if group == "money" else "info"
                entries[day].append(widgets.Entry(text.format(count=count), tone, "leases"))
        for each in ahead:
            entries[each.on].append(widgets.Entry(each.text, each.tone, each.screen))
        strip = widgets.Fortnight(today, entries)
        strip.opened.connect(lambda name: self.context.go(name, None))
        widgets.clear(self._weeks.body)
        self._weeks.body.addWidget(strip)

    def _fill_side(self, months: Sequence[attention.Month], ages: Sequence[attention.Age]) -> None:
        widgets.clear(self._side)
        names = [_month_name(month.first) for month in months]
        groups = [
            (n, [m.charged / 1e6, m.relieved / 1e6, m.received / 1e6]) for n, m in zip(names, months, strict=True)
        ]
        chart = BarChart([_("Charged"), _("Relieved"), _("Received")], groups)
        title = widgets.label(_("Rent by month (10,000 CNY)"), "card-title")
        card = widgets.card(widgets.column(title, chart, gap=8, margins=(16, 12, 14, 10)))
        rows: list[tuple[str, float, str, Tone]] = [
            (_age_name(a), float(a.amount), grouped(to_yuan(a.amount)), "danger" if a.since > 90 else "warning")
            for a in ages
        ]
        arrears = widgets.card(
            widgets.column(
                self._titled(_("Arrears by age (CNY)"), _("See the leases"), self._open_arrears),
                AgeBars(rows),
                gap=8,
                margins=(16, 12, 16, 12),
            )
        )
        for each in (card, arrears):
            each.setFixedWidth(330 if self.window().width() < 1440 else 408)
            self._side.addWidget(each)
        self._side.setStretch(0, 1)

    @staticmethod
    def _titled(text: str, way: str, run: Callable[[], None]) -> QHBoxLayout:
        return widgets.row(widgets.label(text, "card-title"), None, widgets.button(way, "link", run=run))

    def _open_arrears(self) -> None:
        """The leases, those with the largest arrears first."""
        self.context.memory.setdefault("register/leases", {}).update(sort="overdue", descending=True)
        self.context.memory["narrowed"] = {}
        self.context.go("leases", None)

    def _fill_chips(self) -> None:
        names = {"money": _("Money"), "approval": _("Approval"), "ending": _("Ending"), "service": _("Service")}
        counts = {g: sum(r.group == g for r in self._reminders) for g in names}
        chips = [(g, f"{names[g]} {counts[g]}") for g in names if counts[g]]
        self._chips.fill([(None, f"{_('All')} {len(self._reminders)}"), *chips], self._group)

    def _choose(self, group: str | None) -> None:
        self._group = group
        self._list()

    def _shown(self) -> list[Reminder]:
        return [r for r in self._reminders if self._group in (None, r.group)]

    def _list(self) -> None:
        today = self.context.today()
        rows = []
        for each in self._shown():
            money = Cell(grouped(each.amount), "right") if each.amount is not None else Cell("—", "right", muted=True)
            rows.append(
                (
                    Cell(each.text, icon=each.icon, icon_tone=each.tone),
                    Cell(each.concerning),
                    money,
                    _due(each, today),
                    Cell(each.next_step, link=True),
                )
            )
        self._model.fill(rows)
        self._nothing.setText("" if rows else _("Nothing waits. New reminders appear here."))
        self._nothing.setVisible(not rows)
        self.table.setVisible(bool(rows))
        for at, wide in enumerate((230, 330, 130, 120)):
            self.table.setColumnWidth(at, wide)

    def _follow(self, row: int) -> None:
        each = self._shown()[row]
        if each.narrowed:
            self.context.memory["narrowed"] = each.narrowed
        self.context.go(each.screen or each.register, each.uid)


def _due(each: Reminder, today: date) -> Cell:
    if each.due is None:
        return Cell("")
    if each.due < today:
        return Cell(_("Late"), tone="danger", icon="error-circle", chip=True)
    if each.due == today:
        return Cell(_("today"), tone="warning", icon="clock", chip=True)
    return Cell(each.due.isoformat(), tone=each.tone, icon="clock", chip=True)


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _month_name(day: date) -> str:
    return QLocale().standaloneMonthName(day.month, QLocale.FormatType.ShortFormat)


def _age_name(age: attention.Age) -> str:
    if age.until is None:
        return _("Over {days} days").format(days=age.since - 1)
    return _("{first}–{last} days").format(first=age.since, last=age.until)
