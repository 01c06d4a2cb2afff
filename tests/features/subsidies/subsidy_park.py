"""A small park that relieved rent and paid vouchers in spring 2020: R11 of the handbook, and what does not count."""

from datetime import date
from decimal import Decimal
from typing import Any

import sample_park as sample
from sqlalchemy import select

from incubator_desk.catalog import saving
from incubator_desk.catalog.moving import Taking, move_cases
from incubator_desk.catalog.office import Office
from incubator_desk.features.park import service as park
from incubator_desk.features.subsidies.model import SubsidyClaim, SubsidyLine
from incubator_desk.features.subsidies.service import claiming

D, N = date, Decimal
TODAY = D(2020, 3, 20)
PARK = "青岚科创孵化器有限公司"
_REFERENCES = {"tenant", "premises", "lease", "policy", "head_lease", "programme", "provider", "voucher"}
TERMS: dict[str, Any] = {
    "starts_on": D(2020, 1, 1), "ends_on": D(2020, 12, 31), "price": N(3888), "price_unit": "month",
    "billing_anchor": "calendar",
}  # fmt: skip
SPRING: dict[str, Any] = {
    "title": "房租减免后补助", "issuer": "青岚市科学技术局", "document_no": "青科〔2020〕11号", "pays_for": "rent_relief",
    "starts_on": D(2020, 2, 1), "ends_on": D(2020, 4, 30), "rate_percent": N(30), "claim_by": D(2020, 6, 30),
    "ownerships": "own;private",
}  # fmt: skip


class Park:
    """An office with the uids of its records by code."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.uids: dict[str, str] = {}

    def keep(self, register: str, code: str, **values: Any) -> str:
        """Store a record; references are given as codes."""
        given = {
            (f"{name}_uid" if name in _REFERENCES else name): (self.uids[value] if name in _REFERENCES else value)
            for name, value in values.items()
        }
        self.uids[code] = sample.save(self.office, register, code=code, **given)
        return self.uids[code]

    def change(self, register: str, code: str, /, **values: Any) -> None:
        """Change a record as a form does."""
        declared = self.office.features.registers[register]
        with self.office.writing("Change") as step:
            saving.save(step, declared, values, step.session.get(declared.model, self.uids[code]))

    def work_out(self, code: str = "C1", on: date = TODAY) -> None:
        """Work a claim out, as its button does."""
        register = self.office.features.registers["subsidy_claims"]
        with self.office.writing("Work out") as step:
            claiming.work_out(step, register, step.session.get_one(SubsidyClaim, self.uids[code]), on)

    def move(self, target: str, code: str = "C1", on: date = TODAY, reason: str | None = None, **values: Any) -> None:
        """Take a claim's step, all that it asks for at hand."""
        register = self.office.features.registers["subsidy_claims"]
        move_cases(self.office, register, [self.uids[code]], Taking(target, on, values=values), reason)

    def claim(self, code: str = "C1") -> SubsidyClaim:
        """A claim as it is stored."""
        with self.office.reading() as session:
            found = session.get_one(SubsidyClaim, self.uids[code])
            session.expunge(found)
            return found

    def lines(self, code: str = "C1") -> dict[tuple[str, str], tuple[str, str | None, str]]:
        """The stored lines of a claim: amount, reason, share by record and month."""
        with self.office.reading() as session:
            found = session.scalars(select(SubsidyLine).where(SubsidyLine.claim_uid == self.uids[code])).all()
            return {(e.record_code, e.month): (f"{e.amount:.2f}", e.reason, f"{e.share:.2f}") for e in found}


def furnish(office: Office, **programme: Any) -> Park:
    """Fill an office; C1 is a draft claim under SP1, 30 % of the spring's reliefs outside state-owned premises."""
    with office.writing("Set the park profile") as step:
        values = {"name": PARK, "phone": "0999-6600066", "prepared_by": "王敏"}
        saving.save(step, office.features.registers["operators"], values, park.own(step.session))
    made = Park(office)
    for code, name, values in (
        ("T1", "青岚朴石新材料有限公司", {}),
        ("T2", "青岚白榆生物有限公司", {"controller": "李敏"}),
        ("T3", "青岚联创投资有限公司", {"controller": "青岚科创孵化器 有限公司"}),  # the park's own, with a blank in it
        ("T4", "青岚恒序软件有限公司", {}),
    ):
        made.keep("tenants", code, name=name, kind="company", size_class="small",
                  uscc=sample.credit_code(int(code[1:])), **values)  # fmt: skip
    made.keep("head_leases", "H1", landlord="青岚国资", ownership="state", area_sqm=N(500),
              starts_on=D(2018, 1, 1), ends_on=D(2027, 12, 31))  # fmt: skip
    for at in (1, 2, 3, 4):
        of_state = {"head_lease": "H1"} if at == 4 else {}
        made.keep(
            "premises", f"A{at}", building="A 栋", room=f"10{at}", area_sqm=N("86.40"), ownership="own", **of_state
        )
        made.keep("leases", f"L{at}", tenant=f"T{at}", premises=f"A{at}", contract_no=f"青租〔2020〕00{at}号", **TERMS)
    made.keep("relief_policies", "P1", title="减免房租的若干措施")
    for code, lease, percent, months in (
        ("R1", "L1", 100, (2, 3)), ("R2", "L2", 60, (2, 3)), ("R3", "L3", 100, (2, 2)), ("R4", "L4", 50, (2, 2)),
        ("R5", "L1", 50, (4, 5)),
    ):  # fmt: skip
        relief(made, code, lease, percent, *months)
    made.keep("reliefs", "R6", lease="L2", kind="deferral", months=6, starts_on=D(2020, 4, 1), ends_on=D(2020, 4, 30),
              status="in_force", approved_on=D(2020, 2, 10))  # fmt: skip
    made.keep("subsidy_programmes", "SP1", **SPRING | programme)
    made.keep("subsidy_claims", "C1", programme="SP1")
    return made


def relief(made: Park, code: str, lease: str, percent: int, first: int, last: int, **values: Any) -> None:
    """A relief of whole months of 2020 in force."""
    ends = D(2020, last + 1, 1).toordinal() - 1
    terms = {
        "policy": "P1", "kind": "percent", "percent": N(percent), "starts_on": D(2020, first, 1),
        "ends_on": date.fromordinal(ends), "status": "in_force", "approved_on": D(2020, 2, 10),
        "agreement_no": f"青科孵补〔2020〕00{code[1:]}号",
    }  # fmt: skip
    made.keep("reliefs", code, lease=lease, **terms | values)


def vouchers(made: Park) -> None:
    """Two voucher claims paid in March, one that is not, under two voucher programmes."""
    for code in ("VP1", "VP2"):
        made.keep("voucher_programmes", code, title=code, year=2020, rate_percent=N(50), use_by=D(2020, 12, 31),
                  redeem_by=D(2021, 3, 31))  # fmt: skip
    made.keep("providers", "S1", name="青岚检验检测服务中心")
    for code, tenant, programme in (("V1", "T1", "VP1"), ("V2", "T2", "VP2")):
        made.keep("vouchers", code, tenant=tenant, programme=programme, face_value=N(20000), issued_on=D(2020, 1, 10))
    for code, voucher, status, paid_on in (
        ("VC1", "V1", "paid", D(2020, 3, 5)), ("VC2", "V2", "paid", D(2020, 3, 31)), ("VC3", "V1", "submitted", None),
    ):  # fmt: skip
        made.keep(
            "voucher_claims", code, voucher=voucher, provider="S1", service_kind="testing", contract_on=D(2020, 2, 1),
            delivered_on=D(2020, 2, 10), invoice_no=code, invoice_on=D(2020, 2, 20), eligible_amount=N(2000),
            claimed_on=D(2020, 3, 1), status=status, paid_on=paid_on, approved_amount=N(1000) if paid_on else None,
        )  # fmt: skip
