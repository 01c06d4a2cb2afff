"""How much of a bill a voucher may bear a share of (handbook, section 4)."""

from decimal import Decimal

from incubator_desk.base.money import round_ratio

_WHOLE = 100 * 10**6


def eligible(
    contract: int | None, invoice: int | None, paid: int | None, excluded: int = 0, tax_percent: Decimal | None = None
) -> int | None:
    """The least of contract, invoice and payment, less what is excluded; net of tax where a rate is given.

    Amounts are in fen; those not known are left out, and None is the answer where none is. Rounded once, half up;
    never below 0.
    """
    known = [amount for amount in (contract, invoice, paid) if amount is not None]
    if not known:
        return None
    rest = max(0, min(known) - excluded)
    if not tax_percent:
        return rest
    return round_ratio(rest * _WHOLE, _WHOLE + int(tax_percent.scaleb(6)))
