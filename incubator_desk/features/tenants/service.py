"""Companies in the database: what holds between them, and how many there are."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from incubator_desk.base import masking
from incubator_desk.base.dates import month_start
from incubator_desk.base.errors import Problem, Where
from incubator_desk.base.i18n import N_, _
from incubator_desk.catalog.feature import Figure, Happening
from incubator_desk.catalog.kinds import Tone
from incubator_desk.catalog.register import Register
from incubator_desk.catalog.saving import save
from incubator_desk.store.record import Actor, Record
from incubator_desk.store.step import Step

from .model import Tenant
from .rules.incubation import incubated


def shared_codes(step: Step, uids: set[str]) -> Iterable[Problem]:
    """A credit code that two records of the park share is a warning: often a company entered twice."""
    shared = (
        select(Tenant.uscc)
        .where(Tenant.uscc.is_not(None), Tenant.operator_uid == step.actor.operator)
        .group_by(Tenant.uscc)
        .having(func.count() > 1)
    )
    rows = step.session.execute(
        select(Tenant.uid, Tenant.code, Tenant.uscc).where(Tenant.uscc.in_(shared)).order_by(Tenant.code)
    ).all()
    for row in rows:
        others = [other.code for other in rows if other.uscc == row.uscc and other.uid != row.uid]
        if row.uid in uids:
            message = N_("Its credit code is also that of {others}.")
            where = Where(sheet="tenants", column="uscc", record=row.uid)
            yield Problem("uscc_shared", message, {"others": ", ".join(others[:5])}, where, "warning")


def public_name(tenant: Tenant, *, whole: bool) -> str:
    """A company's name on a public list; that of a team or trader is masked where it is a person's own."""
    persons = (tenant.legal_representative, tenant.contact_name, tenant.controller)
    own = tenant.kind != "company" and tenant.name in persons
    return masking.name(tenant.name) if own and not whole else tenant.name


def incubated_on(session: Session, actor: Actor, day: date) -> set[str]:
    """The codes of the park's companies that are incubated on a day."""
    columns = (Tenant.code, Tenant.admitted_on, Tenant.graduated_on, Tenant.left_on, Tenant.status)
    mine = session.execute(select(*columns).where(Tenant.operator_uid == actor.operator))
    return {
        code for code, admitted, graduated, left, status in mine if incubated(day, admitted, graduated, left, status)
    }


def graduate(step: Step, register: Register, record: Record, today: date) -> None:
    """Let a company graduate today: it may stay, but is incubated no more."""
    save(step, register, {"status": "graduated", "graduated_on": today}, record)


def figures(session: Session, actor: Actor, today: date) -> Sequence[Figure]:
    """How many companies are incubated, and who came and went this month."""

    def count(*conditions: object) -> int:
        mine = Tenant.operator_uid == actor.operator
        return session.scalar(select(func.count()).select_from(Tenant).where(mine, *conditions)) or 0  # type: ignore[arg-type]

    first = month_start(today)
    came = count(Tenant.admitted_on.between(first, today))
    graduated = count(Tenant.graduated_on.between(first, today))
    left = count(Tenant.left_on.between(first, today))
    note = _("{came} in, {graduated} graduated, {left} left this month").format(
        came=came, graduated=graduated, left=left
    )
    incubated = count(Tenant.status == "incubating")
    return (Figure(_("Incubated companies"), f"{incubated:,}", note=note, register="tenants"),)


def happenings(session: Session, register: str, uid: str) -> Sequence[Happening]:
    """A company's own entries in its timeline: admitted, graduated, left."""
    tenant = session.get(Tenant, uid) if register == "tenants" else None
    if tenant is None:
        return ()
    days: Sequence[tuple[date | None, str, str, Tone]] = (
        (tenant.admitted_on, _("Admitted"), "building", "info"),
        (tenant.graduated_on, _("Graduated"), "star", "success"),
        (tenant.left_on, _("Left the park"), "minus-circle", "neutral"),
    )
    return [Happening(day, text, icon, tone) for day, text, icon, tone in days if day is not None]
