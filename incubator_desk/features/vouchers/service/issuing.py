"""Issuing vouchers of a programme: all companies looked at, then those chosen given one each, as one step."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Problem, Refused, Where
from incubator_desk.base.i18n import N_
from incubator_desk.base.money import to_fen, to_yuan
from incubator_desk.catalog import saving
from incubator_desk.catalog.kinds import chosen
from incubator_desk.catalog.moving import IN_FUTURE
from incubator_desk.catalog.passages import Passage
from incubator_desk.catalog.register import Register
from incubator_desk.features.tenants import words
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.features.vouchers.model import Programme, Voucher
from incubator_desk.features.vouchers.rules.issuing import (
    OUT,
    Candidate,
    Held,
    Judgement,
    Money,
    Terms,
    judge,
    own_last_day,
)
from incubator_desk.features.vouchers.rules.numbering import coded
from incubator_desk.store.step import Step

ISSUED = N_("Issue {count} vouchers of {programme}")
GONE = N_("The programme is gone. Choose another.")
PROGRAMME_STALE = N_("Programme {programme} has changed since you looked. Look at it again (F5).")
STALE = N_("{company} has changed since you looked, or its vouchers. Look at it again (F5).")
NOT_ENTITLED = N_("Programme {programme} gives {company} no voucher: {reason}.")
NOTHING_CHOSEN = N_("Tick at least one company.")
NO_FACE_VALUE = N_("Enter the face value, more than 0.")
State = Literal["open", "over"]


@dataclass(frozen=True, slots=True)
class Offered:
    """A programme as it stands: its record's version, what it says, and what was issued of it."""

    uid: str
    version: int
    code: str
    title: str
    year: int
    document_no: str | None
    rate: Decimal
    redeem_by: date
    terms: Terms
    vouchers: int
    """How many were issued, whatever became of them."""
    out: int
    """The face values of those that are good or used up, in fen."""
    usual: int | None
    """The face value of the latest one."""

    def state(self, on: date) -> State:
        """Whether a voucher issued on a day could be used."""
        return "open" if on <= self.terms.use_by else "over"


@dataclass(frozen=True, slots=True)
class Company:
    """A company with what it holds of the programme, and whether it may have a voucher."""

    uid: str
    code: str
    name: str
    keys: str
    """What a search looks through."""
    candidate: Candidate
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Seen:
    """What issuing vouchers of a face value (fen) on a day would meet: every company of the park, in order of code."""

    offered: Offered
    face_value: int
    on: date
    companies: tuple[Company, ...]

    def money(self, count: int) -> Money:
        """What the programme's money comes to with so many more."""
        return Money(self.offered.out, count * self.face_value, self.offered.terms.budget)

    def anew(self, face_value: int, on: date) -> "Seen":
        """The same companies, as another face value or day would meet them."""
        companies = (_judged(self.offered, each, face_value, on) for each in self.companies)
        return Seen(self.offered, face_value, on, tuple(companies))


def listed(session: Session, operator: str, on: date) -> list[Offered]:
    """All programmes, those whose vouchers can still be used first, the latest of them first."""
    vouchers = _vouchers(session, operator)
    mine = select(Programme).where(Programme.operator_uid == operator)
    found = [_offered(each, vouchers.get(each.uid, ())) for each in session.scalars(mine)]
    found.sort(key=lambda each: (each.year, each.code), reverse=True)
    return sorted(found, key=lambda each: each.state(on) == "over")


def read(session: Session, operator: str, uid: str) -> Offered:
    """One programme; refused where it is gone."""
    programme = session.get(Programme, uid)
    if programme is None or programme.operator_uid != operator:
        raise Refused.because("gone", GONE)
    return _offered(programme, _vouchers(session, operator).get(uid, ()))


def look(session: Session, operator: str, uid: str, face_value: int, on: date) -> Seen:
    """All companies of the park, held against a programme."""
    programme = session.get(Programme, uid)
    if programme is None or programme.operator_uid != operator:
        raise Refused.because("gone", GONE)
    vouchers = _vouchers(session, operator).get(uid, ())
    offered = _offered(programme, vouchers)
    held: defaultdict[str, list[Held]] = defaultdict(list)
    for each in vouchers:
        last = each.use_by or programme.use_by
        held[each.tenant_uid].append(Held(each.code, each.status, to_fen(each.face_value), last))
    tenants = session.execute(
        select(*(Tenant.__table__.c[name] for name in _TENANT))
        .where(Tenant.operator_uid == operator)
        .order_by(Tenant.code)
    )
    companies = []
    for row in tenants:
        mine = tuple(sorted(held[row.uid], key=lambda each: each.code))
        candidate = Candidate(kind=row.kind, status=row.status, size=row.size_class, left_on=row.left_on, held=mine)
        judgement = judge(offered.terms, candidate, face_value, on)
        companies.append(Company(row.uid, row.code, row.name, row.search_keys, candidate, judgement))
    return Seen(offered, face_value, on, tuple(companies))


def _judged(offered: Offered, each: Company, face_value: int, on: date) -> Company:
    return replace(each, judgement=judge(offered.terms, each.candidate, face_value, on))


def codes(session: Session, operator: str, offered: Offered, pattern: str, count: int) -> list[str]:
    """The codes that so many further vouchers would have; refused beside the pattern where there are none."""
    taken = session.scalars(select(Voucher.code).where(Voucher.operator_uid == operator))
    return coded(pattern, {"year": offered.year, "programme": offered.code}, taken, count)


def issue(step: Step, register: Register, seen: Seen, uids: Collection[str], pattern: str, today: date) -> list[str]:
    """Issue a voucher to each chosen company (uids), all in this step; gives the vouchers' uids in order of code.

    Refused where the programme, a company or what it holds changed since it was looked at, where the programme gives
    a company none, and where the codes are taken. ``register`` is that of vouchers.
    """
    picked = frozenset(uids)
    wanted = [each for each in seen.companies if each.uid in picked]
    if problems := [*_unready(seen, wanted, today), *_stale(step, seen, wanted), *_unserved(seen, wanted)]:
        raise Refused(*problems)
    given = codes(step.session, step.actor.operator, seen.offered, pattern, len(wanted))
    return [_enter(step, register, seen, each, code) for each, code in zip(wanted, given, strict=True)]


def _unready(seen: Seen, wanted: Collection[Company], today: date) -> Iterator[Problem]:
    if not wanted:
        yield Problem("nothing_chosen", NOTHING_CHOSEN)
    if seen.face_value <= 0:
        yield Problem("out_of_range", NO_FACE_VALUE, where=Where(column="face_value"))
    if seen.on > today:
        yield Problem("in_future", IN_FUTURE, {"day": seen.on}, Where(column="issued_on"))


def _stale(step: Step, seen: Seen, wanted: Collection[Company]) -> Iterator[Problem]:
    now = look(step.session, step.actor.operator, seen.offered.uid, seen.face_value, seen.on)
    if (now.offered.version, now.offered.terms) != (seen.offered.version, seen.offered.terms):
        yield Problem("stale", PROGRAMME_STALE, {"programme": seen.offered.code})
        return
    found = {each.uid: each for each in now.companies}
    for each in wanted:
        if found.get(each.uid) != each:
            yield Problem("stale", STALE, {"company": each.name}, Where(sheet="tenants", record=each.uid))


def _unserved(seen: Seen, wanted: Collection[Company]) -> Iterator[Problem]:
    for each in wanted:
        if (check := each.judgement.decisive) is not None:
            values = {"programme": seen.offered.code, "company": each.name, "reason": words.words(check)}
            # What a company may hold at most has one code, wherever a voucher is entered.
            code = "holds_too_much" if check.code == "cap" else f"not_entitled_{check.code}"
            yield Problem(code, NOT_ENTITLED, values, Where(sheet="tenants", record=each.uid))


def _enter(step: Step, register: Register, seen: Seen, each: Company, code: str) -> str:
    values = saving.completed(
        register,
        {
            "code": code, "programme_uid": seen.offered.uid, "tenant_uid": each.uid, "status": "issued",
            "face_value": to_yuan(seen.face_value), "issued_on": seen.on,
            "use_by": own_last_day(seen.offered.terms, seen.on),
        },
    )  # fmt: skip
    if errors := [p for p in saving.problems_of(register, values) if p.severity == "error"]:
        raise Refused(*errors)
    uid = step.add(Voucher, values)
    passage: Mapping[str, Any] = {
        "register": register.name, "record": uid, "source": "applied", "target": "issued", "taken_on": seen.on,
        "taken_by": step.actor.name,
    }  # fmt: skip
    step.add(Passage, passage)
    return uid


_TENANT = ("uid", "code", "name", "search_keys", "kind", "status", "size_class", "left_on")


def _vouchers(session: Session, operator: str) -> Mapping[str, list[Voucher]]:
    """All vouchers of the park by programme, as they were issued."""
    found: defaultdict[str, list[Voucher]] = defaultdict(list)
    mine = select(Voucher).where(Voucher.operator_uid == operator).order_by(Voucher.issued_on, Voucher.code)
    for each in session.scalars(mine):
        found[each.programme_uid].append(each)
    return found


def _offered(programme: Programme, vouchers: Collection[Voucher]) -> Offered:
    fen = [to_fen(each.face_value) for each in vouchers]
    return Offered(
        programme.uid,
        programme.version,
        programme.code,
        programme.title,
        programme.year,
        programme.document_no,
        programme.rate_percent,
        programme.redeem_by,
        Terms(
            use_by=programme.use_by,
            months=programme.valid_months,
            tenant_kinds=chosen(programme.tenant_kinds),
            statuses=chosen(programme.tenant_statuses),
            sizes=chosen(programme.size_classes),
            holding_cap=None if programme.holding_cap is None else to_fen(programme.holding_cap),
            budget=None if programme.budget is None else to_fen(programme.budget),
        ),
        sum(each.status != "applied" for each in vouchers),
        sum(amount for each, amount in zip(vouchers, fen, strict=True) if each.status in OUT),
        fen[-1] if fen else None,
    )
