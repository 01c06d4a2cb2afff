"""What a schedule says: lines, dues and totals. Amounts are whole fen."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from .shares import Runs


class Due(NamedTuple):
    """A part of a line's net: when it is due and what of it is paid."""

    due_on: date
    amount: int
    paid: int


class Cut(NamedTuple):
    """What a relief takes from a line: ``numerator / denominator`` of what is left of each day ``first`` … ``last``."""

    relief: str
    amount: int
    first: date
    last: date
    numerator: int
    denominator: int


class Portion(NamedTuple):
    """An amount on a line."""

    line: int
    amount: int


@dataclass(frozen=True, slots=True)
class Line:
    """A rent-month cut to the lease (contract R1) and all that is said of it.

    ``runs`` are its day shares before any relief; ``cuts`` all that reliefs took in their order, those of
    no fen too; ``deferral`` is the relief that decides its dues; ``extension`` the one that added its days.
    """

    no: int
    period: int
    first: date
    last: date
    gross: int
    net: int
    paid: int
    dues: tuple[Due, ...]
    runs: Runs
    cuts: tuple[Cut, ...]
    deferral: str | None
    extension: str | None

    @property
    def relief(self) -> int:
        """All reliefs of the line."""
        return self.gross - self.net

    @property
    def outstanding(self) -> int:
        """What is not paid of its net."""
        return self.net - self.paid

    @property
    def reliefs(self) -> tuple[Cut, ...]:
        """Each relief with its amount; those of 0.00 are left out."""
        return tuple(cut for cut in self.cuts if cut.amount)


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a relief that gives money back owes (contract R7).

    ``laid`` is how the money received until its approval lay over the dues then, in the order of filling;
    ``back`` what of it is owed back. Lines by their number.
    """

    relief: str
    approved_on: date
    laid: tuple[Portion, ...]
    back: tuple[Portion, ...]

    @property
    def owed(self) -> int:
        """All that the relief owes back, whether paid out or not."""
        return sum(each.amount for each in self.back)


class Granted(NamedTuple):
    """The totals of one relief that counts: taken, owed back, and of that refunded."""

    relief: str
    amount: int
    owed: int
    refunded: int


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of a schedule (contract section 3, under the names of its JSON)."""

    gross: int
    relief: int
    net: int
    paid: int
    outstanding: int
    due: int
    overdue: int
    deferred: int
    paid_ahead: int
    credit: int
    refund_due: int
    refunded: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """The schedule of one lease as of a date; ``granted`` has every relief that counts, in the order of R4."""

    lease: str
    tenant: str
    as_of: date
    lines: tuple[Line, ...]
    totals: Totals
    settlements: tuple[Settlement, ...]
    granted: tuple[Granted, ...]
