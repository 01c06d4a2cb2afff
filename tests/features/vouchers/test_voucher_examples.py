"""The handbook's worked examples of vouchers, V1 to V10, and every finding of the contract's section 4."""

from datetime import date
from decimal import Decimal

import pytest
from voucher_facts import BASE, claim, fen, programme, voucher

from incubator_desk.features.vouchers.rules import Holder, Provider, assess
from incubator_desk.features.vouchers.rules.batching import fit
from incubator_desk.features.vouchers.rules.eligible import eligible
from incubator_desk.features.vouchers.rules.validity import last_valid_day


def worth(*claims):
    return [(each.claim.code, each.allowed, each.binding) for each in assess(claims).assessed]


@pytest.mark.parametrize(
    ("amount", "rate", "caps", "face", "allowed", "binding"),
    [
        ("12345.67", "50", BASE, "100000", "6172.84", "rate"),
        ("200000", "50", BASE, "100000", "50000.00", "claim_cap"),
        ("80000", "50", BASE, "23500", "23500.00", "voucher"),
        ("80000", "50", BASE | {"holder_year_cap": "12750.50"}, "100000", "12750.50", "holder_year_cap"),
        ("80000", "50", BASE | {"budget": "30000.01"}, "100000", "30000.01", "budget"),
        ("33333.33", "30", {}, "100000", "10000.00", "rate"),
        ("33333.33", "30", {"rounding": "yuan_down"}, "100000", "9999.00", "rate"),
        ("85000", "40", {}, "100000", "34000.00", "rate"),
        ("10000", "50", {}, "100000", "5000.00", "rate"),
    ],
    ids=["V1", "V2", "V3", "V4", "V5", "V6 fen", "V6 yuan", "V7", "V8"],
)
def test_what_one_claim_is_worth(amount, rate, caps, face, allowed, binding):
    of = voucher(of=programme(rate=rate, **caps), face=face)
    assert worth(claim(of=of, eligible=amount)) == [("C1", fen(allowed), binding)]


def test_how_much_is_eligible():
    assert eligible(fen("100000"), fen("95000"), fen("90000"), fen("5000")) == fen("85000")
    assert eligible(None, fen("10600"), fen("10600"), 0, Decimal(6)) == fen("10000")
    assert eligible(None, fen("100"), None, fen("200")) == 0
    assert eligible(None, None, None) is None


def test_a_voucher_is_used_up_claim_by_claim():
    of = voucher(of=programme(claim_cap="30000"), face="50000")
    uses = [("C1", "40000", "2020-03-01"), ("C2", "45000", "2020-03-02"), ("C3", "26000", "2020-03-03")]
    claims = [claim(code, of=of, eligible=amount, claimed_on=on, invoice_on=on) for code, amount, on in uses]
    assert worth(*reversed(claims)) == [
        ("C1", fen("20000"), "rate"), ("C2", fen("22500"), "rate"), ("C3", fen("7500"), "voucher"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("issued", "months", "last"),
    [("2020-03-15", 12, "2021-03-14"), ("2020-02-29", 12, "2021-02-27"), ("2020-08-31", 6, "2021-02-27")],
)
def test_the_last_valid_day(issued, months, last):
    assert last_valid_day(date.fromisoformat(issued), months) == date.fromisoformat(last)


def test_short_money_is_shared_out_pro_rata_or_carried_over():
    wanted = [("C1", fen("306122.45")), ("C2", fen("200000")), ("C3", fen("150000"))]
    cut = fit(wanted, fen("500000"), "prorata")
    assert [each.amount for each in cut] == [fen("233281.49"), fen("152410.58"), fen("114307.93")]
    assert sum(each.amount for each in cut) == fen("500000")
    first = fit(wanted, fen("500000"), "first_come")
    assert [(each.amount, each.carried) for each in first] == [(fen("306122.45"), False), (0, True), (0, True)]


@pytest.mark.parametrize(
    ("values", "finding"),
    [
        ({"contract_on": "2019-12-31"}, "before_issue"),
        ({"contract_on": "2021-01-01", "delivered_on": "2021-01-02", "invoice_on": "2021-01-02", "claimed_on": "2021-01-03"}, "after_use_by"),
        ({"claimed_on": "2021-04-01"}, "after_redeem_by"),
        ({"delivered_on": "2020-01-31"}, "date_order"),
        ({"delivered_on": "2020-03-11"}, "date_order"),
        ({"delivered_on": None}, "date_order"),
        ({"invoice_on": "2020-03-11"}, "date_order"),
        ({"provider": Provider("S1", listed_from=date(2020, 2, 2))}, "provider_not_listed"),
        ({"provider": Provider("S1", listed_to=date(2020, 1, 31))}, "provider_not_listed"),
        ({"provider": Provider("S1", service_kinds=frozenset({"training"}))}, "kind_not_covered"),
        ({"of": voucher(of=programme(kinds=("training",)))}, "kind_not_covered"),
        ({"of": voucher(holder=Holder("T1", "91340171ma0demx130")), "provider": Provider("S1", "91340171ma0demx130")}, "affiliated"),
        ({"of": voucher(holder=Holder("T1", controller="王强")), "provider": Provider("S1", controller="王强")}, "affiliated"),
        *(({"of": voucher(status=status)}, "voucher_void") for status in ("applied", "returned", "expired", "revoked", "void")),
    ],
)  # fmt: skip
def test_each_finding_blocks(values, finding):
    ((each,)) = assess([claim(**values)]).assessed
    assert (each.allowed, each.binding, each.findings) == (0, "finding", (finding,))


@pytest.mark.parametrize(
    "values",
    [
        {"contract_on": "2020-01-01", "delivered_on": "2020-01-01", "invoice_on": "2020-01-01", "claimed_on": "2020-01-01"},
        {"claimed_on": "2021-03-31"},
        {"contract_on": "2020-12-31", "delivered_on": "2020-12-31", "invoice_on": "2021-01-01", "claimed_on": "2021-01-01"},
        {"provider": Provider("S1", listed_from=date(2020, 2, 1), listed_to=date(2020, 2, 1))},
        {"of": voucher(holder=Holder("T1", "", "")), "provider": Provider("S1")},
        {"of": voucher(status="used_up")},
    ],
)  # fmt: skip
def test_the_bounds_themselves_are_good(values):
    (each,) = assess([claim(**values)]).assessed
    assert (each.allowed, each.findings) == (fen("5000"), ())


def test_findings_stand_in_the_contracts_order():
    provider = Provider("S1", controller="王强", listed_to=date(2019, 1, 1), service_kinds=frozenset({"training"}))
    of = voucher(holder=Holder("T1", controller="王强"), issued="2020-02-02", status="void")
    first = claim(
        "C1", provider=provider, of=voucher("V2", holder=Holder("T2")), invoice_no="1", status="paid", approved="1"
    )
    wrong = claim("C2", of=of, provider=provider, invoice_no="1", delivered_on=None, claimed_on="2021-04-01")
    near = claim("C3", of=of, provider=provider, claimed_on="2021-04-02")
    found = {each.claim.code: each.findings for each in assess([first, wrong, near]).assessed}
    assert found["C2"] == (
        "duplicate_invoice", "before_issue", "after_redeem_by", "date_order", "provider_not_listed", "affiliated",
        "kind_not_covered", "voucher_void", "split_contract",
    )  # fmt: skip


def test_the_same_invoice_pays_once():
    one, other = Provider("S1", "91340171ma0demx130"), Provider("S2", "91340171ma0demx130")
    claims = [
        claim("C1", provider=one, invoice_no="0441", claimed_on="2020-03-20", of=voucher("V1")),
        claim("C2", provider=other, invoice_no="0441", claimed_on="2020-03-21", of=voucher("V2", holder=Holder("T2"))),
        claim("C3", provider=Provider("S3"), invoice_no="0441", of=voucher("V3", holder=Holder("T3"))),
    ]
    found = {each.claim.code: (each.allowed, each.findings) for each in assess(claims).assessed}
    assert found == {"C1": (fen("5000"), ()), "C2": (0, ("duplicate_invoice",)), "C3": (fen("5000"), ())}


def test_an_invoice_that_was_refused_may_be_claimed_again():
    blocked = claim("C1", invoice_no="7", delivered_on=None)
    silent = claim("C2", invoice_no="7", status="withdrawn", of=voucher("V2", holder=Holder("T2")))
    good = claim("C3", invoice_no="7", claimed_on="2020-04-01", of=voucher("V3", holder=Holder("T3")))
    assert {e.claim.code: e.findings for e in assess([blocked, silent, good]).assessed} == {
        "C1": ("date_order",), "C2": (), "C3": (),
    }  # fmt: skip


def test_what_is_locked_is_taken_first_and_keeps_its_amount():
    of = voucher(face="8000")
    early = claim("C1", of=of, claimed_on="2020-03-05")
    locked = claim("C2", of=of, claimed_on="2020-05-01", status="batched", approved="7000", delivered_on=None)
    assert worth(early, locked) == [("C2", fen("7000"), "locked"), ("C1", fen("1000"), "voucher")]
    over = claim("C3", of=of, status="paid", approved="9000", claimed_on="2020-06-01")
    assert worth(early, locked, over)[2] == ("C1", 0, "voucher")


@pytest.mark.parametrize("status", ["draft", "returned", "rejected", "withdrawn", "void", "reversed"])
def test_what_takes_nothing_disturbs_nobody(status):
    of = voucher(face="5000")
    silent = claim("C0", of=of, status=status, approved="5000", claimed_on="2020-03-02", delivered_on=None)
    assert worth(silent, claim("C1", of=of)) == [("C0", 0, None), ("C1", fen("5000"), "rate")]


def test_companies_of_one_controller_share_its_cap_and_others_do_not():
    of = programme(controller_year_cap="8000")
    mine = [Holder("T1", controller="王强"), Holder("T2", controller="王强"), Holder("T3"), Holder("T4")]
    claims = [claim(f"C{n}", of=voucher(f"V{n}", of=of, holder=holder)) for n, holder in enumerate(mine, 1)]
    assert worth(*claims) == [
        ("C1", fen("5000"), "rate"), ("C2", fen("3000"), "controller_year_cap"), ("C3", fen("5000"), "rate"),
        ("C4", fen("5000"), "rate"),
    ]  # fmt: skip


def test_a_new_year_has_its_own_caps():
    of = voucher(of=programme(holder_year_cap="6000", redeem_by="2021-12-31"))
    claims = [
        claim(f"C{n}", of=of, claimed_on=on) for n, on in enumerate(("2020-12-31", "2020-12-31", "2021-01-01"), 1)
    ]
    assert [each.allowed for each in assess(claims).assessed] == [fen("5000"), fen("1000"), fen("5000")]


def test_split_contracts_are_marked_but_not_refused():
    near = [claim(f"C{n}", contract_on=on, contract_no=no, claimed_on="2020-06-01", delivered_on="2020-06-01", invoice_on="2020-06-01")
            for n, (on, no) in enumerate((("2020-02-01", "a"), ("2020-03-02", "b"), ("2020-04-02", "b"), ("2020-05-02", "c"), ("2020-05-02", "c")), 1)]  # fmt: skip
    found = {each.claim.code: each.findings for each in assess(near).assessed}
    # 1 and 2 lie 30 days apart, 2 and 3 are 31 apart, 3 and 4 lie 30 apart, 4 and 5 are of one contract.
    assert found == dict.fromkeys(("C1", "C2", "C3", "C4", "C5"), ("split_contract",)) | {}
    alone = {e.claim.code: e.findings for e in assess([near[1], near[2]]).assessed}
    assert alone == {"C2": (), "C3": ()}
    together = {e.claim.code: e.findings for e in assess([near[3], near[4]]).assessed}
    assert together == {"C4": (), "C5": ()}
