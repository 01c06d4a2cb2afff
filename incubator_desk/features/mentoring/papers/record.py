"""The record of a session: who advised whom, when, on what, with what outcome, who confirmed it, and who signs."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session as Reading

from incubator_desk.base.i18n import N_, _
from incubator_desk.base.money import to_fen
from incubator_desk.catalog.kinds import Code, Text, Whole, YesNo
from incubator_desk.catalog.report import Asked, Column, Party, Report, Sheet
from incubator_desk.features.mentoring.model import STATUSES
from incubator_desk.features.park.letterhead import blank_date, figure, park_of
from incubator_desk.features.park.model import Operator
from incubator_desk.reports.wording import day_in_words
from incubator_desk.store.record import Actor

from . import known, words

_COLUMNS = (
    Column("session", N_("Session"), Code(), printed=False),
    Column("tenant_code", N_("Company code"), Code(), printed=False),
    Column("company", N_("Company"), Text(), by_hand=14),
    Column("attended", N_("Attended"), YesNo(), by_hand=3),
    Column("rating", N_("Rating (1–5)"), Whole(), by_hand=3),
    Column("signature", N_("Signature"), Text(), by_hand=10),
)
_ROOM, _LEAST = 16, 9
"""Lines that are left free on the record of a session that is still to be held, less two for each company, so that it
stays on a page; and how many at least."""


def rows(reading: Reading, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """A sheet for each session of the period; of those that a company was to take part in, where it is asked for."""
    park = park_of(reading, actor)
    found = known.sessions(reading, actor, asked.period)
    return [_sheet(park, each) for each in found if each.concerns(asked.tenant)]


def _sheet(park: Operator, each: known.Known) -> Sheet:
    code, status = each.session.code, each.session.status
    lines: list[tuple[Any, ...]] = [
        (code, tenant.code, tenant.name, part.attended if status == "held" else None, part.rating, None)
        for tenant, part in each.present
    ]
    return Sheet(
        lines or [(code, None, None, None, None, None)],
        [(_("Session no."), f"{code}    {STATUSES.show(status)}"), *words.facts(each), *_more(each)],
        whose=each.whose, parties=_parties(park, each),
        closing=list(_to_write(len(lines)) if status == "planned" else _said(each)),
    )  # fmt: skip


def _more(each: known.Known) -> Iterator[words.Fact]:
    """What is known of a session beside its plan: who came, what it cost, who confirmed it, or why it was not held."""
    session = each.session
    if session.headcount is not None:
        yield _("People present"), str(session.headcount)
    if session.fee is not None:
        yield _("Fee"), figure(to_fen(session.fee))
    if each.claim is not None:
        yield _("Voucher claim"), each.claim.code
    if session.cancel_reason:
        yield _("Why not held"), session.cancel_reason
    if session.status == "held":
        yield _("Confirmed"), _confirmed(session.confirmed_on, session.confirmed_by)


def _confirmed(day: Any, name: str | None) -> str:
    if day is None:
        return _("not yet")
    text = _("by {name} on {day}") if name else _("on {day}")
    return text.format(name=name, day=day_in_words(day))


def _to_write(companies: int) -> Iterator[str]:
    """Room for what will be said, decided and put off."""
    lines = max(_ROOM - 2 * companies, _LEAST)
    yield _("Minutes: {text}").format(text="\n" * (lines * 2 // 3))
    yield _("Outcome: {text}").format(text="\n" * (lines // 3))
    yield _("Follow up by: {text}").format(text=blank_date())


def _said(each: known.Known) -> Iterator[str]:
    session = each.session
    if session.summary:
        yield _("Minutes: {text}").format(text=session.summary)
    if session.result:
        yield _("Outcome: {text}").format(text=session.result)
    if session.follow_up_on:
        by = day_in_words(session.follow_up_on)
        done = session.followed_up_on and day_in_words(session.followed_up_on)
        text = _("{by}; followed up on {done}").format(by=by, done=done) if done else by
        yield _("Follow up by: {text}").format(text=text)


def _parties(park: Operator, each: known.Known) -> Sequence[Party]:
    day = (_("Date:"), blank_date())
    return (
        Party(_("Mentor (signature):"), ((_("Signed by:"), each.mentor.name), day), seal=False),
        Party(_("Park (seal):"), ((_("Name:"), park.name), (_("Handled by:"), ""), day)),
    )


SESSION_RECORD = Report(
    "session_record", N_("Session record"), _COLUMNS, rows, each="mentoring_sessions", group="letter"
)
