"""Who is served by a policy, and what it comes to: each condition met, not met, not known; every instrument."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from incubator_desk.features.rent.rules import Facts, Lease, Receipt, Relief, schedule
from incubator_desk.features.rent.rules.effect import effect, sums_of, worth
from incubator_desk.features.rent.rules.entitlement import Applicant, judge
from incubator_desk.features.rent.rules.offer import Offer, proposed

ON = date(2020, 3, 20)
LEASE = Lease(
    code="L-1", tenant="T-1", price=Decimal(45), price_unit="sqm_month", area=Decimal("86.40"),
    billing_anchor="calendar", starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31),
)  # fmt: skip
HALF = Offer(policy="P-1", kind="percent", percent=Decimal(50), starts_on=date(2020, 2, 1), ends_on=date(2020, 4, 30))
ORDER = [
    "term", "kind", "status", "size", "service", "ownership", "arrears", "applications", "in_force", "case", "overlap",
]  # fmt: skip


def day(text):
    return date.fromisoformat(text)


def applicant(**values):
    given = {"kind": "company", "status": "incubating", "size": "micro", "service": True, "room_owner": "state"}
    return Applicant(**{"lease": LEASE, **given, **values})


def case(code="R-1", **values):
    given = {"kind": "percent", "percent": Decimal(100), "starts_on": day("2020-02-01"), "ends_on": day("2020-02-29")}
    return Relief(code=code, **{**given, **values})


def judged(offer, who, on=ON, near=0):
    return judge(offer, who, proposed(offer, who.lease, "R-9", on), near)


def test_all_conditions_are_held_in_their_order_and_all_met():
    found = judged(replace(HALF, exclusive=True), applicant())
    assert [check.code for check in found.checks] == ORDER
    assert {check.outcome for check in found.checks} == {"passed"}
    assert found.entitled
    assert not found.warnings


APPROVED = {"status": "in_force", "approved_on": day("2020-03-01")}
TABLE = [
    # offer, applicant, the condition that decides, its outcome
    ({}, {"lease": replace(LEASE, starts_on=day("2020-05-01"))}, "term", "failed"),
    ({}, {"lease": replace(LEASE, ended_on=day("2020-01-31"))}, "term", "failed"),
    ({}, {"lease": replace(LEASE, starts_on=day("2020-04-30"))}, None, None),
    ({"kind": "deferral", "months": 6}, {"lease": replace(LEASE, starts_on=day("2020-05-01"))}, "term", "failed"),
    # its only rent-month before May began before the policy's first day
    ({"kind": "deferral", "months": 6, "starts_on": day("2020-04-02")}, {}, "term", "failed"),
    ({"kind": "extension", "months": 1}, {"lease": replace(LEASE, ended_on=day("2020-06-30"))}, "term", "failed"),
    ({"kind": "extension", "months": 1}, {}, None, None),
    ({"tenant_kinds": ("team",)}, {}, "kind", "failed"),
    ({"tenant_kinds": ("company", "team")}, {}, None, None),
    ({"statuses": ("incubating",)}, {"status": "graduated"}, "status", "failed"),
    ({"statuses": ("incubating",)}, {}, None, None),
    ({"sizes": ("small", "micro")}, {"size": "medium"}, "size", "failed"),
    ({"sizes": ("small", "micro")}, {"size": None}, "size", "unknown"),
    ({}, {"size": None}, None, None),
    ({"service_only": True}, {"service": False}, "service", "failed"),
    ({"service_only": True}, {"service": None}, "service", "unknown"),
    ({"service_only": True}, {}, None, None),
    ({"ownerships": ("state",)}, {"room_owner": "private"}, "ownership", "failed"),
    ({"ownerships": ("state",)}, {"room_owner": None}, "ownership", "unknown"),
    ({"ownerships": ("state",)}, {"head_owner": "private"}, "ownership", "failed"),
    ({"ownerships": ("state",)}, {"head_owner": "state", "room_owner": "private"}, None, None),
    ({"arrears_allowed": False}, {"overdue": 1}, "arrears", "failed"),
    ({"arrears_allowed": False}, {}, None, None),
    ({"apply_from": day("2020-03-21")}, {}, "applications", "failed"),
    ({"apply_to": day("2020-03-19")}, {}, "applications", "failed"),
    ({"apply_from": ON, "apply_to": ON}, {}, None, None),
    ({"valid_from": day("2020-03-21")}, {}, "in_force", "failed"),
    ({"valid_to": day("2020-03-19")}, {}, "in_force", "failed"),
    ({"valid_from": ON, "valid_to": ON}, {}, None, None),
    ({}, {"reliefs": (case(policy="P-1"),)}, "case", "failed"),
    ({"versions": frozenset({"P-0", "P-1"})}, {"reliefs": (case(policy="P-0", status="submitted"),)}, "case", "failed"),
    ({}, {"reliefs": (case(policy="P-1", status="returned"),)}, "case", "failed"),
    ({}, {"reliefs": tuple(case(f"R-{n}", policy="P-1", status=s) for n, s in enumerate(("refused", "withdrawn", "void")))}, None, None),
    ({}, {"reliefs": (case(policy="P-2", **APPROVED),)}, None, None),
    ({"exclusive": True}, {"reliefs": (case(policy="P-2", **APPROVED),)}, "overlap", "failed"),
    ({}, {"reliefs": (case(policy="P-2", exclusive=True, **APPROVED),)}, "overlap", "failed"),
    ({"exclusive": True}, {"reliefs": (case(policy="P-2", status="in_force", approved_on=day("2020-06-01")),)}, "overlap", "failed"),
    ({"exclusive": True}, {"reliefs": (case(policy="P-2", kind="deferral", months=6, **APPROVED),)}, None, None),
    ({"exclusive": True}, {"reliefs": (case(policy="P-2", ends_on=day("2020-02-01"), starts_on=day("2020-01-01"), **APPROVED),)}, "overlap", "failed"),
    ({"exclusive": True}, {"reliefs": (case(policy="P-2", ends_on=day("2020-01-31"), starts_on=day("2020-01-01"), **APPROVED),)}, None, None),
]  # fmt: skip


@pytest.mark.parametrize(("terms", "facts", "code", "outcome"), TABLE)
def test_the_first_condition_that_is_not_met_decides(terms, facts, code, outcome):
    found = judged(replace(HALF, **terms), applicant(**facts))
    decisive = found.decisive
    assert (decisive and (decisive.code, decisive.outcome)) == (code and (code, outcome))
    assert found.entitled == (code is None)
    assert len(found.checks) == len(ORDER)


def test_of_several_that_are_not_met_the_first_in_order_decides():
    offer = replace(HALF, tenant_kinds=("team",), sizes=("small",), apply_to=day("2020-03-01"))
    found = judged(offer, applicant(size=None))
    assert [check.code for check in found.checks if check.outcome != "passed"] == ["kind", "size", "applications"]
    assert found.decisive.code == "kind"


def test_what_is_worth_a_word_is_no_obstacle():
    who = applicant(
        overdue=597_600, head_owner="state", lease=replace(LEASE, ended_on=day("2020-05-19")),
        reliefs=(case("R-2", policy="P-2", status="submitted"), case("R-3", policy="P-2", status="withdrawn")),
    )  # fmt: skip
    found = judged(replace(HALF, exclusive=True), who, near=60)
    assert found.entitled
    assert [warning.code for warning in found.warnings] == ["arrears", "passed_on", "ends_soon", "under_way"]
    assert found.warnings[0].values == {"amount": Decimal("5976.00")}
    assert found.warnings[3].values == {"relief": "R-2"}
    assert [w.code for w in judged(HALF, who, near=59).warnings] == ["arrears", "passed_on"]


INSTRUMENTS = {
    "percent": (HALF, {"percent": Decimal(50), "starts_on": day("2020-02-01"), "ends_on": day("2020-04-30")}),
    "percent, so many months": (
        replace(HALF, ends_on=None, term_months=3, starts_on=day("2020-01-31"), cap=Decimal(900)),
        {"percent": Decimal(50), "cap": Decimal(900), "starts_on": day("2020-01-31"), "ends_on": day("2020-04-29")},
    ),
    "percent, the lease's own term": (
        Offer(policy="P-1", kind="percent", percent=Decimal(100), settle_paid="refund", exclusive=True),
        {"percent": Decimal(100), "settle_paid": "refund", "exclusive": True},
    ),
    "fixed": (
        replace(HALF, kind="fixed", amount=Decimal(300), cap=Decimal(900)),
        {"amount": Decimal(300), "cap": Decimal(900), "starts_on": day("2020-02-01"), "ends_on": day("2020-04-30")},
    ),
    "extension": (replace(HALF, kind="extension", months=2), {"months": 2}),
    "deferral by months": (
        replace(HALF, kind="deferral", months=6),
        {"months": 6, "starts_on": day("2020-02-01"), "ends_on": day("2020-04-30")},
    ),
    "deferral to a day": (
        replace(HALF, kind="deferral", defer_to=day("2020-09-30")),
        {"defer_to": day("2020-09-30"), "starts_on": day("2020-02-01"), "ends_on": day("2020-04-30")},
    ),
    "instalments": (
        replace(HALF, kind="instalments", parts=6, first_due_on=day("2020-07-10")),
        {"parts": 6, "first_due_on": day("2020-07-10"), "starts_on": day("2020-02-01"), "ends_on": day("2020-04-30")},
    ),
}


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_every_instrument_takes_over_the_terms_it_uses(name):
    offer, terms = INSTRUMENTS[name]
    made = proposed(offer, LEASE, "R-9", ON)
    assert made == Relief(code="R-9", kind=offer.kind, status="approved", policy="P-1", approved_on=ON, **terms)


YEARLY = Offer(
    policy="P-1", kind="percent", percent=Decimal(100), starts_on=day("2022-04-01"), term_months=3, by_year_share=True
)


def test_r10_by_the_share_of_the_year():
    lease = replace(LEASE, starts_on=day("2022-04-01"), ends_on=day("2022-12-31"))
    made = proposed(YEARLY, lease, "R-9", day("2022-05-01"))
    assert made.cap == Decimal("8787.95")  # 11,664.00 × 275 ÷ 365
    assert schedule(Facts(lease, (made,)), day("2022-12-31")).totals.relief == 878_795
    whole = replace(lease, starts_on=day("2022-01-01"))
    assert proposed(YEARLY, whole, "R-9", day("2022-05-01")).cap is None
    capped = replace(YEARLY, cap=Decimal(5000))
    assert proposed(capped, whole, "R-9", day("2022-05-01")).cap == Decimal(5000)
    assert proposed(capped, lease, "R-9", day("2022-05-01")).cap == Decimal("3767.12")  # 5,000.00 × 275 ÷ 365


def test_a_lease_without_a_day_in_the_year_is_not_served_by_its_share():
    offer = replace(YEARLY, starts_on=day("2022-12-01"))
    lease = replace(LEASE, starts_on=day("2023-01-01"), ends_on=day("2023-12-31"))
    assert judged(offer, applicant(lease=lease), day("2022-12-01")).decisive.code == "term"


# what it does to a lease ----------------------------------------------------------------------------------------------


def drawn(offer, known, on=ON):
    return effect(known, schedule(known, on), proposed(offer, known.lease, "R-9", on))


def test_paid_rent_fills_later_dues_by_offset():
    """R5: February to April are paid, February and March waived; May and June are filled."""
    known = Facts(LEASE, (), (Receipt("S-1", day("2020-02-01"), Decimal(15552)),))  # January to April
    waive = replace(HALF, percent=Decimal(100), ends_on=day("2020-03-31"))
    found = drawn(waive, known)
    assert (found.was, found.becomes, found.granted) == ((777_600, 0, 777_600), (777_600, 777_600, 0), 777_600)
    assert found.freed == 777_600
    assert found.filled == (
        (day("2020-05-01"), day("2020-05-01"), 388_800),
        (day("2020-06-01"), day("2020-06-01"), 388_800),
    )
    assert (found.credit, found.owed) == (0, 0)
    assert found.next_due == (day("2020-07-01"), 388_800)


def test_paid_rent_is_owed_back_by_refund():
    known = Facts(LEASE, (), (Receipt("S-1", day("2020-02-01"), Decimal(15552)),))
    waive = replace(HALF, percent=Decimal(100), ends_on=day("2020-03-31"), settle_paid="refund")
    found = drawn(waive, known)
    assert (found.freed, found.filled, found.owed) == (777_600, (), 777_600)
    assert found.next_due == (day("2020-05-01"), 388_800)


def test_months_show_before_and_after_and_their_neighbours():
    found = drawn(HALF, Facts(LEASE))
    assert [(str(each.month)[:7], each.before, each.after) for each in found.months()] == [
        ("2020-01", 388_800, 388_800), ("2020-02", 388_800, 194_400), ("2020-03", 388_800, 194_400),
        ("2020-04", 388_800, 194_400), ("2020-05", 388_800, 388_800), ("2020-06", 388_800, 388_800),
    ]  # fmt: skip


def test_a_deferral_takes_nothing_and_moves_dues():
    found = drawn(replace(HALF, kind="instalments", parts=2, first_due_on=day("2020-07-10")), Facts(LEASE))
    assert found.was == found.becomes
    assert found.granted == 3 * 388_800
    assert [(str(each.due_on), each.before, each.after) for each in found.dues()][:4] == [
        ("2020-02-01", 388_800, 0), ("2020-03-01", 388_800, 0), ("2020-04-01", 388_800, 0), ("2020-05-01", 388_800, 388_800),
    ]  # fmt: skip
    assert {str(each.due_on): each.after for each in found.dues()}["2020-07-10"] == 3 * 194_400


def test_an_extension_adds_months_that_cost_nothing():
    found = drawn(Offer(policy="P-1", kind="extension", months=2), Facts(LEASE))
    assert (found.first, found.last) == (day("2021-01-01"), day("2021-02-28"))
    assert (found.was, found.becomes) == ((0, 0, 0), (777_600, 777_600, 0))
    assert found.granted == 777_600


def test_whole_months_are_summed_as_r9_splits_them():
    lease = replace(LEASE, starts_on=day("2020-01-16"), ends_on=day("2020-12-15"), billing_anchor="lease")
    known = schedule(Facts(lease), ON)
    parts = [sums_of(known.lines, day(f"2020-{m:02}-01"), day(f"2020-{m:02}-28")) for m in range(1, 13)]
    assert sum(part.gross for part in parts) == known.totals.gross
    assert sums_of(known.lines, day("2020-01-01"), day("2020-12-31")) == (known.totals.gross, 0, known.totals.gross)


def test_what_another_policy_is_worth_stands_after_what_was_approved_before():
    """R9: 50 % of what 30 % left."""
    spring = {"starts_on": day("2020-02-01"), "ends_on": day("2020-04-30"), "status": "in_force"}
    earlier = Facts(LEASE, (case(percent=Decimal(30), approved_on=ON, **spring),))
    later = Facts(LEASE, (case(percent=Decimal(30), approved_on=day("2020-03-25"), **spring),))
    relief = proposed(replace(HALF, starts_on=day("2020-03-01"), ends_on=day("2020-06-30")), LEASE, "R-9", ON)
    for known, amount in ((Facts(LEASE), 777_600), (earlier, 660_960), (later, 777_600)):
        assert worth(known, schedule(known, day("2020-03-31")), relief) == amount
    extension = proposed(Offer(policy="P-2", kind="extension", months=1), LEASE, "R-9", ON)
    assert worth(Facts(LEASE), schedule(Facts(LEASE), ON), extension) == 388_800
    assert (
        worth(
            Facts(LEASE),
            schedule(Facts(LEASE), ON),
            proposed(replace(HALF, kind="deferral", months=1), LEASE, "R-9", ON),
        )
        == 0
    )
