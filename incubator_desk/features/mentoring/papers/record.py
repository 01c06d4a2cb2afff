"""The record of a session: who advised whom, when, on what, with what outcome, and who signs."""

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session as Reading

from incubator_desk.base.i18n import N_, _
from incubator_desk.catalog.kinds import Code, Text, Whole, YesNo
from incubator_desk.catalog.report import Asked, Column, Party, Report, Sheet
from incubator_desk.features.mentoring.model import MODES, STATUSES
from incubator_desk.features.mentoring.rules.counting import hours
from incubator_desk.features.park.letterhead import blank_date, park_of
from incubator_desk.features.park.model import Operator
from incubator_desk.features.park.services import SERVICE_KIND
from incubator_desk.reports.wording import day_in_words
from incubator_desk.store.record import Actor

from . import known

_COLUMNS = (
    Column("session", N_("Session"), Code()),
    Column("tenant_code", N_("Company code"), Code(), stacked=True),
    Column("company", N_("Company"), Text()),
    Column("attended", N_("Attended"), YesNo()),
    Column("rating", N_("Rating (1–5)"), Whole()),
    Column("signature", N_("Signature"), Text(width=24)),
)


def rows(reading: Reading, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """A sheet for each session of the period; of those that a company was to take part in, where it is asked for."""
    park = park_of(reading, actor)
    found = known.sessions(reading, actor, asked.period.first, asked.period.last)
    return [_sheet(park, each) for each in found if _concerns(each, asked)]


def _concerns(each: known.Known, asked: Asked) -> bool:
    return asked.tenant is None or any(tenant.code == asked.tenant for tenant, _part in each.present)


def _sheet(park: Operator, each: known.Known) -> Sheet:
    planned = each.session.status == "planned"
    lines = [
        (each.session.code, tenant.code, tenant.name, None if planned else part.attended, part.rating, "________")
        for tenant, part in each.present
    ]
    said = each.session.summary or "\n" * 3
    closing = [_("Minutes: {text}").format(text=said)]
    first = each.present[0][0].code if each.present else None
    return Sheet(lines, list(_facts(each)), tenant=first, closing=closing, parties=_parties(park, each))


def _facts(each: known.Known) -> Iterator[tuple[str, str]]:
    session, mentor = each.session, each.mentor
    yield _("Session"), f"{session.code}    {STATUSES.show(session.status)}"
    yield _("Mentor"), "    ".join(filter(None, (mentor.name, mentor.position, mentor.employer)))
    when = _("{day}, {start}–{end} ({hours} hours)")
    yield (
        _("Date"),
        when.format(
            day=day_in_words(session.held_on), start=session.starts_at, end=session.ends_at, hours=hours(each.minutes)
        ),
    )
    where = (MODES.show(session.mode) if session.mode else None, session.place)
    yield _("Mode"), "    ".join(filter(None, where)) or "—"
    yield _("Kind of service"), SERVICE_KIND.show(session.service_kind) if session.service_kind else "—"
    yield _("Topic"), session.topic or "—"


def _parties(park: Operator, each: known.Known) -> Sequence[Party]:
    day = (_("Date:"), blank_date())
    return (
        Party(_("Mentor (signature):"), ((_("Signed by:"), each.mentor.name), day), seal=False),
        Party(_("Park (seal):"), ((_("Name:"), park.name), (_("Handled by:"), ""), day)),
    )


SESSION_RECORD = Report(
    "session_record", N_("Session record"), _COLUMNS, rows, per_tenant=True, group="letter"
)  # fmt: skip
