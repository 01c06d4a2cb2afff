"""Arithmetic of expressions: exact up to 60 significant digits, far beyond what money and areas have.

What has more, as a third has, is rounded half up to 60. A quotient by zero is blank.
"""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal, DecimalException, InvalidOperation, Overflow

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_

_CONTEXT = Context(60, ROUND_HALF_UP, Emin=-9999, Emax=9999, traps=[InvalidOperation, Overflow])
TOO_LARGE = N_("A number of the expression is too large.")


def _bounded(work: Callable[[Decimal, Decimal], Decimal]) -> Callable[[Decimal, Decimal], Decimal]:
    def done(left: Decimal, right: Decimal) -> Decimal:
        try:
            return work(left, right)
        except DecimalException:
            raise Refused.because("number_too_large", TOO_LARGE) from None

    return done


plus = _bounded(_CONTEXT.add)
minus = _bounded(_CONTEXT.subtract)
times = _bounded(_CONTEXT.multiply)
_quotient = _bounded(_CONTEXT.divide)
_round = _bounded(lambda number, unit: number.quantize(unit, ROUND_HALF_UP, _CONTEXT))


def by(left: Decimal, right: Decimal) -> Decimal | None:
    """The quotient; blank where the divisor is zero."""
    return _quotient(left, right) if right else None


def rounded(number: Decimal, places: Decimal = Decimal(0)) -> Decimal:
    """Half up to so many places."""
    return _round(number, Decimal(1).scaleb(-int(places)))
