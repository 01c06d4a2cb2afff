"""Arrears by age: what is outstanding on each lease, by how long ago it fell due."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from incubator_desk.base.i18n import N_
from incubator_desk.base.money import to_yuan
from incubator_desk.catalog.kinds import Choice, Code, Day, Money, Option, Phone, Text, Uscc, Whole
from incubator_desk.catalog.report import Asked, Column, Paper, Report, Sheet
from incubator_desk.features.rent.ledger import leases_asked_for
from incubator_desk.features.rent.rules import Facts
from incubator_desk.features.rent.rules.ageing import Ages, ages
from incubator_desk.features.rent.rules.letting import let_days
from incubator_desk.features.rent.service.summary import drawn
from incubator_desk.store.record import Actor

from . import known

STATES = Choice(
    (
        Option("running", N_("Running"), "success", "check-circle"),
        Option("ended", N_("Ended"), "neutral", "minus-circle"),
        Option("to_come", N_("Not begun"), "info", "clock"),
    ),
    width=9,
)
_COLUMNS = (
    Column("no", N_("No."), Whole()),
    Column("tenant", N_("Tenant"), Text()),
    Column("uscc", N_("Unified social credit code"), Uscc(), stacked=True),
    Column("lease", N_("Lease"), Code()),
    Column("contract_no", N_("Contract no."), Code(), stacked=True),
    Column("contact", N_("Contact"), Text(), sensitive=True),
    Column("phone", N_("Phone"), Phone(), stacked=True),
    Column("outstanding", N_("Outstanding"), Money(), total=True),
    Column("not_due", N_("Not due"), Money(), total=True),
    Column("overdue", N_("Overdue"), Money(), total=True),
    Column("days_1_30", N_("1–30 days"), Money(), total=True),
    Column("days_31_90", N_("31–90 days"), Money(), total=True),
    Column("days_91_180", N_("91–180 days"), Money(), total=True),
    Column("days_over_180", N_("Over 180 days"), Money(), total=True),
    Column("status", N_("Status of the lease"), STATES),
    Column("overdue_since", N_("Overdue since"), Day(), stacked=True),
)


def rows(session: Session, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """A row for each lease on which anything is outstanding, in order of the company's code, then the lease's."""
    of_lease = known.leases(session, actor.operator)
    wanted = drawn(session, actor.operator, asked.as_of, leases_asked_for(session, actor, asked))
    found = [(of_lease[uid], each.facts, ages(each.schedule)) for uid, each in wanted.items()]
    owing = [each for each in found if each[2].outstanding]
    owing.sort(key=lambda each: (each[0].tenant_code, each[0].lease))
    return (Sheet([_row(no, *each, asked.as_of) for no, each in enumerate(owing, 1)]),)


def _row(no: int, lease: known.Known, of_lease: Facts, aged: Ages, as_of: date) -> tuple[object, ...]:
    """A line in the order of its columns."""
    amounts = (aged.outstanding, aged.not_due, aged.overdue, *aged.bands)
    return (
        no, lease.tenant, lease.uscc, lease.lease, lease.contract_no,
        lease.contact_name, lease.contact_phone, *map(to_yuan, amounts), _state(of_lease, as_of), aged.since,
    )  # fmt: skip


def _state(of_lease: Facts, as_of: date) -> str:
    days = let_days(of_lease, as_of)
    if days is None or days[1] < as_of:
        return "ended"
    return "running" if days[0] <= as_of else "to_come"


ARREARS = Report(
    "arrears",
    N_("Arrears by age"),
    _COLUMNS,
    rows,
    Paper(landscape=True),
    note=N_(
        "Ages in days since the due date in force on the as-of date; what was deferred is not due before its new date."
    ),
)
