"""A few figures of each lease, kept in memory and refreshed where their facts have changed."""

from collections import OrderedDict, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Pool, Row, select
from sqlalchemy.orm import Session

from incubator_desk.features.leases.model import Lease
from incubator_desk.features.rent.rules import Schedule
from incubator_desk.features.rent.rules.drawn import Drawn
from incubator_desk.store.history import GENESIS, ChangeRow, head, holds

from . import facts

_SHARED = {"premises", "relief_policies", "tenants"}
_TABLES = frozenset(("leases", *facts.OWNED, *_SHARED))
"""The tables that schedules rest on."""
_KEPT = 4
"""How many as-of dates are remembered at once: the working date and a few the user looked at."""
_MANY = 2000
"""So many changes at once are an import: then all is worked out anew."""


@dataclass(slots=True)
class _Kept:
    head: tuple[int, str]
    """The last change of the history that the leases know of."""
    leases: dict[str, Drawn]


class Schedules:
    """The schedules of one database's leases by operator and as-of date; only what changed since is worked out anew."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, date], _Kept] = OrderedDict()
        self._lock = Lock()

    def of(
        self, session: Session, operator: str, as_of: date, leases: Collection[str] | None = None
    ) -> dict[str, Drawn]:
        """Facts and schedules by the uid of the lease; of all the operator's leases where none are named."""
        with self._lock:
            kept = self._kept.pop((operator, as_of), None) or _Kept((0, GENESIS), {})
            self._kept[operator, as_of] = kept
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            _forget_changed(session, kept)
            if leases is None:
                leases = session.scalars(select(Lease.uid).where(Lease.operator_uid == operator)).all()
            missing = set(leases) - kept.leases.keys()
            if missing:
                known = facts.by_uid(session, operator, missing)
                kept.leases |= {uid: Drawn.of(of_lease, as_of) for uid, of_lease in known.items()}
            return {uid: kept.leases[uid] for uid in leases if uid in kept.leases}


_BY_POOL: WeakKeyDictionary[Pool, Schedules] = WeakKeyDictionary()


def drawn(session: Session, operator: str, as_of: date, leases: Collection[str] | None = None) -> dict[str, Drawn]:
    """Leases with their schedules as of a day, by uid; remembered as long as the database is open."""
    pool = session.get_bind().engine.pool
    return _BY_POOL.setdefault(pool, Schedules()).of(session, operator, as_of, leases)


def schedules(
    session: Session, operator: str, as_of: date, leases: Collection[str] | None = None
) -> dict[str, Schedule]:
    """The schedules alone, by uid."""
    return {uid: each.schedule for uid, each in drawn(session, operator, as_of, leases).items()}


def _forget_changed(session: Session, kept: _Kept) -> None:
    newest = head(session)
    if newest == kept.head:
        return
    columns = (ChangeRow.table_name, ChangeRow.record, ChangeRow.before, ChangeRow.after)
    since = (ChangeRow.seq > kept.head[0], ChangeRow.table_name.in_(_TABLES))
    rows = session.execute(select(*columns).where(*since).limit(_MANY)).all()
    if len(rows) == _MANY or any(_concerns_others(row) for row in rows) or not holds(session, kept.head):
        kept.leases.clear()
    else:
        for uid in _concerned(session, rows):
            kept.leases.pop(uid, None)
    kept.head = newest


def _concerns_others(row: Row[*tuple[Any, ...]]) -> bool:
    """Whether a change may concern leases it does not name: of a shared record, a removal, a move between leases."""
    moved = row.before is not None and ('"lease_uid":' in row.before or '"relief_uid":' in row.before)
    return row.table_name in _SHARED or row.after is None or moved


def _concerned(session: Session, rows: Sequence[Row[*tuple[Any, ...]]]) -> set[str]:
    """The leases that changes of leases and of what belongs to them concern."""
    altered: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        altered[row.table_name].add(row.record)
    return facts.rests_on(session, altered)
