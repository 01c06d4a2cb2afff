"""The quarter's service summary: by mentor how many sessions, hours, companies, and how they were rated."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as Reading

from incubator_desk.base.i18n import N_, _
from incubator_desk.base.money import half_up
from incubator_desk.base.periods import Period
from incubator_desk.catalog.kinds import Code, Number, Text, Whole
from incubator_desk.catalog.report import Asked, Column, Paper, Report, Sheet
from incubator_desk.features.mentoring.model import MENTOR_KINDS, Mentor
from incubator_desk.features.mentoring.rules import Summary
from incubator_desk.features.mentoring.rules.counting import Tally, hours
from incubator_desk.features.mentoring.service import facts
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store.record import Actor

from . import known

_COLUMNS = (
    Column("no", N_("No."), Whole()),
    Column("code", N_("Code"), Code()),
    Column("mentor", N_("Mentor"), Text()),
    Column("kind", N_("Kind"), MENTOR_KINDS),
    Column("employer", N_("Employer"), Text()),
    Column("sessions", N_("Sessions"), Whole(), total=True),
    Column("hours", N_("Hours"), Number(places=2)),
    Column("participations", N_("Attendances"), Whole(), total=True),
    Column("tenants", N_("Companies served"), Whole()),
    Column("rating", N_("Mean rating"), Number(places=2)),
    Column("ratings", N_("Ratings"), Whole(), total=True),
)


def rows(reading: Reading, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """A row for each mentor appointed on a day of the period, or with a counted session in it."""
    found = facts.summary(reading, actor.operator, asked.period)
    came, rated = _present(reading, actor, asked.period, {code for code, _reason in found.not_counted})
    terms = facts.mentors(reading, actor.operator)
    mine = select(Mentor).where(Mentor.operator_uid == actor.operator).order_by(Mentor.code)
    serving = [
        mentor
        for mentor in reading.scalars(mine)
        if mentor.code in found.mentors or terms[mentor.code].serves(asked.period.first, asked.period.last)
    ]
    lines = [
        _row(no, mentor, found.mentors.get(mentor.code, Tally()), came[mentor.code], rated[mentor.code])
        for no, mentor in enumerate(serving, 1)
    ]
    return (Sheet(lines, closing=_closing(reading, actor, found) if lines else ()),)


def _present(
    reading: Reading, actor: Actor, period: Period, left_out: set[str]
) -> tuple[defaultdict[str, int], defaultdict[str, list[int]]]:
    """By mentor: companies that came to counted sessions, each time, and how they rated them."""
    came: defaultdict[str, int] = defaultdict(int)
    rated: defaultdict[str, list[int]] = defaultdict(list)
    for each in known.sessions(reading, actor, period.first, period.last):
        if each.session.code not in left_out:
            there = [part for _tenant, part in each.present if part.attended]
            came[each.mentor.code] += len(there)
            rated[each.mentor.code] += [part.rating for part in there if part.rating is not None]
    return came, rated


def _row(no: int, mentor: Mentor, tally: Tally, came: int, ratings: Sequence[int]) -> tuple[Any, ...]:
    mean = half_up(Decimal(sum(ratings)) / len(ratings)) if ratings else None
    return (
        no, mentor.code, mentor.name, mentor.kind, mentor.employer, tally.sessions, Decimal(hours(tally.minutes)), came,
        len(tally.others), mean, len(ratings),
    )  # fmt: skip


def _closing(reading: Reading, actor: Actor, found: Summary) -> Sequence[str]:
    """The whole in a sentence: hours, companies, and how many of the incubated ones were served."""
    mine = (Tenant.operator_uid == actor.operator, Tenant.status == "incubating")
    incubated = set(reading.scalars(select(Tenant.code).where(*mine)))
    served = len(incubated & found.tenants.keys())
    share = half_up(Decimal(served * 100) / len(incubated), Decimal("0.1")) if incubated else Decimal(0)
    text = _(
        "In all {sessions} sessions and {hours} hours for {companies} companies. Of {incubated} incubated companies "
        "{served} were served ({share} %). {left_out} sessions do not count."
    )
    return (
        text.format(
            sessions=found.sessions, hours=hours(found.minutes), companies=len(found.tenants), incubated=len(incubated),
            served=served, share=share, left_out=len(found.not_counted),
        ),
    )  # fmt: skip


SERVICE_SUMMARY = Report(
    "service_summary", N_("Service summary"), _COLUMNS, rows, Paper(landscape=True),
    note=N_("Sessions held, confirmed and attended, of mentors appointed on that day."),
)  # fmt: skip
