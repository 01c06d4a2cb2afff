"""The zone holds the rules of the check over what it received; what they find may become reasons of a return.

Only such rules find something whose facts travel in a package; the others were held by the park before it closed, and
what they found, with its explanations, is in the package too (``data/checks.csv``).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session as Reading

from incubator_desk.base.errors import Refused, Severity, worded
from incubator_desk.base.i18n import N_, translate
from incubator_desk.base.money import grouped
from incubator_desk.base.periods import Period
from incubator_desk.base.reading import read_day
from incubator_desk.base.text import identity
from incubator_desk.base.uscc import is_valid
from incubator_desk.catalog.kinds import Choice
from incubator_desk.catalog.office import Features
from incubator_desk.features.park import service as park
from incubator_desk.features.returns.model import ReceivedPackage
from incubator_desk.features.returns.rules.checks import of_subject
from incubator_desk.features.returns.rules.receipt import Reason
from incubator_desk.features.returns.rules.subjects import Row
from incubator_desk.store.record import Actor

from . import expected, indicators
from .closing import CHECKS
from .parameters import LARGE_CHANGE
from .subjects.figures import percent
from .zone import effective, part

CASES = N_("Rent relieved is {stated}; the cases of the ledger come to {cases}.")
GAP = N_(
    "Packages {sequences} of this park never came here: they were built anew before sending, or they are on their way."
)
UNREADABLE = N_("“{table}” has values that cannot be read.")


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule finds in a package, or found at the park."""

    severity: Severity
    reason: Reason
    explanation: str = ""
    """The park's, of what it found itself."""
    own: bool = False
    """Whether the park found it before sending."""


def recheck(session: Reading, actor: Actor, features: Features, package: ReceivedPackage) -> list[Found]:
    """All that stands against a package or is to be known of it, errors first."""
    found = [*_theirs(session, package)]
    try:
        rows = {
            "companies": list(_companies(session, package)), "reliefs": list(_reliefs(session, package)),
            "totals": list(_totals(session, actor, features, package)),
        }  # fmt: skip
        found += [each for subject, of in rows.items() for each in _held(subject, of)]
        found += _cases(session, actor, features, package)
    except (Refused, ValueError, ArithmeticError):
        text = worded(UNREADABLE, {"table": package.period})
        found.append(Found("error", Reason(text)))
    found += _gaps(session, package)
    known: dict[tuple[object, ...], Found] = {}
    for each in found:  # what the park found and explained itself comes first, and is not said twice
        known.setdefault((each.reason.rule, each.reason.record or each.reason.text), each)
    return sorted(known.values(), key=lambda each: (each.severity != "error", each.own))


def _held(subject: str, rows: Sequence[Row]) -> Iterator[Found]:
    rules = of_subject(subject)
    for row in rows:
        for rule in rules:
            if rule.expression.names <= row.values.keys() and rule.finds(row):
                field = (row.fields or rule.fields or (None,))[0]
                yield Found(rule.severity, Reason(str(rule.said(row)), rule.code, row.register, row.key, field))


def _theirs(session: Reading, package: ReceivedPackage) -> Iterator[Found]:
    """What the park's own check found, with its explanations."""
    table = part(session, package.uid, f"data/{CHECKS}.csv")
    for each in table.records() if table else ():
        severity: Severity = "error" if each.get("severity") == "error" else "warning"
        place = (each.get(name) or None for name in ("rule", "table", "record", "field"))
        yield Found(severity, Reason(each.get("text", ""), *place), each.get("explanation", ""), own=True)


def _records(session: Reading, package: ReceivedPackage, name: str) -> list[Mapping[str, str]]:
    table = part(session, package.uid, f"data/{name}.csv")
    return list(table.records()) if table else []


def _day(row: Mapping[str, str], name: str) -> date | None:
    return read_day(text) if (text := row.get(name)) else None


def _amount(row: Mapping[str, str], name: str) -> Decimal | None:
    return Decimal(text) if (text := row.get(name)) else None


def _companies(session: Reading, package: ReceivedPackage) -> Iterator[Row]:
    last = Period.parse(package.period).last
    for row in _records(session, package, "tenants"):
        uscc = row.get("uscc") or None
        days = {name: _day(row, name) for name in ("founded_on", "admitted_on", "graduated_on", "left_on")}
        values = {
            "kind": row.get("kind") or None, "status": row.get("status") or None, "uscc": uscc, "last_day": last,
            "uscc_valid": None if uscc is None else is_valid(identity(uscc)), **days,
        }  # fmt: skip
        yield Row("tenants", None, row.get("code", ""), values, row.get("name", ""))


def _reliefs(session: Reading, package: ReceivedPackage) -> Iterator[Row]:
    """The cases of the ledger: what was granted on the days of the period, and what of it was carried out."""
    for row in _records(session, package, indicators.CASES):
        kind = row.get("instrument") or None
        entitled, executed = _amount(row, "entitled"), _amount(row, "executed")
        defers = kind in ("deferral", "instalments")
        values = {"kind": kind, "defers": defers, "entitled": entitled, "executed": executed, "granted": entitled}
        yield Row("reliefs", None, row.get("relief", ""), values, row.get("tenant", ""))


def _totals(session: Reading, actor: Actor, features: Features, package: ReceivedPackage) -> Iterator[Row]:
    """The indicators beside those of the period before."""
    period = Period.parse(package.period)
    earlier = next(
        (p for p in effective(session, actor.operator, period.shifted(-1).text) if p.uscc == package.uscc), None
    )
    now, before = (indicators.figures_of(session, features, each) for each in (package, earlier))
    change = park.values_on(session, actor, LARGE_CHANGE.name, period.last).get(LARGE_CHANGE.name)
    names = features.reports[indicators.RETURN].columns[0].kind
    for name, value in now.items():
        then = before.get(name)
        if value is None or then is None:
            continue
        values = {"now": Decimal(value), "before": Decimal(then), "change": change}
        label = names.show(name) if isinstance(names, Choice) else name
        words = {"figure": label, "percent": percent(Decimal(value), Decimal(then))}
        yield Row(indicators.RETURN, None, name, values, words=words, fields=("current",))


def _cases(session: Reading, actor: Actor, features: Features, package: ReceivedPackage) -> Iterator[Found]:
    """The relief that the return states is that of the cases."""
    stated = indicators.figures_of(session, features, package).get("relieved")
    cases = indicators.sum_of_cases(session, package)
    if stated is None or cases is None:
        return
    apart = park.values_on(session, actor, expected.APART, Period.parse(package.period).last).get(expected.APART)
    if abs(stated - cases) > (apart or 0):
        values = {"stated": grouped(Decimal(stated)), "cases": grouped(cases)}
        yield Found("error", Reason(worded(CASES, values), "C05", indicators.RETURN, "relieved", "current"))


def _gaps(session: Reading, package: ReceivedPackage) -> Iterator[Found]:
    """The sequences below this one that never came: a park counts all packages that it builds."""
    mine = (ReceivedPackage.operator_uid == package.operator_uid, ReceivedPackage.uscc == package.uscc)
    here = set(session.scalars(select(ReceivedPackage.sequence).where(*mine)))
    first = min(here)
    missing = [number for number in range(first, package.sequence) if number not in here]
    if missing:
        words = translate(GAP).format(sequences=", ".join(map(str, missing)))
        yield Found("warning", Reason(words))
