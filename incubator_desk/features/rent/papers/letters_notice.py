"""The list for public notice: who is to be relieved under which policy, and whom to tell of an objection."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.base.i18n import N_, _
from incubator_desk.base.money import to_yuan
from incubator_desk.base.periods import Period
from incubator_desk.catalog.kinds import Day, Money, Percent, Text, Uscc, Whole
from incubator_desk.catalog.report import Asked, Column, Report, Sheet
from incubator_desk.features.rent.rules import COUNTING
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.features.tenants.service import public_name
from incubator_desk.store.record import Actor

from . import parts
from .letter import LABELS, Letters, of_days
from .letter_cases import INSTRUMENTS, Subject, instrument, subjects

_COLUMNS = (
    Column("no", N_("No."), Whole()),
    Column("tenant", N_("Company"), Text()),
    Column("uscc", N_("Unified social credit code"), Uscc(), stacked=True),
    Column("person", N_("Responsible person"), Text(), sensitive=True),
    Column("policy", N_("Policy document"), Text()),
    Column("instrument", N_("Instrument"), INSTRUMENTS),
    Column("percent", N_("Percent"), Percent(), stacked=True),
    Column("from", N_("Relief from"), Day()),
    Column("to", N_("Relief to"), Day(), stacked=True),
    Column("notice_from", N_("Notice from"), Day()),
    Column("notice_to", N_("Notice to"), Day(), stacked=True),
    Column("relief_amount", N_("Relief"), Money(), total=True),
    Column("deferred", N_("Deferred"), Money(), total=True),
)

_WHENEVER = Period("", date.min, date.max)
"""The days of the notice count, not those of the relief."""


def rows(session: Session, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """The cases whose notice runs on a day of the period, or that were approved in it and wait for theirs.

    Of companies their name and code are public. Who stands for a team or a sole trader is a person, and masked.
    """
    letters = Letters(session, actor, asked, "relief_notice")
    whenever = replace(asked, period=_WHENEVER)
    found = [each for each in subjects(session, actor, whenever, COUNTING) if _on_notice(each, asked)]
    known = select(Tenant).where(Tenant.operator_uid == actor.operator)
    tenants = {tenant.code: tenant for tenant in session.scalars(known)}
    lines = [_row(no, each, tenants[each.company.code], asked) for no, each in enumerate(found, 1)]
    first = min((each.relief.notice_from for each in found if each.relief.notice_from), default=None)
    last = max((each.relief.notice_to for each in found if each.relief.notice_to), default=None)
    values = {**of_days(first, last), "policies": _policies(found)}
    return (letters.written(lines, values, parties=letters.signed_by_park()),)


def _policies(found: Sequence[Subject]) -> str | None:
    """The policies of the cases, each named once."""
    known = (each.policy for each in found if each.policy)
    return _(", ").join(dict.fromkeys(parts.policy(each.title, each.document_no) for each in known)) or None


def _on_notice(each: Subject, asked: Asked) -> bool:
    relief, period = each.relief, asked.period
    if relief.approved_on is None or relief.approved_on > asked.as_of:
        return False
    if relief.notice_from is None:
        return relief.approved_on in period and relief.status == "approved"
    return relief.notice_from <= period.last and (relief.notice_to or relief.notice_from) >= period.first


def _row(no: int, each: Subject, tenant: Tenant, asked: Asked) -> Sequence[Any]:
    policy, relief = each.policy, each.relief
    document = (policy.document_no or policy.title) if policy else None
    amounts = (None if fen is None else to_yuan(fen) for fen in (each.relieved, each.deferred))
    person = None if tenant.kind == "company" else tenant.legal_representative or tenant.contact_name
    return (
        no, public_name(tenant, whole=bool(asked.unmasked_for)), tenant.uscc, person, document, instrument(relief),
        relief.percent if relief.kind == "percent" else None, *each.days, relief.notice_from, relief.notice_to,
        *amounts,
    )  # fmt: skip


RELIEF_NOTICE = Report("relief_notice", LABELS["relief_notice"], _COLUMNS, rows, group="letter")
