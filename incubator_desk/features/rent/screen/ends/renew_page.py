"""Renewing a lease: what is agreed, and at once how the new lease follows from the old."""

from decimal import Decimal
from typing import Any

from incubator_desk.base.errors import Problem, Refused
from incubator_desk.base.i18n import _, translate
from incubator_desk.base.money import readable
from incubator_desk.catalog.kinds import Day, Number, Percent, Text
from incubator_desk.features.leases.model import BILLING, DAY_COUNTS, PRICE_UNITS
from incubator_desk.features.rent.screen.lines import span
from incubator_desk.features.rent.service import renewing
from incubator_desk.features.rent.service.renewing import Proposal, Terms
from incubator_desk.qtkit import fonts, widgets
from incubator_desk.qtkit.cells import Cell
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.editors import DayEditor, LineEditor
from incubator_desk.qtkit.screen import Context, worded
from incubator_desk.qtkit.table import PlainModel
from incubator_desk.qtkit.widths import Widths

from .way_page import WayPage

_WORDS = 160
_PRICE = Number(places=6, at_least=Decimal(0))
_CHANGE = Percent(at_least=Decimal(-100), at_most=Decimal(100))


class RenewPage(WayPage):
    """At the right the old lease beside the new one."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Renew"))
        self.proposal: Proposal | None = None
        self._made: str | None = None
        self.starts_on = widgets.FormRow(_("Starts on"), DayEditor(Day()), required=True)
        self.ends_on = widgets.FormRow(_("Ends on"), DayEditor(Day()), required=True)
        self.percent = widgets.FormRow(_("Change by"), LineEditor(_CHANGE), unit="%")
        self.price = widgets.FormRow(_("New price"), LineEditor(_PRICE))
        self.contract_no = widgets.FormRow(_("Contract no."), LineEditor(Text(60)))
        self._rows = {
            "starts_on": self.starts_on, "ends_on": self.ends_on, "percent": self.percent, "price": self.price,
            "contract_no": self.contract_no,
        }  # fmt: skip
        self._model = PlainModel(["", "", ""])
        self.table = DeskTable()
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("The lease and its renewal"))
        self._widths = Widths(self.table, lambda: [fonts.widened(_WORDS)] * 3)
        self._renewed = widgets.EmptyState("check-circle", "", link=_("See the schedule"), follow=self._to_renewal)
        self._renewed.cover(self.table.viewport())
        self._name_step(_("Renew"))
        for row in self._rows.values():
            row.editor.edited.connect(self._timer.start)  # type: ignore[attr-defined]
        self._build()

    def _build(self) -> None:
        body = widgets.column(
            widgets.label(_("Term"), "group"), self.starts_on, self.ends_on,
            widgets.label(_("Price"), "group"), self.percent, self.price,
            widgets.label(_("Document"), "group"), self.contract_no, None,
            gap=8, margins=(16, 12, 16, 12),
        )  # fmt: skip
        title = widgets.row(widgets.label(_("The lease and its renewal"), "card-title"), None, margins=(12, 8, 12, 6))
        table = widgets.card(widgets.column(title, self.table, gap=0, margins=(1, 1, 1, 1)))
        self._lay_out(widgets.card(body), table)

    # what is shown ----------------------------------------------------------------------------------------------------

    def start(self, uid: str | None) -> None:
        """Begin with a lease: from the day after it, as long again, at the price in force."""
        self.uid, self.proposal, self._made = uid, None, None
        self.setEnabled(uid is not None)
        if uid is None:
            return
        self.proposal = self._proposed()
        self._put("starts_on", self.proposal.starts_on)
        self._put("ends_on", self.proposal.ends_on)
        for name in ("percent", "price", "contract_no"):
            self._put(name, None)
        self.reckon()

    @property
    def settled(self) -> bool:
        """Whether the renewal made here still stands."""
        return self._made is not None and self.uid is not None and self._proposed().renewed_by == self._made

    def refresh(self) -> None:
        """Take in what was written."""
        if self.uid is not None:
            self.proposal = self._proposed()
            self.reckon()

    def _to_renewal(self) -> None:
        if self.proposal is not None and self.proposal.renewed_by:
            self.context.go("schedule", self.proposal.renewal)

    def focus_first(self) -> None:
        """Put the cursor into the change of price: the days suggest themselves."""
        self.percent.editor.setFocus()

    def _proposed(self) -> Proposal:
        assert self.uid is not None
        office = self.context.office
        with office.reading() as session:
            return renewing.propose(session, office.actor, office.features.registers, self.uid, self.context.today())

    def _put(self, name: str, value: Any) -> None:
        self._rows[name].editor.put(value)  # type: ignore[attr-defined]
        self._rows[name].tell()

    def _terms(self) -> tuple[Terms | None, list[Problem]]:
        """What the fields say, and what of it cannot be read or cannot be."""
        values: dict[str, Any] = {}
        found: dict[str, str] = {}
        for name, row in self._rows.items():
            try:
                values[name] = row.editor.value()  # type: ignore[attr-defined]
                if name in ("starts_on", "ends_on") and values[name] is None:
                    found[name] = _("This is required.")
            except Refused as refused:
                found[name] = worded(refused.problems)
        terms = None if found or self.proposal is None else Terms(**values)
        problems = list(renewing.problems(self.proposal, terms)) if terms and self.proposal else []
        found |= {p.where.column: p.text() for p in problems if p.where.column}
        for name, row in self._rows.items():
            row.tell(found.get(name, ""))
        return terms, problems

    def reckon(self) -> None:
        """Hold the terms against the old lease, and show both."""
        self._timer.stop()
        terms, problems = self._terms()
        whole = [problem.text() for problem in problems if not problem.where.column]
        self._renewed.words.setText(" ".join(whole))
        self._renewed.setVisible(bool(whole) and self._made is None)
        self.apply.setEnabled(terms is not None and not problems)
        if terms is not None and self.proposal is not None:
            self._show(self.proposal, terms)

    def _show(self, proposal: Proposal, terms: Terms) -> None:
        old = proposal.terms
        unit = PRICE_UNITS.show(old.price_unit)
        price = renewing.new_price(proposal, terms)
        before, after = renewing.monthly(proposal, terms)
        self._model.headings = [
            "",
            proposal.code,
            _("Renewal {code}").format(code=proposal.renewed_by or proposal.new_code),
        ]
        same = _("as before")
        area = f"{old.area:.2f} ㎡" if old.area else "—"
        self._model.fill(
            [
                _line(_("Term"), span(old.starts_on, proposal.last), span(terms.starts_on, terms.ends_on), new=True),
                _line(_("Price"), _price(proposal.price, unit), _price(price, unit), new=price != proposal.price),
                _line(_("Monthly rent"), readable(before), readable(after), new=after != before),
                _line(_("Premises"), _(", ").join(proposal.rooms) or "—", same),
                _line(_("Area"), area, same),
                _line(_("Billing"), f"{BILLING.show(str(old.billing_months))}  {DAY_COUNTS.show(old.day_count)}", same),
                *self._deposits(proposal),
            ]
        )
        self._widths.settle()

    @staticmethod
    def _deposits(proposal: Proposal) -> list[list[Cell]]:
        carried = _("stays there, stands for the renewal")
        return [_line(_("Deposit"), f"{readable(each.held)}  {each.lease_code}", carried) for each in proposal.deposits]

    # doing it ---------------------------------------------------------------------------------------------------------

    def carry_out(self) -> None:
        """Make the renewal as one step."""
        self.reckon()
        terms, problems = self._terms()
        proposal, office = self.proposal, self.context.office
        if terms is None or problems or proposal is None:
            wrong = (row for row in self._rows.values() if not row.note.isHidden())
            next(wrong, self.percent).editor.setFocus()
            return
        made: list[str] = []

        def work() -> None:
            with office.writing(renewing.RENEW, old=proposal.code, code=proposal.new_code) as step:
                registers = office.features.registers
                made.append(renewing.renew(step, registers, proposal.lease, terms, self.context.today()))

        if self.context.attempt(work):
            self._made = proposal.new_code
            self.refresh()
            self.context.tell(translate(renewing.RENEW).format(old=proposal.code, code=proposal.new_code))
            words = _("{code} renews {old} from {day}.")
            self.done.emit(
                words.format(code=proposal.new_code, old=proposal.code, day=terms.starts_on.isoformat()), made[0]
            )


def _line(what: str, before: str, after: str, *, new: bool = False) -> list[Cell]:
    return [Cell(what, muted=True), Cell(before), Cell(after, tone="info" if new else None, bold=new, muted=not new)]


def _price(price: Any, unit: str) -> str:
    return f"{price.normalize():f} {unit}"
