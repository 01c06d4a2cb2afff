"""What the check before sending finds of one record, while the record is looked at: a tab of its panel."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from incubator_desk.base.i18n import N_
from incubator_desk.base.periods import Period
from incubator_desk.catalog.feature import Extract
from incubator_desk.catalog.kinds import Text
from incubator_desk.catalog.office import Features
from incubator_desk.store.record import Actor

from . import frozen
from .checking import of_record
from .subjects import REGISTERS

_COLUMNS = ((N_("Rule"), Text(width=8)), (N_("What was found"), Text(width=60)), (N_("Period"), Text(width=10)))


def extracts(features: Callable[[], Features]) -> tuple[Extract, ...]:
    """A table for each register whose records are checked; it is not there while nothing is found."""
    names = sorted(set().union(*REGISTERS.values()))
    return tuple(Extract(name, N_("Checks"), _COLUMNS, partial(_rows, features, name)) for name in names)


def _rows(
    features: Callable[[], Features], register: str, session: Session, actor: Actor, uid: str, today: date
) -> Sequence[Sequence[Any]]:
    """Of the months now filled in, each finding once, with the first month that it stands in the way of."""
    found: dict[tuple[str, str], str] = {}
    for month in _open(session, actor, today):
        for each in of_record(session, actor, features(), register, uid, month, today):
            found.setdefault((each.rule, str(each.said)), month.text)
    return [(rule, said, month) for (rule, said), month in found.items()]


def _open(session: Session, actor: Actor, today: date) -> Iterator[Period]:
    """The month of today and the one before, which is returned in it; not those that are closed."""
    closed = [Period.parse(each.code) for each in frozen.periods(session, actor.operator)]
    now = Period.month_of(today)
    for month in (now.shifted(-1), now):
        if not any(month.within(each) for each in closed):
            yield month
