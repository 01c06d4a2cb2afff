"""What a case comes to line by line, and the dues that a deferral sets in the place of others (contract R4, R5)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from rent_facts import random_facts

from incubator_desk.features.rent.rules import Facts, Lease, Receipt, Relief, schedule
from incubator_desk.features.rent.rules.agreement import by_date, moved, supposed, taken
from incubator_desk.features.rent.rules.terms import DEFERRALS, counting

LEASE = Lease(
    code="L-1", tenant="T-1", price=Decimal(10000), price_unit="month", billing_anchor="calendar",
    starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31),
)  # fmt: skip
PARTS = Relief(
    code="R-1", kind="instalments", parts=6, first_due_on=date(2020, 7, 10), starts_on=date(2020, 3, 1),
    ends_on=date(2020, 4, 30), status="agreed", approved_on=date(2020, 3, 1),
)  # fmt: skip


def test_one_agreement_over_two_months_shows_its_sums_by_date() -> None:
    facts = Facts(LEASE, (PARTS,), (Receipt("S-1", date(2020, 7, 10), Decimal(30000)),))
    lines = moved(facts, "R-1", date(2020, 7, 10))
    assert [(m.no, m.was_due_on, len(m.dues)) for m in lines] == [(3, date(2020, 3, 1), 6), (4, date(2020, 4, 1), 6)]
    # Handbook R7, twice: 5 × 1,666.66 and 1,666.70 of each month.
    assert [(s.due_on, s.amount) for s in by_date(lines)] == [(date(2020, 7 + n, 10), 333332) for n in range(5)] + [
        (date(2020, 12, 10), 333340)
    ]
    # January, February and May take the 30,000; nothing of July's instalment is paid yet.
    assert by_date(lines)[0].open == 333332


def test_what_is_not_decided_is_shown_as_if_it_were() -> None:
    draft = replace(PARTS, status="draft", approved_on=None)
    facts = Facts(LEASE, (draft,))
    assert moved(facts, "R-1", date(2020, 3, 20)) == []
    assert len(moved(supposed(facts, "R-1", date(2020, 3, 20)), "R-1", date(2020, 3, 20))) == 2
    decided = Facts(LEASE, (PARTS,))
    assert supposed(decided, "R-1", date(2020, 5, 1)) == decided


def test_reliefs_on_the_remainder_tell_what_was_left() -> None:
    """Handbook R9: 30 % February to April, then 50 % March to June."""
    lease = replace(LEASE, price=Decimal(3888))
    reliefs = tuple(
        Relief(code=code, kind="percent", percent=Decimal(percent), starts_on=first, ends_on=last, status="approved",
               approved_on=date(2020, 2, day))
        for code, percent, first, last, day in (
            ("R-1", 30, date(2020, 2, 1), date(2020, 4, 30), 1), ("R-2", 50, date(2020, 3, 1), date(2020, 6, 30), 2),
        )
    )  # fmt: skip
    found = taken(Facts(lease, reliefs), "R-2", date(2020, 3, 1))
    assert [(t.no, t.gross, t.before, t.amount, t.left) for t in found] == [
        (3, 388800, 272160, 136080, 136080), (4, 388800, 272160, 136080, 136080),
        (5, 388800, 388800, 194400, 194400), (6, 388800, 388800, 194400, 194400),
    ]  # fmt: skip
    assert sum(t.amount for t in found) == 660960


@given(st.integers(0, 10**9))
def test_lines_and_dues_of_all_cases_add_up_to_the_schedule(seed: int) -> None:
    facts = random_facts(seed)
    as_of = date(2023, 12, 31)
    drawn = schedule(facts, as_of)
    known = counting(facts.reliefs, as_of)
    reducing = [r.code for r in known if r.kind not in DEFERRALS]
    assert sum(t.amount for code in reducing for t in taken(facts, code, as_of)) == drawn.totals.relief
    lines = [m for r in known if r.kind in DEFERRALS for m in moved(facts, r.code, as_of)]
    assert sum(s.open for s in by_date(lines)) == drawn.totals.deferred
    assert all(due.due_on >= m.was_due_on for m in lines for due in m.dues)  # no due comes earlier than the line's own
