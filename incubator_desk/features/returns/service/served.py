"""What the quarterly return of services rests on: mentors, sessions, other services and vouchers, month by month."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Reading

from incubator_desk.base.money import to_yuan
from incubator_desk.catalog.report import Asked
from incubator_desk.features.mentoring.model import Service, ServiceUse
from incubator_desk.features.mentoring.service import facts
from incubator_desk.features.returns.rules.cumulative import Months
from incubator_desk.features.vouchers.model import Voucher, VoucherClaim
from incubator_desk.features.vouchers.service.columns import standings
from incubator_desk.features.vouchers.service.standing import stood
from incubator_desk.store.record import Actor

from . import sessions
from .year import Figures, counted, summed


def figures(reading: Reading, actor: Actor, asked: Asked) -> Figures:
    """The figures of a park."""
    brought, stocks = _mentoring(reading, actor, asked)
    return Figures(brought | _services(reading, actor, asked) | _vouchers(reading, actor, asked), stocks)


def _mentoring(reading: Reading, actor: Actor, asked: Asked) -> tuple[dict[str, Months], dict[str, Decimal | None]]:
    period, as_of = asked.period, asked.as_of
    mentors = facts.mentors(reading, actor.operator).values()
    held = sessions.counted(reading, actor, period)
    rated = list(sessions.ratings(reading, actor, period, {each.code for each in held}))
    within = [each for each in held if period.first <= each.held_on <= as_of]
    end = min(period.last, as_of)
    flows: dict[str, Months] = {
        "sessions": counted((each.held_on for each in held), period, as_of),
        "participations": summed(((each.held_on, len(each.attended)) for each in held), period, as_of),
        "ratings": counted((day for day, _points in rated), period, as_of),
        "rating_points": summed(rated, period, as_of),
    }
    if end < period.first:  # it has not begun: nothing is known of it
        return flows, {}
    return flows, {
        "mentors": Decimal(sum(each.appointed(end) for each in mentors)),
        "mentors_serving": Decimal(len({each.mentor for each in within})),
        "companies_served": Decimal(len({company for each in within for company in each.attended})),
    }


def _services(reading: Reading, actor: Actor, asked: Asked) -> dict[str, Months]:
    """Services that no mentor gave, once they are done, on the day on which they ended."""
    done = (Service.operator_uid == actor.operator, Service.status == "done")
    used = select(ServiceUse.service_uid, func.count().label("used")).group_by(ServiceUse.service_uid).subquery()
    columns = select(Service.served_on, func.coalesce(used.c.used, 0))
    given = reading.execute(columns.outerjoin(used, used.c.service_uid == Service.uid).where(*done)).all()
    return {
        "services": counted((day for day, _used in given), asked.period, asked.as_of),
        "service_uses": summed(((day, used) for day, used in given), asked.period, asked.as_of),
    }


def _vouchers(reading: Reading, actor: Actor, asked: Asked) -> dict[str, Months]:
    """What became of vouchers, each on its own day: issued, claimed on, paid out, clawed back, run out."""
    found: dict[str, Months] = {}
    for name, events in (
        ("issued", _issued(reading, actor)),
        ("used", _used(reading, actor)),
        ("redeemed", _paid(reading, actor)),
        ("clawed_back", _clawed_back(reading, actor)),
        ("expired", _expired(reading, actor)),
    ):
        known = list(events)
        found[f"vouchers_{name}"] = counted((day for day, _amount in known), asked.period, asked.as_of)
        found[f"vouchers_{name}_amount"] = summed(known, asked.period, asked.as_of)
    return found


_Event = tuple[date | None, Decimal]


def _issued(reading: Reading, actor: Actor) -> Iterable[_Event]:
    """Vouchers with their face value."""
    mine = (Voucher.operator_uid == actor.operator, Voucher.status != "applied")
    return [
        (day, amount) for day, amount in reading.execute(select(Voucher.issued_on, Voucher.face_value).where(*mine))
    ]


def _used(reading: Reading, actor: Actor) -> Iterator[_Event]:
    """Claims that take something, with what they are worth."""
    for each in stood(reading, actor.operator).standing.assessed:
        if each.claim.takes:
            yield each.claim.claimed_on, to_yuan(each.allowed)


def _paid(reading: Reading, actor: Actor) -> Iterator[_Event]:
    """Claims that were paid, whatever was clawed back since."""
    paid = (VoucherClaim.operator_uid == actor.operator, VoucherClaim.status.in_(("paid", "reversed")))
    for day, amount in reading.execute(select(VoucherClaim.paid_on, VoucherClaim.approved_amount).where(*paid)):
        yield day, amount or Decimal(0)


def _clawed_back(reading: Reading, actor: Actor) -> Iterator[_Event]:
    back = (VoucherClaim.operator_uid == actor.operator, VoucherClaim.status == "reversed")
    for day, amount in reading.execute(select(VoucherClaim.reversed_on, VoucherClaim.approved_amount).where(*back)):
        yield day, amount or Decimal(0)


def _expired(reading: Reading, actor: Actor) -> Iterator[_Event]:
    """Vouchers that ran out, on the last day on which they could be used, with the rest of their face value."""
    known, places = stood(reading, actor.operator).known, standings(reading)
    for uid, voucher in known.vouchers.items():
        if voucher.status == "expired":
            yield voucher.last_day, to_yuan(places[uid].expired)
