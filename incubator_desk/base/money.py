"""Money in yuan (Decimal) and in fen (int), and the one way they are rounded."""

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import NewType

Fen = NewType("Fen", int)
"""An exact amount of money in fen, 1/100 yuan."""

FEN = Decimal("0.01")
ZERO = Decimal("0.00")


def round_ratio(numerator: int, denominator: int) -> int:
    """The quotient rounded half up (away from zero), exactly; the denominator is positive."""
    if numerator < 0:
        return -round_ratio(-numerator, denominator)
    return (2 * numerator + denominator) // (2 * denominator)


def to_fen(yuan: Decimal) -> Fen:
    """Yuan as fen; ``ValueError`` where the amount is finer than a fen."""
    scaled = yuan.scaleb(2)
    whole = int(scaled)
    if whole != scaled:
        raise ValueError(yuan)
    return Fen(whole)


def to_yuan(fen: int) -> Decimal:
    """Fen as yuan with two decimals."""
    return Decimal(fen).scaleb(-2).quantize(FEN)


def half_up(amount: Decimal, unit: Decimal = FEN) -> Decimal:
    """Round half up to a multiple of a power of ten, the fen by default."""
    return amount.quantize(unit, ROUND_HALF_UP)


def down(amount: Decimal, unit: Decimal = FEN) -> Decimal:
    """Round towards zero to a multiple of a power of ten, the fen by default."""
    return amount.quantize(unit, ROUND_DOWN)


def plain(fen: int) -> str:
    """Fen as the outward text of money: ``"6507.00"``."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{fen // 100}.{fen % 100:02d}"


def grouped(yuan: Decimal, places: int = 2) -> str:
    """Money for people: ``1,234.50``, with a true minus sign (U+2212) when negative."""
    text = f"{abs(half_up(yuan, Decimal(1).scaleb(-places))):,.{places}f}"
    return f"−{text}" if yuan < 0 else text


def readable(fen: int) -> str:
    """Fen as people read them, in yuan: ``1,234.50``."""
    return grouped(to_yuan(fen))


def in_proportion(total: int, amounts: Sequence[int]) -> list[int]:
    """Share out a total over amounts in their proportion, to the unit, the whole of it; ties go to the earlier."""
    return largest_remainder(total, [amount * total for amount in amounts], sum(amounts))


def largest_remainder(total: int, weights: list[int], base: int) -> list[int]:
    """Share out ``total`` whole units over ``weights / base``; ties go to the earlier.

    Each share is its exact quotient rounded down, or one more: the rest goes to the
    largest remainders, so that the shares add up to the total. ``base`` is positive.
    A negative total is shared out like the positive one, with the signs turned.
    """
    if total < 0:
        return [-share for share in largest_remainder(-total, [-weight for weight in weights], base)]
    shares = [weight // base for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(weights[i] % base), i))
    for i in order[: max(0, total - sum(shares))]:
        shares[i] += 1
    return shares
