"""An assessment as the contract's JSON shows it (section 4)."""

from collections import defaultdict
from collections.abc import Iterable

from incubator_desk.base.money import plain

from .assessment import Assessed
from .terms import Programme, Voucher


def to_json(
    assessed: Iterable[Assessed], vouchers: Iterable[Voucher], programmes: Iterable[Programme], only: str | None = None
) -> dict[str, object]:
    """Claims in the order taken, vouchers and programmes in order of code; of one programme where it is named.

    The programme narrows what is shown, not what is counted.
    """
    redeemed: defaultdict[str, int] = defaultdict(int)
    spent: defaultdict[str, int] = defaultdict(int)
    claims = []
    for each in assessed:
        voucher = each.claim.voucher
        redeemed[voucher.code] += each.allowed
        spent[voucher.programme.code] += each.allowed
        if only in (None, voucher.programme.code):
            claims.append(_claim(each))
    return {
        "claims": claims,
        "vouchers": [
            _voucher(voucher, redeemed[voucher.code])
            for voucher in sorted(vouchers, key=lambda each: each.code)
            if only in (None, voucher.programme.code)
        ],
        "programmes": [
            _programme(programme, spent[programme.code])
            for programme in sorted(programmes, key=lambda each: each.code)
            if only in (None, programme.code)
        ],
    }


def _claim(each: Assessed) -> dict[str, object]:
    return {
        "claim": each.claim.code,
        "allowed": plain(each.allowed),
        "binding": each.binding,
        "findings": list(each.findings),
    }


def _voucher(voucher: Voucher, redeemed: int) -> dict[str, object]:
    return {
        "voucher": voucher.code,
        "face_value": plain(voucher.face_value),
        "redeemed": plain(redeemed),
        "remaining": plain(voucher.face_value - redeemed),
    }


def _programme(programme: Programme, redeemed: int) -> dict[str, object]:
    budget = programme.budget
    return {
        "programme": programme.code,
        "budget": None if budget is None else plain(budget),
        "redeemed": plain(redeemed),
        "remaining": None if budget is None else plain(budget - redeemed),
    }
