"""A mentor's year: the appointment, each session with whether it counts, what they come to, and the duty."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session as Reading

from incubator_desk.base.i18n import N_, _
from incubator_desk.catalog.kinds import Code, Day, Number, Text, Whole
from incubator_desk.catalog.report import Asked, Column, Party, Report, Sheet, Whose
from incubator_desk.features.mentoring.model import MENTOR_KINDS, MODES, Mentor
from incubator_desk.features.mentoring.rules.figures import Figures
from incubator_desk.features.mentoring.service.columns import COUNTS
from incubator_desk.features.park.letterhead import blank_date, park_of
from incubator_desk.features.park.model import Operator
from incubator_desk.features.park.services import SERVICE_KIND
from incubator_desk.store.record import Actor

from . import duty, known
from .appointment import in_words

_COLUMNS = (
    Column("mentor_code", N_("Code"), Code(), printed=False),
    Column("mentor", N_("Mentor"), Text(), printed=False),
    Column("no", N_("No."), Whole()),
    Column("session", N_("Session"), Code()),
    Column("held_on", N_("Date"), Day()),
    Column("time", N_("Time"), Text(), stacked=True),
    Column("companies", N_("Company"), Text()),
    Column("service_kind", N_("Kind of service"), SERVICE_KIND),
    Column("mode", N_("Mode"), MODES, stacked=True),
    Column("topic", N_("Topic"), Text()),
    Column("hours", N_("Hours spent"), Number(places=2)),
    Column("rating", N_("Mean rating"), Number(places=2)),
    Column("counts", N_("Counts"), COUNTS),
    Column("counted", N_("Counted sessions"), Whole(), total=True),
    Column("minutes", N_("Counted minutes"), Whole(), total=True, stacked=True),
)
_NAMED, _FIRST = 6, 3
"""Up to so many companies of a session are all named; of more, as of an event, so many: the ledger has each."""


def rows(reading: Reading, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """A sheet for each mentor appointed on a day of the period, or with a session in it."""
    park, owed = park_of(reading, actor), duty.of(reading, actor, asked.period.last)
    held = known.sessions(reading, actor, asked.period)
    found = []
    for mentor, terms in known.mentors(reading, actor):
        mine = [each for each in held if each.mentor.uid == mentor.uid and each.concerns(asked.tenant)]
        serves = [each for each in terms if each.term.meets(asked.period.first, asked.period.last)]
        if mine or (serves and asked.tenant is None):
            found.append(_sheet(park, mentor, serves, mine, owed))
    return found


def _sheet(
    park: Operator, mentor: Mentor, serves: Sequence[known.Appointment], mine: Sequence[known.Known], owed: duty.Duty
) -> Sheet:
    lines = [(mentor.code, mentor.name, no, *_cells(each)) for no, each in enumerate(mine, 1)]
    return Sheet(
        lines, list(_facts(mentor, serves)), whose=Whose(mentor.code, mentor.name),
        closing=[_sums(mine), owed.said(mentor.code)], parties=_parties(park, mentor),
    )  # fmt: skip


def _facts(mentor: Mentor, serves: Sequence[known.Appointment]) -> Iterator[tuple[str, str]]:
    yield _("Mentor"), f"{mentor.name}    {mentor.code}"
    yield _("Employer"), "    ".join(filter(None, (mentor.employer, mentor.position))) or "—"
    kind = MENTOR_KINDS.show(mentor.kind) if mentor.kind else None
    yield _("Kind and fields"), "    ".join(filter(None, (kind, mentor.fields))) or "—"
    terms = [" ".join(filter(None, (in_words(each.term), each.letter_no))) for each in serves]
    yield _("Appointed"), _("; ").join(terms) or _("not in this period")


def _cells(each: known.Known) -> tuple[Any, ...]:
    session, counts = each.session, each.counts == "counted"
    figures = Figures()
    figures.add(each.minutes, each.attended, each.ratings)
    return (
        session.code, session.held_on, f"{session.starts_at}–{session.ends_at}", _companies(each), session.service_kind,
        session.mode, session.topic, figures.hours, figures.rating, each.counts,
        1 if counts else None, each.minutes if counts else None,
    )  # fmt: skip


def _companies(each: known.Known) -> str | None:
    """The companies that attended; of a session that is still to be held, or that nobody attended, those expected."""
    there = [tenant.name for tenant, part in each.present if part.attended]
    names = there or [tenant.name for tenant, _part in each.present]
    if len(names) <= _NAMED:
        return _(", ").join(names) or None
    return _("{names} and others, {count} in all").format(names=_(", ").join(names[:_FIRST]), count=len(names))


def _sums(mine: Sequence[known.Known]) -> str:
    """What counts, to the minute."""
    figures = Figures()
    for each in mine:
        if each.counts == "counted":
            figures.add(each.minutes, each.attended, each.ratings)
    text = _(
        "{sessions} sessions count, {minutes} minutes ({hours} hours), for {companies} companies, {attendances} "
        "attendances in all; mean rating {rating} ({ratings} ratings). {left_out} sessions do not count."
    )
    return text.format(
        sessions=figures.times, minutes=figures.minutes, hours=figures.hours, companies=len(figures.companies),
        attendances=figures.attendances, rating=figures.rating if figures.ratings else "—",
        ratings=len(figures.ratings), left_out=len(mine) - figures.times,
    )  # fmt: skip


def _parties(park: Operator, mentor: Mentor) -> Sequence[Party]:
    day = (_("Date:"), blank_date())
    return (
        Party(_("Mentor (signature):"), ((_("Signed by:"), mentor.name), day), seal=False),
        Party(_("Park (seal):"), ((_("Name:"), park.name), (_("Handled by:"), ""), day)),
    )


MENTOR_YEAR_SHEET = Report("mentor_year_sheet", N_("Mentor's year sheet"), _COLUMNS, rows, each="mentors")
