"""A calendar file held against what is stored, and what of it is wanted taken over as one step."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as Reading

from incubator_desk.base.errors import Problem, Refused, Where
from incubator_desk.base.i18n import N_, translate
from incubator_desk.base.text import tidy
from incubator_desk.catalog import saving
from incubator_desk.catalog.kinds import Text
from incubator_desk.catalog.moving import Taking, take
from incubator_desk.catalog.office import Features, Office
from incubator_desk.catalog.register import Register
from incubator_desk.features.mentoring.model import Mentor, MentoringSession, Participation
from incubator_desk.features.mentoring.rules.ical.judging import TAKEN, Known, Row, Stored, judge
from incubator_desk.features.mentoring.rules.ical.naming import Named, Names
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store.record import Actor
from incubator_desk.store.step import GONE, Step

from . import limits, words
from .reading import Calendar
from .spreading import entries
from .stored import changes, identifier

TITLE = N_("Sessions of calendar {file}")
CALLED_OFF = N_("Called off in calendar {file}")
MEANWHILE = N_("Someone else took this entry over meanwhile, as session {code}. Look at the file again.")
SESSIONS, PARTICIPATIONS = "mentoring_sessions", "participations"


def known(session: Reading, actor: Actor, register: Register, *, ours: bool) -> Known:
    """What a park has that entries may speak of; how often sessions were changed only matters for ``ours``."""
    mine = actor.operator
    mentors = session.execute(select(Mentor.uid, Mentor.code, Mentor.name).where(Mentor.operator_uid == mine))
    tenants = session.execute(select(Tenant.uid, Tenant.code, Tenant.name).where(Tenant.operator_uid == mine))
    most = {each.attribute: each.kind.most for each in register.fields if isinstance(each.kind, Text)}
    return Known(
        Names(Named(*row) for row in mentors), Names(Named(*row) for row in tenants),
        tuple(_stored(session, mine, ours=ours)), words.says(), most,
    )  # fmt: skip


def _stored(session: Reading, operator: str, *, ours: bool) -> Iterator[Stored]:
    companies: defaultdict[str, set[str]] = defaultdict(set)
    taking_part = select(Participation.session_uid, Participation.tenant_uid)
    for uid, tenant in session.execute(taking_part.where(Participation.operator_uid == operator)):
        companies[uid].add(tenant)
    of = MentoringSession
    columns = (
        of.uid, of.code, of.version, of.mentor_uid, of.held_on, of.starts_at, of.ends_at, of.status, of.topic, of.place,
        of.calendar_id,
    )  # fmt: skip
    rows = session.execute(select(*columns).where(of.operator_uid == operator).order_by(of.uid)).all()
    changed = changes(session, [row.uid for row in rows]) if ours else {}
    for row in rows:
        yield Stored(
            row.uid, row.code, row.version, row.mentor_uid, row.held_on, row.starts_at, row.ends_at, row.status,
            tidy(row.topic or "") or None, tidy(row.place or "") or None, identifier(row.uid, row.calendar_id),
            frozenset(companies[row.uid]), changed[row.uid].times if ours else 0,
        )  # fmt: skip


@dataclass(frozen=True)
class Looked:
    """What a calendar would do, and what it was held against."""

    rows: tuple[Row, ...]
    outside: int
    """How many entries lie outside the span."""
    known: Known
    names: Mapping[str, str]
    """The names of mentors and companies by their uids."""


def look(office: Office, calendar: Calendar, span: tuple[date, date], mentor: str | None, today: date) -> Looked:
    """What of a calendar lies in a span of days, with what becomes of each entry; nothing is kept.

    ``mentor`` is whose calendar it is (uid), where the user says so.
    """
    register = office.features.registers[SESSIONS]
    with office.reading() as session:
        facts = known(session, office.actor, register, ours=calendar.ours)
        most = limits.repeats(session, office.actor, today)
        people = (select(each.uid, each.name).where(each.operator_uid == office.actor.operator) for each in _NAMED)
        names = {uid: name for each in people for uid, name in session.execute(each)}
    found = entries(calendar, *span, most)
    rows = judge(found.entries, facts, mentor, ours=calendar.ours, file=calendar.file)
    return Looked(tuple(_checked(row, register, calendar.file) for row in rows), found.outside, facts, names)


_NAMED: tuple[type[Mentor] | type[Tenant], ...] = (Mentor, Tenant)


def _checked(row: Row, register: Register, file: str) -> Row:
    """A row with what the register's own rules say of the session that it would make."""
    if row.verdict not in ("new", "updated"):
        return row
    stored = row.stored
    before = {} if stored is None else {name: getattr(stored, name) for name in _FACTS} | {"mentor_uid": stored.mentor}
    whole = saving.completed(register, {"code": "?", **before, **row.values})
    where = Where(file, row=row.entry.line)
    found = [
        replace(each, where=replace(where, column=each.where.column)) for each in saving.problems_of(register, whole)
    ]
    grave = any(problem.severity == "error" for problem in found)
    return replace(row, verdict="error" if grave else row.verdict, problems=(*row.problems, *found))


_FACTS = ("held_on", "starts_at", "ends_at", "status", "topic", "place")


def carry_out(office: Office, file: str, rows: Sequence[Row], today: date) -> dict[str, int]:
    """Take rows over as one step, all or none; gives which record (uid) each of them became, by its place.

    A refusal names the row by its place in ``Where.row`` where it is about one; a row with an error is refused.
    """
    reason = translate(CALLED_OFF).format(file=file) if any(row.verdict == "cancelled" for row in rows) else None
    done: dict[str, int] = {}
    try:
        with office.writing(TITLE, reason=reason, file=file) as step:
            _take_over(step, office.features, rows, today, done)
    except Refused as refused:
        raise Refused(*(_beside(problem, done) for problem in refused.problems)) from None
    return done


def _beside(problem: Problem, done: Mapping[str, int]) -> Problem:
    at = done.get(problem.where.record or "")
    return problem if at is None else replace(problem, where=replace(problem.where, row=at))


def _take_over(step: Step, features: Features, rows: Sequence[Row], today: date, done: dict[str, int]) -> None:
    sessions, participations = features.registers[SESSIONS], features.registers[PARTICIPATIONS]
    entered = _entered(step)
    series = {calendar_id.rpartition("/")[0]: name for calendar_id, (_code, name) in entered.items() if name}
    code = saving.next_code(step, sessions)
    problems: list[Problem] = []
    for at, row in enumerate(rows):
        try:
            if row.verdict not in TAKEN:
                raise Refused(*row.problems)
            if row.stored is None:
                entry = row.entry
                values = {**row.values, "code": code}
                if entry.repeats:
                    values["series"] = series.setdefault(entry.uid, code)
                if (other := entered.get(values["calendar_id"])) is not None:
                    raise Refused(Problem("meanwhile", MEANWHILE, {"code": other[0]}))
                uid, _warnings = saving.save(step, sessions, values)
                code = saving.after(sessions, code)
            else:
                uid = row.stored.uid
                _change(step, features, row, today)
            done[uid] = at
            for tenant in row.companies:
                saving.save(step, participations, {"session_uid": uid, "tenant_uid": tenant})
        except Refused as refused:
            problems += (replace(each, where=Where(row=at)) for each in refused.problems)
    if problems:
        raise Refused(*problems)


def _entered(step: Step) -> dict[str, tuple[str, str | None]]:
    """The sessions that came from calendars: code and series by identifier."""
    of = MentoringSession
    mine = select(of.calendar_id, of.code, of.series).where(of.operator_uid == step.actor.operator)
    return {row.calendar_id: (row.code, row.series) for row in step.session.execute(mine) if row.calendar_id}


def _change(step: Step, features: Features, row: Row, today: date) -> None:
    """Change a session, or call it off."""
    assert row.stored is not None
    register = features.registers[SESSIONS]
    record: Any = step.session.get(MentoringSession, row.stored.uid)
    if record is None:
        raise Refused.because("gone", GONE)
    if row.verdict == "cancelled":
        take(
            step, register, features.flows[SESSIONS], [record], Taking("cancelled", today, today=today, seen="planned")
        )
    else:
        saving.save(step, register, row.values, record, row.stored.version)
