"""Moving cases along their flow: one or many by the same step, with its date, evidence, reason and files."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Label, Problem, Refused, Where
from incubator_desk.base.i18n import N_
from incubator_desk.store.bulk import in_lots
from incubator_desk.store.record import Actor, Record
from incubator_desk.store.step import GONE, Step

from .flow import Flow, Move
from .office import Office
from .passages import Document, Passage
from .register import Register
from .saving import save

MOVED = N_("{noun} {code}: {move}")
MOVED_MANY = N_("{count} of {register}: {move}")
NOT_AT_HAND = N_("“{evidence}” is not at hand. Tick it once it is, or attach it.")
IN_FUTURE = N_("{day} has not come yet.")
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
    evidence: tuple[str, ...] | None = None
    """What was ticked as at hand; None where all of it is."""
    files: tuple[Attached, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    """What the move asks for, by attribute of the record; of many cases a number counts up from the first."""
    today: date | None = None
    """The day that counts as today, beyond which no step is taken; None where that does not matter."""
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
    for at, record in enumerate(records):
        mine = replace(taking, values={name: counted(value, at) for name, value in taking.values.items()})
        try:
            made.append(_take(step, register, ours, record, mine, latest.get(record.uid)))
        except Refused as refused:
            problems += (replace(p, where=_at(p.where, register, record)) for p in refused.problems)
    if problems:
        raise Refused(*problems)
    return made


_LAST_NUMBER = re.compile(r"\d+(?=\D*$)")


def counted(value: Any, further: int) -> Any:
    """A text with its last number so much higher, as wide as before: 〔2020〕007号 and 2 is 〔2020〕009号."""
    if not further or not isinstance(value, str):
        return value
    return _LAST_NUMBER.sub(lambda found: f"{int(found[0]) + further:0{len(found[0])}d}", value)


def move_cases(office: Office, register: Register, uids: Sequence[str], taking: Taking, reason: str | None) -> None:
    """Move cases by the same step as one action of the user, all of them or none."""
    flow = office.features.flows[register.name]
    with office.reading() as session:
        first = next(iter(loaded(session, register, uids[:1])), None)
        label = Label(_label(used(session, office.actor, flow, taking.on), first, taking.target))
        code = str(getattr(first, "code", ""))
    title, values = (
        (MOVED, {"noun": Label(register.noun), "code": code})
        if len(uids) == 1
        else (MOVED_MANY, {"count": len(uids), "register": Label(register.label)})
    )
    with office.writing(title, reason=reason, move=label, **values) as step:
        records = loaded(step.session, register, uids)
        if len(records) < len(uids):
            raise Refused.because("gone", GONE)
        take(step, register, flow, records, taking)


def _label(flow: Flow, record: Record | None, target: str) -> str:
    """What the step to a state is called where a case stands."""
    state = getattr(record, flow.attribute, "")
    return next((m.label for m in flow.possible(state) if m.target == target), flow.labels[target])


def common_moves(flow: Flow, states: Collection[str]) -> tuple[Move, ...]:
    """The moves that cases in all of these states can make: those of the one state they are in."""
    return flow.offered(next(iter(states))) if len(set(states)) == 1 else ()


def wanted(session: Session, flow: Flow, records: Iterable[Record], move: Move) -> tuple[str, ...]:
    """What a step of some records asks for, together."""
    found = (each for record in records for each in flow.evidence(session, record, move))
    return () if move.back else tuple(dict.fromkeys(found))


def loaded(session: Session, register: Register, uids: Sequence[str]) -> list[Record]:
    """Some records, in the order of their uids given; those that are gone are left out."""
    found: dict[str, Record] = {}
    for some in in_lots(uids):
        found |= {r.uid: r for r in session.scalars(select(register.model).where(register.model.uid.in_(some)))}
    return [found[uid] for uid in uids if uid in found]


def _at(where: Where, register: Register, record: Record) -> Where:
    return Where(sheet=where.sheet or register.name, column=where.column, record=record.uid)


def _take(step: Step, register: Register, flow: Flow, record: Record, taking: Taking, latest: date | None) -> Move:
    state = getattr(record, flow.attribute)
    if taking.seen is not None and state != taking.seen:
        raise Refused(Problem("stale", MOVED_MEANWHILE, {"state": flow.kind.show(state)}))
    made = flow.move(state, taking.target, step.reason)
    if taking.today is not None and taking.on > taking.today:
        raise Refused.because("in_future", IN_FUTURE, column="taken_on", day=taking.on)
    before = [day for day in (latest, *_stations_passed(flow, record, made)) if day]
    if before and taking.on < max(before):
        raise Refused.because("date_backwards", RUNS_BACKWARDS, column="taken_on", day=max(before))
    wanted = () if made.back else flow.evidence(step.session, record, made)
    ticked = wanted if taking.evidence is None else taking.evidence
    if missing := [each for each in wanted if each not in ticked]:
        raise Refused.because("evidence_missing", NOT_AT_HAND, column="evidence", evidence=Label(missing[0]))
    if found := [p for check in flow.checks for p in check(step, record, made, taking.on) if p.severity == "error"]:
        raise Refused(*found)
    values: dict[str, Any] = {flow.attribute: made.target}
    if made.date_attribute and getattr(record, made.date_attribute) is None:
        values[made.date_attribute] = taking.on
    values |= flow.follow(step.session, step.actor, record, made, taking.on)
    values |= {name: value for name, value in taking.values.items() if name in made.asks}
    save(step, register, values, record)
    _note(step, register, record.uid, made, replace(taking, evidence=ticked))
    flow.also(step, record, made, taking.on)
    return made


def _stations_passed(flow: Flow, record: Record, made: Move) -> Iterator[date | None]:
    """The days that a record itself has for the stations before the one it comes to."""
    reached = flow.path[: flow.path.index(made.target)] if made.target in flow.path else flow.path
    for each in flow.moves:
        if each.date_attribute and each.target in reached and not made.back:
            yield getattr(record, each.date_attribute)


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
            "evidence": "\n".join(taking.evidence or ()) or None,
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
    for some in in_lots(uids):
        latest = select(Passage.record, func.max(Passage.taken_on)).where(Passage.record.in_(some))
        found |= dict(session.execute(latest.group_by(Passage.record)).all())
    return found


def passages(session: Session, uid: str) -> list[Passage]:
    """The steps that a case took, in their order."""
    return list(session.scalars(select(Passage).where(Passage.record == uid).order_by(Passage.taken_on, Passage.uid)))


def documents(session: Session, uid: str) -> list[Document]:
    """The files of a record, in the order in which they came."""
    return list(session.scalars(select(Document).where(Document.record == uid).order_by(Document.uid)))
