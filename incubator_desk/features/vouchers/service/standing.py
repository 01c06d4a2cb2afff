"""How all claims of a park stand, kept in memory until anything that they rest on changes."""

from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import Pool, select
from sqlalchemy.orm import Session

from incubator_desk.features.vouchers.rules import Assessed, assess
from incubator_desk.features.vouchers.rules.assessment import Standing
from incubator_desk.store.history import GENESIS, ChangeRow, head, holds

from . import facts
from .facts import Known

RESTS_ON = frozenset((
    "voucher_programmes", "providers", "vouchers", "voucher_claims", "tenants", "passages", "documents",
))  # fmt: skip
"""The tables in which something stands that claims are worth."""


@dataclass(frozen=True)
class Stood:
    """The facts of a park's claims, and what each is worth."""

    known: Known
    standing: Standing

    @cached_property
    def by_code(self) -> dict[str, Assessed]:
        """What each claim is worth, by its code."""
        return {each.claim.code: each for each in self.standing.assessed}

    @cached_property
    def by_uid(self) -> dict[str, Assessed]:
        """What each claim is worth, by its record."""
        return {uid: self.by_code[claim.code] for uid, claim in self.known.claims.items()}


def stand(session: Session, operator: str) -> Stood:
    """How all claims of a park stand, read anew."""
    known = facts.load(session, operator)
    return Stood(known, assess(known.claims.values()))


class _Kept:
    """What one database's parks were last found to have."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._head = (0, GENESIS)
        self._stood: dict[str, Stood] = {}

    def of(self, session: Session, operator: str) -> Stood:
        with self._lock:
            newest = head(session)
            if newest != self._head:
                since = (ChangeRow.seq > self._head[0], ChangeRow.table_name.in_(RESTS_ON))
                concerned = session.scalar(select(ChangeRow.seq).where(*since).limit(1)) is not None
                if concerned or not holds(session, self._head):
                    self._stood.clear()
                self._head = newest
            if operator not in self._stood:
                self._stood[operator] = stand(session, operator)
            return self._stood[operator]


_BY_POOL: WeakKeyDictionary[Pool, _Kept] = WeakKeyDictionary()


def stood(session: Session, operator: str) -> Stood:
    """How all claims of a park stand; remembered as long as the database is open and nothing of it changes."""
    return _BY_POOL.setdefault(session.get_bind().engine.pool, _Kept()).of(session, operator)
