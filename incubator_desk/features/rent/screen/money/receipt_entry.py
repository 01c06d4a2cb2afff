"""Recording receipts one after the other by keyboard: what each fills is shown while one types."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.base.money import grouped, readable
from incubator_desk.catalog.kinds import Tone
from incubator_desk.features.rent.rules.payment import Effect
from incubator_desk.features.rent.service import receiving
from incubator_desk.features.rent.service.receiving import Laid, Laying, Opening, Payment
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.screen import Context

from . import dues
from .open_dues import OpenDues
from .receipt_fields import ReceiptFields

RECEIVED = N_("Receive {amount} from {company}")
DUPLICATE = N_("{code} has the same company, day, amount and reference already.")
LATER = N_("This day is still to come.")
OVER = N_("{amount} exceeds all dues and stays as credit of {lease}.")
OWED_BACK = N_("{amount} of it is owed back: a relief of {lease} was approved after that day.")


class ReceiptEntry(QWidget):
    """The fields of a receipt, and beside them the open dues of the company with what each gets."""

    recorded = Signal(list)
    """The uids of the receipts."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._openings: tuple[Opening, ...] = ()
        self._read_for: tuple[str, date] | None = None
        self._lease: str | None = None
        """The lease with which the entry was begun."""
        self.fields = ReceiptFields(context)
        self.fields.typed.connect(self.judge)
        self.fields.finished.connect(self.record)
        self.fields.cleared.connect(self.start_anew)
        self.dues = OpenDues()
        whole = widgets.row(self.fields, self.dues, gap=12)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._clear()

    def _clear(self) -> None:
        """A blank entry; the day, kind and method of the one before stay: most often they are the same."""
        self._lease, self._read_for = None, None
        fields, office = self.fields, self._context.office
        for name in ("tenant_uid", "amount", "reference"):
            fields.field(name).put(None)
        if not fields.field("received_on").text():
            fields.field("received_on").put(self._context.today())
        if fields.field("kind").value() is None:
            fields.field("kind").put("rent")
        with office.reading() as session:
            fields.offer_methods(receiving.methods(session, office.actor))
        self.judge()

    def start_anew(self) -> None:
        """Clear the entry and begin again."""
        self._clear()
        self.fields.focus_first()

    def open(self, tenant: str, lease: str | None = None) -> None:
        """Begin an entry for a company, or for one of its leases."""
        self._clear()
        self.fields.field("tenant_uid").put(tenant)
        self._lease = lease
        self.judge()
        self.fields.focus_first()

    def refresh(self) -> None:
        """Take in what was written."""
        self._read_for = None
        self.judge()

    # judging ----------------------------------------------------------------------------------------------------------

    def judge(self, *, loud: bool = False) -> Payment | None:
        """Hold the entry against what is stored and show what it would do; gives it where it can be recorded."""
        fields, today = self.fields, self._context.today()
        values, found = fields.values()
        problems = dict(found)
        day: date = values["received_on"] or today
        as_of = max(today, day)
        anew = self._read(values["tenant_uid"], as_of)
        fields.offer_leases(self._openings, values["kind"], self._lease, anew=anew)
        payment = self._payment(values)
        laid: Laid = ()
        if payment is not None:
            try:
                laid = Laying({payment.tenant: self._openings}).lay(payment)
            except Refused as refused:
                problems |= {str(p.where.column): (p,) for p in refused.problems}
        effects = dues.effects(laid, day, as_of) if payment and payment.kind == "rent" else {}
        over = any(share.credit for _opening, share in laid)
        fields.offer_rest([each for each in self._openings if each.accepts_from <= day], today, over=over)
        self.dues.show_company(self._openings if self._read_for else None, laid, effects, day, as_of)
        fields.tell(values, problems, self._notes(payment, effects, day), loud=loud)
        return payment if laid and not problems else None

    def _read(self, tenant: str | None, as_of: date) -> bool:
        """Read the company's leases, where others were read before; gives whether the company is another one."""
        wanted = (tenant, as_of) if tenant else None
        if wanted == self._read_for:
            return wanted is None
        office, before = self._context.office, self._read_for
        with office.reading() as session:
            self._openings = receiving.openings(session, office.actor, tenant, as_of) if tenant else ()
        self._read_for = wanted
        return before is None or before[0] != tenant

    def _payment(self, values: Mapping[str, Any]) -> Payment | None:
        if not (values["tenant_uid"] and values["amount"] and values["received_on"]):
            return None
        one = self._openings[0].uid if len(self._openings) == 1 else None
        chosen, rest = self.fields.lease.currentData(), self.fields.rest_to.currentData()
        return Payment(
            values["tenant_uid"], values["received_on"], values["amount"], values["kind"], values["method"],
            values["reference"], lease=one or chosen, rest_to=rest,
        )  # fmt: skip

    def _notes(self, payment: Payment | None, effects: Mapping[str, Effect], day: date) -> list[tuple[str, Tone]]:
        """What is worth a look before recording."""
        found: list[tuple[str, Tone]] = []
        if day > self._context.today():
            found.append((translate(LATER), "warning"))
        if payment is None:
            return found
        for lease, each in effects.items():
            for text, fen, tone in ((OVER, each.credit, "info"), (OWED_BACK, each.owed_back, "warning")):
                if fen > 0:
                    found.append((translate(text).format(amount=readable(fen), lease=lease), tone))  # type: ignore[arg-type]
        office = self._context.office
        with office.reading() as session:
            there = receiving.duplicates(session, office.actor, payment)
        return found + [(translate(DUPLICATE).format(code=_(", ").join(one.codes)), "warning") for one in there]

    # recording --------------------------------------------------------------------------------------------------------

    def record(self) -> None:
        """Record the receipt as one step and begin the next entry; what refuses it stands beside its field."""
        payment = self.judge(loud=True)
        if payment is None:
            self.fields.to_problem()
            return
        office, made = self._context.office, []
        with office.reading() as session:
            company = session.get_one(Tenant, payment.tenant).name
        amount = grouped(payment.amount)
        try:
            with office.writing(RECEIVED, amount=amount, company=company) as step:
                register = office.features.registers["receipts"]
                made = receiving.receive(step, register, [payment], self._context.today())
        except Refused as refused:
            self.fields.tell({}, {str(p.where.column): (p,) for p in refused.problems}, loud=True)
            self.fields.to_problem()
            return
        self._context.tell(_("Recorded: {amount} from {company}").format(amount=amount, company=company))
        self._clear()
        self.recorded.emit(made)
        self.fields.focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.start_anew()
            return
        super().keyPressEvent(event)
