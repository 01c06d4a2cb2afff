"""The sheets of the interchange workbook that the demo fills, and their columns (contract section 2)."""

from typing import Any

Row = dict[str, Any]
"""A row of a sheet by column identifier: str, int, Decimal, date, bool or None."""

COLUMNS = {
    "tenants": (
        "code", "name", "kind", "uscc", "status", "founded_on", "admitted_on", "graduated_on", "left_on", "tech_field",
        "industry", "is_service", "size_class", "registered_capital", "employees", "legal_representative", "controller",
        "address", "contact_name", "contact_phone", "note",
    ),
    "head_leases": ("code", "landlord", "contract_no", "ownership", "area_sqm", "starts_on", "ends_on"),
    "premises": ("code", "building", "floor", "room", "area_sqm", "ownership", "landlord", "head_lease_code"),
    "leases": (
        "code", "tenant_code", "premises_code", "area_sqm", "price", "price_unit", "day_count", "billing_months",
        "billing_anchor", "starts_on", "ends_on", "ended_on", "rent_free_days", "due_offset_days", "deposit",
        "contract_no", "renewal_of", "note",
    ),
    "lease_rooms": ("lease_code", "premises_code", "area_sqm"),
    "lease_steps": ("lease_code", "from_on", "price", "percent"),
    "relief_policies": (
        "code", "title", "document_no", "issuer", "issued_on", "exclusive", "settle_paid", "valid_from", "valid_to",
        "apply_from", "apply_to", "tenant_kinds", "tenant_statuses", "size_classes", "service_only", "arrears_allowed",
        "ownerships", "kind", "percent", "amount", "cap", "starts_on", "ends_on", "term_months", "by_year_share",
        "months", "evidence", "notice_days", "subsidy_percent", "subsidy_cap", "subsidy_months",
    ),
    "reliefs": (
        "code", "lease_code", "policy_code", "kind", "starts_on", "ends_on", "percent", "amount", "cap", "months",
        "defer_to", "parts", "first_due_on", "status", "approved_on", "notice_from", "notice_to", "agreed_on",
        "agreement_no", "grant_code", "upstream_amount", "final_lessee", "note",
    ),
    "upstream_grants": (
        "code", "head_lease_code", "policy_code", "granted_on", "amount", "starts_on", "ends_on", "document_no",
    ),
    "receipts": ("code", "lease_code", "received_on", "amount", "kind", "method", "reference", "note"),
    "refunds": ("code", "relief_code", "lease_code", "paid_on", "amount"),
    "voucher_programmes": (
        "code", "title", "year", "document_no", "use_by", "redeem_by", "claimed_by", "rate_percent", "claim_cap",
        "holder_year_cap", "controller_year_cap", "budget", "excluded_kinds", "tenant_statuses", "holding_cap",
        "warning_flags",
    ),
    "providers": (
        "code", "name", "uscc", "service_kinds", "listed_from", "listed_to", "controller", "legal_representative",
        "contact_name", "contact_phone", "bank_name", "bank_account",
    ),
    "vouchers": ("code", "programme_code", "tenant_code", "status", "face_value", "issued_on"),
    "voucher_batches": ("code", "programme_code", "period", "status", "locked_on", "paid_on"),
    "voucher_claims": (
        "code", "voucher_code", "provider_code", "service_kind", "status", "contract_no", "contract_on", "delivered_on",
        "contract_amount", "invoice_no", "invoice_on", "invoice_amount", "payment_no", "payment_on", "payment_amount",
        "payer", "excluded_amount", "eligible_amount", "claimed_on", "approved_on", "notice_from", "notice_to",
        "batch_code", "payee_bank", "payee_account", "approved_amount", "paid_on", "note",
    ),
    "mentors": (
        "code", "name", "kind", "fields", "employer", "position", "phone", "appointed_from", "appointed_to",
        "letter_no",
    ),
    "mentor_terms": ("mentor_code", "from_on", "to_on", "letter_no"),
    "mentor_ties": ("mentor_code", "tenant_code", "kind", "from_on", "note"),
    "mentoring_sessions": (
        "code", "mentor_code", "held_on", "starts_at", "ends_at", "status", "mode", "place", "service_kind", "topic",
        "headcount", "summary", "result", "follow_up_on", "followed_up_on", "confirmed_on", "confirmed_by",
        "cancel_reason", "fee",
    ),
    "participations": ("session_code", "tenant_code", "attended", "rating"),
    "services": (
        "code", "service_kind", "title", "status", "served_on", "hours", "provider_code", "handled_by", "result", "fee",
    ),
    "service_uses": ("service_code", "tenant_code", "rating"),
    "tenant_figures": ("tenant_code", "month", "revenue", "tax", "rd_spending", "employees", "back_percent"),
    "calendar_days": ("day", "working", "note"),
    "subsidy_programmes": (
        "code", "title", "document_no", "issuer", "claim_by", "pays_for", "starts_on", "ends_on", "rate_percent", "cap",
        "months", "ownerships",
    ),
    "subsidy_claims": ("code", "programme_code", "note"),
    "letter_texts": ("paper", "language", "valid_from", "title", "body", "note"),
}  # fmt: skip


def row(sheet: str, **values: object) -> Row:
    """A row with all columns of its sheet, None where nothing is given; ``KeyError`` on an unknown column."""
    if unknown := values.keys() - set(COLUMNS[sheet]):
        raise KeyError(*unknown)
    return {column: values.get(column) for column in COLUMNS[sheet]}


def numbered(prefix: str, rows: list[Row]) -> list[Row]:
    """The rows with codes in their order: ``S-0001``, ``S-0002`` …."""
    return [each | {"code": f"{prefix}{number:04}"} for number, each in enumerate(rows, 1)]
