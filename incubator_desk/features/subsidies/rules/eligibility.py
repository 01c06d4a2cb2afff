"""Why an amount is not eligible, looked at by itself."""

from collections.abc import Iterator

from .terms import Line, Terms

REASONS = (
    "outside_window",
    "policy_excluded",
    "ownership",
    "ownership_unknown",
    "kind",
    "status",
    "size",
    "size_unknown",
    "not_service",
    "service_unknown",
    "affiliated",
    "not_executed",
    "claimed_before",
    "beyond_months",
)
"""In the order in which they are looked for: what never changes stands before what time mends."""


def reason(line: Line, terms: Terms) -> str | None:
    """The first reason that keeps an amount out, whatever else the company was given; None where none does."""
    return next(_reasons(line, terms), None)


def _reasons(line: Line, terms: Terms) -> Iterator[str]:
    if not terms.first <= line.on <= terms.last:
        yield "outside_window"
    if line.policy in terms.policies_excluded:
        yield "policy_excluded"
    if line.source == "rent_relief" and terms.ownerships:  # a voucher has no premises
        if line.ownership is None:
            yield "ownership_unknown"
        elif line.ownership not in terms.ownerships:
            yield "ownership"
    yield from _of_company(line, terms)
    if not line.executed:
        yield "not_executed"


def _of_company(line: Line, terms: Terms) -> Iterator[str]:
    company = line.company
    if terms.kinds and company.kind not in terms.kinds:
        yield "kind"
    if terms.statuses and company.status not in terms.statuses:
        yield "status"
    if terms.sizes and company.size not in terms.sizes:
        yield "size_unknown" if company.size is None else "size"
    if terms.service_only and not company.is_service:
        yield "service_unknown" if company.is_service is None else "not_service"
    if terms.park & {company.controller, company.uscc} - {"", None}:
        yield "affiliated"
