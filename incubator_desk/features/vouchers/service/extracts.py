"""How a claim's worth comes about, and what locking a batch would do, as tables in their panels."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from incubator_desk.base.i18n import N_, translate
from incubator_desk.base.money import to_yuan
from incubator_desk.catalog.feature import Extract
from incubator_desk.catalog.kinds import Code, Money, Text
from incubator_desk.features.vouchers.model import VoucherBatch
from incubator_desk.store.record import Actor

from . import words
from .batches import propose
from .columns import LIMITS
from .standing import stood

Rows = Sequence[Sequence[Any]]


def limits(session: Session, actor: Actor, uid: str, _today: date) -> Rows:
    """The limits of a claim: what each leaves, of how much, after what others took."""
    found = stood(session, actor.operator)
    assessed = found.by_uid.get(uid)
    if assessed is None or not assessed.claim.takes or assessed.claim.locked:
        return ()
    return [
        (
            translate(LIMITS[each.name]),
            *map(to_yuan, (each.whole, each.taken, each.left)),
            each.name == assessed.binding,
        )
        for each in found.standing.limits(assessed.claim)
    ]


def found_against(session: Session, actor: Actor, uid: str, _today: date) -> Rows:
    """The findings of a claim, each with the claim that it collides with."""
    found = stood(session, actor.operator)
    assessed = found.by_uid.get(uid)
    if assessed is None:
        return ()
    first = found.standing.duplicate_of(assessed.claim)
    others = {
        "duplicate_invoice": first.code if first else None,
        "split_contract": ", ".join(each.code for each in found.standing.near(assessed.claim)),
    }
    return [(words.finding(code), others.get(code)) for code in assessed.findings]


def proposal(session: Session, actor: Actor, uid: str, today: date) -> Rows:
    """What locking a draft batch today would do to each of its claims."""
    batch = session.get(VoucherBatch, uid)
    if batch is None or batch.status != "draft":
        return ()
    proposed = propose(session, actor, batch, today)
    carried, unready = translate(N_("Carried over")), translate(N_("Not approved, or its notice still runs"))
    return [
        *((e.code, *map(to_yuan, (e.wanted, e.amount)), carried if e.carried else None) for e in proposed.fitted),
        *((claim.code, None, None, unready) for claim in proposed.unready),
        *(
            (c.code, None, -c.approved_amount, translate(N_("Clawed back")))
            for c in proposed.reversals
            if c.approved_amount
        ),
    ]


EXTRACTS = (
    Extract(
        "voucher_claims", N_("Limits"),
        (
            (N_("Limit"), Text(width=26)), (N_("In all"), Money()), (N_("Taken before"), Money()),
            (N_("Left over"), Money()),
        ),
        lambda session, actor, uid, today: [row[:4] for row in limits(session, actor, uid, today)],
    ),
    Extract(
        "voucher_claims", N_("Findings"), ((N_("Finding"), Text(width=44)), (N_("Collides with"), Code(width=20))),
        found_against,
    ),
    Extract(
        "voucher_batches", N_("When it is locked"),
        ((N_("Claim"), Code()), (N_("Worth"), Money()), (N_("Gets"), Money()), (N_("Remark"), Text(width=34))),
        proposal, totals=(1, 2),
    ),
)  # fmt: skip
