"""Leases with what they bring in the period, reliefs, receipts, and what landlords granted."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from typing import Any

from sqlalchemy import func, select

from incubator_desk.base.dates import is_working
from incubator_desk.base.money import ZERO, readable, to_fen, to_yuan
from incubator_desk.features.leases.model import HeadLease
from incubator_desk.features.park.service import calendar
from incubator_desk.features.rent.model import Policy, Receipt, Relief, UpstreamGrant
from incubator_desk.features.rent.rules import COUNTING, DEFERRALS, Facts, counting, overlaps
from incubator_desk.features.rent.rules import Relief as Terms
from incubator_desk.features.rent.rules.cases import Case
from incubator_desk.features.rent.rules.payment import earliest
from incubator_desk.features.rent.service.cases import NOTICE_DAYS, unused
from incubator_desk.features.rent.service.receiving import DAYS_BEFORE
from incubator_desk.features.rent.service.sublease import passings
from incubator_desk.features.returns.rules.subjects import Row

from .looking import Looking

_TOTALS = ("gross", "relief", "net", "paid", "outstanding", "credit", "refund_due", "refunded")
_NOTICED = ("published", "agreed", "in_force", "completed", "reported")
_COMPLETE = ("completed", "reported")
_DEAD = ("refused", "withdrawn", "void")


def leases(looking: Looking) -> Sequence[Row]:
    """A row for each lease that has a line on a day of the period; its sums are those of the whole lease."""
    found = []
    for uid, lease in looking.leases.items():
        each = looking.drawn[uid]
        brought = each.brought(looking.period.first, looking.last).values()
        if any(flow.charged for flow in brought):
            sums = {name: to_yuan(getattr(each.schedule.totals, name)) for name in _TOTALS}
            sums["charged"] = to_yuan(sum(flow.charged for flow in brought))
            sums["relieved"] = to_yuan(sum(flow.relieved for flow in brought))
            sums["received"] = _received(each.facts, looking.last)
            found.append(Row("leases", uid, lease.code, sums, lease.company))
    return found


def _received(of_lease: Facts, last: date) -> Decimal:
    """All rent that came in by a day."""
    rent = (each.amount for each in of_lease.receipts if each.kind == "rent" and each.received_on <= last)
    return sum(rent, ZERO)


# reliefs --------------------------------------------------------------------------------------------------------------

_RELIEF = (
    Relief.uid, Relief.code, Relief.lease_uid, Relief.kind, Relief.status, Relief.percent, Relief.amount, Relief.cap,
    Relief.approved_on, Relief.notice_from, Relief.notice_to, Relief.agreed_on, Relief.upstream_amount,
    Policy.notice_days.label("policy_days"),
)  # fmt: skip
_AS_STORED = ("kind", "status", "percent", "amount", "cap", "approved_on", "notice_from", "notice_to", "agreed_on")


def reliefs(looking: Looking) -> Sequence[Row]:
    """A row for each relief or deferral that stands in the period's relief ledger."""
    mine = select(*_RELIEF).outerjoin(Policy, Relief.policy_uid == Policy.uid)
    counted = mine.where(Relief.operator_uid == looking.operator, Relief.status.in_(COUNTING))
    by_code = {row.code: row for row in looking.session.execute(counted)}
    relieved = {row.lease_uid for row in by_code.values()} & looking.leases.keys()
    notices = _Notices(looking)
    found = [
        _relief(looking, by_code[case.relief], case, each.facts, notices)
        for each in (looking.drawn[uid] for uid in relieved)
        for case in each.cases(looking.period)
    ]
    return sorted(found, key=lambda row: row.key)


def _relief(looking: Looking, row: Any, case: Case, of_lease: Facts, notices: "_Notices") -> Row:
    every = looking.drawn[row.lease_uid].schedule.granted
    granted = next((each.amount for each in every if each.relief == row.code), 0)
    defers = row.kind in DEFERRALS
    upstream = None if defers else row.upstream_amount
    values = {name: getattr(row, name) for name in _AS_STORED} | {
        "defers": defers,
        "noticed": notices.used and row.status in _NOTICED,
        "notice_days": notices.days(row.notice_from, row.notice_to),
        "notice_wanted": notices.wanted(row),
        "monthly_rent": to_yuan(case.monthly_rent),
        "entitled": _yuan(case.entitled),
        "executed": _yuan(case.executed),
        "granted": to_yuan(granted),
        "upstream": upstream,
        "complete": row.status in _COMPLETE,
        "excluded_by": _excluded_by(of_lease, row.code),
        "repeats": _repeats(of_lease, row.code, looking.last),
    }
    leak = max(0, to_fen(upstream) - granted) if upstream is not None else 0
    return Row("reliefs", row.uid, row.code, values, looking.leases[row.lease_uid].company, {"leak": readable(leak)})


def _yuan(fen: int | None) -> Decimal | None:
    return None if fen is None else to_yuan(fen)


class _Notices:
    """What the park asks of public notices."""

    def __init__(self, looking: Looking) -> None:
        self._calendar = calendar(looking.session, looking.actor)
        self._looking = looking
        self.used = "published" not in unused(looking.session, looking.actor, looking.last)

    def days(self, first: date | None, last: date | None) -> int | None:
        """The working days from a day to a day."""
        if first is None or last is None:
            return None
        return sum(is_working(first + timedelta(days=at), self._calendar) for at in range((last - first).days + 1))

    def wanted(self, row: Any) -> Decimal | None:
        """How many are asked for: by the policy, else by the park on the day on which the notice began."""
        if not self.used or row.notice_from is None:
            return None
        if row.policy_days is not None:
            return Decimal(row.policy_days)
        return self._looking.parameter(NOTICE_DAYS.name, row.notice_from)


def _excluded_by(of_lease: Facts, relief: str) -> str | None:
    """An earlier relief beside which this one may not stand (contract R6)."""
    found = (clash.earlier.code for clash in overlaps(of_lease.reliefs, of_lease.lease) if clash.later.code == relief)
    return next(found, None)


def _repeats(of_lease: Facts, relief: str, as_of: date) -> str | None:
    """An earlier relief by the same policy, of the same kind, on some of the same days."""
    reducing = [each for each in counting(of_lease.reliefs, as_of) if each.kind in ("percent", "fixed") and each.policy]
    return next(
        (one.code for one, other in combinations(reducing, 2) if other.code == relief and _same(one, other, of_lease)),
        None,
    )


def _same(one: Terms, other: Terms, of_lease: Facts) -> bool:
    (first, last), (since, until) = (each.window(of_lease.lease) for each in (one, other))
    return (one.policy, one.kind) == (other.policy, other.kind) and first <= until and since <= last


# money and grants -----------------------------------------------------------------------------------------------------


def receipts(looking: Looking) -> Sequence[Row]:
    """A row for each receipt of the period that was not reversed."""
    columns = (Receipt.uid, Receipt.code, Receipt.lease_uid, Receipt.kind, Receipt.received_on)
    mine = (Receipt.operator_uid == looking.operator, Receipt.reversed_on.is_(None))
    of_period = Receipt.received_on.between(looking.period.first, looking.last)
    found = []
    for uid, code, lease_uid, kind, day in looking.session.execute(
        select(*columns).where(*mine, of_period).order_by(Receipt.code)
    ):
        lease, before = looking.leases[lease_uid], int(looking.parameter(DAYS_BEFORE.name, day) or 0)
        since = earliest(lease.starts_on, lease.due_offset_days) - timedelta(days=before)
        values = {"kind": kind, "received_on": day, "earliest": since}
        found.append(Row("receipts", uid, code, values, lease.company))
    return found


def grants(looking: Looking) -> Sequence[Row]:
    """A row for each landlord's grant that was made by the end of the period and is for days of it."""
    columns = (UpstreamGrant.uid, UpstreamGrant.code, HeadLease.landlord)
    mine = (UpstreamGrant.operator_uid == looking.operator, UpstreamGrant.granted_on <= looking.last)
    days = (UpstreamGrant.starts_on <= looking.last, UpstreamGrant.ends_on >= looking.period.first)
    joined = select(*columns).join(HeadLease, UpstreamGrant.head_lease_uid == HeadLease.uid)
    stored = looking.session.execute(joined.where(*mine, *days).order_by(UpstreamGrant.code)).all()
    if not stored:
        return []
    passed = passings(looking.session, looking.operator, [row.uid for row in stored], looking.last)
    allotted = dict(_allotted(looking))
    return [
        Row("upstream_grants", uid, code, {
            "amount": to_yuan(passed[uid].amount), "allotted": allotted.get(uid, Decimal(0)),
            "leakage": to_yuan(passed[uid].leakage),
        }, landlord)
        for uid, code, landlord in stored
    ]  # fmt: skip


def _allotted(looking: Looking) -> Iterator[tuple[str, Decimal]]:
    """What the cases that name a grant say of it, in all."""
    sums = (Relief.grant_uid, func.sum(Relief.upstream_amount))
    alive = (Relief.operator_uid == looking.operator, Relief.grant_uid.is_not(None), Relief.status.not_in(_DEAD))
    for grant, amount in looking.session.execute(select(*sums).where(*alive).group_by(Relief.grant_uid)):
        if grant is not None:
            yield grant, amount or Decimal(0)
