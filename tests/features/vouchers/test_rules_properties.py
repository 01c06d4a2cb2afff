"""What holds of any claims: no limit is exceeded, order of entry does not matter, every fen has one place."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from incubator_desk.features.vouchers.rules import Claim, Holder, Programme, Provider, Voucher, assess
from incubator_desk.features.vouchers.rules.assessment import Standing
from incubator_desk.features.vouchers.rules.batching import fit
from incubator_desk.features.vouchers.rules.statistics import standing
from incubator_desk.features.vouchers.rules.terms import LOCKED, TAKES_NOTHING

FIRST = date(2020, 1, 1)
DAYS = st.integers(0, 500).map(lambda n: FIRST + timedelta(n))
CAPS = st.none() | st.integers(1, 3_000_000)
STATES = st.sampled_from(["submitted", "reviewed", "batched", "paid", "draft", "rejected", "reversed"])


@st.composite
def parks(draw):
    """Claims of a small park: few records of each kind, so that they collide often."""
    programmes = [
        Programme(
            f"P{n}", draw(st.integers(1, 100)) * 10**6, date(2020, 12, 31), date(2021, 3, 31),
            draw(st.sampled_from(["fen", "yuan_down"])), draw(CAPS), draw(CAPS), draw(CAPS), draw(CAPS),
        )
        for n in range(draw(st.integers(1, 2)))
    ]  # fmt: skip
    names = st.sampled_from(["", "王强", "李敏"])
    holders = [Holder(f"T{n}", controller=draw(names)) for n in range(3)]
    providers = [Provider(f"S{n}", draw(st.sampled_from(["", "U"])), draw(names)) for n in range(3)]
    vouchers = [
        Voucher(f"V{n}", draw(st.sampled_from(programmes)), draw(st.sampled_from(holders)), draw(st.integers(1, 3_000_000)), FIRST)
        for n in range(3)
    ]  # fmt: skip
    claims = []
    for n in range(draw(st.integers(0, 14))):
        signed, status = draw(DAYS), draw(STATES)
        claimed = signed + timedelta(draw(st.integers(0, 40)))
        claims.append(
            Claim(
                f"C{n:02}", draw(st.sampled_from(vouchers)), draw(st.sampled_from(providers)), "testing", signed,
                str(draw(st.integers(1, 6))), signed, draw(st.integers(1, 4_000_000)), claimed, signed,
                draw(st.sampled_from(["", "a", "b"])), status, draw(st.integers(0, 10_000)) if status in LOCKED else None,
            )
        )  # fmt: skip
    return claims


def read_again(claims):
    """The contract's section 4 read a second time, claim by claim and from scratch."""
    turn = sorted(claims, key=lambda c: (c.status not in LOCKED, c.claimed_on, c.code))
    taken, found = [], []

    def same(one, other):
        return one.code == other.code or bool(one.uscc) and one.uscc == other.uscc

    for c in turn:
        voucher, programme = c.voucher, c.voucher.programme
        if c.status in TAKES_NOTHING:
            found.append((c.code, 0, None, ()))
            continue
        split = any(
            o is not c and o.status not in TAKES_NOTHING and o.voucher.holder.code == voucher.holder.code
            and same(o.provider, c.provider) and abs((o.contract_on - c.contract_on).days) <= 30
            and not (c.contract_no and c.contract_no == o.contract_no)
            for o in claims
        )  # fmt: skip
        if c.status in LOCKED:
            found.append((c.code, c.approved, "locked", ()))
            taken.append((c, c.approved))
            continue
        findings = []
        if any(same(o.provider, c.provider) and o.invoice_no == c.invoice_no for o, _ in taken):
            findings.append("duplicate_invoice")
        if c.contract_on > programme.use_by:
            findings.append("after_use_by")
        if c.claimed_on > programme.redeem_by:
            findings.append("after_redeem_by")
        if c.provider.controller and c.provider.controller == voucher.holder.controller:
            findings.append("affiliated")
        doubts = ("split_contract",) if split else ()
        if findings:
            found.append((c.code, 0, "finding", (*findings, *doubts)))
            continue
        mine = [(o, a) for o, a in taken if o.voucher.programme.code == programme.code]
        year = [(o, a) for o, a in mine if o.claimed_on.year == c.claimed_on.year]
        group = voucher.holder.controller
        limits = [
            ("rate", _share(programme, c.eligible)),
            ("claim_cap", programme.claim_cap),
            ("voucher", voucher.face_value - sum(a for o, a in taken if o.voucher.code == voucher.code)),
            ("holder_year_cap", _less(programme.holder_year_cap, (a for o, a in year if o.voucher.holder.code == voucher.holder.code))),
            ("controller_year_cap", _less(programme.controller_year_cap, (
                a for o, a in year
                if (o.voucher.holder.controller == group if group else o.voucher.holder.code == voucher.holder.code)
            ))),
            ("budget", _less(programme.budget, (a for _, a in mine))),
        ]  # fmt: skip
        name, least = min(((n, left) for n, left in limits if left is not None), key=lambda pair: pair[1])
        allowed = max(0, least)
        if programme.rounding == "yuan_down":
            allowed = allowed // 100 * 100
        found.append((c.code, allowed, name, doubts))
        taken.append((c, allowed))
    return found


def _share(programme, eligible):
    exact = Fraction(programme.rate, 100 * 10**6) * eligible
    down = programme.rounding == "yuan_down"
    return int(
        (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(
            Decimal(1), ROUND_DOWN if down else ROUND_HALF_UP
        )
    )


def _less(cap, amounts):
    return None if cap is None else cap - sum(amounts)


@given(parks())
def test_a_second_reading_says_the_same(claims):
    said = [(e.claim.code, e.allowed, e.binding, e.findings) for e in assess(claims).assessed]
    assert said == read_again(claims)


@given(parks(), st.randoms())
def test_the_order_of_entry_does_not_matter_and_no_limit_is_exceeded(claims, random):
    shuffled = random.sample(claims, len(claims))
    assessed = assess(shuffled).assessed
    assert assessed == assess(claims).assessed
    sums = defaultdict(int)
    for each in assessed:
        if not each.claim.locked:
            holder, programme = each.claim.voucher.holder, each.claim.voucher.programme
            year = each.claim.claimed_on.year
            sums["voucher", each.claim.voucher.code] += each.allowed
            sums["holder_year_cap", programme.code, year, holder.code] += each.allowed
            sums["controller_year_cap", programme.code, year, holder.group] += each.allowed
            sums["budget", programme.code] += each.allowed
            assert each.allowed <= (programme.claim_cap or each.allowed)
    for (name, *key), total in sums.items():
        of = next(e.claim.voucher for e in assessed if key[0] in (e.claim.voucher.code, e.claim.voucher.programme.code))
        cap = of.face_value if name == "voucher" else getattr(of.programme, name)
        assert cap is None or total <= cap


@given(parks())
def test_a_claim_that_is_typed_is_worth_what_it_is_worth_once_it_is_saved(claims):
    whole = {each.claim.code: each for each in assess(claims).assessed}
    for typed in claims:
        if not typed.locked:
            others = assess(claim for claim in claims if claim.code != typed.code)
            assert others.typed(typed) == whole[typed.code]


@given(parks(), st.data())
def test_what_is_locked_stays_whatever_is_entered_later(claims, data):
    before = {each.claim.code: each for each in assess(claims).assessed if each.claim.locked}
    later = [replace(claim, code=f"X{claim.code}", status="submitted", approved=None) for claim in claims]
    changed = data.draw(st.lists(st.sampled_from(later))) if later else []
    after = {each.claim.code: each for each in assess([*claims, *{c.code: c for c in changed}.values()]).assessed}
    assert {code: after[code].allowed for code in before} == {code: each.allowed for code, each in before.items()}


@given(parks(), st.sampled_from(["issued", "used_up", "expired", "void", "revoked", "returned"]), st.integers(0, 10**7))
def test_every_fen_of_a_voucher_has_exactly_one_place(claims, status, held):
    assessed = assess(claims).assessed
    for of in {each.claim.voucher.code: each.claim.voucher for each in assessed}.values():
        mine = [each for each in assessed if each.claim.voucher.code == of.code]
        paid = sum(each.allowed for each in mine if each.claim.status == "paid")
        pending = sum(each.allowed for each in mine if each.claim.status != "paid")
        sums = standing(replace(of, status=status), paid, pending, held)
        assert sums.issued == sums.parts == of.face_value


@given(st.lists(st.integers(0, 10**6), max_size=12), st.none() | st.integers(0, 10**6), st.sampled_from([1, 100]))
def test_a_batch_never_pays_more_than_it_has(amounts, money, unit):
    wanted = [(f"C{n}", amount * unit) for n, amount in enumerate(amounts)]
    for overrun in ("first_come", "prorata"):
        fitted = fit(wanted, money, overrun, unit)
        assert [each.code for each in fitted] == [code for code, _amount in wanted]
        assert all(0 <= each.amount <= each.wanted for each in fitted)
        assert all(each.carried == (each.amount == 0) for each in fitted)
        if money is not None:
            assert sum(each.amount for each in fitted) <= max(money, 0)
    if money is not None and sum(amounts) > money and unit == 1:
        assert sum(each.amount for each in fit(wanted, money, "prorata")) == money
        served = [each.carried for each in fit(wanted, money, "first_come") if each.wanted]
        assert served == sorted(served)


def test_nothing_is_worth_nothing():
    assert isinstance(assess([]), Standing)
    assert assess([]).assessed == []
