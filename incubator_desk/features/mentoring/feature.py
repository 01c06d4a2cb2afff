"""What the desk sees of mentoring: mentors, their terms, sessions and who took part."""

from collections.abc import Sequence

from incubator_desk.base.i18n import N_
from incubator_desk.catalog.feature import Entry, Feature, Tab, Way
from incubator_desk.catalog.kinds import Number, Text, Whole
from incubator_desk.catalog.register import Computed, Register
from incubator_desk.catalog.report import Report

from . import entry
from .flow import SESSION_FLOW
from .model import Mentor, MentoringSession, MentorTerm, MentorTie, Participation, Service, ServiceUse
from .papers import offered
from .service import checks, columns, facts, parameters, reminders, timeline
from .service.ical import limits

MENTORS = Register(
    model=Mentor,
    name="mentors",
    label=N_("Mentors"),
    noun=N_("mentor"),
    icon="people",
    prefix="M-",
    rules=entry.mentor_problems,
)
TERMS = Register(
    model=MentorTerm,
    name="mentor_terms",
    label=N_("Further terms"),
    noun=N_("further term"),
    icon="calendar",
    key=("mentor_code", "from_on"),
    title="from_on",
    parent="mentors",
    rules=entry.term_problems,
)
TIES = Register(
    model=MentorTie,
    name="mentor_ties",
    label=N_("Ties with companies"),
    noun=N_("tie"),
    icon="share",
    key=("mentor_code", "tenant_code", "kind"),
    title="tenant_uid",
    parent="mentors",
    rules=entry.term_problems,
)
SESSIONS = Register(
    model=MentoringSession,
    name="mentoring_sessions",
    days=("held_on",),
    label=N_("Sessions"),
    noun=N_("session"),
    icon="chat",
    prefix="MS-",
    title="topic",
    state="status",
    rules=entry.session_problems,
    checks=(checks.bookings,),
    members="participations",
    members_after="ends_at",
    members_told=lambda values: values["status"] != "planned",
)
PARTICIPATIONS = Register(
    model=Participation,
    name="participations",
    label=N_("Companies taking part"),
    noun=N_("participation"),
    icon="people",
    key=("session_code", "tenant_code"),
    title="tenant_uid",
    parent="mentoring_sessions",
    checks=(checks.bookings,),
)
SERVICES = Register(
    model=Service,
    name="services",
    days=("served_on",),
    label=N_("Other services"),
    noun=N_("service"),
    icon="box",
    prefix="SV-",
    title="title",
    state="status",
    rules=entry.service_problems,
    members="service_uses",
    members_after="served_on",
)
SERVICE_USES = Register(
    model=ServiceUse,
    name="service_uses",
    label=N_("Companies given a service"),
    noun=N_("company served"),
    icon="people",
    key=("service_code", "tenant_code"),
    title="tenant_uid",
    parent="services",
)


def _reports() -> Sequence[Report]:
    from .papers.everything import REPORTS

    return REPORTS


_COLUMNS = (
    ("mentoring_sessions", Computed("companies", N_("Companies"), Text(width=28), columns.companies, after="ends_at")),
    ("services", Computed("companies", N_("Companies"), Text(width=28), columns.companies_served, after="title")),
    ("mentoring_sessions", Computed("counts", N_("Counts"), columns.COUNTS, columns.counts, after="status")),
    ("mentors", Computed("sessions", N_("Sessions this year"), Whole(), columns.sessions_of_mentors, columns.none_yet)),
    ("mentors", Computed("owed", N_("Sessions still owed"), Whole(), columns.owed_by_mentors, columns.still_owed)),
    ("mentors", Computed("hours", N_("Hours this year"), Number(places=2), columns.hours_of_mentors)),
)

FEATURE = Feature(
    "mentoring",
    registers=(MENTORS, TERMS, TIES, SESSIONS, PARTICIPATIONS, SERVICES, SERVICE_USES),
    entries=(Entry("services", N_("Mentoring"), "people", ("mentoring_sessions", "mentors", "services"), "mentoring"),),
    flows=(SESSION_FLOW,),
    ways=(
        Way("mentoring_sessions", N_("Calendar"), "calendar", "mentoring", "Alt+K"),
        Way("mentoring_sessions", N_("Papers"), "print", "reports", "Ctrl+P", of_record=True, hands=offered.of_session),
        Way("mentors", N_("Papers"), "print", "reports", "Ctrl+P", of_record=True, hands=offered.of_mentor),
    ),
    tabs=(
        Tab("tenants", N_("Sessions"), "mentoring_sessions", columns.of_tenant),
        Tab("tenants", N_("Other services"), "services", columns.services_of_tenant),
        Tab("tenants", N_("Ties with mentors"), "mentor_ties", columns.ties_of_tenant),
        Tab("mentors", N_("Sessions"), "mentoring_sessions", columns.of_mentor),
        Tab("providers", N_("Services"), "services", columns.services_of_provider),
    ),
    columns=_COLUMNS,
    reports=_reports,
    timeline=timeline.happenings,
    answers={"mentoring_summary": facts.answer},
    reminders=reminders.reminders,
    ahead=reminders.ahead,
    parameters=(*parameters.PARAMETERS, limits.MONTHS, limits.REPEATS),
)
