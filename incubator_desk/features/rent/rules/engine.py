"""The schedule of a lease: a pure function of its facts (contract section 3)."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from incubator_desk.base.money import to_fen

from .dues import Part, defer, fill, parts
from .figures import Due, Granted, Line, Portion, Schedule, Settlement, Totals
from .reduction import Standing, reduce, standings
from .terms import DEFERRALS, Facts, Relief, counting


def schedule(facts: Facts, as_of: date) -> Schedule:
    """Lines, dues and totals of one lease as of a date (contract R1 to R8).

    Receipts, refunds and approvals dated after ``as_of`` are ignored; everything else is as it is now.
    """
    order = counting(facts.reliefs, as_of)
    lines = standings(facts.lease, [relief for relief in order if relief.kind == "extension"])
    settlements: list[Settlement] = []
    for relief in order:
        if relief.kind in DEFERRALS:
            defer(lines, relief, facts.lease)
        elif relief.kind != "extension":
            if relief.settle_paid == "refund":
                owed_before = sum(each.owed for each in settlements)
                settlements.append(_settle(lines, relief, facts, owed_before))
            else:
                reduce(lines, relief, facts.lease)
    owed = sum(each.owed for each in settlements)
    money = received(facts, as_of) - owed - credit_paid_out(facts, as_of)
    dues = parts(lines)
    drawn = _lines(lines, dues, fill(dues, money))
    totals = _totals(drawn, as_of, money, owed, facts)
    return Schedule(
        facts.lease.code,
        facts.lease.tenant,
        as_of,
        drawn,
        totals,
        tuple(settlements),
        _granted(facts, as_of, order, drawn, settlements),
    )


def _sum(amounts: Iterable[Decimal]) -> int:
    return to_fen(sum(amounts, Decimal(0)))


def received(facts: Facts, until: date) -> int:
    """The rent received up to and including a day."""
    return _sum(each.amount for each in facts.receipts if each.received_on <= until and each.kind == "rent")


def credit_paid_out(facts: Facts, until: date) -> int:
    """The refunds of credit up to and including a day."""
    return _sum(each.amount for each in facts.refunds if each.relief is None and each.paid_on <= until)


def refunded(facts: Facts, relief: str, until: date) -> int:
    """The refunds of what a relief owes back, up to and including a day."""
    return _sum(each.amount for each in facts.refunds if each.relief == relief and each.paid_on <= until)


def _settle(lines: Sequence[Standing], relief: Relief, facts: Facts, owed_before: int) -> Settlement:
    """Take a relief that gives money back, and see what of it had been paid when it was approved (contract R7)."""
    approved_on = relief.approved_on or date.max
    money = received(facts, approved_on) - owed_before - credit_paid_out(facts, approved_on)
    dues = parts(lines)
    laid = [Portion(due.line + 1, amount) for due, amount in zip(dues, fill(dues, money), strict=True) if amount]
    unpaid = [line.left for line in lines]
    for no, amount in laid:
        unpaid[no - 1] -= amount
    taken = reduce(lines, relief, facts.lease)
    back = tuple(
        Portion(at + 1, amount - open_)
        for at, (amount, open_) in enumerate(zip(taken, unpaid, strict=True))
        if amount > open_
    )
    return Settlement(relief.code, approved_on, tuple(laid), back)


def _lines(lines: Sequence[Standing], dues: Sequence[Part], paid: Sequence[int]) -> tuple[Line, ...]:
    """The finished lines, each with its dues in the order of their parts."""
    by_line: list[list[Due]] = [[] for _ in lines]
    for due, amount in zip(dues, paid, strict=True):
        by_line[due.line].append(Due(due.due_on, due.amount, amount))
    return tuple(
        Line(
            no=at + 1,
            period=line.span.period,
            first=line.span.first,
            last=line.span.last,
            gross=line.gross,
            net=line.left,
            paid=sum([due.paid for due in by_line[at]]),
            dues=tuple(by_line[at]),
            runs=line.runs,
            cuts=tuple(line.cuts),
            deferral=line.deferral.code if line.deferral else None,
            extension=line.span.extension.code if line.span.extension else None,
        )
        for at, line in enumerate(lines)
    )


def _totals(lines: Sequence[Line], as_of: date, money: int, owed: int, facts: Facts) -> Totals:
    """The sums of rounded lines, and of the money that is not in them (contract R7, R8)."""
    gross = sum([line.gross for line in lines])
    net = sum([line.net for line in lines])
    paid = sum([line.paid for line in lines])
    due = overdue = paid_ahead = 0
    for line in lines:
        for due_on, amount, amount_paid in line.dues:
            if due_on > as_of:
                paid_ahead += amount_paid
            else:
                due += amount
                if due_on < as_of:
                    overdue += amount - amount_paid
    back = _sum(each.amount for each in facts.refunds if each.relief is not None and each.paid_on <= as_of)
    return Totals(
        gross=gross,
        relief=gross - net,
        net=net,
        paid=paid,
        outstanding=net - paid,
        due=due,
        overdue=overdue,
        deferred=sum([line.outstanding for line in lines if line.deferral]),
        paid_ahead=paid_ahead,
        credit=money - paid,
        refund_due=owed - back,
        refunded=back + credit_paid_out(facts, as_of),
    )


def _granted(
    facts: Facts, as_of: date, order: Sequence[Relief], lines: Sequence[Line], settlements: Sequence[Settlement]
) -> tuple[Granted, ...]:
    """The totals of each relief that counts; a deferral is none."""
    amounts = {relief.code: 0 for relief in order if relief.kind not in DEFERRALS}
    for line in lines:
        for cut in line.cuts:
            amounts[cut.relief] += cut.amount
    owed = {each.relief: each.owed for each in settlements}
    return tuple(
        Granted(code, amount, owed.get(code, 0), refunded(facts, code, as_of) if code in owed else 0)
        for code, amount in amounts.items()
    )
