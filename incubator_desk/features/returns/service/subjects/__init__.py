"""The facts tables that conditions are held over: how the rows of each subject are made."""

from collections.abc import Callable, Mapping, Sequence

from incubator_desk.features.returns.rules.subjects import Row

from . import companies, figures, mentoring, rents, space, texts, totals, vouchers
from .looking import Looking

Subject = Callable[[Looking], Sequence[Row]]
SUBJECTS: Mapping[str, Subject] = {
    "companies": companies.companies,
    "rooms": space.rooms,
    "park": space.park,
    "leases": rents.leases,
    "reliefs": rents.reliefs,
    "receipts": rents.receipts,
    "grants": rents.grants,
    "vouchers": vouchers.vouchers,
    "claims": vouchers.claims,
    "sessions": mentoring.sessions,
    "figures": figures.figures,
    "changes": figures.changes,
    "totals": totals.totals,
    "texts": texts.texts,
}
"""By name; their fields stand in ``rules.subjects``."""
REGISTERS: Mapping[str, frozenset[str]] = {
    "companies": frozenset(("tenants",)),
    "rooms": frozenset(("premises",)),
    "park": frozenset(("operators",)),
    "leases": frozenset(("leases",)),
    "reliefs": frozenset(("reliefs",)),
    "receipts": frozenset(("receipts",)),
    "grants": frozenset(("upstream_grants",)),
    "vouchers": frozenset(("vouchers",)),
    "claims": frozenset(("voucher_claims",)),
    "sessions": frozenset(("mentoring_sessions",)),
    "figures": frozenset(("tenant_figures",)),
    "changes": frozenset(("tenant_figures",)),
    "totals": frozenset(),
}
"""The registers whose records a subject's rows are: none of figures; those of texts are of all registers."""

__all__ = ["REGISTERS", "SUBJECTS", "Looking", "Subject"]
