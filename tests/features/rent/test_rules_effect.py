"""What a relief does to any lease: what is shown before is what the schedule says after, and no fen is lost."""

from dataclasses import replace
from decimal import Decimal

import rent_facts
from hypothesis import given
from hypothesis import strategies as st

from incubator_desk.features.rent.rules import DEFERRALS, schedule
from incubator_desk.features.rent.rules.effect import effect, worth
from incubator_desk.features.rent.rules.offer import Offer, proposed


@st.composite
def looked_at(draw):
    seed = draw(rent_facts.seeds)
    known, as_of = rent_facts.random_facts(seed), rent_facts.random_day(seed + 1)
    chance = rent_facts.Chance(seed + 2)
    drawn = rent_facts.relief(chance, "R")
    uses = {
        name: getattr(drawn, name)
        for name in ("percent", "amount", "cap", "parts", "first_due_on", "starts_on", "ends_on")
    }
    months = chance.whole(1, 3)
    offer = Offer(
        policy="P9", kind=drawn.kind, settle_paid=drawn.settle_paid, months=months,
        by_year_share=chance.often(0.2), **uses,
    )  # fmt: skip
    return known, offer, as_of


@given(looked_at())
def test_money_that_leaves_its_line_is_found_again_and_worth_is_what_is_granted(case):
    known, offer, as_of = case
    relief = proposed(offer, known.lease, "R~", as_of)
    before = schedule(known, as_of)
    found = effect(known, before, relief)
    assert found.after == schedule(replace(known, reliefs=(*known.reliefs, relief)), as_of)
    assert found.freed == sum(each.amount for each in found.filled) + found.credit + found.owed
    for sums in (found.was, found.becomes):
        assert sums.gross == sums.relief + sums.net
    if offer.kind not in DEFERRALS:
        assert worth(known, before, relief) == found.granted
    if not known.refunds and not [r for r in known.reliefs if r.settle_paid == "refund"]:
        assert (found.owed == 0) or offer.settle_paid == "refund"
    changed = {each.month: each.after - each.before for each in found.months() if each.after != each.before}
    if offer.kind in ("percent", "fixed"):
        elsewhere = found.before.totals.net - found.was.net
        assert elsewhere + found.payable == found.after.totals.net  # to the fen
        beyond = {month: change for month, change in changed.items() if not found.first <= month <= found.last}
        assert all(abs(change) <= 1 for change in beyond.values())  # a line over two months is rounded anew (R9)
        assert sum(changed.values()) == -found.granted
    assert isinstance(relief.cap, Decimal | None)
