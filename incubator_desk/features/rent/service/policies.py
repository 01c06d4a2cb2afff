"""A policy's next year and its next version, made from the one there is."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from incubator_desk.base.dates import add_months, month_end
from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_
from incubator_desk.catalog import saving
from incubator_desk.catalog.register import Register
from incubator_desk.features.rent.model import Policy
from incubator_desk.store.record import Record
from incubator_desk.store.step import Step

_DAY = timedelta(days=1)
_FIRST_DAYS = ("valid_from", "apply_from", "starts_on", "first_due_on")
_LAST_DAYS = ("valid_to", "apply_to", "ends_on", "defer_to")


def copy_to_next_year(step: Step, register: Register, record: Record, today: date) -> None:
    """A new policy with the same terms, every date a year later; its document is still to come."""
    del today
    values = register.of(record)
    values |= {name: _a_year_later(values[name], last=name in _LAST_DAYS) for name in (*_FIRST_DAYS, *_LAST_DAYS)}
    blank = {"document_no": None, "issued_on": None, "version_of": None}
    saving.save(step, register, values | blank | {"code": saving.next_code(step, register)})


def _a_year_later(day: date | None, *, last: bool) -> date | None:
    """The same day a year later; the last day of a month stays the last one where it ends a term."""
    if day is None:
        return None
    later = add_months(day, 12)
    return month_end(later) if last and day == month_end(day) else later


def new_version(step: Step, register: Register, record: Record, today: date) -> None:
    """The same terms as a version of their own from today on; the one there is ends the day before.

    Refused where a later version exists, or where this one has not been in force before today.
    """
    assert isinstance(record, Policy)
    _refuse_overtaken(step.session, record, today)
    values: Mapping[str, Any] = register.of(record)
    ended = record.valid_to is not None and record.valid_to < today
    made = {
        "code": saving.next_code(step, register),
        "version_of": record.version_of or record.code,
        "valid_from": today,
        "valid_to": None if ended else record.valid_to,
    }
    if not ended:
        saving.save(step, register, {"valid_to": today - _DAY}, record)
    saving.save(step, register, {**values, **made})


def _refuse_overtaken(session: Session, record: Policy, today: date) -> None:
    if record.valid_from and record.valid_from >= today:
        message = N_("This version is in force only from {day}: change it instead.")
        raise Refused.because("version_not_in_force", message, day=record.valid_from)
    first = record.version_of or record.code
    later = session.scalar(
        select(Policy.code).where(
            Policy.operator_uid == record.operator_uid,
            or_(Policy.code == first, Policy.version_of == first),
            Policy.uid != record.uid,
            Policy.valid_from > (record.valid_from or date.min),
        )
    )
    if later is not None:
        message = N_("{policy} is a later version of this policy: make the new one from that.")
        raise Refused.because("version_overtaken", message, policy=later)


def versions(policy: str) -> Select[str]:
    """All versions of a policy, the latest first."""
    first = select(func.coalesce(Policy.version_of, Policy.code)).where(Policy.uid == policy).scalar_subquery()
    operator = select(Policy.operator_uid).where(Policy.uid == policy).scalar_subquery()
    same = or_(Policy.code == first, Policy.version_of == first)
    return select(Policy.uid).where(Policy.operator_uid == operator, same).order_by(Policy.valid_from.desc())
