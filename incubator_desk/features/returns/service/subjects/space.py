"""Rooms and the park as a whole: how much is let, on the day on which most is."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from incubator_desk.features.leases.model import Lease, LeaseRoom, Premises
from incubator_desk.features.leases.rules import Letting, most_let
from incubator_desk.features.leases.service import lettings_by_room
from incubator_desk.features.park.model import Operator
from incubator_desk.features.returns.rules.subjects import Row

from .looking import Looking


def rooms(looking: Looking) -> Sequence[Row]:
    """A row for each room, with the most that is let of it on a day of the period."""
    lettings, unstated = lettings_by_room(looking.session, looking.operator), _unstated(looking)
    columns = (Premises.uid, Premises.code, Premises.area_sqm, Premises.building, Premises.room)
    mine = select(*columns).where(Premises.operator_uid == looking.operator).order_by(Premises.code)
    found = []
    for uid, code, area, building, room in looking.session.execute(mine):
        within = list(_within(lettings.get(uid, ()), looking))
        most, on = most_let(within)
        stated, stated_on = _most_stated([let for let in within if let.lease not in unstated and let.area <= area])
        values = {"area": area, "most_let": most, "most_on": on, "stated_let": stated, "stated_on": stated_on}
        words = {"leases": _names(within, looking, stated_on if stated > area else on)} if most > area else {}
        found.append(Row("premises", uid, code, values, " ".join(filter(None, (building, room))), words))
    return found


def park(looking: Looking) -> Sequence[Row]:
    """The park: the most that is let on a day of the period, and what its rooms have in all."""
    let = [
        Letting(row.code, row.starts_on, min(row.ends_on, row.ended_on or date.max), row.area_sqm or row.room_area)
        for row in looking.leases.values()
        if row.area_sqm or row.room_area
    ]
    most, on = most_let(_within(let, looking))
    areas = looking.session.scalars(select(Premises.area_sqm).where(Premises.operator_uid == looking.operator)).all()
    own = looking.session.get_one(Operator, looking.operator)
    values = {"let": most, "let_on": on, "lettable": sum(areas, Decimal(0)) if areas else None}
    return [Row("operators", own.uid, own.code, values, own.name)]


def _unstated(looking: Looking) -> set[str]:
    """The leases that do not say, of a room, what of it they have."""
    blank = select(Lease.uid).where(Lease.operator_uid == looking.operator, Lease.area_sqm.is_(None))
    further = select(LeaseRoom.lease_uid).where(
        LeaseRoom.operator_uid == looking.operator, LeaseRoom.area_sqm.is_(None)
    )
    return {*looking.session.scalars(blank), *looking.session.scalars(further)}


def _within(lettings: Iterable[Letting], looking: Looking) -> Iterable[Letting]:
    """The lettings cut to the period."""
    for each in lettings:
        first, last = max(each.first, looking.period.first), min(each.last, looking.last)
        if first <= last:
            yield replace(each, first=first, last=last)


def _most_stated(lettings: Sequence[Letting]) -> tuple[Decimal, date | None]:
    """The most that several leases together have on a day.

    What one alone has beyond the room may be measured in another way, or lie in rooms that were not entered.
    """
    most, on = Decimal(0), None
    for day in sorted({let.first for let in lettings}):
        there = [let for let in lettings if let.first <= day <= let.last]
        area = sum((let.area for let in there), Decimal(0))
        if len({let.lease for let in there}) > 1 and area > most:
            most, on = area, day
    return most, on


def _names(lettings: Iterable[Letting], looking: Looking, day: date | None) -> tuple[str, ...]:
    """The codes of the leases that have some of it on a day."""
    on = day or looking.last
    return tuple(sorted({looking.leases[let.lease].code for let in lettings if let.first <= on <= let.last}))
