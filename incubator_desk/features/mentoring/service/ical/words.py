"""How a session is worded in a calendar, and how these words are found again, in whichever language they are."""

from collections.abc import Iterable, Sequence

from incubator_desk.base.i18n import LANGUAGES, N_, _, said_in, translate
from incubator_desk.base.text import heading, tidy
from incubator_desk.catalog.kinds import Option
from incubator_desk.features.mentoring.model import MODES, STATUSES, MentoringSession
from incubator_desk.features.mentoring.rules.ical.entry import headed
from incubator_desk.features.mentoring.rules.ical.judging import Says
from incubator_desk.features.park.services import SERVICE_KIND
from incubator_desk.features.tenants.model import Tenant

UNTITLED = N_("Mentoring session")
_LABELS = {
    "service_kind": N_("Kind of service"),
    "mentor_uid": N_("Mentor"),
    "companies": N_("Companies"),
    "mode": N_("Mode"),
    "status": N_("Status"),
    "code": N_("Code"),
}
LINE, PERSON = N_("{what}: {text}"), "{name} ({code})"


def summary(topic: str | None, companies: Iterable[str]) -> str:
    """The heading of a session's entry."""
    return tidy(headed(topic, companies)) or _(UNTITLED)


def description(session: MentoringSession, mentor: tuple[str, str], companies: Sequence[Tenant]) -> str:
    """What an entry says of its session, a line each; nobody's phone, address or minutes. ``mentor``: name and code."""
    name, code = mentor
    told = {
        "service_kind": SERVICE_KIND.show(session.service_kind) if session.service_kind else "",
        "mentor_uid": PERSON.format(name=name, code=code),
        "companies": _(", ").join(PERSON.format(name=each.name, code=each.code) for each in companies),
        "mode": MODES.show(session.mode) if session.mode else "",
        "status": STATUSES.show(session.status) if session.status != "planned" else "",
        "code": session.code,
    }
    line = translate(LINE)
    return "\n".join(line.format(what=translate(_LABELS[name]), text=text) for name, text in told.items() if text)


def says() -> Says:
    """The words to find again."""
    lines = {heading(said_in(spoken, label)): name for name, label in _LABELS.items() for spoken in LANGUAGES}
    values = {"mode": _worded(MODES.options), "service_kind": _worded(SERVICE_KIND.options)}
    return Says(lines, values, frozenset(said_in(spoken, UNTITLED) for spoken in LANGUAGES))


def _worded(options: Iterable[Option]) -> dict[str, str]:
    return {heading(said_in(spoken, each.label)): each.value for each in options for spoken in LANGUAGES}
