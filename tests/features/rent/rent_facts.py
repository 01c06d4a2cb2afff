"""Random facts of a lease, all of them valid."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from incubator_desk.features.rent.rules import Facts, Lease, Receipt, Refund, Relief, Step, schedule
from incubator_desk.features.rent.rules.terms import STATUSES

ORIGIN = date(2020, 1, 1)


def decimals(low, high, places):
    return st.integers(low * 10**places, high * 10**places).map(lambda n: Decimal(n).scaleb(-places))


def yuan(high):
    return st.one_of(decimals(0, high, 2), st.integers(1, 200).map(lambda n: Decimal(n).scaleb(-2))).filter(bool)


def days(low, high):
    near = st.integers(low, high).map(lambda n: ORIGIN + timedelta(days=n))
    # Month ends and their neighbours are where calendars go wrong.
    ends = st.sampled_from([30, 31, 58, 59, 60, 90, 91, 120, 181, 211, 212, 365]).filter(lambda n: low <= n <= high)
    return st.one_of(near, ends.map(lambda n: ORIGIN + timedelta(days=n)))


PERCENTS = st.sampled_from([Decimal(p) for p in ("0", "30", "33.33", "50", "66.6667", "99.99", "100")])

steps = st.lists(
    st.one_of(
        st.builds(Step, days(-60, 320), price=decimals(0, 90, 4)),
        st.builds(Step, days(-60, 320), percent=decimals(-60, 60, 2)),
    ),
    max_size=3,
    unique_by=lambda step: step.from_on,
).map(tuple)


@st.composite
def leases(draw):
    starts_on = draw(days(-20, 70))
    return Lease(
        code="L1",
        tenant="T1",
        price=draw(st.one_of(decimals(0, 120, 4), decimals(1, 60, 2))),
        price_unit=draw(st.sampled_from(["month", "sqm_month", "sqm_day"])),
        area=draw(decimals(1, 120, 2)),
        day_count=draw(st.sampled_from(["actual", "thirty", "year365"])),
        billing_months=draw(st.sampled_from([1, 1, 2, 3, 6, 12])),
        billing_anchor=draw(st.sampled_from(["lease", "calendar"])),
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=draw(st.integers(0, 240))),
        ended_on=draw(st.one_of(st.none(), st.none(), days(-30, 320))),
        rent_free_days=draw(st.one_of(st.just(0), st.integers(0, 70))),
        due_offset_days=draw(st.one_of(st.just(0), st.integers(-45, 45))),
        steps=draw(steps),
    )


@st.composite
def reliefs(draw, code):
    kind = draw(st.sampled_from(["percent", "percent", "fixed", "fixed", "extension", "deferral", "instalments"]))
    approved_on = draw(days(-20, 330))
    starts_on = draw(st.one_of(st.none(), days(-30, 200)))
    ends_on = draw(st.one_of(st.none(), st.integers(0, 120).map(lambda n: (starts_on or ORIGIN) + timedelta(days=n))))
    capped = draw(st.sampled_from(["amount", "cap", "both"] if kind == "fixed" else ["none", "cap"]))
    defer_to = draw(st.one_of(st.none(), days(-20, 500)))
    return Relief(
        code=code,
        kind=kind,
        status=draw(st.sampled_from([None, "approved", "published", "reported", *STATUSES])),
        policy=draw(st.sampled_from([None, "P1", "P2"])),
        exclusive=draw(st.booleans()),
        settle_paid=draw(st.sampled_from(["refund", "offset"])),
        starts_on=starts_on,
        ends_on=ends_on,
        percent=draw(PERCENTS),
        # A percent relief ignores an amount.
        amount=draw(yuan(4000)) if capped in ("amount", "both") or kind == "percent" else None,
        cap=draw(yuan(9000)) if capped in ("cap", "both") else None,
        months=draw(st.integers(1, 4)) if kind == "extension" or defer_to is None else None,
        defer_to=defer_to,
        parts=draw(st.integers(1, 7)),
        first_due_on=draw(days(-20, 400)),
        approved_on=approved_on,
    )


@st.composite
def receipts(draw, code):
    kind = draw(st.sampled_from(["rent", "rent", "rent", "deposit", "other"]))
    return Receipt(code, draw(days(-40, 400)), draw(yuan(15000)), kind)


@st.composite
def facts(draw):
    found = Facts(
        draw(leases()),
        tuple(draw(reliefs(f"R{i}")) for i in draw(st.permutations(range(draw(st.integers(0, 4)))))),
        tuple(draw(receipts(f"S{i}")) for i in range(draw(st.integers(0, 4)))),
    )
    for i, paid_on in enumerate(sorted(draw(st.lists(days(0, 450), max_size=3)))):
        found = refunded(draw, found, f"F{i}", paid_on)
    return found


def refunded(draw, known, code, paid_on):
    """The facts with one more refund of a part of what is owed that day, where anything is."""
    then = schedule(known, paid_on)
    owed = [(each.relief, each.owed - each.refunded) for each in then.granted]
    owed = [(relief, fen) for relief, fen in [*owed, (None, then.totals.credit)] if fen > 0]
    if not owed:
        return known
    relief, fen = draw(st.sampled_from(owed))
    amount = draw(st.one_of(st.just(fen), st.integers(1, fen)))
    return replace(known, refunds=(*known.refunds, Refund(code, relief, paid_on, Decimal(amount).scaleb(-2))))
