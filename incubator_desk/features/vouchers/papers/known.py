"""Claims with all that papers say of them, read together."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.features.tenants.model import Tenant
from incubator_desk.features.vouchers.model import Programme, Provider, Voucher, VoucherBatch, VoucherClaim
from incubator_desk.features.vouchers.rules import Assessed
from incubator_desk.features.vouchers.service.standing import stood
from incubator_desk.store.record import Actor


@dataclass(frozen=True)
class Known:
    """A claim, the records that it names, and what it is worth."""

    claim: VoucherClaim
    voucher: Voucher
    programme: Programme
    holder: Tenant
    provider: Provider
    batch: VoucherBatch | None
    reversal: VoucherBatch | None
    assessed: Assessed


def claims(session: Session, actor: Actor, tenant: str | None = None) -> Iterator[Known]:
    """All claims of a park in order of code, or those of one company."""
    worth = stood(session, actor.operator).by_uid
    batches = {batch.uid: batch for batch in session.scalars(select(VoucherBatch))}
    joined = (
        select(VoucherClaim, Voucher, Programme, Tenant, Provider)
        .join(Voucher, VoucherClaim.voucher_uid == Voucher.uid)
        .join(Programme, Voucher.programme_uid == Programme.uid)
        .join(Tenant, Voucher.tenant_uid == Tenant.uid)
        .join(Provider, VoucherClaim.provider_uid == Provider.uid)
        .where(VoucherClaim.operator_uid == actor.operator)
        .order_by(VoucherClaim.code)
    )
    if tenant is not None:
        joined = joined.where(Tenant.code == tenant)
    for claim, voucher, programme, holder, provider in session.execute(joined):
        paid_in, back_in = (batches.get(uid or "") for uid in (claim.batch_uid, claim.reversal_batch_uid))
        yield Known(claim, voucher, programme, holder, provider, paid_in, back_in, worth[claim.uid])


def vouchers(session: Session, actor: Actor, tenant: str | None = None) -> list[tuple[Voucher, Programme, Tenant]]:
    """All vouchers of a park in order of code, or those of one company."""
    joined = (
        select(Voucher, Programme, Tenant)
        .join(Programme, Voucher.programme_uid == Programme.uid)
        .join(Tenant, Voucher.tenant_uid == Tenant.uid)
        .where(Voucher.operator_uid == actor.operator)
        .order_by(Voucher.code)
    )
    if tenant is not None:
        joined = joined.where(Tenant.code == tenant)
    return list(session.execute(joined))
