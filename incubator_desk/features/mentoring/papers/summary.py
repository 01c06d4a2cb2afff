"""The quarter's service summary: what was given in all, by kind and by mentor, whom it reached, what is still open."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session as Reading

from incubator_desk.base.i18n import N_, _, translate, translate_many
from incubator_desk.base.money import round_ratio
from incubator_desk.base.periods import Period
from incubator_desk.catalog.kinds import Choice, Code, Number, Option, Text, Whole
from incubator_desk.catalog.report import Asked, Column, Paper, Report, Sheet
from incubator_desk.features.mentoring.model import Mentor
from incubator_desk.features.mentoring.rules.figures import Figures
from incubator_desk.features.park.services import SERVICE_KIND
from incubator_desk.features.tenants.service import incubated_on
from incubator_desk.reports.wording import day_in_words, period_in_words
from incubator_desk.store.record import Actor

from . import duty, known

PARTS = Choice(
    (
        Option("sessions", N_("Sessions in all")),
        Option("by_kind", N_("Sessions by kind")),
        Option("by_mentor", N_("Sessions by mentor")),
        Option("services", N_("Other services in all")),
        Option("services_by_kind", N_("Other services by kind")),
    ),
    width=18,
)
_COLUMNS = (
    Column("part", N_("What is counted"), PARTS),
    Column("service_kind", N_("Kind of service"), SERVICE_KIND),
    Column("mentor_code", N_("Code"), Code()),
    Column("mentor", N_("Mentor"), Text()),
    Column("employer", N_("Employer"), Text()),
    Column("times", N_("Times"), Whole()),
    Column("hours", N_("Hours"), Number(places=2)),
    Column("attendances", N_("Attendances"), Whole()),
    Column("companies", N_("Companies served"), Whole()),
    Column("rating", N_("Mean rating"), Number(places=2)),
    Column("ratings", N_("Ratings"), Whole()),
    Column("year", N_("Counted this year"), Whole()),
    Column("short", N_("Short of the duty"), Whole()),
)
_LABEL = N_("Service summary")
_Line = tuple[Any, ...]


def rows(reading: Reading, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """The sessions that count: all, by kind, by mentor appointed in the period; then the other services done."""
    held = known.sessions(reading, actor, asked.period)
    counted = [each for each in held if each.counts == "counted"]
    given = [each for each in known.services(reading, actor, asked.period) if each.service.status == "done"]
    owed = duty.of(reading, actor, asked.period.last)
    serving = _serving(reading, actor, asked.period, counted)
    of_sessions, of_services = _sum(map(_session, counted)), _sum(map(_service, given))
    lines = [
        ("sessions", None, None, None, None, *_cells(of_sessions), None, None),
        *_by_kind("by_kind", counted, lambda each: each.session.service_kind, _session),
        *(_of_mentor(mentor, counted, owed, appointed=appointed) for mentor, appointed in serving),
        ("services", None, None, None, None, *_cells(of_services), None, None),
        *_by_kind("services_by_kind", given, lambda each: each.service.service_kind, _service),
    ]
    short = [mentor for mentor, appointed in serving if appointed and owed.lacking(mentor.code)]
    facts = list(_coverage(reading, actor, asked.period, of_sessions.companies, of_services.companies))
    facts.append((_("Sessions that do not count"), str(len(held) - len(counted))))
    title = _("{title}, {period}").format(title=translate(_LABEL), period=period_in_words(asked.period))
    return (Sheet(lines, facts, title=title, closing=[_short(short, owed), *_open(reading, actor, asked)]),)


_Part = tuple[Any, Sequence[str], Sequence[int]]
"""Minutes, the companies that had it, how they rated it."""


def _session(each: known.Known) -> _Part:
    return each.minutes, each.attended, each.ratings


def _service(each: known.Given) -> _Part:
    ratings = [use.rating for _tenant, use in each.used if use.rating is not None]
    minutes = None if each.service.hours is None else each.service.hours * 60
    return minutes, [tenant.code for tenant, _use in each.used], ratings


def _sum(parts: Iterable[_Part]) -> Figures:
    figures = Figures()
    for part in parts:
        figures.add(*part)
    return figures


def _cells(figures: Figures) -> _Line:
    """Times, hours, attendances, companies, mean rating and how many rated."""
    return (
        figures.times, figures.hours, figures.attendances, len(figures.companies), figures.rating, len(figures.ratings),
    )  # fmt: skip


def _by_kind(
    part: str, found: Sequence[Any], kind: Callable[[Any], str | None], taken: Callable[[Any], _Part]
) -> Iterator[_Line]:
    """A row for each kind, in the order of the list of kinds; own kinds follow, then what has none."""
    groups: defaultdict[str | None, list[_Part]] = defaultdict(list)
    for each in found:
        groups[kind(each)].append(taken(each))
    usual = {option.value: at for at, option in enumerate(SERVICE_KIND.options)}
    for value in sorted(groups, key=lambda each: (each is None, usual.get(each or "", len(usual)), each or "")):
        yield part, value, None, None, None, *_cells(_sum(groups[value])), None, None


def _serving(
    reading: Reading, actor: Actor, period: Period, counted: Sequence[known.Known]
) -> list[tuple[Mentor, bool]]:
    """The mentors appointed on a day of the period, or with a session that counts; whether still on its last day."""
    with_session = {each.mentor.uid for each in counted}
    return [
        (mentor, any(period.last in each.term for each in terms))
        for mentor, terms in known.mentors(reading, actor)
        if mentor.uid in with_session or any(each.term.meets(period.first, period.last) for each in terms)
    ]


def _of_mentor(mentor: Mentor, counted: Sequence[known.Known], owed: duty.Duty, *, appointed: bool) -> _Line:
    figures = _sum(_session(each) for each in counted if each.mentor.uid == mentor.uid)
    short = owed.lacking(mentor.code) if appointed else None
    return (
        "by_mentor", None, mentor.code, mentor.name, mentor.employer, *_cells(figures),
        owed.counted.get(mentor.code, 0), short,
    )  # fmt: skip


def _coverage(
    reading: Reading, actor: Actor, period: Period, by_sessions: set[str], by_services: set[str]
) -> Iterator[tuple[str, str]]:
    """How many of the companies incubated on the period's last day were served in it."""
    incubated = incubated_on(reading, actor, period.last)
    text = _("{served} of {incubated} companies incubated on {day}, {share} %")
    for label, served in (
        (_("Coverage by sessions"), by_sessions), (_("Coverage by all services"), by_sessions | by_services),
    ):  # fmt: skip
        reached = len(incubated & served)
        tenths = round_ratio(reached * 1000, len(incubated)) if incubated else 0
        yield (
            label,
            text.format(
                served=reached, incubated=len(incubated), day=day_in_words(period.last),
                share=f"{tenths // 10}.{tenths % 10}",
            ),
        )  # fmt: skip


def _short(short: Sequence[Mentor], owed: duty.Duty) -> str:
    """The mentors that have not reached what they owe in the year."""
    if not short:
        text = _("All mentors appointed on {day} have reached the {owed} sessions owed in a year.")
        return text.format(day=day_in_words(owed.last), owed=owed.sessions)
    named = _("{name} ({lacking} short)")
    names = [named.format(name=mentor.name, lacking=owed.lacking(mentor.code)) for mentor in short]
    text = _("Short of the {owed} sessions owed in a year: {names}.")
    return text.format(owed=owed.sessions, names=_(", ").join(names))


def _open(reading: Reading, actor: Actor, asked: Asked) -> Iterator[str]:
    """What was to be followed up after sessions until the period's end, and was not by the day asked for."""
    found = known.to_follow_up(reading, actor, asked.period.last, asked.as_of)
    if not found:
        yield _("No follow-up is open.")
        return
    yield translate_many("{count} follow-up is open:", "{count} follow-ups are open:", len(found))
    for each in found:
        by = each.session.follow_up_on
        late = by is not None and by < asked.as_of
        text = (
            _("by {day}, overdue: {session} {topic} ({companies})")
            if late
            else _("by {day}: {session} {topic} ({companies})")
        )
        yield text.format(
            day=day_in_words(by or asked.as_of), session=each.session.code, topic=each.whose.name,
            companies=_(", ").join(tenant.name for tenant, _part in each.present) or "—",
        )  # fmt: skip


SERVICE_SUMMARY = Report(
    "service_summary", _LABEL, _COLUMNS, rows, Paper(landscape=True),
    note=N_("Sessions held, confirmed and attended, of mentors appointed on that day; other services that are done."),
)  # fmt: skip
