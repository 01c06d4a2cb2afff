"""What a claim is worked out from: the amounts that the park gave, and the terms of the programme."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from incubator_desk.base.dates import month_start

Source = Literal["rent_relief", "voucher"]
Rounding = Literal["fen", "yuan_down"]
WHOLE = 100 * 10**6
"""Rates are millionths of a percent: this many are all of it."""


class Key(NamedTuple):
    """What names an amount: the record that granted it, and where and when it fell."""

    record: str
    lease: str
    no: int
    month: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """Who was given something, as far as a programme asks for it; None is not known."""

    code: str
    kind: str
    status: str
    size: str | None = None
    is_service: bool | None = None
    controller: str = ""
    """The actual controller, folded."""
    uscc: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An amount in fen that the park gave a company: of rent on a line and calendar month, or a voucher claim paid.

    ``on`` decides whether it lies in the programme's window: the first day of the rent's month, or the day on which
    the claim was paid. ``executed`` says whether it has taken effect: of rent, whether the line's dues have come.
    """

    source: Source
    record: str
    lease: str
    no: int
    on: date
    company: Company
    amount: int
    executed: bool = True
    ownership: str | None = None
    policy: str | None = None

    @property
    def month(self) -> date:
        """The first day of its calendar month."""
        return month_start(self.on)

    @property
    def key(self) -> Key:
        """What names it."""
        return Key(self.record, self.lease, self.no, self.month)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a programme pays back, of what, for whom. Blank conditions hold for all.

    ``rate`` is in millionths of a percent, ``cap`` in fen; ``months`` is how many calendar months of one company count.
    ``park`` are the folded names and credit codes of the park and of those that control it: their companies are left
    out, where the programme says so.
    """

    first: date
    last: date
    rate: int
    cap: int | None = None
    months: int | None = None
    rounding: Rounding = "fen"
    sources: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    sizes: frozenset[str] = frozenset()
    service_only: bool = False
    ownerships: frozenset[str] = frozenset()
    policies_excluded: frozenset[str] = frozenset()
    park: frozenset[str] = frozenset()
