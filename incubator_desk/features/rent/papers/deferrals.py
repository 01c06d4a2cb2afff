"""The register of deferrals: which dues were put off, until when, and what of them is paid."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.base.i18n import N_
from incubator_desk.base.money import to_yuan
from incubator_desk.catalog.kinds import Code, Day, Money, Text, Uscc, Whole
from incubator_desk.catalog.report import Asked, Column, Paper, Report, Sheet
from incubator_desk.features.rent.flow import RELIEF_FLOW
from incubator_desk.features.rent.ledger import leases_asked_for
from incubator_desk.features.rent.model import RELIEF_KINDS, Relief
from incubator_desk.features.rent.rules.deferred import DeferredDue, deferred_dues
from incubator_desk.features.rent.service.summary import drawn
from incubator_desk.store.record import Actor

from . import known

_COLUMNS = (
    Column("no", N_("No."), Whole()),
    Column("relief", N_("Case no."), Code()),
    Column("instrument", N_("Instrument"), RELIEF_KINDS, stacked=True),
    Column("tenant", N_("Tenant"), Text()),
    Column("uscc", N_("Unified social credit code"), Uscc(), stacked=True),
    Column("lease", N_("Lease"), Code()),
    Column("contract_no", N_("Contract no."), Code(), stacked=True),
    Column("from", N_("Rent from"), Day()),
    Column("to", N_("Rent to"), Day(), stacked=True),
    Column("was_due_on", N_("Was due on"), Day()),
    Column("due_on", N_("Deferred until"), Day()),
    Column("part", N_("Instalment"), Code(), stacked=True),
    Column("amount", N_("Deferred"), Money(), total=True),
    Column("paid", N_("Paid"), Money(), total=True),
    Column("outstanding", N_("Outstanding"), Money(), total=True),
    Column("agreement_no", N_("Agreement no."), Code()),
    Column("status", N_("Status"), RELIEF_FLOW.kind),
)


def rows(session: Session, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """A row for each due, in order of case, line and part; those of one company where asked for."""
    wanted = drawn(session, actor.operator, asked.as_of, leases_asked_for(session, actor, asked))
    of_lease = known.leases(session, actor.operator)
    cases = {row.code: row for row in session.execute(_CASES.where(Relief.operator_uid == actor.operator))}
    found = [
        (due, of_lease[uid])
        for uid, each in wanted.items()
        for due in deferred_dues(each.facts, asked.period, asked.as_of, each.schedule)
    ]
    found.sort(key=lambda each: (each[0].relief, each[0].line, each[0].part))
    return (Sheet([_row(no, due, lease, cases[due.relief]) for no, (due, lease) in enumerate(found, 1)]),)


_CASES = select(Relief.code, Relief.kind, Relief.agreement_no, Relief.status)


def _row(no: int, due: DeferredDue, lease: known.Known, case: known.Known) -> tuple[object, ...]:
    """A line of the register, in the order of its columns."""
    return (
        no, due.relief, case.kind, lease.tenant, lease.uscc, lease.lease, lease.contract_no, due.first, due.last,
        due.was_due_on, due.due_on, f"{due.part}/{due.parts}" if due.parts > 1 else None,
        to_yuan(due.amount), to_yuan(due.paid), to_yuan(due.outstanding), case.agreement_no, case.status,
    )  # fmt: skip


DEFERRAL_REGISTER = Report("deferral_register", N_("Register of deferrals"), _COLUMNS, rows, Paper(landscape=True))
