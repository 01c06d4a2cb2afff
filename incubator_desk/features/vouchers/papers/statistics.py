"""How each programme stands: every fen that was issued in one place (handbook, 4; check C25)."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from incubator_desk.base.i18n import N_
from incubator_desk.base.money import to_fen, to_yuan
from incubator_desk.catalog.kinds import Code, Money, Text, Whole
from incubator_desk.catalog.report import Asked, Column, Paper, Report, Sheet
from incubator_desk.features.vouchers.model import Programme
from incubator_desk.features.vouchers.rules.statistics import Standing
from incubator_desk.features.vouchers.service.columns import standings
from incubator_desk.store.record import Actor

from . import known

_PLACES = ("issued", "redeemed", "in_process", "expired", "void", "revoked", "returned", "lapsed", "available")
_COLUMNS = (
    Column("no", N_("No."), Whole()),
    Column("programme", N_("Programme"), Code()),
    Column("title", N_("Title"), Text(), stacked=True),
    Column("companies", N_("Holders"), Whole(), total=True),
    Column("vouchers", N_("Vouchers"), Whole(), total=True),
    Column("claims", N_("Claims"), Whole(), total=True),
    Column("issued", N_("Issued"), Money(), total=True),
    Column("redeemed", N_("Redeemed"), Money(), total=True),
    Column("in_process", N_("In process"), Money(), total=True),
    Column("expired", N_("Expired"), Money(), total=True),
    Column("void", N_("Void"), Money(), total=True),
    Column("revoked", N_("Revoked"), Money(), total=True),
    Column("returned", N_("Handed back"), Money(), total=True),
    Column("lapsed", N_("Lapsed"), Money(), total=True),
    Column("available", N_("Available"), Money(), total=True),
    Column("clawed_back", N_("Clawed back"), Money(), total=True),
    Column("budget", N_("Budget"), Money()),
)


def rows(session: Session, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """A row for each programme under which a voucher was issued by the end of the period, as the records stand."""
    places = standings(session)
    sums: defaultdict[str, Standing] = defaultdict(Standing)
    programmes: dict[str, Programme] = {}
    holders: defaultdict[str, set[str]] = defaultdict(set)
    issued: defaultdict[str, int] = defaultdict(int)
    for voucher, programme, holder in known.vouchers(session, actor, asked.tenant):
        if voucher.issued_on <= asked.period.last and voucher.status != "applied":
            programmes[programme.code] = programme
            sums[programme.code] += places[voucher.uid]
            holders[programme.code].add(holder.uid)
            issued[programme.code] += 1
    claims, back = _claims(session, actor, asked)
    return (
        Sheet(
            [
                _row(no, programmes[code], len(holders[code]), issued[code], claims[code], sums[code], back[code])
                for no, code in enumerate(sorted(programmes), 1)
            ]
        ),
    )


def _claims(session: Session, actor: Actor, asked: Asked) -> tuple[defaultdict[str, int], defaultdict[str, int]]:
    """By programme: how many claims were made that take something, and what was clawed back."""
    count: defaultdict[str, int] = defaultdict(int)
    back: defaultdict[str, int] = defaultdict(int)
    for each in known.claims(session, actor, asked.tenant):
        if each.claim.claimed_on <= asked.period.last:
            count[each.programme.code] += each.assessed.claim.takes
            if each.claim.status == "reversed" and each.claim.approved_amount is not None:
                back[each.programme.code] += to_fen(each.claim.approved_amount)
    return count, back


def _row(
    no: int, programme: Programme, holders: int, vouchers: int, claims: int, sums: Standing, back: int
) -> tuple[Any, ...]:
    amounts = (to_yuan(getattr(sums, name)) for name in _PLACES)
    return (
        no, programme.code, programme.title, holders, vouchers, claims, *amounts, to_yuan(back), programme.budget,
    )  # fmt: skip


VOUCHER_STATISTICS = Report(
    "voucher_statistics", N_("Voucher statistics"), _COLUMNS, rows, Paper(landscape=True),
    note=N_(
        "Issued = redeemed + in process + expired + void + revoked + handed back + lapsed + available. What was clawed "
        "back is no longer redeemed."
    ),
)  # fmt: skip
