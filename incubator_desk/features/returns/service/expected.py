"""Which parks a zone expects packages of, by when, and how each stands: for the grid of parks and periods."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session as Reading

from incubator_desk.base.dates import month_end
from incubator_desk.base.i18n import N_
from incubator_desk.base.periods import Period
from incubator_desk.catalog.feature import Parameter
from incubator_desk.features.park import service as park
from incubator_desk.features.returns.model import ReceivedPackage, TrustedKey
from incubator_desk.store.record import Actor

_SINCE, _PRACTICE, _UNIT = date(2000, 1, 1), N_("The zone's practice"), N_("day of the month after")
_DUE = "zone.due."
APART = "zone.cases_apart"
PARAMETERS = (
    Parameter(
        APART,
        N_("How far the relief stated and that of the cases may be apart"),
        N_("yuan"),
        Decimal(1),
        _SINCE,
        _PRACTICE,
    ),
    Parameter(f"{_DUE}month", N_("Packages of a month are due"), _UNIT, Decimal(5), _SINCE, _PRACTICE),
    Parameter(f"{_DUE}quarter", N_("Packages of a quarter are due"), _UNIT, Decimal(10), _SINCE, _PRACTICE),
    Parameter(f"{_DUE}half", N_("Packages of a half are due"), _UNIT, Decimal(31), _SINCE, _PRACTICE),
    Parameter(f"{_DUE}year", N_("Packages of a year are due"), _UNIT, Decimal(31), _SINCE, _PRACTICE),
)
_LENGTHS = {1: "month", 3: "quarter", 6: "half", 12: "year"}

State = Literal["accepted", "resent", "late", "received", "returned", "missing", "awaited", "not_expected"]
"""Accepted; accepted after it was sent again; accepted though it came late; to be reviewed; returned; due and not
here; not due yet; not expected, for the park was not known here when it was due."""


@dataclass(frozen=True, slots=True)
class Park:
    """A park that sends packages here."""

    uscc: str
    name: str
    kind: str | None
    since: date | None
    """Since when its key is trusted; None where it is not any more."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a park stands in a period."""

    park: Park
    period: Period
    state: State
    due_on: date | None
    package: ReceivedPackage | None = None
    """The one with the highest sequence."""
    first_on: date | None = None
    """When the first one of the period came."""


def is_zone(session: Reading, actor: Actor) -> bool:
    """Whether this desk is a zone's: it trusts a park's key, or has taken a package in."""
    key = select(TrustedKey.uid).where(TrustedKey.operator_uid == actor.operator, TrustedKey.role == "park")
    package = select(ReceivedPackage.uid).where(ReceivedPackage.operator_uid == actor.operator)
    return any(session.scalar(each.limit(1)) is not None for each in (key, package))


def parks(session: Reading, operator: str) -> list[Park]:
    """The parks whose keys are trusted, and those that sent packages while theirs were; by name."""
    sent = select(ReceivedPackage.uscc, ReceivedPackage.name).where(ReceivedPackage.operator_uid == operator)
    names = dict(session.execute(sent.order_by(ReceivedPackage.sequence)).all())
    kinds: dict[str, str | None] = {}
    since: dict[str, date] = {}
    keys = select(TrustedKey).where(TrustedKey.operator_uid == operator, TrustedKey.role == "park")
    for key in session.scalars(keys.order_by(TrustedKey.trusted_on, TrustedKey.fingerprint)):
        since.setdefault(key.uscc, key.trusted_on)
        kinds[key.uscc] = key.kind or kinds.get(key.uscc)
        names[key.uscc] = key.name or names.get(key.uscc) or key.uscc
    found = [Park(uscc, name, kinds.get(uscc), since.get(uscc)) for uscc, name in names.items()]
    return sorted(found, key=lambda park: (park.name, park.uscc))


def due_on(session: Reading, actor: Actor, period: Period) -> date | None:
    """The day by which packages of a period are due; None where no parameter says so."""
    name = _LENGTHS[period.months]
    day = park.values_on(session, actor, _DUE, period.last).get(f"{_DUE}{name}")
    if day is None:
        return None
    first = period.last + timedelta(days=1)
    return first.replace(day=min(max(int(day), 1), month_end(first).day))


def standings(
    session: Reading, actor: Actor, periods: Sequence[Period], today: date
) -> Mapping[tuple[str, str], Standing]:
    """How every park stands in some periods, by its credit code and the period's name."""
    wanted = [period.text for period in periods]
    mine = (ReceivedPackage.operator_uid == actor.operator, ReceivedPackage.period.in_(wanted))
    sent: dict[tuple[str, str], list[ReceivedPackage]] = {}
    for package in session.scalars(select(ReceivedPackage).where(*mine).order_by(ReceivedPackage.sequence)):
        sent.setdefault((package.uscc, package.period), []).append(package)
    due = {period.text: due_on(session, actor, period) for period in periods}
    return {
        (each.uscc, period.text): _standing(
            each, period, due[period.text], sent.get((each.uscc, period.text), []), today
        )
        for each in parks(session, actor.operator)
        for period in periods
    }


def _standing(each: Park, period: Period, due: date | None, sent: Sequence[ReceivedPackage], today: date) -> Standing:
    if not sent:
        late, known = due is not None and today > due, each.since is not None and (due is None or each.since <= due)
        return Standing(each, period, ("missing" if late else "awaited") if known else "not_expected", due)
    package, first = sent[-1], min(other.received_on for other in sent)
    state: State = "received"
    if package.status == "returned":
        state = "returned"
    elif package.status == "accepted":
        late = due is not None and first > due
        state = "resent" if len(sent) > 1 or package.supersedes is not None else "late" if late else "accepted"
    return Standing(each, period, state, due, package, first)


def awaited(session: Reading, actor: Actor, period: Period) -> list[Park]:
    """The parks with a trusted key of which nothing of a period is here, whether it is due or not."""
    mine = (ReceivedPackage.operator_uid == actor.operator, ReceivedPackage.period == period.text)
    here = set(session.scalars(select(ReceivedPackage.uscc).where(*mine)))
    return [each for each in parks(session, actor.operator) if each.since is not None and each.uscc not in here]
