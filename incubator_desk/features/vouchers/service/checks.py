"""What must hold between vouchers, claims and batches, whichever way they were entered."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Problem, Severity, Where
from incubator_desk.base.i18n import N_
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.features.vouchers.model import BATCH_LOCKED, Programme, Voucher, VoucherBatch, VoucherClaim
from incubator_desk.store.history import ChangeRow
from incubator_desk.store.step import Step

_SETTLED = ("locked", "paid")
_STANDS = frozenset(("batched", "paid", "reversed"))
_MAY_CHANGE = frozenset(("status", "paid_on", "reversed_on", "reversal_batch_uid", "note", "explanation", "payment_no"))
"""What of a claim in a locked batch may still change: not what was paid, nor to whom and for what."""
OTHER_PROGRAMME = N_("The batch is of programme {other}; the voucher is of {programme}.")
NOT_A_TEAM = N_("A voucher passes on only from a team to the company that it became.")
HOLDS_TOO_MUCH = N_("With this, {holder} would hold {held} under programme {programme}; at most {cap} is possible.")


@dataclass(frozen=True, slots=True)
class _Altered:
    """A record that a step changed or removed: what stood before in each column that it touched."""

    uid: str
    before: Mapping[str, Any]
    removed: bool


def locked(step: Step, _uids: set[str]) -> Iterable[Problem]:
    """What is in a locked batch stands: no form, import, deletion or undoing changes it, and nothing is added to it.

    A batch that a workbook brought locked goes again, as a whole, where that import is taken back.
    """
    session = step.session
    batches = {each.uid: each for each in _altered(step, VoucherBatch.__tablename__)}
    brought = step.touched.get(VoucherBatch.__tablename__, set()) - step.altered.get(VoucherBatch.__tablename__, set())
    was_locked = {uid: code for uid, code in _locked_before(session, batches).items() if uid not in brought}
    for each in batches.values():
        if each.uid in was_locked and not _allowed_of_batch(step, each):
            yield _stands(was_locked[each.uid], VoucherBatch.__tablename__, each.uid)
    gone = {each.uid for each in batches.values() if each.removed} if step.undoes is not None else set()
    altered = {each.uid: each for each in _altered(step, VoucherClaim.__tablename__)}
    touched = step.touched.get(VoucherClaim.__tablename__, set())
    stored = {claim.uid: claim for claim in _claims(session, touched)}
    for uid in sorted(touched):
        claim, change = stored.get(uid), altered.get(uid)
        status, batch = (_old(change, claim, name) for name in ("status", "batch_uid")) if change else (None, None)
        if change and status in _STANDS and batch in was_locked:
            if batch not in gone and (change.removed or not change.before.keys() <= _MAY_CHANGE or _unlocks(claim)):
                yield _stands(was_locked[batch], VoucherClaim.__tablename__, uid)
        elif claim and claim.batch_uid in was_locked:
            yield _stands(was_locked[claim.batch_uid], VoucherClaim.__tablename__, uid, "batch_code")


def _unlocks(claim: VoucherClaim | None) -> bool:
    return claim is not None and claim.status not in _STANDS


def _allowed_of_batch(step: Step, each: _Altered) -> bool:
    """A locked batch is paid, or its payment is taken back; what a taken-back import had brought goes again."""
    if each.removed:
        return step.undoes is not None
    if not each.before.keys() <= {"status", "paid_on", "note"}:
        return False
    batch = step.session.get(VoucherBatch, each.uid)
    return batch is not None and batch.status in _SETTLED


def _stands(batch: str, sheet: str, uid: str, column: str = "") -> Problem:
    where = Where(
        sheet=sheet, column=column or ("approved_amount" if sheet == "voucher_claims" else "status"), record=uid
    )
    return Problem("batch_locked", BATCH_LOCKED, {"batch": batch}, where)


def _altered(step: Step, table: str) -> Iterator[_Altered]:
    """The records of a table that were stored before the step, with what it found in the columns it touched."""
    uids = step.altered.get(table, set())
    if not uids:
        return
    rows = step.session.execute(
        select(ChangeRow.record, ChangeRow.before, ChangeRow.after)
        .where(ChangeRow.step == step.seq, ChangeRow.table_name == table)
        .order_by(ChangeRow.seq)
    )
    found: dict[str, dict[str, Any]] = {}
    removed: dict[str, bool] = {}
    for record, before, after in rows:
        if record in uids and before is not None:
            found[record] = json.loads(before) | found.get(record, {})
        removed[record] = after is None
    for uid, values in found.items():
        yield _Altered(uid, values, removed[uid])


def _old(change: _Altered, record: Any, name: str) -> Any:
    return change.before[name] if name in change.before else getattr(record, name, None)


def _locked_before(session: Session, altered: Mapping[str, _Altered]) -> dict[str, str]:
    """The codes of the batches that were locked before the step, by uid."""
    now = {batch.uid: batch for batch in session.scalars(select(VoucherBatch))}
    found = {
        uid: batch.code
        for uid, batch in now.items()
        if (_old(altered[uid], batch, "status") if uid in altered else batch.status) in _SETTLED
    }
    removed = (each for each in altered.values() if each.removed and each.before.get("status") in _SETTLED)
    return found | {each.uid: str(each.before["code"]) for each in removed}


def _claims(session: Session, uids: set[str]) -> Iterator[VoucherClaim]:
    for claim in session.scalars(select(VoucherClaim)):
        if claim.uid in uids:
            yield claim


def of_one_programme(step: Step, uids: set[str]) -> Iterable[Problem]:
    """A claim is paid in a batch of its voucher's programme."""
    programmes = {p.uid: p.code for p in step.session.scalars(select(Programme))}
    for column, label in (
        (VoucherClaim.batch_uid, "batch_code"),
        (VoucherClaim.reversal_batch_uid, "reversal_batch_code"),
    ):
        mixed = (
            select(VoucherClaim.uid, Voucher.programme_uid, VoucherBatch.programme_uid)
            .join(Voucher, VoucherClaim.voucher_uid == Voucher.uid)
            .join(VoucherBatch, column == VoucherBatch.uid)
            .where(Voucher.programme_uid != VoucherBatch.programme_uid)
        )
        for uid, programme, other in step.session.execute(mixed):
            if uid in uids or {"vouchers", "voucher_batches"} & step.touched.keys():
                values = {"programme": programmes[programme], "other": programmes[other]}
                where = Where(sheet="voucher_claims", column=label, record=uid)
                yield Problem("other_programme", OTHER_PROGRAMME, values, where)


def passed_on(step: Step, _uids: set[str]) -> Iterable[Problem]:
    """A voucher's holder changes only where a team became a company (handbook, section 1)."""
    for each in _altered(step, Voucher.__tablename__):
        former = each.before.get("tenant_uid")
        if each.removed or former is None or step.undoes is not None:
            continue
        kind = step.session.scalar(select(Tenant.kind).where(Tenant.uid == former))
        if kind != "team":
            where = Where(sheet="vouchers", column="tenant_code", record=each.uid)
            yield Problem("not_a_team", NOT_A_TEAM, where=where)


def held(step: Step, uids: set[str]) -> Iterable[Problem]:
    """No company holds more than its programme lets it; told of what a workbook brings, refused at the desk."""
    over = (
        select(Programme.code, Programme.holding_cap, Tenant.name, Voucher.programme_uid, Voucher.tenant_uid)
        .add_columns(func.sum(Voucher.face_value).label("held"))
        .join(Voucher, Voucher.programme_uid == Programme.uid)
        .join(Tenant, Voucher.tenant_uid == Tenant.uid)
        .where(Programme.holding_cap.is_not(None), Voucher.status.in_(("applied", "issued", "used_up")))
        .group_by(Programme.code, Programme.holding_cap, Tenant.name, Voucher.programme_uid, Voucher.tenant_uid)
        .having(func.sum(Voucher.face_value) > Programme.holding_cap)
    )
    for row in step.session.execute(over).all():
        own = select(Voucher.uid).where(
            Voucher.programme_uid == row.programme_uid, Voucher.tenant_uid == row.tenant_uid
        )
        entered = [uid for uid in step.session.scalars(own.order_by(Voucher.code.desc())) if uid in uids]
        if entered and step.undoes is None:
            values = {"holder": row.name, "held": f"{Decimal(row.held):.2f}", "programme": row.code}
            where = Where(sheet="vouchers", column="face_value", record=entered[0])
            values["cap"] = f"{row.holding_cap:.2f}"
            severity: Severity = "warning" if step.imported else "error"
            yield Problem("holds_too_much", HOLDS_TOO_MUCH, values, where, severity)
