"""Companies of the period: who is incubated, since when, under which credit code."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from incubator_desk.base.dates import month_end
from incubator_desk.base.text import identity
from incubator_desk.base.uscc import is_valid
from incubator_desk.features.returns.rules.subjects import Row
from incubator_desk.features.returns.service.parameters import OLDEST, TERM
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.features.tenants.rules.incubation import Days, known_days

from .looking import Looking

_COLUMNS = (
    Tenant.uid, Tenant.code, Tenant.name, Tenant.kind, Tenant.status, Tenant.uscc, Tenant.founded_on,
    Tenant.admitted_on, Tenant.graduated_on, Tenant.left_on, Tenant.legal_representative, Tenant.contact_name,
)  # fmt: skip
_OWN = ("kind", "status", "uscc", "founded_on", "admitted_on", "graduated_on", "left_on")


def everyone(looking: Looking) -> Sequence[Any]:
    """All companies but those that only apply."""
    mine = (Tenant.operator_uid == looking.operator, Tenant.status != "applicant")
    return looking.session.execute(select(*_COLUMNS).where(*mine).order_by(Tenant.code)).all()


def companies(looking: Looking) -> Sequence[Row]:
    """A row for each company that was in the park on a day of the period."""
    found = [row for row in everyone(looking) if _shared(_hosted(row), _span(looking))]
    same = {
        "incubated_as": _same_code(found, looking, incubating),
        "code_also_of": _same_code(found, looking, _hosted),
        "months_missing": _missing(found, looking),
    }
    limits = {"oldest": looking.parameter(OLDEST.name), "term": looking.parameter(TERM.name), "last_day": looking.last}
    rows = []
    for row in found:
        told = {name: of.get(row.uid) for name, of in same.items()}
        rows.append(Row("tenants", row.uid, row.code, _facts(row, looking) | limits | told, row.name))
    return rows


def _facts(row: Any, looking: Looking) -> dict[str, Any]:
    days = incubating(row)
    return {name: getattr(row, name) for name in _OWN} | {
        "uscc_valid": None if row.uscc is None else is_valid(row.uscc),
        "leader": row.legal_representative or row.contact_name or None,
        "admitted_now": row.admitted_on is not None and row.admitted_on in looking.period,
        "incubated": days is not None and days[0] <= looking.last <= days[1],
    }


def incubating(row: Any) -> Days | None:
    """The days on which a company is incubated."""
    return known_days(row.admitted_on, row.graduated_on, row.left_on, row.status)


def _hosted(row: Any) -> Days | None:
    """The days on which a company is in the park, incubated or not; not known of one that left on a day unknown."""
    if row.left_on is None and row.status == "left":
        return None
    return row.admitted_on or date.min, row.left_on or date.max


def _span(looking: Looking) -> Days:
    return looking.period.first, looking.last


def _shared(one: Days | None, other: Days | None) -> Days | None:
    if one is None or other is None:
        return None
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first <= last else None


def _same_code(found: Iterable[Any], looking: Looking, days: Any) -> Mapping[str, str]:
    """By company the codes of others with its credit code, where both have days in common within the period."""
    groups: defaultdict[str, list[Any]] = defaultdict(list)
    for row in found:
        if row.uscc:
            groups[identity(row.uscc)].append(row)
    within = _span(looking)
    same: defaultdict[str, list[str]] = defaultdict(list)
    for group in (each for each in groups.values() if len(each) > 1):
        for row in group:
            own = _shared(days(row), within)
            same[row.uid] = [other.code for other in group if other is not row and _shared(own, days(other))]
    return {uid: ", ".join(codes) for uid, codes in same.items() if codes}


def _missing(found: Iterable[Any], looking: Looking) -> Mapping[str, str]:
    """By company the months of the period without its figures, of those in which the park collected any."""
    given = {(each.tenant, each.month) for each in looking.stated}
    collected = sorted({month for _tenant, month in given})
    lacking: dict[str, str] = {}
    for row in found if collected else ():
        days = incubating(row)
        of = [month for month in collected if (row.code, month) not in given and _covers(days, month)]
        if of:
            lacking[row.uid] = ", ".join(of)
    return lacking


def _covers(days: Days | None, month: str) -> bool:
    """Whether a company is incubated on the last day of a month."""
    return days is not None and days[0] <= month_end(date.fromisoformat(f"{month}-01")) <= days[1]
