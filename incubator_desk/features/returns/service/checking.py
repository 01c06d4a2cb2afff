"""A period checked before it is sent: what is found, what passes, which warnings are explained."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session as Reading

from incubator_desk.base.errors import Problem, Refused, Severity, Where
from incubator_desk.base.i18n import N_
from incubator_desk.base.periods import Period
from incubator_desk.catalog.kinds import Text
from incubator_desk.catalog.office import Features
from incubator_desk.features.returns.flow import FROZEN
from incubator_desk.features.returns.model import ExplainedFinding, ReturnPeriod
from incubator_desk.features.returns.rules.checks import RULES, Rule, Said, of_subject
from incubator_desk.features.returns.rules.subjects import Row
from incubator_desk.store.record import Actor
from incubator_desk.store.step import Step

from .subjects import REGISTERS, SUBJECTS, Looking

PLACED = N_("{rule} {place}: {said}")
NOT_EXPLAINED = N_("{rule} at {place} is an error: it is mended, not explained.")
NO_REASON = N_("An explanation needs a reason.")
CLOSED = N_("Period {period} is closed. Reopen it to explain what was found.")
_MOST = 500
_REASON = Text(_MOST)

Place = tuple[str, str]
"""The code of a rule, and the place where it found something."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found of a record, or of a figure."""

    rule: str
    severity: Severity
    register: str
    """The register of the record; the report of a figure that stands in none."""
    uid: str | None
    """The record to open; None of a figure."""
    key: str
    """What tells it from others of its register, as its code."""
    concerning: str
    """What people call it: a code and a name."""
    fields: tuple[str, ...]
    """The columns to open."""
    said: Said
    """The finding in words, without the place."""

    @property
    def place(self) -> str:
        """Where it was found, as explanations keep it: ``reliefs R-0058``."""
        return f"{self.register} {self.key}"

    @property
    def id(self) -> Place:
        """What tells it from the period's other findings."""
        return self.rule, self.place

    @property
    def problem(self) -> Problem:
        """The finding as the console tells it: with its rule and its place."""
        column = self.fields[0] if self.fields else None
        values = {"rule": self.rule, "place": self.concerning, "said": self.said}
        where = Where(sheet=self.register, column=column, record=self.uid)
        return Problem(self.rule, PLACED, values, where, self.severity)


@dataclass(frozen=True, slots=True)
class Explained:
    """Why a warning stands as it is."""

    reason: str
    on: date
    by: str


@dataclass(frozen=True)
class Outcome:
    """A period that was checked."""

    period: Period
    findings: tuple[Finding, ...]
    """Errors first, each in the order of the rules and of the records."""
    looked_at: Mapping[str, int]
    """By the code of each rule, how many records it was held over."""
    explained: Mapping[Place, Explained]
    """The explanations of the period, by :attr:`Finding.id`; some may be of what is found no longer."""
    earlier: Mapping[Place, str]
    """What was said of the same in other periods, the latest: proposed, where nothing is said of it yet."""

    @cached_property
    def errors(self) -> tuple[Finding, ...]:
        """What must be mended."""
        return tuple(each for each in self.findings if each.severity == "error")

    @cached_property
    def warnings(self) -> tuple[Finding, ...]:
        """What must be explained, or is."""
        return tuple(each for each in self.findings if each.severity == "warning")

    @cached_property
    def unexplained(self) -> tuple[Finding, ...]:
        """The warnings that nobody has explained yet."""
        return tuple(each for each in self.warnings if each.id not in self.explained)

    @cached_property
    def passed(self) -> tuple[Rule, ...]:
        """The rules that found nothing, in their order."""
        broken = {each.rule for each in self.findings}
        return tuple(rule for rule in RULES if rule.code not in broken)


def check(session: Reading, actor: Actor, features: Features, period: Period, today: date) -> Outcome:
    """Hold every rule over the records of a period, as they stand."""
    looking = Looking(session, actor, features, period, today)
    rows = {name: subject(looking) for name, subject in SUBJECTS.items()}
    found = [finding for name in rows for finding in _found(rows[name], of_subject(name))]
    order = {rule.code: at for at, rule in enumerate(RULES)}
    found.sort(key=lambda each: (each.severity != "error", order[each.rule]))
    counts = {rule.code: len(rows[rule.subject]) for rule in RULES}
    explained, earlier = _explanations(session, actor, period)
    return Outcome(period, tuple(found), counts, explained, earlier)


def of_record(
    session: Reading, actor: Actor, features: Features, register: str, uid: str, period: Period, today: date
) -> tuple[Finding, ...]:
    """What the check of a period finds of one record: only the subjects are read in which it may stand."""
    looking = Looking(session, actor, features, period, today, register, uid)
    found: list[Finding] = []
    for name, subject in SUBJECTS.items():
        if register in REGISTERS.get(name, (register,)):
            found += _found(
                (row for row in subject(looking) if (row.register, row.uid) == (register, uid)), of_subject(name)
            )
    return tuple(sorted(found, key=lambda each: each.severity != "error"))


def _found(rows: Iterable[Row], rules: Iterable[Rule]) -> Iterator[Finding]:
    rules = tuple(rules)
    for row in rows:
        for rule in rules:
            if rule.finds(row):
                yield Finding(
                    rule.code, rule.severity, row.register, row.uid, row.key, row.concerning, row.fields or rule.fields,
                    rule.said(row),
                )  # fmt: skip


def _explanations(session: Reading, actor: Actor, period: Period) -> tuple[dict[Place, Explained], dict[Place, str]]:
    """What is explained of a period, and what was said of the same in others, the latest."""
    mine = ExplainedFinding
    columns = (ReturnPeriod.code, mine.rule, mine.place, mine.reason, mine.explained_on, mine.explained_by)
    stored = select(*columns).join(ReturnPeriod, mine.period_uid == ReturnPeriod.uid)
    explained, earlier = dict[Place, Explained](), dict[Place, str]()
    for code, rule, place, reason, on, by in session.execute(
        stored.where(mine.operator_uid == actor.operator).order_by(mine.explained_on, mine.uid)
    ):
        if code == period.text:
            explained[rule, place] = Explained(reason, on, by)
        else:
            earlier[rule, place] = reason
    return explained, earlier


def explain(step: Step, period_uid: str, finding: Finding, reason: str, today: date) -> None:
    """Write down why a warning stands as it is; an explanation that was given already is replaced.

    Refused for an error, for a closed period, and without a reason.
    """
    period = step.session.get_one(ReturnPeriod, period_uid)
    if finding.severity == "error":
        raise Refused.because("not_explained", NOT_EXPLAINED, rule=finding.rule, place=finding.place)
    if period.status in FROZEN:
        raise Refused.because("period_closed", CLOSED, period=period.code)
    if not (text := _REASON.read(reason)):
        raise Refused.because("reason_missing", NO_REASON, column="reason")
    values = {"reason": text, "explained_on": today, "explained_by": step.actor.name}
    mine = (ExplainedFinding.period_uid == period_uid, ExplainedFinding.rule == finding.rule)
    known = step.session.scalar(select(ExplainedFinding).where(*mine, ExplainedFinding.place == finding.place))
    if known is None:
        step.add(ExplainedFinding, {"period_uid": period_uid, "rule": finding.rule, "place": finding.place, **values})
    else:
        step.change(known, values)
