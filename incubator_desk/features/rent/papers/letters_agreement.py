"""The supplementary agreement of a case: the parties, what is granted, the rent and the dues after it."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from incubator_desk.base.i18n import N_, _
from incubator_desk.base.money import to_yuan
from incubator_desk.catalog.kinds import Code, Day, Money
from incubator_desk.catalog.report import Asked, Column, Report, Sheet
from incubator_desk.features.rent.rules import COUNTING, schedule, template
from incubator_desk.reports.wording import day_in_words
from incubator_desk.store.record import Actor

from . import parts
from .letter import LABELS, Letters
from .letter_cases import Subject, subjects
from .settling import clause, settled, sums_by_date

_COLUMNS = (
    Column("relief", N_("Case no."), Code()),
    Column("tenant_code", N_("Company code"), Code(), stacked=True),
    Column("from", N_("Rent from"), Day()),
    Column("to", N_("Rent to"), Day(), stacked=True),
    Column("gross", N_("Charged"), Money(), total=True),
    Column("relieved_before", N_("Relieved before"), Money(), total=True),
    Column("relief_amount", N_("Relief"), Money(), total=True),
    Column("net", N_("Payable"), Money(), total=True),
    Column("due_on", N_("Due on"), Day()),
    Column("was_due_on", N_("Was due on"), Day(), stacked=True),
    Column("due", N_("Amount due"), Money(), total=True),
)


def rows(session: Session, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """An agreement for each case that counts by the as-of date and touches the period."""
    letters = Letters(session, actor, asked, "supplementary_agreement")
    found = (each for each in subjects(session, actor, asked, COUNTING) if each.day == asked.as_of)
    return [_sheet(letters, each) for each in found] or letters.none(session, actor, asked)


def _sheet(letters: Letters, each: Subject) -> Sheet:
    values = {
        **each.values(),
        "terms": clause(each),
        "settlement": settled(each),
        "sums_by_date": sums_by_date(each.moved),
        "agreement_no": each.relief.agreement_no,
    }
    facts = [(_("Agreement no."), each.relief.agreement_no or template.BY_HAND), (_("Case no."), each.relief.code)]
    if each.relief.agreed_on:
        facts.append((_("Agreed on"), day_in_words(each.relief.agreed_on)))
    lines = [*_deferred(each)] if each.defers else [*_relieved(each)]
    return letters.written(lines, values, facts, parts.parties(letters.park, each.company), each.company.code)


def _relieved(each: Subject) -> Iterator[Sequence[Any]]:
    dues = {line.no: line.dues for line in schedule(each.facts, each.day).lines}
    for line in each.taken:
        amounts = (line.gross, line.gross - line.before, line.amount, line.left)
        due_on = dues[line.no][0].due_on if len(dues[line.no]) == 1 else None
        yield (
            each.relief.code, each.company.code, line.first, line.last, *map(to_yuan, amounts), due_on, None,
            to_yuan(line.left),
        )  # fmt: skip


def _deferred(each: Subject) -> Iterator[Sequence[Any]]:
    gross = {line.no: line.gross for line in schedule(each.facts, each.day).lines}
    for line in each.moved:
        amounts = (to_yuan(gross[line.no]), to_yuan(gross[line.no] - line.net), None, to_yuan(line.net))
        for at, due in enumerate(line.dues):
            first = at == 0
            yield (
                each.relief.code, each.company.code, line.first, line.last, *(amounts if first else (None,) * 4),
                due.due_on, line.was_due_on if first else None, to_yuan(due.amount),
            )  # fmt: skip


SUPPLEMENTARY_AGREEMENT = Report(
    "supplementary_agreement", LABELS["supplementary_agreement"], _COLUMNS, rows, per_tenant=True, group="letter"
)
