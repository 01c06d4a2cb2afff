"""A claim worked out: what it would be as of a day, and the one step that stores it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from incubator_desk.base.money import to_fen, to_yuan
from incubator_desk.catalog.passages import Passage
from incubator_desk.catalog.register import Register
from incubator_desk.features.subsidies.flow import STANDING
from incubator_desk.features.subsidies.model import SubsidyClaim, SubsidyLine, SubsidyProgramme
from incubator_desk.features.subsidies.rules import Earlier, Judged, Line, Outcome
from incubator_desk.features.subsidies.rules import work_out as by_rule
from incubator_desk.features.subsidies.rules.difference import Stored
from incubator_desk.features.subsidies.rules.terms import Key
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store.record import Record
from incubator_desk.store.step import Step

from . import facts


def lines_of(session: Session, claim: str) -> dict[Key, SubsidyLine]:
    """The stored lines of a claim."""
    found = session.scalars(select(SubsidyLine).where(SubsidyLine.claim_uid == claim))
    return {key_of(line): line for line in found}


def key_of(line: SubsidyLine | Row[*tuple[Any, ...]]) -> Key:
    """What names a stored line, or a row that has its columns."""
    year, month = line.month.split("-")
    return Key(line.record_code, line.lease_code, line.line_no, date(int(year), int(month), 1))


def stored(session: Session, claim: str) -> dict[Key, Stored]:
    """The lines of a claim as the rules compare them."""
    columns = (
        Tenant.code, SubsidyLine.record_code, SubsidyLine.lease_code, SubsidyLine.line_no, SubsidyLine.month,
        SubsidyLine.amount, SubsidyLine.reason,
    )  # fmt: skip
    mine = select(*columns).join(Tenant, SubsidyLine.tenant_uid == Tenant.uid).where(SubsidyLine.claim_uid == claim)
    return {key_of(row): Stored(row.code, to_fen(row.amount), row.reason) for row in session.execute(mine)}


def possible(session: Session, programme: SubsidyProgramme, as_of: date) -> Outcome:
    """What a new claim under a programme would come to as of a day, before other public money."""
    known = facts.given(session, programme, as_of)
    return by_rule(known.lines, known.terms, 0, _taken(session, _standing(session, programme.uid)))


def worked(session: Session, claim: SubsidyClaim, as_of: date) -> Outcome:
    """What a claim would come to, were it worked out as of a day."""
    known = facts.given(session, session.get_one(SubsidyProgramme, claim.programme_uid), as_of)
    before, after = _around(session, claim)
    lines = _without_later(session, claim, known.lines, _taken(session, after).keys) if after else known.lines
    other = to_fen(claim.other_public_money or Decimal(0))
    return by_rule(lines, known.terms, other, _taken(session, before))


def earlier(session: Session, claim: SubsidyClaim) -> list[SubsidyClaim]:
    """The claims under the same programme that were submitted before, and stand."""
    return _around(session, claim)[0]


def _around(session: Session, claim: SubsidyClaim) -> tuple[list[SubsidyClaim], list[SubsidyClaim]]:
    """The other claims that stand, before and after one; what is not submitted yet stands behind all."""
    others = _standing(session, claim.programme_uid)
    at = next((at for at, each in enumerate(others) if each.uid == claim.uid), len(others))
    return others[:at], others[at + 1 :]


def _without_later(session: Session, claim: SubsidyClaim, lines: Iterable[Line], later: frozenset[Key]) -> list[Line]:
    """The lines less what a later claim has by now: that was not to be had yet, and is not missing here."""
    had = stored(session, claim.uid)
    return [
        replace(line, executed=False) if line.key in later else line
        for line in lines
        if line.key in had or line.key not in later
    ]


def _standing(session: Session, programme: str) -> list[SubsidyClaim]:
    """The claims that stand under a programme, in the order in which they were submitted."""
    mine = (SubsidyClaim.programme_uid == programme, SubsidyClaim.status.in_(STANDING))
    found = session.scalars(select(SubsidyClaim).where(*mine)).all()
    submitted = select(Passage.record, func.max(Passage.uid)).where(
        Passage.record.in_([each.uid for each in found]), Passage.target == "submitted"
    )
    # Identities of records grow with time; claims that a workbook brought have no passage and come first.
    order = dict(session.execute(submitted.group_by(Passage.record)).all())
    return sorted(found, key=lambda each: (order.get(each.uid, ""), each.code))


def _taken(session: Session, claims: Iterable[SubsidyClaim]) -> Earlier:
    """What claims took."""
    keys: set[Key] = set()
    months: defaultdict[str, set[date]] = defaultdict(set)
    money = Decimal(0)
    for claim in claims:
        money += (claim.claim_amount if claim.approved_amount is None else claim.approved_amount) or Decimal(0)
        for key, line in stored(session, claim.uid).items():
            if line.reason is None:
                keys.add(key)
                months[line.company].add(key.month)
    return Earlier(frozenset(keys), {code: frozenset(found) for code, found in months.items()}, to_fen(money))


def work_out(step: Step, register: Register, record: Record, today: date) -> None:
    """Work a claim out as of today, in place of what it had."""
    del register
    assert isinstance(record, SubsidyClaim)
    session = step.session
    programme = session.get_one(SubsidyProgramme, record.programme_uid)
    outcome = worked(session, record, today)
    taken = _taken(session, earlier(session, record)).claimed
    _replace(step, record.uid, outcome.lines)
    values = {
        "computed_on": today,
        "base_amount": to_yuan(outcome.base),
        "rate_percent": programme.rate_percent,
        "cap": None if programme.cap is None else max(Decimal(0), programme.cap - to_yuan(taken)),
        "claim_amount": to_yuan(outcome.claim),
    }
    step.change(session.get_one(SubsidyClaim, record.uid), values)


def _replace(step: Step, claim: str, lines: Iterable[Judged]) -> None:
    """Lines that stay are changed, new ones added, the others removed."""
    tenants = dict(
        step.session.execute(select(Tenant.code, Tenant.uid).where(Tenant.operator_uid == step.actor.operator)).all()
    )
    had = lines_of(step.session, claim)
    for each in lines:
        values = _values(claim, tenants[each.line.company.code], each)
        if (line := had.pop(each.line.key, None)) is None:
            step.add(SubsidyLine, values)
        else:
            step.change(line, values)
    for line in had.values():
        step.remove(line)


def _values(claim: str, tenant: str, each: Judged) -> dict[str, object]:
    line = each.line
    return {
        "claim_uid": claim, "tenant_uid": tenant, "source": line.source, "record_code": line.record,
        "lease_code": line.lease, "line_no": line.no, "month": f"{line.month:%Y-%m}", "amount": to_yuan(line.amount),
        "eligible": each.eligible, "reason": each.reason, "share": to_yuan(each.share),
    }  # fmt: skip
