"""A workbook of 300 companies and 320 leases, in and out, each line held against the second reading of the contract."""

import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

sys.path.insert(0, str(Path(__file__).parent.parent / "features" / "rent"))

import rent_oracle as oracle
from rent_facts import random_facts

from incubator_desk.catalog.office import Features
from incubator_desk.cli import main as console
from incubator_desk.features.all import FEATURES
from incubator_desk.features.exchange import sheets
from incubator_desk.features.rent.rules import Facts, overlaps, refund_excess

AS_OF = date(2021, 6, 30)
COMPANIES, LEASES = 300, 320


def acceptable(known: Facts) -> bool:
    """Whether an import would take the facts: nothing exclusive overlaps, no refund above what is owed."""
    return not overlaps(known.reliefs, known.lease) and not refund_excess(known)


def under_policies(known: Facts) -> Facts:
    """The facts with what belongs to a policy the same for all its reliefs, and the mildest where there is none."""
    terms: dict[str, tuple[bool, str]] = {}
    reliefs = []
    for relief in known.reliefs:
        exclusive, settle = (
            terms.setdefault(relief.policy, (relief.exclusive, relief.settle_paid))
            if relief.policy
            else (False, "offset")
        )
        reliefs.append(replace(relief, exclusive=exclusive, settle_paid=settle))
    return replace(known, reliefs=tuple(reliefs))


def drawn() -> list[Facts]:
    found: list[Facts] = []
    seed = 0
    while len(found) < LEASES:
        seed += 1
        known = under_policies(random_facts(seed))
        if acceptable(known):
            found.append(known)
    return found


def rows(known: list[Facts]) -> dict[str, list[dict[str, object]]]:
    made: dict[str, list[dict[str, object]]] = {
        name: [] for name in ("tenants", "leases", "lease_steps", "relief_policies", "reliefs", "receipts", "refunds")
    }
    made["tenants"] = [{"code": f"T{n:03d}", "name": f"第{n}家", "kind": "team"} for n in range(COMPANIES)]
    policies: set[str] = set()
    for at, facts in enumerate(known):
        lease = facts.lease
        code = f"L{at:03d}"
        made["leases"].append(
            {"code": code, "tenant_code": f"T{at % COMPANIES:03d}", "area_sqm": lease.area or 1, "price": lease.price,
             "price_unit": lease.price_unit, "day_count": lease.day_count, "billing_months": str(lease.billing_months),
             "billing_anchor": lease.billing_anchor, "starts_on": lease.starts_on, "ends_on": lease.ends_on,
             "ended_on": lease.ended_on, "rent_free_days": lease.rent_free_days, "due_offset_days": lease.due_offset_days}
        )  # fmt: skip
        for step in lease.steps:
            made["lease_steps"].append(
                {"lease_code": code, "from_on": step.from_on, "price": step.price, "percent": step.percent}
            )
        for relief in facts.reliefs:
            policy = relief.policy and f"{code}-{relief.policy}"
            if policy and policy not in policies:
                policies.add(policy)
                made["relief_policies"].append(
                    {"code": policy, "title": "政策", "exclusive": relief.exclusive, "settle_paid": relief.settle_paid}
                )
            names = (
                "kind",
                "status",
                "starts_on",
                "ends_on",
                "percent",
                "amount",
                "cap",
                "months",
                "defer_to",
                "parts",
                "first_due_on",
                "approved_on",
            )
            made["reliefs"].append(
                {
                    "code": f"{code}-{relief.code}",
                    "lease_code": code,
                    "policy_code": policy,
                    **{n: getattr(relief, n) for n in names},
                }
            )
        for receipt in facts.receipts:
            made["receipts"].append(
                {
                    "code": f"{code}-{receipt.code}",
                    "lease_code": code,
                    "received_on": receipt.received_on,
                    "amount": receipt.amount,
                    "kind": receipt.kind,
                }
            )
        for refund in facts.refunds:
            place = {"relief_code": f"{code}-{refund.relief}"} if refund.relief else {"lease_code": code}
            made["refunds"].append(
                {"code": f"{code}-{refund.code}", "paid_on": refund.paid_on, "amount": refund.amount, **place}
            )
    return made


def write(out: Path, made: dict[str, list[dict[str, object]]], features: Features = FEATURES) -> None:
    with sheets.written(out) as book:
        for name, of_sheet in made.items():
            register = features.registers[name]
            sheet = sheets.new_sheet(book, name)
            sheets.headed(sheet, register, len(of_sheet))
            sheets.add_rows(sheet, register.fields, ([row.get(f.name) for f in register.fields] for row in of_sheet))


def told(capsys: pytest.CaptureFixture[str], *line: object) -> dict:
    capsys.readouterr()
    status = console.main(None, None, [*map(str, line), "--json", "--lang", "en"])  # type: ignore[arg-type]
    answer = json.loads(capsys.readouterr().out)
    assert status == 0, [p for p in answer["problems"] if p["severity"] == "error"][:5]
    return answer


def cells(path: Path) -> dict[str, list[tuple]]:
    book = load_workbook(path)
    return {sheet.title: [tuple(c.value for c in row) for row in sheet.iter_rows()] for sheet in book}


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_whole_park_goes_in_agrees_with_the_contract_and_comes_out_the_same(kind, request, tmp_path, capsys) -> None:
    place = str(tmp_path / "park.desk") if kind == "sqlite" else request.getfixturevalue("postgres_url")
    known = drawn()
    write(tmp_path / "in.xlsx", rows(known))
    told(capsys, "--db", place, "init")
    counts = told(capsys, "--db", place, "import", tmp_path / "in.xlsx")["sheets"]
    assert counts["tenants"]["added"] == COMPANIES
    assert counts["leases"]["added"] == LEASES
    assert {relief.kind for facts in known for relief in facts.reliefs} == {
        "percent",
        "fixed",
        "extension",
        "deferral",
        "instalments",
    }
    assert counts["refunds"]["added"] > 0

    shown = told(capsys, "--db", place, "rent", "schedule", "--as-of", AS_OF)["leases"]
    assert [lease["lease"] for lease in shown] == [f"L{at:03d}" for at in range(LEASES)]
    for at, (lease, facts) in enumerate(zip(shown, known, strict=True)):
        right, *_more = oracle.schedule_json(facts, AS_OF)
        code = f"L{at:03d}"
        for line in right["lines"]:
            line["reliefs"] = [{**each, "relief": f"{code}-{each['relief']}"} for each in line["reliefs"]]
        assert lease["lines"] == right["lines"], code
        assert lease["totals"] == right["totals"], code

    told(capsys, "--db", place, "export", tmp_path / "out.xlsx")
    again = told(capsys, "--db", place, "import", tmp_path / "out.xlsx")["sheets"]
    assert all(each["added"] == each["updated"] == each["deleted"] == 0 for each in again.values())
    told(capsys, "--db", str(tmp_path / "copy.desk"), "init")
    told(capsys, "--db", str(tmp_path / "copy.desk"), "import", tmp_path / "out.xlsx")
    told(capsys, "--db", str(tmp_path / "copy.desk"), "export", tmp_path / "out2.xlsx")
    assert cells(tmp_path / "out.xlsx") == cells(tmp_path / "out2.xlsx")
    assert told(capsys, "--db", place, "check")["problems"] == []
