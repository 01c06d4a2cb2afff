"""The letter of appointment, a certificate: who is appointed a mentor, by which park, from when to when."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session as Reading

from incubator_desk.base.i18n import N_, _
from incubator_desk.catalog.kinds import Code, Day, Text
from incubator_desk.catalog.report import Asked, Column, Paper, Party, Report, Sheet, Whose
from incubator_desk.features.mentoring.rules import Term
from incubator_desk.features.park.letterhead import blank_date, day_spelled
from incubator_desk.features.rent.papers.letter import LABELS, Letters, Values
from incubator_desk.reports.wording import day_in_words
from incubator_desk.store.record import Actor

from . import known

_NAME = "appointment_letter"
_COLUMNS = (
    Column("mentor_code", N_("Code"), Code()),
    Column("mentor", N_("Mentor"), Text()),
    Column("employer", N_("Employer"), Text()),
    Column("fields", N_("Fields"), Text()),
    Column("letter_no", N_("Letter no."), Text()),
    Column("from", N_("Appointed from"), Day()),
    Column("to", N_("Appointed to"), Day()),
)


def rows(reading: Reading, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """A letter for each term of appointment with a day in the period, dated by the term's first day."""
    return [
        _sheet(reading, actor, asked, each)
        for _mentor, terms in known.mentors(reading, actor)
        for each in terms
        if each.term.meets(asked.period.first, asked.period.last)
    ]


def _sheet(reading: Reading, actor: Actor, asked: Asked, each: known.Appointment) -> Sheet:
    mentor, (first, last) = each.mentor, each.term
    # A letter that is printed again has the words of the day on which it was first given.
    letters = Letters(reading, actor, replace(asked, as_of=first or asked.as_of), _NAME)
    row = (mentor.code, mentor.name, mentor.employer, mentor.fields, each.letter_no, first, last)
    facts = [(_("Letter no."), each.letter_no)] if each.letter_no else []
    park = Party(letters.park.name, (("", day_spelled(first) if first else blank_date().strip()),))
    sheet = letters.written([row], _values(each), facts, (park,))
    return replace(sheet, whose=Whose(mentor.code, mentor.name))


def _values(each: known.Appointment) -> Values:
    mentor, (first, last) = each.mentor, each.term
    return {
        "mentor": mentor.name, "employer": mentor.employer, "position": mentor.position, "fields": mentor.fields,
        "expertise": _("Your fields: {fields}.").format(fields=mentor.fields) if mentor.fields else "",
        "term": in_words(each.term) if first or last else None,
        "from": day_in_words(first) if first else None, "to": day_in_words(last) if last else None,
        "letter_no": each.letter_no,
    }  # fmt: skip


def in_words(term: Term) -> str:
    """From when to when somebody is appointed; one without dates is so without limit."""
    first, last = (day_in_words(day) if day else "" for day in term)
    if first and last:
        return _("from {first} to {last}").format(first=first, last=last)
    if first:
        return _("from {first} on").format(first=first)
    return _("until {last}").format(last=last) if last else _("without limit")


APPOINTMENT_LETTER = Report(
    _NAME, LABELS[_NAME], _COLUMNS, rows, Paper(table=False, certificate=True), each="mentors", group="letter"
)
