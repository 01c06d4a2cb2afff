"""How fast a policy is held against a thousand leases, beside drawing their schedules."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import select

from incubator_desk.catalog import saving
from incubator_desk.catalog.office import Office
from incubator_desk.features.all import FEATURES
from incubator_desk.features.leases.model import Lease, Premises
from incubator_desk.features.park import service as park
from incubator_desk.features.rent.model import Policy, Receipt, Relief
from incubator_desk.features.rent.service import previewing, summary
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store.record import Actor, Record
from incubator_desk.store.schema import open_database
from incubator_desk.store.step import Step

from . import Measurement, best_of

LEASES = 1_000
DAY = date(2020, 3, 20)
_RECEIPTS = 24
_FEBRUARY = {"starts_on": date(2020, 2, 1), "ends_on": date(2020, 2, 29)}
_PRICES = (("sqm_month", Decimal(45)), ("sqm_day", Decimal("1.85")), ("month", Decimal(3888)))


@contextmanager
def let(leases: int = LEASES) -> Iterator[Office]:
    """An office with so many companies, each with a lease, a relief and two years of receipts, and two policies."""
    with tempfile.TemporaryDirectory() as folder:
        office = Office(open_database(str(Path(folder) / "let.desk"), create=True), FEATURES, Actor("bench", ""))
        park.found(office)
        with office.writing("Fill") as step:
            waiver, _rival = (_policy(step, office, number) for number in range(2))
            for number in range(leases):
                _furnish(step, office, number, waiver)
        yield office
        office.database.close()


def _add(step: Step, office: Office, model: type[Record], **values: Any) -> str:
    register = office.features.registers[model.__tablename__]
    return step.add(model, saving.completed(register, values))


def _policy(step: Step, office: Office, number: int) -> str:
    """Half of the rent from April on for those served; the other one takes a third, and they exclude each other."""
    return _add(
        step, office, Policy,
        code=f"P-{number:04}", title=f"减租{number}", exclusive=True, settle_paid="offset", kind="percent",
        percent=Decimal(50 - 17 * number), starts_on=date(2020, 4, 1), term_months=3, tenant_kinds="company",
        tenant_statuses="incubating", size_classes="micro;small", ownerships="own;state",
    )  # fmt: skip


def _furnish(step: Step, office: Office, number: int, policy: str) -> None:
    tenant = _add(
        step, office, Tenant,
        code=f"T-{number:05}", name=f"青岚第{number}科技有限公司", kind="company",
        size_class=("micro", "small")[number % 2],
    )  # fmt: skip
    room = _add(step, office, Premises, code=f"A-{number:05}", area_sqm=Decimal("86.40"), ownership="state")
    starts_on = date(2018, 1 + number % 12, 1 + number % 28)
    unit, price = _PRICES[number % 3]
    lease = _add(
        step, office, Lease,
        code=f"L-{number:05}", tenant_uid=tenant, premises_uid=room, starts_on=starts_on,
        ends_on=starts_on.replace(year=2022) - timedelta(days=1), price=price, price_unit=unit,
        billing_months=("1", "3")[number % 2], billing_anchor=("lease", "calendar")[number // 2 % 2],
    )  # fmt: skip
    for month in range(_RECEIPTS):
        _add(
            step, office, Receipt,
            code=f"S-{number:05}-{month:02}", lease_uid=lease, received_on=starts_on + timedelta(days=31 * month),
            amount=Decimal(3888),
        )  # fmt: skip
    if number % 10:
        case = {"status": "in_force", "approved_on": date(2020, 3, 2), "percent": Decimal(100), **_FEBRUARY}
    else:  # these are not served: they have a case of the policy already
        case = {"policy_uid": policy, "percent": Decimal(50)}
    _add(step, office, Relief, code=f"R-{number:05}", lease_uid=lease, kind="percent", **case)


def previews() -> list[Measurement]:
    """The preview of a policy beside drawing the schedules once: before any are drawn, and with them remembered."""
    with let() as office, office.reading() as session:
        policy = session.scalars(select(Policy.uid).where(Policy.code == "P-0000")).one()
        register = office.features.registers["reliefs"]

        def look() -> int:
            found = previewing.preview(session, office.actor, register, policy, DAY)
            return sum(each.judgement.entitled for each in found.leases)

        def look_first() -> None:
            summary._BY_POOL.clear()
            look()

        drawn = best_of(3, lambda: summary.Schedules().of(session, office.actor.operator, DAY))
        first, again, served = best_of(3, look_first), best_of(3, look), look()
    name = f"{LEASES:,} leases under a policy ({served} served)"
    return [
        Measurement(name, first, "their schedules, once", drawn, 3.0),
        Measurement(f"{name}, again", again, "their schedules, once", drawn, 3.0),
    ]


if __name__ == "__main__":
    for found in previews():
        print(f"{found.name}: {found.seconds:.3f} s, {found.ratio:.2f} × {found.yardstick} (limit {found.limit})")
