"""Which claims of a batch are paid, and how much, where the money does not reach for all (handbook, section 4)."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from incubator_desk.base.money import in_proportion

Overrun = Literal["first_come", "prorata"]


class Fitted(NamedTuple):
    """A claim of a batch: what it gets, or that it is carried over to a later one."""

    code: str
    wanted: int
    """What it is allowed, before the batch's money was looked at."""
    amount: int
    carried: bool = False


def fit(wanted: Sequence[tuple[str, int]], money: int | None, overrun: Overrun, unit: int = 1) -> list[Fitted]:
    """Fit claims, in the order in which they are taken, to the money of their batch; None is enough for all.

    First come: each in its turn gets all it is allowed; the first for which the money does not reach, and all after
    it, are carried over. Pro rata: each gets its share by largest remainder, in whole units of so many fen. What is
    allowed nothing is carried over.
    """
    served = [(code, amount) for code, amount in wanted if amount > 0]
    total = sum(amount for _code, amount in served)
    if money is None or total <= money:
        given = dict(served)
    elif overrun == "prorata":
        given = _pro_rata(served, max(0, money), unit)
    else:
        given = _first_come(served, max(0, money))
    return [Fitted(code, amount, given.get(code, 0), code not in given) for code, amount in wanted]


def _first_come(served: Sequence[tuple[str, int]], money: int) -> dict[str, int]:
    given: dict[str, int] = {}
    for code, amount in served:
        if amount > money:
            break
        given[code] = amount
        money -= amount
    return given


def _pro_rata(served: Sequence[tuple[str, int]], money: int, unit: int) -> dict[str, int]:
    shares = in_proportion(money // unit, [amount for _code, amount in served])
    given = {code: share * unit for (code, _amount), share in zip(served, shares, strict=True)}
    return {code: amount for code, amount in given.items() if amount > 0}
