"""What the park gave, read for a programme: reliefs by line and calendar month, voucher claims that were paid."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from incubator_desk.base.money import to_fen
from incubator_desk.base.text import folded, normal
from incubator_desk.catalog.kinds import chosen
from incubator_desk.features.leases.model import HeadLease, Lease, Premises
from incubator_desk.features.park.model import Operator
from incubator_desk.features.rent.model import Policy, Relief
from incubator_desk.features.rent.rules import Schedule, months
from incubator_desk.features.rent.service.offers import families
from incubator_desk.features.rent.service.summary import schedules
from incubator_desk.features.subsidies.model import SubsidyProgramme
from incubator_desk.features.subsidies.rules import Company, Line, Terms
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.features.vouchers.model import Programme as VoucherProgramme
from incubator_desk.features.vouchers.model import Voucher, VoucherClaim

_BETWEEN = re.compile(r"[;；、,，\n]+")


@dataclass(frozen=True, slots=True)
class Given:
    """All that was given that a programme may look at, and its terms."""

    lines: tuple[Line, ...]
    terms: Terms


def names(text: str | None) -> tuple[str, ...]:
    """The parts of a text that separates them by “;”."""
    return tuple(part.strip() for part in _BETWEEN.split(text or "") if part.strip())


def given(session: Session, programme: SubsidyProgramme, as_of: date) -> Given:
    """What the park gave as of a day, as far as it touches the programme's window."""
    operator = programme.operator_uid
    terms = terms_of(session, programme)
    known = _companies(session, operator)
    lines: list[Line] = []
    if not terms.sources or "rent_relief" in terms.sources:
        lines += _reliefs(session, operator, terms, as_of, known)
    if not terms.sources or "voucher" in terms.sources:
        lines += _vouchers(session, operator, terms, as_of, known)
    return Given(tuple(lines), terms)


def terms_of(session: Session, programme: SubsidyProgramme) -> Terms:
    """A programme as the rules take it."""
    excluded = [normal(code) for code in names(programme.excluded_policies)]
    versions = families(session, programme.operator_uid) if excluded else {}
    return Terms(
        first=programme.starts_on,
        last=programme.ends_on,
        rate=int(programme.rate_percent.scaleb(6)),
        cap=None if programme.cap is None else to_fen(programme.cap),
        months=programme.months,
        rounding=programme.rounding,  # type: ignore[arg-type]
        sources=frozenset(chosen(programme.pays_for)),
        kinds=frozenset(chosen(programme.tenant_kinds)),
        statuses=frozenset(chosen(programme.tenant_statuses)),
        sizes=frozenset(chosen(programme.size_classes)),
        service_only=programme.service_only,
        ownerships=frozenset(chosen(programme.ownerships)),
        policies_excluded=frozenset(excluded).union(*(versions.get(code, ()) for code in excluded)),
        park=_park(session, programme),
    )


def _park(session: Session, programme: SubsidyProgramme) -> frozenset[str]:
    if not programme.exclude_affiliates:
        return frozenset()
    own = session.get_one(Operator, programme.operator_uid)
    named = [folded(name) for name in (own.name, own.short_name, *names(programme.park_controllers))]
    return frozenset(filter(None, [*named, own.uscc]))


def _companies(session: Session, operator: str) -> Mapping[str, Company]:
    """All companies of a park by code."""
    columns = (
        Tenant.code, Tenant.kind, Tenant.status, Tenant.size_class, Tenant.is_service, Tenant.controller, Tenant.uscc,
    )  # fmt: skip
    return {
        row.code: Company(
            code=row.code, kind=row.kind, status=row.status, size=row.size_class, is_service=row.is_service,
            controller=folded(row.controller), uscc=row.uscc,
        )
        for row in session.execute(select(*columns).where(Tenant.operator_uid == operator))
    }  # fmt: skip


def _reliefs(
    session: Session, operator: str, terms: Terms, as_of: date, known: Mapping[str, Company]
) -> Iterator[Line]:
    """Every relief that touches the window, on all the lines and months that it takes from."""
    owners = dict(session.execute(_ownerships(operator)).all())
    policies = dict(session.execute(_policies(operator)).all())
    for uid, drawn in schedules(session, operator, as_of).items():
        if not any(line.first <= terms.last and line.last >= terms.first and line.reliefs for line in drawn.lines):
            continue
        found = list(_taken(drawn, as_of))
        touching = {record for record, _no, month, _amount, _done in found if terms.first <= month <= terms.last}
        for record, no, month, amount, executed in found:
            if record in touching:
                yield Line(
                    source="rent_relief", record=record, lease=drawn.lease, no=no, on=month,
                    company=known[drawn.tenant], amount=amount, executed=executed, ownership=owners.get(uid),
                    policy=policies.get(record),
                )  # fmt: skip


def _taken(drawn: Schedule, as_of: date) -> Iterator[tuple[str, int, date, int, bool]]:
    """What each relief takes from each line and calendar month, and whether the line's dues have come (R9)."""
    for line in drawn.lines:
        if line.reliefs:
            executed = all(due.due_on <= as_of for due in line.dues)
            for part in months(line):
                for record, amount in part.reliefs:
                    if amount:
                        yield record, line.no, part.month, amount, executed


def _ownerships(operator: str) -> Any:
    """Whose the premises of each lease are; of rooms that the park rents itself, the owner of the head lease counts."""
    return (
        select(Lease.uid, func.coalesce(HeadLease.ownership, Premises.ownership))
        .join(Premises, Lease.premises_uid == Premises.uid)
        .outerjoin(HeadLease, Premises.head_lease_uid == HeadLease.uid)
        .where(Lease.operator_uid == operator)
    )


def _policies(operator: str) -> Any:
    return (
        select(Relief.code, Policy.code)
        .join(Policy, Relief.policy_uid == Policy.uid)
        .where(Relief.operator_uid == operator)
    )


def _vouchers(
    session: Session, operator: str, terms: Terms, as_of: date, known: Mapping[str, Company]
) -> Iterator[Line]:
    """The voucher claims paid in the window by that day; what was clawed back is none of them."""
    paid = (
        select(VoucherClaim.code, Voucher.code, VoucherClaim.paid_on, VoucherClaim.approved_amount, Tenant.code)
        .add_columns(VoucherProgramme.code)
        .join(Voucher, VoucherClaim.voucher_uid == Voucher.uid)
        .join(Tenant, Voucher.tenant_uid == Tenant.uid)
        .join(VoucherProgramme, Voucher.programme_uid == VoucherProgramme.uid)
        .where(VoucherClaim.operator_uid == operator, VoucherClaim.status == "paid")
        .where(
            VoucherClaim.paid_on.between(terms.first, min(terms.last, as_of)), VoucherClaim.approved_amount > Decimal(0)
        )
    )
    for claim, voucher, paid_on, amount, tenant, programme in session.execute(paid):
        yield Line(
            source="voucher", record=claim, lease=voucher, no=1, on=paid_on, company=known[tenant],
            amount=to_fen(amount), policy=programme,
        )  # fmt: skip
