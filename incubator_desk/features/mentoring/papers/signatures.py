"""The signature sheet of a session or event: the mentor, each company that is expected, and room for further people."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session as Reading

from incubator_desk.base.i18n import N_, _
from incubator_desk.catalog.kinds import Code, Phone, Text, Whole
from incubator_desk.catalog.report import Asked, Column, Party, Report, Sheet
from incubator_desk.features.park.letterhead import blank_date
from incubator_desk.store.record import Actor

from . import known, words

_COLUMNS = (
    Column("session", N_("Session"), Code(), printed=False),
    Column("no", N_("No."), Whole()),
    Column("tenant_code", N_("Company code"), Code(), printed=False),
    Column("unit", N_("Company or employer"), Text(), by_hand=9),
    Column("name", N_("Full name"), Text(), by_hand=6),
    Column("position", N_("Position"), Text(), by_hand=6),
    Column("phone", N_("Phone"), Phone(), by_hand=8.5),
    Column("signature", N_("Signature"), Text(), by_hand=7.5),
    Column("arrived", N_("Time of arrival"), Text(), by_hand=5),
)
_SPARE = 6
"""Rows at least for people whom nobody announced; a larger event has one for every second company."""
_TAKES_PLACE = ("planned", "held")


def rows(reading: Reading, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """A sheet for each session of the period that takes place or took place.

    Phones, and whom the companies named, stand on it only where a reason to show personal data is given: the sheet
    goes from hand to hand. Else their places are left free, to be written by whoever comes.
    """
    return [
        _sheet(each, whole=bool(asked.unmasked_for))
        for each in known.sessions(reading, actor, asked.period)
        if each.session.status in _TAKES_PLACE and each.concerns(asked.tenant)
    ]


def _sheet(each: known.Known, *, whole: bool) -> Sheet:
    lines = [(each.session.code, no, *cells) for no, cells in enumerate(_rows(each, whole=whole), 1)]
    expected = _("{count} companies").format(count=len(each.present))
    facts = [*words.place(each), (_("Expected"), expected), (_("Session no."), each.session.code)]
    return Sheet(
        lines, facts, whose=each.whose, title=_title(each), parties=_parties(),
        closing=[_("Came: ______ companies, ______ people.")],
    )  # fmt: skip


def _title(each: known.Known) -> str:
    """A heading that names the event; without a topic it is the report's."""
    topic = each.session.topic
    return _("Signature sheet: {topic}").format(topic=topic) if topic else ""


def _rows(each: known.Known, *, whole: bool) -> Iterator[tuple[Any, ...]]:
    """The mentor's line, one for each company, and free ones."""
    mentor = each.mentor
    unit = _("Mentor: {employer}").format(employer=mentor.employer) if mentor.employer else _("Mentor")
    yield None, unit, mentor.name, mentor.position, mentor.phone if whole else None, None, None
    for tenant, _part in each.present:
        name, phone = (tenant.contact_name, tenant.contact_phone) if whole else (None, None)
        yield tenant.code, tenant.name, name, None, phone, None, None
    yield from ((None,) * 7 for _free in range(max(_SPARE, len(each.present) // 2)))


def _parties() -> Sequence[Party]:
    return (Party(_("Handled by (signature):"), ((_("Signed by:"), ""), (_("Date:"), blank_date())), seal=False),)


SIGNATURE_SHEET = Report(
    "signature_sheet", N_("Signature sheet"), _COLUMNS, rows, each="mentoring_sessions", group="letter"
)
