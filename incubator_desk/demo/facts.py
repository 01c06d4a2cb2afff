"""The demo's rows as the facts that the rent rules take."""

from collections import defaultdict

from incubator_desk.features.rent.rules import Facts, Lease, Relief, Step

from .leases import Book
from .rows import Row

_LEASE = (
    "code", "price", "price_unit", "day_count", "billing_months", "billing_anchor", "starts_on", "ends_on", "ended_on",
    "rent_free_days", "due_offset_days",
)  # fmt: skip
_RELIEF = (
    "code", "kind", "status", "starts_on", "ends_on", "percent", "amount", "cap", "months", "defer_to", "parts",
    "first_due_on", "approved_on",
)  # fmt: skip


def facts(book: Book, reliefs: list[Row], policies: list[Row]) -> list[Facts]:
    """Each lease with its steps and reliefs, in the order of the leases; no money yet."""
    known = {policy["code"]: policy for policy in policies}
    granted: defaultdict[str, list[Relief]] = defaultdict(list)
    for case in reliefs:
        granted[case["lease_code"]].append(_relief(case, known[case["policy_code"]]))
    steps: defaultdict[str, list[Step]] = defaultdict(list)
    for step in book.steps:
        steps[step["lease_code"]].append(Step(step["from_on"], step["price"], step["percent"]))
    return [Facts(_lease(lease, steps[lease["code"]]), tuple(granted[lease["code"]])) for lease in book.leases]


def _lease(lease: Row, steps: list[Step]) -> Lease:
    terms = {name: lease[name] for name in _LEASE}
    return Lease(tenant=lease["tenant_code"], area=lease["area_sqm"], steps=tuple(steps), **terms)


def _relief(case: Row, policy: Row) -> Relief:
    terms = {name: case[name] for name in _RELIEF}
    exclusive, settle_paid = policy["exclusive"], policy["settle_paid"]
    return Relief(policy=policy["code"], exclusive=exclusive, settle_paid=settle_paid, **terms)
