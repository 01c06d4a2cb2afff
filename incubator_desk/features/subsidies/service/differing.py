"""Claims held against what they would be now: the table of a claim's panel, a column of the list."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.base.i18n import N_, _
from incubator_desk.base.money import readable, to_fen, to_yuan
from incubator_desk.catalog.feature import Extract
from incubator_desk.catalog.kinds import Code, Text, Tone
from incubator_desk.features.subsidies.model import REASONS, SubsidyClaim
from incubator_desk.features.subsidies.rules import Difference, differences
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store.record import Actor

from .claiming import stored, worked

_OVER = ("rejected", "withdrawn")


def found(session: Session, claim: SubsidyClaim, as_of: date) -> list[Difference]:
    """What of a claim that was worked out would be otherwise as of a day."""
    now = worked(session, claim, as_of)
    base, amount = (to_fen(each) if each is not None else 0 for each in (claim.base_amount, claim.claim_amount))
    return list(differences(stored(session, claim.uid), base, amount, now))


def _rows(session: Session, actor: Actor, uid: str, today: date) -> Sequence[Sequence[Any]]:
    claim = session.get(SubsidyClaim, uid)
    if claim is None or claim.computed_on is None or claim.status in _OVER:
        return ()
    named = dict(session.execute(select(Tenant.code, Tenant.name).where(Tenant.operator_uid == actor.operator)).all())
    return [_row(each, named) for each in found(session, claim, today)]


def _row(each: Difference, named: Mapping[str, str]) -> Sequence[Any]:
    words = {
        "base": _("Eligible in all"), "claim": _("Claimed"), "amount": _("Amount"), "reason": _("Eligibility"),
    }[each.field]  # fmt: skip
    shown = _reason if each.field == "reason" else _amount
    record = f"{each.key.record} {each.key.lease} #{each.key.no}" if each.key else None
    month = f"{each.key.month:%Y-%m}" if each.key else None
    return words, shown(each.before), shown(each.after), named.get(each.company), record, month


def _amount(value: int | str | None) -> str:
    return _("none") if value is None else readable(int(value))


def _reason(value: int | str | None) -> str:
    return _("Eligible") if value is None else REASONS.show(value)


def difference(session: Session, uids: Sequence[str], today: date) -> Mapping[str, Any]:
    """By how much each claim would be more or less now; blank where it was not worked out or is over."""
    mine = (SubsidyClaim.claim_amount.is_not(None), SubsidyClaim.status.not_in(_OVER))
    claims = session.scalars(select(SubsidyClaim).where(*mine)).all()
    return {
        claim.uid: to_yuan(worked(session, claim, today).claim - to_fen(claim.claim_amount))
        for claim in claims
        if claim.uid in set(uids) and claim.claim_amount is not None
    }


def alarming(amount: Any) -> Tone | None:
    """A difference stands out."""
    return "warning" if amount else None


DIFFERENCES = Extract(
    "subsidy_claims",
    N_("Differences"),
    (
        (N_("Figure"), Text(width=14)),
        (N_("In the claim"), Text(width=14)),
        (N_("Now"), Text(width=14)),
        (N_("Company"), Text(width=22)),
        (N_("Record"), Code(width=18)),
        (N_("Month"), Code(width=9)),
    ),
    _rows,
)
