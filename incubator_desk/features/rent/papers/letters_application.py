"""The application form: what a company asks for under a policy, filled in as far as it is known, ready to be sealed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.base.i18n import N_, _, language, translate
from incubator_desk.base.money import to_yuan
from incubator_desk.base.text import listed
from incubator_desk.catalog.kinds import Area, Choice, Code, Day, Money, Percent, Text, Uscc
from incubator_desk.catalog.report import Asked, Column, Party, Report, Sheet
from incubator_desk.features.park.letterhead import blank_date
from incubator_desk.features.rent.flow import RELIEF_FLOW
from incubator_desk.features.tenants.model import KINDS, SIZES, Tenant
from incubator_desk.store.record import Actor

from .letter import LABELS, Letters
from .letter_cases import ALIVE, INSTRUMENTS, Subject, instrument, subjects

_COLUMNS = (
    Column("relief", N_("Case no."), Code()),
    Column("tenant_code", N_("Company code"), Code(), stacked=True),
    Column("uscc", N_("Unified social credit code"), Uscc(), stacked=True),
    Column("lease", N_("Contract no."), Code()),
    Column("premises", N_("Premises"), Text(), stacked=True),
    Column("area", N_("Area (m²)"), Area()),
    Column("monthly_rent", N_("Monthly rent"), Money(), stacked=True),
    Column("instrument", N_("Instrument"), INSTRUMENTS),
    Column("percent", N_("Percent"), Percent(), stacked=True),
    Column("from", N_("From"), Day()),
    Column("to", N_("To"), Day(), stacked=True),
    Column("relief_amount", N_("Relief asked for"), Money(), total=True),
    Column("deferred", N_("Rent to be put off"), Money(), total=True),
    Column("deferred_until", N_("Deferred until"), Day(), stacked=True),
)


def rows(session: Session, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """A form for each case that touches the period and came, or may still come, to something."""
    letters = Letters(session, actor, asked, "relief_application")
    found = list(subjects(session, actor, asked, ALIVE))
    known = select(Tenant).where(Tenant.operator_uid == actor.operator)
    tenants = {tenant.code: tenant for tenant in session.scalars(known)} if found else {}
    return [_sheet(letters, each, tenants[each.company.code]) for each in found] or letters.none(session, actor, asked)


def _sheet(letters: Letters, each: Subject, tenant: Tenant) -> Sheet:
    values = {**each.values(), "evidence": _evidence(each), "settlement": ""}
    parties = (_applicant(tenant), _opinion(letters.park.name))
    return letters.written([_row(each)], values, _facts(tenant), parties, tenant.code)


def _row(each: Subject) -> Sequence[Any]:
    relief, lease = each.relief, each.facts.lease
    return (
        relief.code, each.company.code, each.company.uscc, each.contract, each.let.rooms or None, lease.area or None,
        to_yuan(each.case.monthly_rent), instrument(relief), relief.percent if relief.kind == "percent" else None,
        *each.days, _yuan(each.relieved), _yuan(each.deferred), each.until,
    )  # fmt: skip


def _yuan(fen: int | None) -> Any:
    return None if fen is None else to_yuan(fen)


def _facts(tenant: Tenant) -> Sequence[tuple[str, str]]:
    """Who applies: what the register knows, and room for what it does not."""
    sector = {True: _("Yes"), False: _("No"), None: ""}[tenant.is_service]
    team = tenant.kind == "team"
    person = tenant.legal_representative or (tenant.contact_name if team else None)
    return (
        (_("Applying company"), tenant.name),
        *(() if team else ((_("Unified social credit code"), tenant.uscc or ""),)),
        (_("Kind of enterprise"), _shown(KINDS, tenant.kind)),
        (_("Size"), _shown(SIZES, tenant.size_class)),
        (_("Industry"), tenant.industry or ""),
        (_("Service sector"), sector),
        (_("Address"), tenant.address or ""),
        (_("Responsible person") if team else _("Legal representative"), person or ""),
        (_("Contact"), tenant.contact_name or ""),
        (_("Contact phone"), tenant.contact_phone or ""),
    )


def _shown(kind: Choice, value: str | None) -> str:
    return kind.show(value) if value else ""


def _evidence(each: Subject) -> str:
    """What the policy asks for, else what the step does."""
    named = listed(each.policy.evidence if each.policy else None)
    usual = [translate(text) for text in RELIEF_FLOW.move("draft", "submitted").evidence[1:]]
    return ("、" if language() == "zh_CN" else ", ").join(named or usual)


def _applicant(tenant: Tenant) -> Party:
    lines = (
        (_("Name:"), tenant.name),
        (_("Head (signature):"), ""),
        (_("Handled by:"), ""),
        (_("Date:"), blank_date()),
    )
    return Party(_("Applicant (seal):"), lines)


def _opinion(park: str) -> Party:
    lines = (
        (_("Opinion:"), _("□ agreed    □ not agreed")),
        (_("Name:"), park),
        (_("Head (signature):"), ""),
        (_("Reviewed by:"), ""),
        (_("Date:"), blank_date()),
    )
    return Party(_("The park's opinion (seal):"), lines)


RELIEF_APPLICATION = Report(
    "relief_application", LABELS["relief_application"], _COLUMNS, rows, per_tenant=True, group="letter"
)
