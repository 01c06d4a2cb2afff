"""Money in the unit asked for, such that what is printed adds up (contract section 7)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from incubator_desk.base.money import half_up, largest_remainder, round_ratio, to_fen
from incubator_desk.catalog.kinds import Kind, Money
from incubator_desk.catalog.report import UNITS, Unit


@dataclass(frozen=True, slots=True)
class Converted:
    """A column in a unit: its rows add up to the total."""

    rows: tuple[Decimal | None, ...]
    total: Decimal
    adjusted: frozenset[int]
    """The rows that are not their own amount rounded: each was moved by one last digit so that all add up."""


def added_up(amounts: Sequence[Decimal | None], unit: Unit) -> Converted:
    """A column of yuan with its total: the exact total converted, then the rows by largest remainder.

    Of equal remainders the earlier row's is taken first; blanks stay blank.
    """
    _, yuan, places = UNITS[unit]
    step = yuan * 10 ** (2 - places)  # fen to the last digit shown
    fen = [int(to_fen(amount)) for amount in amounts if amount is not None]
    if unit == "yuan":  # exact as they are
        return Converted(tuple(amounts), Decimal(sum(fen)).scaleb(-places), frozenset())
    shares = iter(largest_remainder(round_ratio(sum(fen), step), fen, step))
    rows = tuple(None if amount is None else Decimal(next(shares)).scaleb(-places) for amount in amounts)
    adjusted = {at for at, row in enumerate(rows) if row is not None and row != alone(amounts[at], unit)}
    return Converted(rows, Decimal(round_ratio(sum(fen), step)).scaleb(-places), frozenset(adjusted))


def alone(amount: Decimal | None, unit: Unit) -> Decimal | None:
    """An amount of yuan by itself, half up."""
    _, yuan, places = UNITS[unit]
    return amount if amount is None or unit == "yuan" else half_up(amount / yuan, Decimal(1).scaleb(-places))


def kind_in(kind: Kind, unit: Unit) -> Kind:
    """The kind of a column in the unit: money with the unit's decimals, everything else as it is."""
    places = UNITS[unit][2]
    if not isinstance(kind, Money):
        return kind
    return replace(kind, least=places, number_format="#,##0.00" if places else "#,##0")


def running(parts: Sequence[Decimal | None], total: Decimal | None, unit: Unit) -> tuple[Decimal | None, ...]:
    """Amounts that lead from one sum to the next, in a unit: the sum before, they and the sum after add up there too.

    Both sums are converted by themselves, as they stand in the papers before and after. Blanks stay blank.
    """
    if total is None or unit == "yuan":
        return tuple(parts)
    _, yuan, places = UNITS[unit]
    fen = [int(to_fen(part)) for part in parts if part is not None]
    after = int(to_fen(total))
    step = yuan * 10 ** (2 - places)
    apart = round_ratio(after, step) - round_ratio(after - sum(fen), step)
    shares = iter(largest_remainder(apart, fen, step))
    return tuple(None if part is None else Decimal(next(shares)).scaleb(-places) for part in parts)
