"""The demo's voucher programmes of 2019 and 2020: providers, vouchers, claims good and bad, batches."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from incubator_desk.features.vouchers.flow import CLAIM_FLOW

from .names import credit_code, person, phone
from .rows import Row, row
from .ways import ACCOUNTANT, CLERK, HEAD, StepTaken, working_day

OLD, NEW = "VP-2019", "VP-2020"
_ISSUED = {OLD: date(2019, 3, 15), NEW: date(2020, 2, 10)}
_PROVIDERS = (
    ("青岚检验检测服务中心", "testing", "12"), ("青岚知识产权事务所有限公司", "ip;declaration", "91"),
    ("岚海材料分析测试有限公司", "testing", "91"), ("青岚高校技术转移中心", "technology_transfer;consulting", "12"),
    ("云岭工业设计咨询有限公司", "consulting", "91"), ("青岚同泽税务师事务所有限公司", "legal_tax", "91"),
    ("望湖人才培训学校", "training", "52"), ("青岚超算中心", "consulting;testing", "12"),
)  # fmt: skip
_CLAIMS = {
    OLD: (["paid"] * 14 + ["published", "published", "approved", "reviewed", "accepted", "submitted"]),
    NEW: (["reviewed"] * 4 + ["accepted"] * 8 + ["submitted"] * 24 + ["draft"] * 2 + ["returned", "withdrawn"]),
}
"""The states of the claims under each programme, in the order in which they were made."""


def programmes() -> list[Row]:
    """The programme that ends this month and the one of the year."""
    return [
        row(
            "voucher_programmes", code=OLD, title="青岚高新区2019年科技创新券", year=2019,
            document_no="青高管〔2019〕8号", rate_percent=Decimal(50), claim_cap=Decimal(20_000),
            holder_year_cap=Decimal(40_000), budget=Decimal(300_000), use_by=date(2019, 12, 31),
            redeem_by=date(2020, 3, 31), claimed_by="provider",
        ),
        row(
            "voucher_programmes", code=NEW, title="青岚高新区2020年科技创新券", year=2020,
            document_no="青高管〔2020〕7号", rate_percent=Decimal(50), claim_cap=Decimal(10_000),
            holder_year_cap=Decimal(30_000), controller_year_cap=Decimal(40_000), budget=Decimal(1_000_000),
            use_by=date(2020, 12, 31),
            redeem_by=date(2021, 3, 31), claimed_by="provider", holding_cap=Decimal(30_000),
            tenant_statuses="incubating;graduated", excluded_kinds="event",
            warning_flags="related_party;third_party_payment;invoice_party",
        ),
    ]  # fmt: skip


def providers() -> list[Row]:
    """Those whose bills vouchers pay; the last one left the list in the summer of 2019."""
    rng = Random("providers")
    return [
        row(
            "providers", code=f"SP-{number:04}", name=name, uscc=credit_code(kind, 700 + number), service_kinds=kinds,
            listed_from=date(2019, 1, 1), listed_to=date(2019, 6, 30) if number == len(_PROVIDERS) else None,
            controller=person(rng), legal_representative=person(rng), contact_name=person(rng),
            contact_phone=phone(rng), bank_name="青岚银行高新支行",
            bank_account=f"99001{rng.randrange(10**12, 10**13)}",
        )
        for number, (name, kinds, kind) in enumerate(_PROVIDERS, 1)
    ]  # fmt: skip


def vouchers(companies: Sequence[Row]) -> list[Row]:
    """Sixteen of 2019 and forty of 2020; a few are no longer good, three are only applied for."""
    good = [c for c in companies if c["status"] in ("incubating", "graduated") and c["kind"] != "sole_trader"]
    early = [c for c in good if c["admitted_on"] <= _ISSUED[OLD]][:16]
    late = [c for c in good if c["admitted_on"] <= _ISSUED[NEW] and not c["left_on"]][10:53]
    old = [_voucher(OLD, n, company, 30_000) for n, company in enumerate(early, 1)]
    new = [_voucher(NEW, n, company, (20_000, 30_000)[n % 2]) for n, company in enumerate(late, 1)]
    for each in new[40:]:
        each["status"] = "applied"
    new[38]["status"], new[39]["status"] = "returned", "void"
    return [*old, *new]


def _voucher(programme: str, number: int, company: Row, face: int) -> Row:
    code = f"V-{programme[-4:]}-{number:04}"
    day = _ISSUED[programme]
    return row(
        "vouchers", code=code, programme_code=programme, tenant_code=company["code"], status="issued",
        face_value=Decimal(face), issued_on=day,
    )  # fmt: skip


def batches() -> list[Row]:
    """The last quarter of 2019 was paid; the first of 2020 is being filled."""
    return [
        row(
            "voucher_batches", code="VB-0001", programme_code=OLD, period="2019-Q4", status="paid",
            locked_on=date(2020, 1, 10), paid_on=date(2020, 1, 17),
        ),
        row("voucher_batches", code="VB-0002", programme_code=OLD, period="2020-Q1", status="draft"),
    ]  # fmt: skip


def claims(held: Sequence[Row], listed: Sequence[Row], companies: Sequence[Row], today: date) -> list[Row]:
    """Sixty claims, a dozen of which break a rule."""
    rng = Random("claims")
    controllers = {company["code"]: company["controller"] for company in companies}
    behind = {voucher["code"]: controllers[voucher["tenant_code"]] for voucher in held}
    found: list[Row] = []
    for programme, states in _CLAIMS.items():
        mine = [voucher for voucher in held if voucher["programme_code"] == programme and voucher["status"] == "issued"]
        for number, state in enumerate(states):
            voucher = mine[number * 7 % len(mine)]
            found.append(_claim(len(found) + 1, programme, state, voucher, listed, rng, today))
    for broken in _BROKEN:
        broken(found, listed, behind)
    return found


def _claim(
    number: int, programme: str, state: str, voucher: Row, listed: Sequence[Row], rng: Random, today: date
) -> Row:
    provider = listed[rng.randrange(len(listed) - 1)]
    kind = rng.choice(provider["service_kinds"].split(";"))
    first, last = _span(programme, state, today)
    claimed = working_day(first + timedelta(days=rng.randrange((last - first).days + 1)) - timedelta(days=1), 1)
    invoice = claimed - timedelta(days=rng.randrange(2, 6))
    delivered = invoice - timedelta(days=rng.randrange(0, 3))
    signed = max(voucher["issued_on"], delivered - timedelta(days=rng.randrange(5, 30)))
    signed = min(signed, delivered, date(int(programme[-4:]), 12, 31))
    contract = Decimal(rng.randrange(40, 420) * 100)
    bill = contract - Decimal(rng.randrange(0, 3) * 400)
    excluded = Decimal(rng.choice((0, 0, 0, 600)))
    worth = min((bill - excluded) / 2, Decimal(20_000)).quantize(Decimal("0.01"))
    approved = state in ("paid", "published", "approved")
    return row(
        "voucher_claims", code=f"VC-{number:04}", voucher_code=voucher["code"], provider_code=provider["code"],
        service_kind=kind, status=state, contract_no=f"FW-{signed:%Y%m}-{number:03}", contract_on=signed,
        delivered_on=delivered, contract_amount=contract, invoice_no=f"{rng.randrange(10**7, 10**8)}",
        invoice_on=invoice, invoice_amount=bill, payment_amount=bill,
        payment_on=min(invoice + timedelta(days=1), claimed),
        payment_no=f"HD{rng.randrange(10**9, 10**10)}", excluded_amount=excluded or None,
        eligible_amount=bill - excluded, claimed_on=claimed, approved_on=working_day(claimed, 3) if approved else None,
        notice_from=working_day(claimed, 4) if state in ("paid", "published") else None,
        notice_to=working_day(claimed, 8) if state in ("paid", "published") else None,
        batch_code="VB-0001" if state == "paid" else "VB-0002" if state == "published" else None,
        payee_bank=provider["bank_name"] if state == "paid" else None,
        payee_account=provider["bank_account"] if state == "paid" else None,
        approved_amount=worth if state == "paid" else None, paid_on=date(2020, 1, 17) if state == "paid" else None,
        note="材料不全，请补交付款凭证。" if state == "returned" else None,
    )  # fmt: skip


def _span(programme: str, state: str, today: date) -> tuple[date, date]:
    """Between which days claims in a state were made."""
    if programme == OLD:
        paid = state == "paid"
        return (date(2019, 9, 2), date(2019, 12, 20)) if paid else (date(2020, 2, 10), date(2020, 3, 2))
    early = state == "reviewed"
    return (date(2020, 2, 24), date(2020, 3, 6)) if early else (date(2020, 3, 2), today)


def _again(found: list[Row], _listed: Sequence[Row], _behind: dict[str, str]) -> None:
    """One invoice claimed twice, and once more through another company."""
    for copy, first in ((40, 22), (41, 23)):
        for name in ("provider_code", "service_kind", "invoice_no", "contract_on", "delivered_on", "invoice_on"):
            found[copy][name] = found[first][name]
        found[copy]["claimed_on"] = max(found[copy]["claimed_on"], found[first]["claimed_on"] + timedelta(days=1))


def _dated_wrong(found: list[Row], _listed: Sequence[Row], _behind: dict[str, str]) -> None:
    """A contract before the voucher, one of the year after, a service that is not delivered, a bill from later."""
    found[42]["contract_on"] = date(2020, 1, 20)
    found[19]["contract_on"] = date(2020, 1, 6)
    found[43]["delivered_on"] = None
    found[44]["delivered_on"] = found[44]["contract_on"] - timedelta(days=2)


def _not_covered(found: list[Row], listed: Sequence[Row], behind: dict[str, str]) -> None:
    """A provider that left the list, a service it does not render, a company related to it."""
    found[45]["provider_code"], found[45]["service_kind"] = listed[-1]["code"], "testing"
    found[46]["provider_code"], found[46]["service_kind"] = listed[0]["code"], "training"
    related = listed[5]
    found[50]["provider_code"], found[50]["service_kind"] = related["code"], related["service_kinds"]
    related["controller"] = behind[found[50]["voucher_code"]]


def _in_parts(found: list[Row], _listed: Sequence[Row], _behind: dict[str, str]) -> None:
    """A contract that looks as if it was split in two; a bill that somebody else paid."""
    for name in ("voucher_code", "provider_code", "service_kind"):
        found[48][name] = found[47][name]
    found[49]["payer"] = "青岚市财汇商务服务部"


_BROKEN = (_again, _dated_wrong, _not_covered, _in_parts)
_BEFORE = {"accepted": 1, "reviewed": 2}
"""Working days after the claim."""


def way(claim: Row, today: date) -> Iterator[StepTaken]:
    """The steps up to where a claim stands, none after today and none before the one before."""
    status, source, last = claim["status"], "draft", date.min
    path = list(CLAIM_FLOW.path)
    left = {"returned": ["submitted", "returned"], "withdrawn": ["submitted", "withdrawn"], "draft": []}
    for target in left.get(status) or (path[: path.index(status) + 1] if status in path else []):
        on = min(max(_day(claim, target, today), last), today)
        move = CLAIM_FLOW.move(source, target, reason="-")
        by = {"reviewed": ACCOUNTANT, "approved": HEAD, "paid": ACCOUNTANT}.get(target, CLERK)
        yield StepTaken(
            source, target, on, by, move.evidence, (claim["note"] or "企业撤回") if move.needs_reason else None
        )
        source, last = target, on


def _day(claim: Row, target: str, today: date) -> date:
    known = {
        "submitted": claim["claimed_on"], "approved": claim["approved_on"], "published": claim["notice_from"],
        "batched": date(2020, 1, 10), "paid": claim["paid_on"],
    }  # fmt: skip
    return known.get(target) or min(working_day(claim["claimed_on"], _BEFORE.get(target, 1)), today)
