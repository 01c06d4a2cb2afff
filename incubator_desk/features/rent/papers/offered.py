"""Which paper suggests itself for a case or a lease, as it now stands: what the reports screen opens with."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from incubator_desk.base.periods import Period
from incubator_desk.features.leases.model import Lease
from incubator_desk.features.rent.model import Relief
from incubator_desk.features.rent.rules import agreement
from incubator_desk.features.rent.rules.cases import cases
from incubator_desk.features.rent.rules.settlement import natural_end
from incubator_desk.features.rent.service import facts
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store.record import Actor

Offered = tuple[str, dict[str, Any]]
_OF_STATE = {
    "accepted": "relief_calculation",
    "reviewed": "relief_calculation",
    "approved": "relief_notice",
    "published": "supplementary_agreement",
    "agreed": "relief_confirmation",
    "in_force": "relief_confirmation",
    "completed": "relief_confirmation",
    "reported": "relief_confirmation",
}
_ALL_DAYS = Period("", date.min, date.max)


def of_case(session: Session, actor: Actor, uid: str, today: date) -> Offered:
    """What a case needs next: the application, its calculation, the notice, the agreement, the confirmation."""
    relief = session.get_one(Relief, uid)
    lease = session.get_one(Lease, relief.lease_uid)
    known = facts.by_uid(session, actor.operator, [lease.uid])[lease.uid]
    day = max(today, relief.approved_on or today)
    supposed = agreement.supposed(known, relief.code, day)
    case = next((each for each in cases(supposed, _ALL_DAYS, day) if each.relief == relief.code), None)
    report = _OF_STATE.get(relief.status, "relief_application")
    if report == "relief_notice":
        return _offered(session, lease, report, Period.month_of(relief.approved_on or today), of_all=True)
    first, last = (case.first, case.last) if case else (today, today)
    return _offered(session, lease, report, around(first, last))


def of_lease(session: Session, actor: Actor, uid: str, today: date) -> Offered:
    """The settlement of a lease that is over, else the statement of this quarter."""
    lease = session.get_one(Lease, uid)
    known = facts.by_uid(session, actor.operator, [uid])[uid]
    end = natural_end(known.lease, known.reliefs, today)
    last = min(end, lease.ended_on or end)
    if last <= today:
        return _offered(session, lease, "lease_settlement", Period.month_of(last))
    return _offered(session, lease, "rent_statement", Period.of(today, 3))


def around(first: date, last: date) -> Period:
    """The shortest period that has both days; the year of the first one where none has."""
    return next((p for months in (1, 3, 6) if last in (p := Period.of(first, months))), Period.of(first, 12))


def _offered(session: Session, lease: Lease, report: str, period: Period, *, of_all: bool = False) -> Offered:
    tenant = None if of_all else session.get_one(Tenant, lease.tenant_uid).code
    return "paper", {"report": report, "tenant": tenant, "period": period.text}
