"""Random facts of a lease, all of them valid.

Drawn with a seeded generator rather than piece by piece: what matters are leases in which much happens at once, and
those a search for small examples hardly ever meets.
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from hypothesis import strategies as st

from incubator_desk.features.rent.rules import Facts, Lease, Receipt, Refund, Relief, Step, schedule
from incubator_desk.features.rent.rules.terms import STATUSES

ORIGIN = date(2020, 1, 1)
ENDS = (30, 31, 58, 59, 60, 90, 91, 120, 181, 211, 212, 365)
"""Month ends and their neighbours, where calendars go wrong."""
PERCENTS = ("0", "30", "33.33", "50", "50", "66.6667", "99.99", "100", "100")


class Chance:
    """A seeded source of dates, amounts and choices."""

    def __init__(self, seed):
        self.random = Random(seed)
        self.pick = self.random.choice

    def whole(self, low, high):
        return self.random.randint(low, high)

    def often(self, share):
        return self.random.random() < share

    def decimal(self, low, high, places):
        return Decimal(self.whole(low * 10**places, high * 10**places)).scaleb(-places)

    def day(self, low, high):
        ends = [n for n in ENDS if low <= n <= high]
        return ORIGIN + timedelta(days=self.pick(ends) if ends and self.often(0.3) else self.whole(low, high))

    def yuan(self, high):
        return self.decimal(0, high, 2) + Decimal("0.01") if self.often(0.8) else Decimal(self.whole(1, 99)).scaleb(-2)


def step(chance, from_on):
    if chance.often(0.5):
        return Step(from_on, price=chance.decimal(0, 90, 4))
    return Step(from_on, percent=chance.decimal(-60, 60, 2))


def lease(chance):
    starts_on = chance.day(-20, 70)
    dear = chance.often(0.8)
    return Lease(
        code="L1",
        tenant="T1",
        price=chance.decimal(1, 120, chance.pick([0, 2, 4])) if dear else chance.decimal(0, 1, 2),
        price_unit=chance.pick(["month", "sqm_month", "sqm_day"]),
        area=chance.decimal(1, 120, 2) if dear else Decimal(1),
        day_count=chance.pick(["actual", "thirty", "year365"]),
        billing_months=chance.pick([1, 1, 2, 3, 6, 12]),
        billing_anchor=chance.pick(["lease", "calendar"]),
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=chance.whole(60, 240) if chance.often(0.7) else chance.whole(0, 60)),
        ended_on=chance.day(-30, 320) if chance.often(0.2) else None,
        rent_free_days=chance.whole(1, 70) if chance.often(0.3) else 0,
        due_offset_days=chance.whole(-45, 45) if chance.often(0.5) else 0,
        steps=tuple(step(chance, day) for day in {chance.day(-60, 320) for _ in range(chance.pick([0, 0, 1, 2, 3]))}),
    )


def relief(chance, code):
    kind = chance.pick(["percent", "percent", "percent", "fixed", "fixed", "extension", "deferral", "instalments"])
    starts_on = chance.day(-30, 150) if chance.often(0.8) else None
    ends_on = (starts_on or ORIGIN) + timedelta(days=chance.whole(0, 160)) if chance.often(0.8) else None
    capped = chance.pick(["amount", "cap", "both"] if kind == "fixed" else ["none", "none", "cap"])
    defer_to = chance.day(-20, 500) if chance.often(0.5) else None
    return Relief(
        code=code,
        kind=kind,
        status=chance.pick(STATUSES) if chance.often(0.15) else chance.pick([None, "approved", "in_force", "reported"]),
        policy=chance.pick([None, "P1", "P2"]),
        exclusive=chance.often(0.5),
        settle_paid=chance.pick(["refund", "refund", "offset"]),
        starts_on=starts_on,
        ends_on=ends_on,
        percent=Decimal(chance.pick(PERCENTS)),
        # A percent relief ignores an amount.
        amount=chance.yuan(4000) if capped in ("amount", "both") or kind == "percent" else None,
        cap=chance.yuan(9000) if capped in ("cap", "both") else None,
        months=chance.whole(1, 4) if kind == "extension" or defer_to is None else None,
        defer_to=defer_to,
        parts=chance.whole(1, 7),
        first_due_on=chance.day(-20, 400),
        approved_on=chance.pick([chance.day(20, 330), date(2020, 4, 1)]),
    )


def receipt(chance, code, gross):
    """Up to 60 % of all rent, often early enough to be there before reliefs are approved."""
    amount = gross * chance.whole(1, 60) // 100 + chance.whole(1, 99)
    kind = chance.pick(["rent", "rent", "rent", "rent", "deposit", "other"])
    received_on = chance.day(-40, 120) if chance.often(0.6) else chance.day(-40, 400)
    return Receipt(code, received_on, Decimal(amount).scaleb(-2), kind)


def refunded(chance, known, code, paid_on):
    """The facts with one more refund of a part of what is owed that day, where anything is."""
    then = schedule(known, paid_on)
    owed = [(each.relief, each.owed - each.refunded) for each in then.granted]
    owed = [(relief, fen) for relief, fen in [*owed, (None, then.totals.credit)] if fen > 0]
    if not owed:
        return known
    relief, fen = chance.pick(owed)
    amount = fen if chance.often(0.3) else chance.whole(1, fen)
    return replace(known, refunds=(*known.refunds, Refund(code, relief, paid_on, Decimal(amount).scaleb(-2))))


def random_facts(seed):
    chance = Chance(seed)
    terms = lease(chance)
    gross = schedule(Facts(terms), ORIGIN).totals.gross
    codes = [f"R{i}" for i in range(chance.pick([0, 1, 2, 3, 3, 4, 5]))]
    chance.random.shuffle(codes)
    known = Facts(
        terms,
        tuple(relief(chance, code) for code in codes),
        tuple(receipt(chance, f"S{i}", gross) for i in range(chance.pick([0, 1, 2, 3, 4]))),
    )
    for i, paid_on in enumerate(sorted(chance.day(60, 450) for _ in range(chance.pick([0, 1, 2, 3])))):
        known = refunded(chance, known, f"F{i}", paid_on)
    return known


def random_day(seed):
    """A day as of which to look: most often one after all has happened."""
    chance = Chance(seed)
    return chance.day(0, 450) if chance.often(0.5) else date(2021, 12, 31)


seeds = st.integers(0, 2**48)
facts = seeds.map(random_facts)
cases = seeds.map(lambda seed: (random_facts(seed), random_day(seed + 1)))
