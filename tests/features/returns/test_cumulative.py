"""The year's sum in returns: worked by hand, and whatever is closed, reopened and changed in whatever order."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from incubator_desk.base.periods import Period
from incubator_desk.features.returns.rules.cumulative import Entry, entry

P, N = Period.parse, Decimal
MONTHS = [P(f"2020-{number:02}") for number in range(1, 13)]
QUARTERS = [P(f"2020-Q{number}") for number in range(1, 5)]
HALVES = [P("2020-H1"), P("2020-H2")]
YEAR = P("2020")
EVERY = [*MONTHS, *QUARTERS, *HALVES, YEAR]


def nought(amount):
    return N(0) if amount is None else amount


class Park:
    """A park that enters facts, closes periods and opens them again."""

    def __init__(self, **facts):
        self.now = {int(name[1:]): N(amount) for name, amount in facts.items()}
        self.closed = {}

    def state(self, month, amount):
        if amount is None:
            self.now.pop(month, None)
        else:
            self.now[month] = N(amount)

    def close(self, *periods):
        for period in periods:
            self.closed.setdefault(period, entry(self.now, self.closed, period))

    def reopen(self, period):
        around = [
            each for each in self.closed if each != period and each.first <= period.first and period.last <= each.last
        ]
        if not around:
            self.closed.pop(period, None)

    def says(self, period):
        return self.closed[period] if period in self.closed else entry(self.now, self.closed, period)

    def figures(self, text):
        return tuple(None if amount is None else int(amount) for amount in self.says(P(text)))


def test_january_is_its_own_sum_and_each_month_adds_to_it():
    park = Park(m1=10, m2=5, m3=7)
    assert park.figures("2020-01") == (10, 0, 10)
    assert park.figures("2020-03") == (7, 0, 22)
    assert park.figures("2020-Q1") == (22, 0, 22)
    assert park.figures("2020-05") == (None, 0, 22)
    assert park.figures("2020") == (22, 0, 22)


def test_what_changed_of_a_closed_month_stands_in_the_first_open_one_once():
    park = Park(m1=10, m2=5, m3=7)
    park.close(P("2020-01"))
    park.state(1, 12)
    assert park.figures("2020-01") == (10, 0, 10), "what is closed never moves"
    assert park.figures("2020-02") == (5, 2, 17)
    assert park.figures("2020-03") == (7, 0, 24)
    park.close(P("2020-02"))
    park.state(1, 9)
    assert park.figures("2020-02") == (5, 2, 17)
    assert park.figures("2020-03") == (7, -3, 21), "of 9, 12 were told already"


def test_a_month_before_a_closed_one_hands_on_what_changed_in_it():
    park = Park(m1=10, m2=5, m3=7)
    park.close(P("2020-02"))
    park.state(1, 12)
    assert park.figures("2020-01") == (12, -2, 10)
    assert park.figures("2020-02") == (5, 0, 15)
    assert park.figures("2020-03") == (7, 2, 24)


def test_a_quarter_is_made_of_its_closed_months_as_they_were_told():
    park = Park(m1=10, m2=5, m3=7, m4=1)
    park.close(P("2020-01"))
    park.state(1, 12)
    assert park.figures("2020-Q1") == (22, 2, 24)
    park.close(P("2020-Q1"))
    park.state(3, 8)
    assert park.figures("2020-04") == (1, 1, 26)
    assert park.figures("2020-Q2") == (1, 1, 26)
    assert park.figures("2020-H1") == (23, 3, 26)


def test_a_closed_period_asked_anew_is_worked_out_as_if_it_were_open():
    park = Park(m1=10)
    park.close(P("2020-01"))
    park.state(1, 12)
    assert entry(park.now, park.closed, P("2020-01")) == Entry(N(12), N(0), N(12))


def test_a_blank_is_no_nought():
    park = Park(m2=5)
    assert park.figures("2020-01") == (None, None, None)
    park.close(P("2020-02"))
    assert park.figures("2020-01") == (None, None, None), "nor does the month after it make it one"
    park.state(1, 0)
    assert park.figures("2020-01") == (0, 0, 0)
    park.state(1, 4)
    assert park.figures("2020-01") == (4, -4, 0)
    assert park.figures("2020-03") == (None, 4, 9)
    park.close(P("2020-03"))
    park.state(1, None)
    assert park.figures("2020-04") == (None, -4, 5)


deeds = st.lists(
    st.tuples(st.just("state"), st.integers(1, 12), st.none() | st.integers(-50, 50))
    | st.tuples(st.sampled_from(["close", "reopen"]), st.sampled_from(EVERY)),
    max_size=30,
)


def carry_out(park, deed):
    name, *values = deed
    getattr(park, name)(*values)


def hold(park):
    """What always holds: each sum is the one before, the period's figure and its adjustment; parts make the whole."""
    for row in (MONTHS, QUARTERS, HALVES, [YEAR]):
        for before, period in pairwise([None, *row]):
            said = park.says(period)
            sum_before = nought(park.says(before).cumulative) if before else 0
            assert nought(said.cumulative) == sum_before + nought(said.current) + nought(said.adjustment), period
    for period in [*QUARTERS, *HALVES, YEAR]:
        if period not in park.closed:
            said, parts = park.says(period), [park.says(part) for part in period.parts]
            assert nought(said.current) == sum(nought(each.current) for each in parts)
            assert nought(said.adjustment) == sum(nought(each.adjustment) for each in parts)
    if not any(period.last.month == 12 for period in park.closed):
        assert nought(park.says(MONTHS[-1]).cumulative) == sum(park.now.values()), "changes + what was told = what is"


@given(deeds)
def test_sums_hold_whatever_is_done_and_what_is_closed_stands(done):
    park = Park()
    for deed in done:
        stood = dict(park.closed)
        carry_out(park, deed)
        assert all(park.says(period) == said for period, said in stood.items() if period in park.closed)
        hold(park)


@given(deeds, st.permutations(MONTHS))
def test_whatever_was_told_before_the_year_ends_at_what_is_true(done, order):
    park = Park()
    for deed in done:
        carry_out(park, deed)
    for longer in (YEAR, *HALVES, *QUARTERS):
        park.reopen(longer)
    park.reopen(MONTHS[-1])
    park.close(*(month for month in order if month != MONTHS[-1]), MONTHS[-1])
    assert nought(park.says(MONTHS[-1]).cumulative) == sum(park.now.values())
    told = [park.says(month) for month in MONTHS]
    assert sum(nought(each.current) + nought(each.adjustment) for each in told) == sum(park.now.values())


@given(st.dictionaries(st.integers(1, 12), st.integers(-50, 50)), st.permutations(EVERY))
def test_closing_in_any_order_is_the_same_where_nothing_changes(facts, order):
    closed, opened = Park(), Park()
    for month, amount in facts.items():
        closed.state(month, amount)
        opened.state(month, amount)
    closed.close(*order)
    for period in EVERY:
        one, other = closed.says(period), opened.says(period)
        assert (one.current, nought(one.cumulative), nought(one.adjustment)) == (
            other.current,
            nought(other.cumulative),
            0,
        )
