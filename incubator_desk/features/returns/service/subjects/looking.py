"""What several subjects rest on, read once for a look at a period."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as Reading

from incubator_desk.base.errors import Refused
from incubator_desk.base.periods import Period
from incubator_desk.catalog.office import Features
from incubator_desk.features.leases.model import Lease, Premises
from incubator_desk.features.park.service import values_of
from incubator_desk.features.rent.rules.drawn import Drawn
from incubator_desk.features.rent.service.facts import rests_on
from incubator_desk.features.rent.service.summary import drawn
from incubator_desk.features.returns.rules.tables import Table
from incubator_desk.features.returns.service import frozen
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store.record import Actor

from .stated import Stated, stated

_LEASE = (
    Lease.uid, Lease.code, Tenant.name.label("company"), Lease.starts_on, Lease.ends_on, Lease.ended_on,
    Lease.area_sqm, Premises.area_sqm.label("room_area"), Lease.due_offset_days,
)  # fmt: skip


@dataclass(frozen=True)
class Looking:
    """A look at a period: figures are those of its last day, as its reports have them."""

    session: Reading
    actor: Actor
    features: Features
    period: Period
    today: date
    register: str | None = None
    """The one register whose records are looked at; None: all."""
    uid: str | None = None
    """The one record of it that is looked at; None: all."""

    @property
    def operator(self) -> str:
        """The park."""
        return self.actor.operator

    @property
    def last(self) -> date:
        """The period's last day."""
        return self.period.last

    @cached_property
    def before(self) -> Period:
        """The period before, of the same length."""
        return self.period.shifted(-1)

    def parameter(self, name: str, day: date | None = None) -> Decimal | None:
        """A parameter in force on a day, else on the period's last; None where none is: then nothing is asked for."""
        if name not in self._parameters:
            self._parameters[name] = values_of(self.session, self.actor, name)
        try:
            return self._parameters[name](day or self.last).normalize()
        except Refused:
            return None

    @cached_property
    def _parameters(self) -> dict[str, Callable[[date], Decimal]]:
        return {}

    def frozen_before(self, name: str) -> Table | None:
        """A table of the period before, as that was closed; None where it is open."""
        return frozen.part(self.session, self.operator, self.before.text, f"data/{name}.csv")

    @cached_property
    def _concerned(self) -> set[str] | None:
        """The leases that the one record rests on; None: all."""
        if self.uid is None or self.register not in ("leases", "reliefs"):
            return None
        return rests_on(self.session, {self.register: {self.uid}})

    @cached_property
    def leases(self) -> Mapping[str, Any]:
        """The leases by uid, with their company's name and the area of their first room."""
        joined = select(*_LEASE).join(Tenant, Lease.tenant_uid == Tenant.uid)
        every = joined.outerjoin(Premises, Lease.premises_uid == Premises.uid).where(
            Lease.operator_uid == self.operator
        )
        if self._concerned is not None:
            every = every.where(Lease.uid.in_(self._concerned))
        return {row.uid: row for row in self.session.execute(every.order_by(Lease.code))}

    @cached_property
    def drawn(self) -> Mapping[str, Drawn]:
        """The facts and schedules of these leases by uid."""
        return drawn(self.session, self.operator, self.last, self._concerned)

    @cached_property
    def stated(self) -> Sequence[Stated]:
        """What companies state of the period's months."""
        return stated(self.session, self.operator, self.period)
