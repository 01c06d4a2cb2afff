"""What registers show of vouchers and claims, and which records belong to which."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from incubator_desk.base.i18n import N_, translate
from incubator_desk.base.money import to_fen, to_yuan
from incubator_desk.catalog.kinds import Choice, Option, Tone
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.features.vouchers.model import Programme, Voucher, VoucherBatch, VoucherClaim
from incubator_desk.features.vouchers.rules import Assessed, statistics

from . import words
from .standing import Stood, stood

Values = Callable[[Session, Sequence[str], date], Mapping[str, Any]]
_TONES: Mapping[str, Tone | None] = {"rate": None, "locked": "neutral", "finding": "danger"}
BINDINGS = Choice(
    tuple(Option(name, label, _TONES.get(name, "warning")) for name, label in words.BINDINGS.items()),
    width=20,
)
"""What decides how much a claim is worth."""


def _all(session: Session, model: type[Any]) -> Stood | None:
    """How the claims of the park that is looked at stand; a list shows the records of one park."""
    operator = session.scalar(select(model.operator_uid).limit(1))
    return None if operator is None else stood(session, operator)


def of_claims(of: Callable[[Assessed], Any]) -> Values:
    """Something of each claim's assessment, by uid."""

    def values(session: Session, uids: Sequence[str], _today: date) -> Mapping[str, Any]:
        found = _all(session, VoucherClaim)
        return {} if found is None else {uid: of(found.by_uid[uid]) for uid in uids if uid in found.by_uid}

    return values


def allowed(each: Assessed) -> Decimal:
    """What a claim is worth."""
    return to_yuan(each.allowed)


def binding(each: Assessed) -> str | None:
    """What decides it."""
    return each.binding


def findings(each: Assessed) -> str:
    """What is found against it, in words."""
    return "；".join(translate(words.FINDINGS[code]) for code in each.findings)


def alarming(value: Any) -> Tone | None:
    """A finding stands out."""
    return "danger" if value else None


def holders(session: Session, _uids: Sequence[str], _today: date) -> Mapping[str, Any]:
    """The company's name, by the uid of its claim."""
    named = select(VoucherClaim.uid, Tenant.name).join(Voucher, VoucherClaim.voucher_uid == Voucher.uid)
    return dict(session.execute(named.join(Tenant, Voucher.tenant_uid == Tenant.uid)).all())


def last_days(session: Session, _uids: Sequence[str], _today: date) -> Mapping[str, Any]:
    """The last day on which a contract may be signed under a voucher: its own, else its programme's."""
    last = func.coalesce(Voucher.use_by, Programme.use_by, type_=Programme.use_by.type)
    return dict(
        session.execute(select(Voucher.uid, last).join(Programme, Voucher.programme_uid == Programme.uid)).all()
    )


def standings(session: Session) -> Mapping[str, statistics.Standing]:
    """What became of each voucher's face value, by uid."""
    found = _all(session, Voucher)
    if found is None:
        return {}
    paid: defaultdict[str, int] = defaultdict(int)
    pending: defaultdict[str, int] = defaultdict(int)
    for each in found.standing.assessed:
        (paid if each.claim.status == "paid" else pending)[each.claim.voucher.code] += each.allowed
    held = dict(session.execute(select(Voucher.uid, Voucher.held_amount).where(Voucher.held_amount.is_not(None))).all())
    return {
        uid: statistics.standing(v, paid[v.code], pending[v.code], to_fen(held.get(uid) or Decimal(0)))
        for uid, v in found.known.vouchers.items()
    }


def of_vouchers(of: Callable[[statistics.Standing], int]) -> Values:
    """A sum of each voucher, by uid."""

    def values(session: Session, _uids: Sequence[str], _today: date) -> Mapping[str, Any]:
        return {uid: to_yuan(of(each)) for uid, each in standings(session).items()}

    return values


def of_programmes(of: Callable[[statistics.Standing], int]) -> Values:
    """A sum over each programme's vouchers, by uid."""

    def values(session: Session, uids: Sequence[str], _today: date) -> Mapping[str, Any]:
        owner = dict(session.execute(select(Voucher.uid, Voucher.programme_uid)).all())
        sums: defaultdict[str, int] = defaultdict(int, dict.fromkeys(uids, 0))
        for uid, each in standings(session).items():
            sums[owner[uid]] += of(each)
        return {uid: to_yuan(amount) for uid, amount in sums.items()}

    return values


def left_of_budget(session: Session, _uids: Sequence[str], _today: date) -> Mapping[str, Any]:
    """What is left of each programme's budget; blank where it has none."""
    found = _all(session, Programme)
    if found is None:
        return {}
    spent = _sums((each.claim.voucher.programme.code, each.allowed) for each in found.standing.assessed)
    return {uid: to_yuan(p.budget - spent[p.code]) for uid, p in found.known.programmes.items() if p.budget is not None}


def of_batches(session: Session, uids: Sequence[str], _today: date) -> Mapping[str, Any]:
    """What each batch comes to: what its claims get, less what is clawed back in it."""
    found = _all(session, VoucherBatch)
    if found is None:
        return {}
    claims = select(
        VoucherClaim.uid, VoucherClaim.batch_uid, VoucherClaim.reversal_batch_uid, VoucherClaim.approved_amount
    )
    sums: defaultdict[str, Decimal] = defaultdict(Decimal, dict.fromkeys(uids, Decimal(0)))
    for uid, batch, reversal, approved in session.execute(claims):
        if batch is not None:
            sums[batch] += to_yuan(found.by_uid[uid].allowed) if approved is None else approved
        if reversal is not None and approved is not None:
            sums[reversal] -= approved
    return dict(sums)


def _sums(pairs: Iterable[tuple[str, int]]) -> defaultdict[str, int]:
    sums: defaultdict[str, int] = defaultdict(int)
    for key, amount in pairs:
        sums[key] += amount
    return sums


def vouchers_of(column: Any) -> Callable[[str], Select[str]]:
    """The vouchers of a company or programme."""
    return lambda uid: select(Voucher.uid).where(column == uid)


def claims_of(column: Any) -> Callable[[str], Select[str]]:
    """The claims on a voucher, or of a provider."""
    return lambda uid: select(VoucherClaim.uid).where(column == uid)


def claims_through(column: Any) -> Callable[[str], Select[str]]:
    """The claims on the vouchers of a company or programme."""
    joined = select(VoucherClaim.uid).join(Voucher, VoucherClaim.voucher_uid == Voucher.uid)
    return lambda uid: joined.where(column == uid)


def claims_in(uid: str) -> Select[str]:
    """The claims of a batch: those paid in it, and those clawed back in it."""
    return select(VoucherClaim.uid).where((VoucherClaim.batch_uid == uid) | (VoucherClaim.reversal_batch_uid == uid))


def batches_of(uid: str) -> Select[str]:
    """The batches of a programme."""
    return select(VoucherBatch.uid).where(VoucherBatch.programme_uid == uid)


LIMITS: Mapping[str, str] = {
    "rate": N_("By the rate"),
    "claim_cap": N_("Cap per claim"),
    "voucher": N_("Left of the voucher"),
    "holder_year_cap": N_("Company's cap for the year"),
    "controller_year_cap": N_("Controller's cap for the year"),
    "budget": N_("Programme's budget"),
}
