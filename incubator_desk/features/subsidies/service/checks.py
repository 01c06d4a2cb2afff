"""What must hold of claims and their lines, whichever way they were entered: what was submitted stands."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Problem, Where
from incubator_desk.base.i18n import N_
from incubator_desk.base.text import normal
from incubator_desk.features.rent.model import Policy
from incubator_desk.features.subsidies.flow import OPEN
from incubator_desk.features.subsidies.model import SubsidyClaim, SubsidyLine, SubsidyProgramme
from incubator_desk.features.vouchers.model import Programme as VoucherProgramme
from incubator_desk.store.history import ChangeRow
from incubator_desk.store.step import Step

from .facts import names

STANDS = N_("Claim {claim} was submitted: its amounts and lines stand.")
NOT_ADDING_UP = N_("The lines of claim {claim} do not add up to its amounts. Work it out again.")
UNKNOWN_POLICY = N_("There is no policy and no voucher programme with the code “{code}”.")
_CLAIMS, _LINES = SubsidyClaim.__tablename__, SubsidyLine.__tablename__
_DECIDED = frozenset(("status", "approved_amount", "approved_on", "paid_on", "note"))
_PAID = frozenset(("note",))


@dataclass(frozen=True, slots=True)
class _Altered:
    """A record that a step changed or removed: what stood before in each column that it touched."""

    before: Mapping[str, Any]
    removed: bool


def stands(step: Step, _uids: set[str]) -> Iterable[Problem]:
    """No form, paste, import, deletion or undoing changes the amounts and lines of a claim that was submitted.

    Its submission may be taken back as long as nothing followed; what an import brought goes as a whole with it.
    """
    session = step.session
    altered = _altered(step, _CLAIMS)
    claims = {claim.uid: claim for claim in session.scalars(select(SubsidyClaim))}
    were = {uid: claim.status for uid, claim in claims.items() if uid not in step.touched[_CLAIMS] or uid in altered}
    were |= {uid: change.before["status"] for uid, change in altered.items() if "status" in change.before}
    standing = {uid for uid, status in were.items() if status not in OPEN}
    gone = {uid for uid, change in altered.items() if change.removed} if step.undoes is not None else set()
    for uid, change in altered.items():
        if uid in standing - gone and not _allowed(step, change, were[uid], claims.get(uid)):
            code = change.before["code"] if "code" in change.before else claims[uid].code
            yield _stands(code, _CLAIMS, uid)
    for claim in sorted(_owners(step) & standing - gone & claims.keys()):
        yield _stands(claims[claim].code, _CLAIMS, claim)


def _allowed(step: Step, change: _Altered, was: str, claim: SubsidyClaim | None) -> bool:
    if change.removed or claim is None:
        return False
    undone = step.undoes is not None
    if claim.status == "draft" and not undone:
        return False
    return change.before.keys() <= (_PAID if was == "paid" and not undone else _DECIDED)


def _owners(step: Step) -> set[str]:
    """The claims whose lines a step added, changed or removed."""
    touched = step.touched.get(_LINES, set())
    found = set(step.session.scalars(select(SubsidyLine.claim_uid).where(SubsidyLine.uid.in_(touched))))
    return found | {c.before["claim_uid"] for c in _altered(step, _LINES).values() if "claim_uid" in c.before}


def _stands(code: str, sheet: str, uid: str) -> Problem:
    return Problem("claim_stands", STANDS, {"claim": code}, Where(sheet=sheet, column="claim_amount", record=uid))


def _altered(step: Step, table: str) -> dict[str, _Altered]:
    """The records of a table that were stored before the step, with what it found in the columns it touched."""
    uids = step.altered.get(table, set())
    if not uids:
        return {}
    rows = step.session.execute(
        select(ChangeRow.record, ChangeRow.before, ChangeRow.after)
        .where(ChangeRow.step == step.seq, ChangeRow.table_name == table)
        .order_by(ChangeRow.seq)
    )
    found: dict[str, _Altered] = {}
    for record, before, after in rows:
        if record in uids and before is not None:
            earlier = found[record].before if record in found else {}
            found[record] = _Altered(json.loads(before) | earlier, after is None)
    return found


def add_up(step: Step, _uids: set[str]) -> Iterable[Problem]:
    """A claim's lines add up to its amounts: no line is added or changed by hand."""
    touched = step.touched.get(_CLAIMS, set()) | _owners(step)
    for claim in _astray(step.session):
        if claim.uid in touched:
            where = Where(sheet=_CLAIMS, column="claim_amount", record=claim.uid)
            yield Problem("lines_astray", NOT_ADDING_UP, {"claim": claim.code}, where)


def invariants(session: Session) -> list[Problem]:
    """Claims whose lines do not add up, as ``check`` tells them."""
    where = Where(sheet=_CLAIMS)
    return [Problem("lines_astray", NOT_ADDING_UP, {"claim": claim.code}, where) for claim in _astray(session)]


def _astray(session: Session) -> Iterator[SubsidyClaim]:
    base: defaultdict[str, Decimal] = defaultdict(Decimal)
    shares: defaultdict[str, Decimal] = defaultdict(Decimal)
    columns = (SubsidyLine.claim_uid, SubsidyLine.amount, SubsidyLine.eligible, SubsidyLine.share)
    for uid, amount, eligible, share in session.execute(select(*columns)):
        base[uid] += amount if eligible else 0
        shares[uid] += share
    for claim in session.scalars(select(SubsidyClaim).order_by(SubsidyClaim.code)):
        if claim.uid in base and (base[claim.uid], shares[claim.uid]) != (
            claim.base_amount or 0, claim.claim_amount or 0,
        ):  # fmt: skip
            yield claim


def known_policies(step: Step, uids: set[str]) -> Iterable[Problem]:
    """What a programme excludes by its code is there."""
    codes: set[str] | None = None
    for programme in step.session.scalars(select(SubsidyProgramme).where(SubsidyProgramme.excluded_policies != "")):
        if programme.uid not in uids:
            continue
        if codes is None:
            codes = {*step.session.scalars(select(Policy.code)), *step.session.scalars(select(VoucherProgramme.code))}
        for code in names(programme.excluded_policies):
            if normal(code) not in codes:
                where = Where(sheet="subsidy_programmes", column="excluded_policies", record=programme.uid)
                yield Problem("unknown_policy", UNKNOWN_POLICY, {"code": code}, where)
