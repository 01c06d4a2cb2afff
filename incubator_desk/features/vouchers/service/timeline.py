"""What happened to a company in matters of vouchers: issued, claimed, paid, clawed back."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.base.i18n import _
from incubator_desk.base.money import grouped
from incubator_desk.catalog.feature import Happening
from incubator_desk.features.vouchers.model import Voucher, VoucherClaim


def happenings(session: Session, register: str, uid: str) -> Sequence[Happening]:
    """The entries of a company's or a voucher's timeline; none of other records."""
    if register == "tenants":
        vouchers = session.scalars(select(Voucher).where(Voucher.tenant_uid == uid)).all()
    elif register == "vouchers":
        vouchers = session.scalars(select(Voucher).where(Voucher.uid == uid)).all()
    else:
        return ()
    issued = _("{code} issued: {amount}")
    found = [
        Happening(each.issued_on, issued.format(code=each.code, amount=grouped(each.face_value)), "ticket", "info")
        for each in vouchers
        if each.status != "applied"
    ]
    mine = select(VoucherClaim).where(VoucherClaim.voucher_uid.in_([each.uid for each in vouchers]))
    for claim in session.scalars(mine):
        found += _of_claim(claim)
    return found


def _of_claim(claim: VoucherClaim) -> Iterator[Happening]:
    amount = grouped(claim.approved_amount) if claim.approved_amount is not None else ""
    yield Happening(claim.claimed_on, _("{code} claimed").format(code=claim.code), "ticket")
    if claim.paid_on:
        yield Happening(
            claim.paid_on, _("{code} paid: {amount}").format(code=claim.code, amount=amount), "ticket", "success"
        )
    if claim.reversed_on:
        text = _("{code} clawed back: {amount}").format(code=claim.code, amount=amount)
        yield Happening(claim.reversed_on, text, "return", "danger")
