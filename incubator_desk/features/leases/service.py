"""Leases in the database: rooms, and how much of them is let."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Problem, Where
from incubator_desk.base.i18n import N_, _
from incubator_desk.catalog.feature import Happening
from incubator_desk.store.step import Step

from .model import Lease, LeaseRoom, Premises
from .rules import Letting, most_let


def overlet(step: Step, uids: set[str]) -> Iterable[Problem]:
    """A room of which more is let on one day than it has (check C15) is a warning at entry."""
    touched = (
        step.touched.get("leases", set()) | step.touched.get("lease_rooms", set()) | step.touched.get("premises", set())
    )
    if not touched & uids:
        return
    session, operator = step.session, step.actor.operator
    lettings = lettings_by_room(session, operator)
    for room in session.scalars(select(Premises).where(Premises.uid.in_(lettings), Premises.operator_uid == operator)):
        most, on = most_let(lettings[room.uid])
        if most > room.area_sqm:
            concerned = [let.lease for let in lettings[room.uid] if let.lease in uids]
            message = N_("Of room {room}, {most} m² would be let on {day}; it has {area} m².")
            values = {"room": room.code, "most": f"{most:.2f}", "day": on, "area": f"{room.area_sqm:.2f}"}
            record = concerned[-1] if concerned else room.uid
            where = Where(
                sheet="leases" if concerned else "premises",
                column="premises_code" if concerned else "area_sqm",
                record=record,
            )
            yield Problem("room_overlet", message, values, where, "warning")


def lettings_by_room(session: Session, operator: str) -> dict[str, list[Letting]]:
    """All lettings by the uid of their room. Further rooms' areas are taken off the lease's own area."""
    rooms: defaultdict[str, list[tuple[str, Decimal | None]]] = defaultdict(list)
    for row in session.execute(
        select(LeaseRoom.lease_uid, LeaseRoom.premises_uid, LeaseRoom.area_sqm).where(
            LeaseRoom.operator_uid == operator
        )
    ):
        rooms[row.lease_uid].append((row.premises_uid, row.area_sqm))
    sizes = dict(
        session.execute(select(Premises.uid, Premises.area_sqm).where(Premises.operator_uid == operator)).all()
    )
    found: defaultdict[str, list[Letting]] = defaultdict(list)
    columns = (Lease.uid, Lease.premises_uid, Lease.area_sqm, Lease.starts_on, Lease.ends_on, Lease.ended_on)
    for uid, premises, area, first, ends, ended in session.execute(
        select(*columns).where(Lease.operator_uid == operator)
    ):
        last = min(ends, ended) if ended else ends
        further = [(room, size if size is not None else sizes[room]) for room, size in rooms[uid]]
        for room, size in further:
            found[room].append(Letting(uid, first, last, size))
        if premises:
            own = sizes[premises] if area is None else area - sum((size for _, size in further), Decimal(0))
            found[premises].append(Letting(uid, first, last, max(own, Decimal(0))))
    return found


def of_tenant(tenant: str) -> Select[str]:
    """The leases of a company, the latest first."""
    return select(Lease.uid).where(Lease.tenant_uid == tenant).order_by(Lease.starts_on.desc())


def premises_under(head_lease: str) -> Select[str]:
    """The rooms that the park rents by a head lease."""
    return select(Premises.uid).where(Premises.head_lease_uid == head_lease).order_by(Premises.code)


def of_premises(premises: str) -> Select[str]:
    """The leases on a room, as their first or a further one."""
    further = select(LeaseRoom.lease_uid).where(LeaseRoom.premises_uid == premises)
    return (
        select(Lease.uid)
        .where(or_(Lease.premises_uid == premises, Lease.uid.in_(further)))
        .order_by(Lease.starts_on.desc())
    )


def let_area(session: Session, uids: Sequence[str], as_of: date) -> dict[str, Decimal]:
    """The area that each company rents on a day; those without a lease are left out."""
    areas: defaultdict[str, Decimal] = defaultdict(Decimal)
    columns = (Lease.tenant_uid, Lease.area_sqm, Premises.area_sqm, Lease.ended_on)
    statement = select(*columns).outerjoin(Premises, Lease.premises_uid == Premises.uid)
    running = statement.where(Lease.tenant_uid.in_(uids), Lease.starts_on <= as_of, Lease.ends_on >= as_of)
    for tenant, area, room, ended in session.execute(running):
        if ended is None or ended >= as_of:
            areas[tenant] += area if area is not None else room or Decimal(0)
    return dict(areas)


def happenings(session: Session, register: str, uid: str) -> Sequence[Happening]:
    """A company's leases in its timeline: their first day, and their last one where they were ended."""
    if register != "tenants":
        return ()
    found: list[Happening] = []
    for lease in session.scalars(select(Lease).where(Lease.tenant_uid == uid)):
        started = _("{code} begins, until {day}").format(code=lease.code, day=lease.ends_on)
        found.append(Happening(lease.starts_on, started, "key"))
        if lease.ended_on:
            found.append(Happening(lease.ended_on, _("{code} ended").format(code=lease.code), "key"))
    return found
