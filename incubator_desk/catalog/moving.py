"""Moving cases along their flow: one or many by the same step, with its date, evidence, reason and files."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Problem, Refused, Where
from incubator_desk.base.i18n import N_
from incubator_desk.store.record import Actor, Record
from incubator_desk.store.step import Step

from .flow import Flow, Move
from .passages import Document, Passage
from .register import Register
from .saving import save

RUNS_BACKWARDS = N_("The step before was taken on {day}; this one cannot be earlier.")
MOVED_MEANWHILE = N_("Someone else moved this case meanwhile: it is “{state}” now. Look at it again.")


@dataclass(frozen=True, slots=True)
class Attached:
    """A file whose content is kept already: its name, and what it is known by."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Taking:
    """How a step is taken: on which day, with what at hand, and what is entered with it."""

    target: str
    on: date
    evidence: tuple[str, ...] = ()
    files: tuple[Attached, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    """What the move asks for, by attribute of the record."""
    seen: str | None = None
    """The state in which the user saw the cases; a case that stands elsewhere meanwhile is refused."""


def used(session: Session, actor: Actor, flow: Flow, day: date) -> Flow:
    """The flow as the park uses it on a day: without the stations that it has switched off."""
    return flow.without(flow.unused(session, actor, day))


def move(step: Step, register: Register, flow: Flow, record: Record, target: str, on: date) -> Move:
    """Move one record to another state, with nothing attached."""
    return take(step, register, flow, [record], Taking(target, on))[0]


def take(step: Step, register: Register, flow: Flow, records: Sequence[Record], taking: Taking) -> list[Move]:
    """Move records by the same step, the step's own reason being the move's; all of them or none.

    Refused with every problem of every record, each at its place: no such move, a day before the step before, what
    the flow's own checks and the register's rules say of the new state.
    """
    ours = used(step.session, step.actor, flow, taking.on)
    latest = last_days(step.session, [record.uid for record in records])
    made: list[Move] = []
    problems: list[Problem] = []
    for record in records:
        try:
            made.append(_take(step, register, ours, record, taking, latest.get(record.uid)))
        except Refused as refused:
            problems += (replace(p, where=_at(p.where, register, record)) for p in refused.problems)
    if problems:
        raise Refused(*problems)
    return made


def _at(where: Where, register: Register, record: Record) -> Where:
    return Where(sheet=where.sheet or register.name, column=where.column, record=record.uid)


def _take(step: Step, register: Register, flow: Flow, record: Record, taking: Taking, latest: date | None) -> Move:
    state = getattr(record, flow.attribute)
    if taking.seen is not None and state != taking.seen:
        raise Refused(Problem("stale", MOVED_MEANWHILE, {"state": flow.kind.show(state)}))
    made = flow.move(state, taking.target, step.reason)
    if latest is not None and taking.on < latest:
        raise Refused.because("date_backwards", RUNS_BACKWARDS, column="taken_on", day=latest)
    if found := [p for check in flow.checks for p in check(step, record, made, taking.on) if p.severity == "error"]:
        raise Refused(*found)
    values: dict[str, Any] = {flow.attribute: made.target}
    if made.date_attribute and getattr(record, made.date_attribute) is None:
        values[made.date_attribute] = taking.on
    values |= flow.follow(step.session, step.actor, record, made, taking.on)
    values |= {name: value for name, value in taking.values.items() if name in made.asks}
    save(step, register, values, record)
    _note(step, register, record.uid, made, taking)
    return made


def _note(step: Step, register: Register, uid: str, made: Move, taking: Taking) -> None:
    passage = step.add(
        Passage,
        {
            "register": register.name,
            "record": uid,
            "source": made.source,
            "target": made.target,
            "taken_on": taking.on,
            "taken_by": step.actor.name,
            "evidence": "\n".join(taking.evidence) or None,
            "reason": (step.reason or "").strip() or None,
        },
    )
    attach(step, register.name, uid, taking.files, taking.on, passage)


def attach(
    step: Step, register: str, uid: str, files: Collection[Attached], on: date, passage: str | None = None
) -> None:
    """Attach files to a record, or to a step that it took."""
    for file in files:
        step.add(
            Document,
            {
                "register": register,
                "record": uid,
                "passage": passage,
                "name": file.name,
                "sha256": file.sha256,
                "size": file.size,
                "added_on": on,
                "added_by": step.actor.name,
            },
        )


def last_days(session: Session, uids: Sequence[str]) -> dict[str, date]:
    """The day of the last step of each case; those that took none yet are left out."""
    found: dict[str, date] = {}
    for some in _chunks(uids):
        latest = select(Passage.record, func.max(Passage.taken_on)).where(Passage.record.in_(some))
        found |= dict(session.execute(latest.group_by(Passage.record)).all())
    return found


def passages(session: Session, uid: str) -> list[Passage]:
    """The steps that a case took, in their order."""
    return list(session.scalars(select(Passage).where(Passage.record == uid).order_by(Passage.taken_on, Passage.uid)))


def documents(session: Session, uid: str) -> list[Document]:
    """The files of a record, in the order in which they came."""
    return list(session.scalars(select(Document).where(Document.record == uid).order_by(Document.uid)))


def _chunks(uids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(uids), 500):
        yield uids[start : start + 500]
