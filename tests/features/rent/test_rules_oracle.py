"""The engine against a second reading of the contract, and what always holds, on random facts."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import rent_oracle as oracle
from hypothesis import given, settings
from hypothesis import strategies as st
from rent_facts import cases, facts

from incubator_desk.features.rent.rules import explain, months, overlaps, refund_excess, schedule, to_json, uses


@settings(max_examples=max(500, settings().max_examples))
@given(cases)
def test_engine_and_oracle_agree(case):
    known, as_of = case
    found = schedule(known, as_of)
    json, by_month, owed = oracle.schedule_json(known, as_of)
    assert to_json(found) == json
    assert [[(m.month, m.net, dict(m.reliefs)) for m in months(line)] for line in found.lines] == by_month
    assert {each.relief: dict(each.back) for each in found.settlements} == owed


@given(cases)
def test_sums_hold_and_days_of_lines_partition_the_lease(case):
    known, as_of = case
    found = schedule(known, as_of)
    totals = found.totals
    received = sum(r.amount for r in known.receipts if r.kind == "rent" and r.received_on <= as_of)
    assert totals.gross == totals.relief + totals.net
    assert totals.net == totals.paid + totals.outstanding
    assert Decimal(totals.paid + totals.credit + totals.refund_due + totals.refunded) == 100 * received
    assert min(totals.credit, totals.refund_due, totals.outstanding, totals.relief, totals.deferred) >= 0
    assert [line.no for line in found.lines] == list(range(1, len(found.lines) + 1))
    for before, after in zip(found.lines, found.lines[1:], strict=False):
        assert after.first == before.last + timedelta(days=1)
        assert after.period - before.period in (0, 1)
    for line in found.lines:
        assert line.first <= line.last
        assert line.net == sum(due.amount for due in line.dues)
        assert all(0 <= due.paid <= due.amount for due in line.dues)


@given(cases)
def test_months_of_a_line_add_up_and_none_is_negative(case):
    known, as_of = case
    for line in schedule(known, as_of).lines:
        parts = months(line)
        assert 1 <= len(parts) <= 2
        assert (sum(m.gross for m in parts), sum(m.net for m in parts)) == (line.gross, line.net)
        reliefs = Counter()
        for month in parts:
            assert month.net >= 0
            assert all(amount >= 0 for _, amount in month.reliefs)
            assert month.gross == month.net + sum(amount for _, amount in month.reliefs)
            reliefs.update(dict(month.reliefs))
        assert reliefs == {cut.relief: cut.amount for cut in line.reliefs}


@given(cases)
def test_every_fen_of_a_receipt_is_accounted_for(case):
    known, as_of = case
    found = schedule(known, as_of)
    used = uses(known, found)
    filled = Counter()
    for use in used:
        parts = [filling.amount for filling in use.fillings]
        assert min([use.owed, use.paid_out, use.credit, *parts]) >= 0
        assert sum(parts) + use.owed + use.paid_out + use.credit == 100 * use.receipt.amount
        for filling in use.fillings:
            filled[filling.line, filling.part] += filling.amount
    paid = {(line.no, part): due.paid for line in found.lines for part, due in enumerate(line.dues, 1) if due.paid}
    assert filled == paid
    assert sum(use.credit for use in used) == found.totals.credit
    assert sum(use.owed for use in used) == sum(each.owed for each in found.settlements)


@given(cases)
def test_every_line_is_explained_by_its_figures(case):
    known, as_of = case
    found = schedule(known, as_of)
    for line in found.lines:
        why = explain(known, found, line.no)
        assert {r.relief.code: r.amount for r in why.reductions if r.amount} == {
            c.relief: c.amount for c in line.reliefs
        }
        assert all((r.limit in ("amount", "cap")) == (r.amount < r.uncut) for r in why.reductions)
        assert all(r.uncut <= 100 * r.base + 1 for r in why.reductions)
        assert abs(100 * sum(run.share for run in why.prices) - line.gross) < Decimal("0.05")
        assert sum(run.days for run in why.prices) == why.days
        assert sum(money.amount for money in why.money if money.part) == line.paid
        owed = sum(amount for each in found.settlements for no, amount in each.back if no == line.no)
        assert sum(money.amount for money in why.money if money.relief) == owed


@given(facts)
def test_reliefs_that_exclude_each_other_are_found_by_their_days(known):
    found = overlaps(known.reliefs, known.lease)
    assert [(clash.earlier.code, clash.later.code) for clash in found] == oracle.shared_days(known)


@given(facts, st.data())
def test_refunds_are_refused_exactly_when_they_exceed_what_is_owed(known, data):
    assert refund_excess(known) == []
    if known.refunds:
        refund = data.draw(st.sampled_from(known.refunds))
        then = schedule(known, max(each.paid_on for each in known.refunds))
        owed = sum(e.owed for e in then.settlements if e.relief == refund.relief) if refund.relief else None
        paid = sum(int(100 * e.amount) for e in known.refunds if e.relief == refund.relief)
        room = then.totals.credit if owed is None else owed - paid
        last = replace(refund, code="F9", paid_on=then.as_of, amount=Decimal(room + 1).scaleb(-2))
        assert [e.refund for e in refund_excess(replace(known, refunds=(*known.refunds, last)))] == ["F9"]
