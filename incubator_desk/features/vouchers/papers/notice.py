"""The list for public notice: which claims are to be paid, and whom to tell of an objection."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from incubator_desk.base.i18n import N_, _
from incubator_desk.base.money import to_yuan
from incubator_desk.catalog.kinds import Code, Day, Money, Text, Uscc, Whole
from incubator_desk.catalog.report import Asked, Column, Report, Sheet
from incubator_desk.features.park.letterhead import park_of, signed_by
from incubator_desk.features.park.model import Operator
from incubator_desk.features.park.services import SERVICE_KIND
from incubator_desk.features.tenants.service import public_name
from incubator_desk.reports.wording import day_in_words
from incubator_desk.store.record import Actor

from . import known

_DECIDED = ("approved", "published", "batched", "paid")
_COLUMNS = (
    Column("no", N_("No."), Whole()),
    Column("company", N_("Company"), Text()),
    Column("uscc", N_("Unified social credit code"), Uscc(), stacked=True),
    Column("programme", N_("Programme"), Text()),
    Column("voucher", N_("Voucher no."), Code(), stacked=True),
    Column("provider", N_("Provider"), Text()),
    Column("service_kind", N_("Kind of service"), SERVICE_KIND, stacked=True),
    Column("amount", N_("To be paid"), Money(), total=True),
    Column("notice_from", N_("Notice from"), Day()),
    Column("notice_to", N_("Notice to"), Day(), stacked=True),
)


def rows(session: Session, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """The claims whose notice runs on a day of the period, or that were approved in it and wait for theirs."""
    park = park_of(session, actor)
    found = [each for each in known.claims(session, actor, asked.tenant) if _on_notice(each, asked)]
    lines = [_row(no, each, asked) for no, each in enumerate(found, 1)]
    closing = _closing(park) if lines else ()
    return (Sheet(lines, opening=_opening(found), closing=closing, parties=(signed_by(_("Park (seal):"), park),)),)


def _on_notice(each: known.Known, asked: Asked) -> bool:
    claim, period = each.claim, asked.period
    if claim.status not in _DECIDED or claim.approved_on is None or claim.approved_on > asked.as_of:
        return False
    if claim.notice_from is None:
        return claim.status == "approved" and claim.approved_on in period
    return claim.notice_from <= period.last and (claim.notice_to or claim.notice_from) >= period.first


def _opening(found: Sequence[known.Known]) -> Sequence[str]:
    first = min((each.claim.notice_from for each in found if each.claim.notice_from), default=None)
    last = max((each.claim.notice_to for each in found if each.claim.notice_to), default=None)
    if first is None or last is None:
        return (_("The following voucher claims were approved and are to be paid."),)
    text = _(
        "The following voucher claims were approved and are to be paid. They are on public notice from {first} to "
        "{last}."
    )
    return (text.format(first=day_in_words(first), last=day_in_words(last)),)


def _closing(park: Operator) -> Sequence[str]:
    text = _(
        "Whoever objects may say so in writing or by telephone within this time, giving name and facts, to {park}, "
        "telephone {phone}."
    )
    return (text.format(park=park.name, phone=park.phone or "________"),)


def _row(no: int, each: known.Known, asked: Asked) -> tuple[Any, ...]:
    claim = each.claim
    return (
        no, public_name(each.holder, whole=bool(asked.unmasked_for)), each.holder.uscc, each.programme.title,
        each.voucher.code, each.provider.name,
        claim.service_kind, to_yuan(each.assessed.allowed), claim.notice_from, claim.notice_to,
    )  # fmt: skip


VOUCHER_NOTICE = Report("voucher_notice", N_("Public notice of voucher claims"), _COLUMNS, rows, group="letter")
