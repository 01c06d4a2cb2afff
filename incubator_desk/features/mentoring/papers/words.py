"""What the papers of a session say of it in the same words: with whom, when, where."""

from collections.abc import Iterator

from incubator_desk.base.i18n import _
from incubator_desk.features.mentoring.model import MODES, Mentor
from incubator_desk.features.mentoring.rules.counting import hours
from incubator_desk.features.park.services import SERVICE_KIND
from incubator_desk.reports.wording import day_in_words

from .known import Known

Fact = tuple[str, str]
"""A label and what it is of a paper."""


def mentor(of: Mentor) -> str:
    """Who a mentor is: name, employer and position."""
    return "    ".join(filter(None, (of.name, of.employer, of.position)))


def when(each: Known) -> str:
    """Day, time and length of a session."""
    session = each.session
    text = _("{day}, {start}–{end} ({hours} hours)")
    return text.format(
        day=day_in_words(session.held_on), start=session.starts_at, end=session.ends_at, hours=hours(each.minutes)
    )


def place(each: Known) -> Iterator[Fact]:
    """With whom a session is, when and where."""
    session = each.session
    yield _("Mentor"), mentor(each.mentor)
    yield _("Date"), when(each)
    where = (MODES.show(session.mode) if session.mode else None, session.place)
    yield _("Mode"), "    ".join(filter(None, where)) or "—"


def facts(each: Known) -> Iterator[Fact]:
    """With whom a session is, when, where, of which kind, on what."""
    session = each.session
    yield from place(each)
    yield _("Kind of service"), SERVICE_KIND.show(session.service_kind) if session.service_kind else "—"
    yield _("Topic"), session.topic or "—"
