"""The cases that letters speak of: each with its company, its policy, and what it comes to line by line."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.base.i18n import N_, _, translate_many
from incubator_desk.base.money import grouped
from incubator_desk.catalog.kinds import Choice, Option
from incubator_desk.catalog.report import Asked
from incubator_desk.features.rent.model import RELIEF_KINDS, Policy, Relief
from incubator_desk.features.rent.rules import DEFERRALS, agreement
from incubator_desk.features.rent.rules.cases import Case, cases
from incubator_desk.features.rent.rules.terms import STATUSES, Facts
from incubator_desk.features.rent.service.companies import Company, Let, companies
from incubator_desk.store.record import Actor

from .letter import Values, of_company, of_days, of_sum

ALIVE = frozenset(STATUSES) - {"refused", "withdrawn", "void"}
"""The statuses of cases that came or may still come to something."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A case of a company. One that is not decided yet is looked at as if it were approved on the paper's day."""

    company: Company
    let: Let
    relief: Relief
    policy: Policy | None
    facts: Facts
    day: date
    case: Case
    taken: tuple[agreement.Taken, ...]
    moved: tuple[agreement.Moved, ...]

    @property
    def defers(self) -> bool:
        """Whether it moves dues instead of reducing them."""
        return self.relief.kind in DEFERRALS

    @property
    def amount(self) -> int:
        """All that it takes, or that it moves, in fen."""
        return sum(line.net for line in self.moved) if self.defers else sum(line.amount for line in self.taken)

    @property
    def relieved(self) -> int | None:
        """All that it takes; None of a deferral."""
        return None if self.defers else self.amount

    @property
    def deferred(self) -> int | None:
        """All that it moves; None of a relief."""
        return self.amount if self.defers else None

    @property
    def until(self) -> date | None:
        """The last day to which it moves a due."""
        return max((due.due_on for line in self.moved for due in line.dues), default=None)

    @property
    def days(self) -> tuple[date, date]:
        """The days of the lease whose rent it concerns: a deferral moves whole lines."""
        if self.moved:
            return self.moved[0].first, self.moved[-1].last
        return self.case.within

    @property
    def contract(self) -> str:
        """The number by which the lease is known outside."""
        return self.let.contract_no or self.let.code

    def values(self) -> Values:
        """What a letter can say of it."""
        policy = self.policy
        return {
            **of_company(self.company),
            **of_sum(self.amount),
            **of_days(*self.days),
            "relief": self.relief.code,
            "lease": self.contract,
            "premises": self.let.rooms or None,
            "policy": policy.title if policy else None,
            "document_no": (policy.document_no if policy else None) or None,
            "instrument": granted(self.relief),
        }


def subjects(session: Session, actor: Actor, asked: Asked, statuses: Collection[str]) -> Iterator[Subject]:
    """The cases in some statuses that touch a day of the period, in order of company and code."""
    by_lease = _by_lease(session, actor.operator)
    for company in companies(session, actor, asked.tenant):
        known = [(relief, policy, let) for let in company.leases for relief, policy in by_lease[let.uid]]
        for relief, policy, let in sorted(known, key=lambda each: each[0].code):
            if relief.status in statuses and (found := _subject(company, let, relief, policy, asked)):
                yield found


def _by_lease(session: Session, operator: str) -> defaultdict[str, list[tuple[Relief, Policy | None]]]:
    mine = select(Relief, Policy).outerjoin(Policy, Relief.policy_uid == Policy.uid)
    found: defaultdict[str, list[tuple[Relief, Policy | None]]] = defaultdict(list)
    for relief, policy in session.execute(mine.where(Relief.operator_uid == operator)):
        found[relief.lease_uid].append((relief, policy))
    return found


def _subject(company: Company, let: Let, relief: Relief, policy: Policy | None, asked: Asked) -> Subject | None:
    day = max(asked.as_of, relief.approved_on or asked.as_of)
    supposed = agreement.supposed(let.facts, relief.code, day)
    case = next((each for each in cases(supposed, asked.period, day) if each.relief == relief.code), None)
    if case is None:
        return None
    defers = relief.kind in DEFERRALS
    taken = () if defers else tuple(agreement.taken(supposed, relief.code, day))
    moved = tuple(agreement.moved(supposed, relief.code, day)) if defers else ()
    return Subject(company, let, relief, policy, supposed, day, case, taken, moved)


INSTRUMENTS = Choice(
    (
        Option("waiver", N_("Waiver")),
        Option("reduction", N_("Reduction")),
        *(option for option in RELIEF_KINDS.options if option.value != "percent"),
    )
)
"""What letters call a case in their tables: as their texts do."""


def instrument(relief: Relief) -> str:
    """What letters call a case."""
    if relief.kind == "percent":
        return "waiver" if relief.percent == 100 else "reduction"
    return relief.kind


def granted(relief: Relief) -> str:
    """What a case asks for or grants, in a few words."""
    if relief.kind == "percent" and relief.percent is not None:
        percent = f"{relief.percent.normalize():f}"
        return _("waiving the rent") if relief.percent == 100 else _("reducing the rent by {percent}%").format(
            percent=percent
        )  # fmt: skip
    if relief.kind == "fixed":
        if relief.amount is None:
            return _("reducing the rent by a fixed sum")
        return _("reducing each rent by CNY {amount}").format(amount=grouped(relief.amount))
    if relief.kind == "extension":
        return translate_many(
            "extending the term by {count} month, free of rent", "extending the term by {count} months, free of rent",
            relief.months or 0,
        )  # fmt: skip
    if relief.kind == "instalments":
        return translate_many(
            "paying the rent in {count} instalment", "paying the rent in {count} instalments", relief.parts or 1
        )
    return _("putting off the rent")
