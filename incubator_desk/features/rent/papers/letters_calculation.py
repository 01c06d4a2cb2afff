"""The calculation sheet of a case: line by line how the relief comes about, or which dues move."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from incubator_desk.base.i18n import N_, _
from incubator_desk.base.money import grouped, to_yuan
from incubator_desk.catalog.kinds import Code, Day, Money, Text, Whole
from incubator_desk.catalog.report import Asked, Column, Paper, Report, Sheet
from incubator_desk.features.rent.rules import Reduction, agreement, counting, explain, schedule
from incubator_desk.store.record import Actor

from .letter import LABELS, Letters, of_sum
from .letter_cases import ALIVE, Subject, subjects
from .settling import settled

_COLUMNS = (
    Column("relief", N_("Case no."), Code()),
    Column("tenant_code", N_("Company code"), Code(), stacked=True),
    Column("line", N_("Line"), Whole()),
    Column("from", N_("From"), Day()),
    Column("to", N_("To"), Day(), stacked=True),
    Column("gross", N_("Charged"), Money(), total=True),
    Column("before", N_("Payable before"), Money(), total=True),
    Column("basis", N_("How it comes about"), Text()),
    Column("relief_amount", N_("Relief"), Money(), total=True),
    Column("net", N_("Payable"), Money(), total=True),
    Column("deferred", N_("Deferred"), Money(), total=True),
    Column("due_on", N_("Due on"), Day()),
    Column("was_due_on", N_("Was due on"), Day(), stacked=True),
)


def rows(session: Session, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """A sheet for each case that touches the period and came, or may still come, to something."""
    letters = Letters(session, actor, asked, "relief_calculation")
    found = [_sheet(letters, each) for each in subjects(session, actor, asked, ALIVE)]
    return found or letters.none(session, actor, asked)


def _sheet(letters: Letters, each: Subject) -> Sheet:
    total = of_sum(each.amount)
    values = {
        **each.values(),
        "in_all": _in_all(each).format_map(total),
        "settlement": settled(each),
        "other_reliefs": _others(each),
    }
    lines = [*_deferred(each)] if each.defers else [*_relieved(each)]
    return letters.written(lines, values, tenant=each.company.code)


def _in_all(each: Subject) -> str:
    """The words for its total."""
    if each.defers:
        return _("Put off in all: CNY {amount} ({amount_in_words}).")
    return _("Relieved in all: CNY {amount} ({amount_in_words}).")


def _relieved(each: Subject) -> Iterator[Sequence[Any]]:
    drawn = schedule(each.facts, each.day)
    for line in each.taken:
        why = next(r for r in explain(each.facts, drawn, line.no).reductions if r.relief.code == each.relief.code)
        amounts = map(to_yuan, (line.gross, line.before))
        results = map(to_yuan, (line.amount, line.left))
        yield (
            each.relief.code, each.company.code, line.no, line.first, line.last, *amounts, _basis(why, line),
            *results, None, None, None,
        )  # fmt: skip


def _basis(why: Reduction, line: agreement.Taken) -> str:
    """The days covered where they are not all, what it takes of them, and what kept it small."""
    relief = why.relief
    days = (line.last - line.first).days + 1
    words = [_("{days} of {all} days").format(days=why.days, all=days)] if why.days < days else []
    if relief.kind == "percent" and relief.percent is not None:
        words.append(f"{relief.percent.normalize():f}% × {grouped(why.base)}")
    elif relief.kind == "extension":
        words.append(_("added by the extension, free"))
    elif relief.amount is not None:
        words.append(_("CNY {amount} a line").format(amount=grouped(relief.amount)))
    if why.limit == "cap" and relief.cap is not None:
        words.append(_("cut to the cap of CNY {cap}").format(cap=grouped(relief.cap)))
    elif why.limit == "rest":
        words.append(_("all that was left"))
    return _("; ").join(words)


def _deferred(each: Subject) -> Iterator[Sequence[Any]]:
    gross = {line.no: line.gross for line in schedule(each.facts, each.day).lines}
    for line in each.moved:
        for at, due in enumerate(line.dues, 1):
            first = at == 1
            amounts = map(to_yuan, (gross[line.no], line.net)) if first else (None, None)
            words = _("part {part} of {parts}").format(part=at, parts=len(line.dues)) if len(line.dues) > 1 else None
            yield (
                each.relief.code, each.company.code, line.no, line.first, line.last, *amounts, words, None,
                to_yuan(line.net) if first else None, to_yuan(due.amount), due.due_on,
                line.was_due_on if first else None,
            )  # fmt: skip


def _others(each: Subject) -> str:
    """The check for double relief: what else counts on the days of the case."""
    lease, code = each.facts.lease, each.relief.code
    others = []
    for relief in counting(each.facts.reliefs, each.day):
        since, until = relief.window(lease)
        if relief.code != code and since <= each.case.last and until >= each.case.first:
            others.append(relief.code)
    return _(", ").join(others) or _("none")


RELIEF_CALCULATION = Report(
    "relief_calculation", LABELS["relief_calculation"], _COLUMNS, rows, Paper(landscape=True), per_tenant=True,
    group="letter",
)  # fmt: skip
