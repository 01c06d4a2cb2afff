"""The voucher itself, to be printed and handed out: one sheet for each that is good, with a code for scanners."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from incubator_desk.base.i18n import N_, _, language, translate
from incubator_desk.base.money import to_fen
from incubator_desk.base.numerals import in_words
from incubator_desk.base.periods import Period
from incubator_desk.catalog.kinds import Code, Day, Money
from incubator_desk.catalog.report import Asked, Column, Paper, Party, Report, Sheet
from incubator_desk.features.park.letterhead import figure, park_of, spelled
from incubator_desk.features.park.model import Operator
from incubator_desk.features.park.services import SERVICE_KINDS
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.features.vouchers.model import Programme, Voucher
from incubator_desk.reports.wording import day_in_words
from incubator_desk.store.record import Actor

from . import known

_COLUMNS = (
    Column("code", N_("Voucher no."), Code()),
    Column("tenant_code", N_("Company code"), Code()),
    Column("programme", N_("Programme"), Code()),
    Column("face_value", N_("Face value"), Money(), total=True),
    Column("issued_on", N_("Date of issue"), Day()),
    Column("use_by", N_("Use by"), Day()),
    Column("redeem_by", N_("Redeem by"), Day()),
)


def rows(session: Session, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """The vouchers that are good and were issued by the day, of programmes whose year has days of the period."""
    park = park_of(session, actor)
    return [
        _sheet(park, voucher, programme, holder)
        for voucher, programme, holder in known.vouchers(session, actor, asked.tenant)
        if voucher.status == "issued" and voucher.issued_on <= asked.as_of and _of_year(programme.year, asked.period)
    ]


def _of_year(year: int, period: Period) -> bool:
    return period.first <= date(year, 12, 31) and period.last >= date(year, 1, 1)


def _sheet(park: Operator, voucher: Voucher, programme: Programme, holder: Tenant) -> Sheet:
    last = voucher.use_by or programme.use_by
    row: tuple[Any, ...] = (
        voucher.code, holder.code, programme.code, voucher.face_value, voucher.issued_on, last, programme.redeem_by,
    )  # fmt: skip
    return Sheet(
        [row], list(_facts(voucher, programme, holder, last)), tenant=holder.code, title=programme.title,
        closing=list(_rules(voucher, programme, last)), parties=(_signed(park, voucher),), code=voucher.code,
    )  # fmt: skip


def _facts(voucher: Voucher, programme: Programme, holder: Tenant, last: date) -> Iterator[tuple[str, str]]:
    if programme.document_no:
        yield _("Document no."), programme.document_no
    yield _("Voucher no."), voucher.code
    yield _("Company"), holder.name
    if holder.uscc:
        yield _("Unified social credit code"), holder.uscc
    fen = to_fen(voucher.face_value)
    yield _("Face value"), figure(fen)
    yield _("In words"), spelled(fen) if language() == "zh_CN" else in_words(voucher.face_value)
    yield _("Date of issue"), day_in_words(voucher.issued_on)
    yield _("Use by"), day_in_words(last)
    yield _("Redeem by"), day_in_words(programme.redeem_by)
    kinds = SERVICE_KINDS.show(programme.service_kinds) if programme.service_kinds else translate(N_("all kinds"))
    yield _("Kinds of service"), kinds
    if programme.excluded_kinds:
        yield _("Excluded services"), SERVICE_KINDS.show(programme.excluded_kinds)


def _rules(voucher: Voucher, programme: Programme, last: date) -> Iterator[str]:
    """What its holder has to know, in a few lines."""
    share = f"{programme.rate_percent.normalize():f}%"
    text = _("1. It bears {share} of the eligible cost of a service by a provider in the park's list.")
    capped = _("1. It bears {share} of the eligible cost of a service by a provider in the park's list, at most {cap}.")
    cap = None if programme.claim_cap is None else figure(to_fen(programme.claim_cap))
    yield text.format(share=share) if cap is None else capped.format(share=share, cap=cap)
    text = (
        _("2. The contract is signed between {first} and {last}; the provider claims until {day}.")
        if programme.claimed_by == "provider"
        else _("2. The contract is signed between {first} and {last}; the company claims until {day}.")
    )
    first = day_in_words(voucher.issued_on)
    yield text.format(first=first, last=day_in_words(last), day=day_in_words(programme.redeem_by))
    yield _("3. Several services may be claimed on it within its face value; what is not used in time lapses.")
    yield _("4. It is made out to the company named above: it is not sold, passed on or exchanged for money.")


def _signed(park: Operator, voucher: Voucher) -> Party:
    lines = ((_("Name:"), park.name), (_("Date:"), day_in_words(voucher.issued_on)))
    return Party(_("Issued by (seal):"), lines)


VOUCHER = Report(
    "voucher", N_("Voucher to hand out"), _COLUMNS, rows, Paper(table=False), per_tenant=True, group="letter"
)  # fmt: skip
