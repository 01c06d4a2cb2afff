"""The facts of voucher claims as the rules take them, read in a few statements for all claims of a park."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from incubator_desk.base.money import to_fen
from incubator_desk.base.text import folded
from incubator_desk.catalog.kinds import chosen
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.features.vouchers import model
from incubator_desk.features.vouchers.rules import terms

from . import papers


@dataclass(frozen=True, slots=True)
class Known:
    """All that claims of a park rest on, by uid."""

    programmes: Mapping[str, terms.Programme]
    providers: Mapping[str, terms.Provider]
    vouchers: Mapping[str, terms.Voucher]
    claims: Mapping[str, terms.Claim]


def load(session: Session, operator: str) -> Known:
    """The facts of all of a park's claims."""
    programmes = {row.uid: _programme(row) for row in _rows(session, operator, model.Programme, _PROGRAMME)}
    providers = {row.uid: _provider(row) for row in _rows(session, operator, model.Provider, _PROVIDER)}
    holders = {row.uid: _holder(row) for row in _rows(session, operator, Tenant, _HOLDER)}
    vouchers = {
        row.uid: terms.Voucher(
            row.code, programmes[row.programme_uid], holders[row.tenant_uid], to_fen(row.face_value), row.issued_on,
            row.use_by, row.status,
        )
        for row in _rows(session, operator, model.Voucher, _VOUCHER)
    }  # fmt: skip
    flagged = papers.flagged(session, operator)
    claims = {
        row.uid: claim_of(
            row, vouchers[row.voucher_uid], providers[row.provider_uid], *flagged.get(row.uid, _UNFLAGGED)
        )
        for row in _rows(session, operator, model.VoucherClaim, CLAIM)
    }
    return Known(programmes, providers, vouchers, claims)


_UNFLAGGED: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
_PROGRAMME = (
    "code", "rate_percent", "use_by", "redeem_by", "rounding", "claim_cap", "holder_year_cap", "controller_year_cap",
    "budget", "service_kinds",
)  # fmt: skip
_PROVIDER = ("code", "uscc", "controller", "listed_from", "listed_to", "service_kinds")
_HOLDER = ("code", "uscc", "controller")
_VOUCHER = ("code", "programme_uid", "tenant_uid", "face_value", "issued_on", "use_by", "status")
CLAIM = (
    "code", "voucher_uid", "provider_uid", "service_kind", "contract_on", "invoice_no", "invoice_on",
    "eligible_amount", "claimed_on", "delivered_on", "contract_no", "status", "approved_amount",
)  # fmt: skip
"""The columns of a claim that its worth rests on."""


def _rows(session: Session, operator: str, of: type[Any], names: tuple[str, ...]) -> list[Row[Any]]:
    table = of.__table__.c
    columns = [table[name] for name in ("uid", *names)]
    return list(session.execute(select(*columns).where(table.operator_uid == operator)))


def _fen(amount: Decimal | None) -> int | None:
    return None if amount is None else to_fen(amount)


def _kinds(text: str | None) -> frozenset[str]:
    return frozenset(map(folded, chosen(text)))


def _programme(row: Row[Any]) -> terms.Programme:
    return terms.Programme(
        row.code, int(row.rate_percent.scaleb(6)), row.use_by, row.redeem_by, row.rounding, _fen(row.claim_cap),
        _fen(row.holder_year_cap), _fen(row.controller_year_cap), _fen(row.budget), _kinds(row.service_kinds),
    )  # fmt: skip


def _provider(row: Row[Any]) -> terms.Provider:
    span = (row.listed_from, row.listed_to)
    return terms.Provider(row.code, folded(row.uscc), folded(row.controller), *span, _kinds(row.service_kinds))


def _holder(row: Row[Any]) -> terms.Holder:
    return terms.Holder(row.code, folded(row.uscc), folded(row.controller))


def claim_of(
    row: Any,
    voucher: terms.Voucher,
    provider: terms.Provider,
    flags: tuple[str, ...] = (),
    doubts: tuple[str, ...] = (),
) -> terms.Claim:
    """A claim from its record, or from anything that has the columns of :data:`CLAIM`."""
    return terms.Claim(
        row.code, voucher, provider, folded(row.service_kind), row.contract_on, folded(row.invoice_no), row.invoice_on,
        to_fen(row.eligible_amount), row.claimed_on, row.delivered_on, folded(row.contract_no), row.status,
        _fen(row.approved_amount), flags, doubts,
    )  # fmt: skip
