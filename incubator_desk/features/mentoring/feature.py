"""What the desk sees of mentoring: mentors, their terms, sessions and who took part."""

from incubator_desk.base.i18n import N_
from incubator_desk.catalog.feature import Entry, Feature, Tab
from incubator_desk.catalog.register import Register

from . import entry
from .model import Mentor, MentoringSession, MentorTerm, Participation
from .service import checks, columns

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
SESSIONS = Register(
    model=MentoringSession,
    name="mentoring_sessions",
    label=N_("Sessions"),
    noun=N_("session"),
    icon="chat",
    prefix="MS-",
    title="topic",
    state="status",
    rules=entry.session_problems,
    checks=(checks.overlapping,),
)
PARTICIPATIONS = Register(
    model=Participation,
    name="participations",
    label=N_("Participations"),
    noun=N_("participation"),
    icon="people",
    key=("session_code", "tenant_code"),
    title="tenant_uid",
    parent="mentoring_sessions",
)

FEATURE = Feature(
    "mentoring",
    registers=(MENTORS, TERMS, SESSIONS, PARTICIPATIONS),
    entries=(Entry("services", N_("Mentoring"), "people", ("mentoring_sessions", "mentors")),),
    tabs=(
        Tab("tenants", N_("Sessions"), "mentoring_sessions", columns.of_tenant),
        Tab("mentors", N_("Sessions"), "mentoring_sessions", columns.of_mentor),
    ),
)
