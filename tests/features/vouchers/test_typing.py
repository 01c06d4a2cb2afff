"""A claim that is typed is judged as it will be once it is saved; what is said of it names what it collides with."""

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from time import perf_counter

import pytest
from sqlalchemy import event
from voucher_park import VOUCHERS, change, claim, furnish, keep, move, record

from incubator_desk.base import i18n
from incubator_desk.catalog import saving
from incubator_desk.features.vouchers.rules import Holder, assess
from incubator_desk.features.vouchers.service import papers, reason
from incubator_desk.features.vouchers.service.standing import stand, stood
from incubator_desk.features.vouchers.service.typing import NEEDED, Typing

D, N = date, Decimal
STRICT = {
    "budget": N(60000), "holder_year_cap": N(14000), "controller_year_cap": N(16000), "rounding": "yuan_down",
    "blocking_flags": "double_funding;third_party_payment", "warning_flags": "payment_order;evidence_missing",
}  # fmt: skip


def load(office, code=None):
    uid = record(office, "voucher_claims", code).uid if code else None
    with office.reading() as session:
        return Typing.load(session, office.actor.operator, uid)


def typed(office, code, voucher="V1", **values):
    """The values of a form in which a claim was typed, by attribute."""
    given = claim(code, voucher, **values)
    register = office.features.registers["voucher_claims"]
    found = {f.attribute: given.get(f.name) for f in register.fields}
    found["voucher_uid"] = record(office, "vouchers", voucher).uid
    found["provider_uid"] = record(office, "providers", given["provider_code"]).uid
    return found


def store(office, values, code=None):
    register = office.features.registers["voucher_claims"]
    with office.writing("Save") as step:
        stored = step.session.get(register.model, record(office, "voucher_claims", code).uid) if code else None
        saving.save(step, register, values, stored)


def worth(office, code):
    with office.reading() as session:
        return stood(session, office.actor.operator).by_code[code]


def chance(rng):
    """Values of a claim near all borders at once."""
    signed = D(2020, 1, 8) + timedelta(days=rng.randrange(0, 60))
    delivered = rng.choice((None, signed + timedelta(days=rng.randrange(-2, 30))))
    return {
        "voucher": rng.choice(("V1", "V2", "V3")), "provider_code": rng.choice(("S1", "S2")),
        "service_kind": rng.choice(("testing", "ip")), "contract_no": rng.choice(("", "HT-1", "ht－1", "HT-2")) or None,
        "contract_on": signed, "delivered_on": delivered, "invoice_no": f"0441 {rng.randrange(6)}",
        "invoice_on": signed + timedelta(days=rng.randrange(0, 40)),
        "eligible_amount": N(rng.randrange(1, 3_000_000)) / 100,
        "claimed_on": signed + timedelta(days=rng.randrange(0, 420)),
        "other_funding": rng.choice((None, None, N(100))), "payer": rng.choice((None, "陌生公司")),
        "payment_on": rng.choice((None, signed + timedelta(days=30))),
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_what_is_typed_is_worth_what_it_is_once_saved(file_office, seed):
    office, rng = file_office, random.Random(seed)
    furnish(office, programme=STRICT if seed % 2 else {"holder_year_cap": N(25000)})
    if seed > 1:
        change(office, "vouchers", "V3", status="void")
    codes = [f"C{n:02d}" for n in rng.sample(range(100), 9)]
    for code in codes:
        values = typed(office, code, **chance(rng))
        shown = load(office).judge(values)
        store(office, values)
        assert shown.assessed == worth(office, code)
    for code in rng.sample(codes, 5):  # and a stored one that is typed anew
        values = typed(office, code, **chance(rng))
        shown = load(office, code).judge(values)
        store(office, {name: value for name, value in values.items() if name != "status"}, code)
        assert shown.assessed == worth(office, code)
        with office.reading() as session:
            assert shown.assessed == stand(session, office.actor.operator).by_code[code]


def test_a_draft_is_judged_as_if_it_were_submitted(file_office):
    furnish(file_office, claim("C1"))
    shown = load(file_office).judge(typed(file_office, "C2", status="draft"))
    assert (shown.assessed.allowed, shown.assessed.binding) == (600000, "rate")
    gone = load(file_office).judge(typed(file_office, "C2", status="withdrawn"))
    assert (gone.assessed.allowed, gone.assessed.binding, gone.limits, gone.findings) == (0, None, (), ())


def test_limits_say_what_is_left_after_those_before(file_office):
    furnish(file_office, claim("C1"), claim("C2", "V2", eligible_amount=N(10000)), programme=STRICT)
    typing = load(file_office)
    values = typed(file_office, "C3", eligible_amount=N(30000))
    shown = typing.judge(values)
    limits = {each.name: (each.whole, each.taken, each.left) for each in shown.limits}
    assert limits == {
        "rate": (1500000, 0, 1500000), "claim_cap": (1000000, 0, 1000000), "voucher": (2000000, 600000, 1400000),
        "holder_year_cap": (1400000, 600000, 800000), "controller_year_cap": (1600000, 1100000, 500000),
        "budget": (6000000, 1100000, 4900000),
    }  # fmt: skip
    assert (shown.assessed.allowed, shown.assessed.binding) == (500000, "controller_year_cap")
    before = typing.judge(values | {"claimed_on": D(2020, 2, 29)})  # taken before the others
    assert (before.assessed.allowed, before.assessed.binding) == (1000000, "claim_cap")


def test_a_finding_names_the_claim_it_collides_with(file_office):
    furnish(file_office, claim("C1", invoice_no="0441 8273"), claim("C2", "V2", provider_code="S2"))
    shown = load(file_office).judge(typed(file_office, "C3", invoice_no="０４４１8273", contract_on=D(2020, 2, 11)))
    assert [(each.code, each.blocks) for each in shown.findings] == [
        ("duplicate_invoice", True),
        ("split_contract", False),
    ]
    first, near = shown.findings
    uid = record(file_office, "voucher_claims", "C1").uid
    assert [(each.uid, each.code) for each in (*first.others, *near.others)] == [(uid, "C1"), (uid, "C1")]
    assert first.others[0].facts == "Invoice 0441 8273 of 2020-02-21, claimed 2020-03-01, eligible 12,000.00"
    assert near.others[0].facts == "Contract HT-C1, signed 2020-02-01, 10 days apart, eligible 12,000.00"
    assert near.title == "It looks like a contract that was split: 2 contracts with this provider within 30 days"
    assert reason.sentence(shown) == "Nothing is paid as long as this stands: The invoice was claimed before."


FOUND = [
    ({"contract_on": D(2020, 1, 9)}, "before_issue", "Contract signed 2020-01-09; voucher V1 issued 2020-01-10"),
    ({"delivered_on": None}, "date_order", "Contract 2020-02-01 ≤ delivery not given ≤ claim 2020-03-01; invoice 2020-02-21"),
    ({"claimed_on": D(2021, 4, 1)}, "after_redeem_by", "Claimed 2021-04-01; the programme takes claims until 2021-03-31"),
    ({"service_kind": "event"}, "kind_not_covered", "Programme P1 covers Testing, Intellectual property"),
    ({"other_funding": N(500)}, "double_funding", "500.00"),
    ({"asked_amount": N(6000), "asked_in_words": "伍仟元整"}, "words_differ", "6,000.00 = 陆仟元整"),
    ({"payer": "陌生公司"}, "third_party_payment", "Paid by 陌生公司; the company is 青岚朴石新材料有限公司"),
    ({"invoice_from": "陌生公司"}, "invoice_party", "Invoice from 陌生公司; the provider is 青岚检验检测服务中心"),
]  # fmt: skip


@pytest.mark.parametrize(("values", "code", "facts"), FOUND)
def test_each_finding_says_what_it_rests_on(file_office, values, code, facts):
    flags = {
        "service_kinds": "testing;ip",
        "blocking_flags": "double_funding;words_differ;third_party_payment;invoice_party",
    }
    furnish(file_office, programme=flags)
    (found,) = load(file_office).judge(typed(file_office, "C1", **values)).findings
    assert (found.code, found.facts) == (code, facts)


def test_what_is_right_is_told_with_the_dates_it_rests_on(file_office):
    furnish(file_office)
    change(file_office, "providers", "S1", listed_from=D(2019, 1, 1), listed_to=D(2020, 12, 31))
    shown = load(file_office).judge(typed(file_office, "C1"))
    assert [tuple(each) for each in shown.passed][:2] == [
        ("Invoice not claimed before, no contract that looks split, provider in the list",
         "List 2019-01-01 to 2020-12-31; contract signed 2020-02-01"),
        ("Dates in order, all of them in time", "Issued 2020-01-10 ≤ contract ≤ use by 2020-12-31; claim ≤ 2021-03-31"),
    ]  # fmt: skip
    late = load(file_office).judge(typed(file_office, "C1", contract_on=D(2018, 12, 31)))
    assert "provider in the list" not in late.passed[0].title
    i18n.use("zh_CN")
    shown = load(file_office).judge(typed(file_office, "C1"))
    assert shown.passed[0].title == "发票号未重复、未见拆分合同、服务机构在名录内"


def test_what_is_missing_is_named_and_no_figure_made(file_office):
    furnish(file_office, claim("C1"))
    typing = load(file_office)
    blank = typing.judge(dict.fromkeys(typed(file_office, "C2")))
    assert blank.missing == NEEDED
    assert (blank.assessed, blank.limits, blank.findings, blank.passed) == (None, (), (), ())
    values = typed(file_office, "C2") | {"eligible_amount": None, "invoice_no": "", "contract_amount": N(9000)}
    shown = typing.judge(values)
    assert shown.missing == ("invoice_no", "eligible_amount")
    assert shown.suggestion.amount == 900000


@pytest.mark.parametrize(
    ("basis", "values", "amount", "words"),
    [
        ("gross", {"contract_amount": N(100000), "invoice_amount": N(95000), "payment_amount": N(90000), "excluded_amount": N(5000)},
         8500000, "= least of contract, invoice, payment 90,000.00 − not eligible 5,000.00"),
        ("gross", {"invoice_amount": N(10600), "tax_percent": N(6)}, 1060000,
         "= least of contract, invoice, payment 10,600.00 − not eligible 0.00"),
        ("net", {"invoice_amount": N(10600), "tax_percent": N(6)}, 1000000,
         "= least of contract, invoice, payment 10,600.00 − not eligible 0.00 = 10,600.00; without 6 % tax 10,000.00"),
        ("net", {}, None, ""),
    ],
)  # fmt: skip
def test_the_bill_suggests_the_eligible_amount(file_office, basis, values, amount, words):
    furnish(file_office, programme={"tax_basis": basis})
    found = load(file_office).suggestion(typed(file_office, "C1", eligible_amount=None, **values))
    assert (found and found.amount) == amount
    assert (reason.suggested(found) if found else "") == words


def test_vouchers_are_offered_with_what_other_claims_leave(file_office):
    furnish(file_office, claim("C1"), claim("C2", eligible_amount=N(8000)))
    keep(file_office, vouchers=[VOUCHERS[0] | {"code": "V0", "status": "void"}])
    typing = load(file_office, "C2")
    tenant = record(file_office, "tenants", "T1").uid
    offered = typing.vouchers_of(tenant)
    assert [(each.code, each.face, each.left, each.good) for each in offered] == [
        ("V1", 2000000, 1400000, True), ("V0", 2000000, 2000000, False),
    ]  # fmt: skip
    assert typing.holder_of(offered[0].uid) == tenant
    assert typing.vouchers_of(None) == []


def test_evidence_is_at_hand_by_a_step_or_by_the_name_of_a_file():
    assert papers.shown_by("Invoice", ("发票 04418273", "发货单")) == ("发票 04418273",)
    assert papers.shown_by("Invoice", ("invoice-7",)) == ("invoice-7",)
    assert papers.shown_by("检测报告", ("检测", "检测报告")) == ("检测报告",)


def test_a_locked_claim_keeps_its_amount_while_it_is_looked_at(file_office):
    furnish(file_office, claim("C1", status="published", approved_on=D(2020, 3, 5), batch_code="B1"))
    move(file_office, "voucher_batches", "locked", "B1")
    stored = record(file_office, "voucher_claims", "C1")
    register = file_office.features.registers["voucher_claims"]
    shown = load(file_office, "C1").judge(register.of(stored))
    assert (shown.assessed.allowed, shown.assessed.binding, shown.limits) == (600000, "locked", ())
    assert "it stands" in reason.sentence(shown)


def test_a_judgement_reads_nothing_and_takes_a_small_part_of_assessing_all(file_office):
    furnish(file_office, claim("C00000"))
    typing = load(file_office)
    some = next(iter(typing._known.claims.values()))
    holders = [Holder(f"T{n}", controller=f"g{n // 3}") for n in range(200)]
    held = [replace(some.voucher, code=f"V{n}", holder=each) for n, each in enumerate(holders)]
    many = [
        replace(
            some, code=f"C{n:05d}", voucher=held[n % 200] if n % 100 else some.voucher, invoice_no=f"i{n}",
            contract_on=some.contract_on + timedelta(days=n % 300), claimed_on=D(2020, 1, 1) + timedelta(days=n % 350),
        )
        for n in range(10_000)
    ]  # fmt: skip
    started = perf_counter()
    typing._others = assess(many)
    whole = perf_counter() - started
    (stored,) = typing._stored.values()
    typing._stored = {each.code: stored for each in many}
    values = typed(file_office, "C99999", contract_on=D(2021, 1, 20))
    statements = []
    engine = file_office.database.engine
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    started = perf_counter()
    for _turn in range(10):
        assert typing.judge(values).assessed is not None
    each = (perf_counter() - started) / 10
    assert not statements
    assert each < whole / 50
