"""Vouchers issued to many companies at once: one step, one undo, refused whole where something stands against it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import voucher_park as park
from sqlalchemy import select

from incubator_desk.base.errors import Refused
from incubator_desk.catalog.moving import passages
from incubator_desk.catalog.office import Office
from incubator_desk.features.tenants.words import words
from incubator_desk.features.vouchers.model import Voucher
from incubator_desk.features.vouchers.rules.numbering import PATTERN
from incubator_desk.features.vouchers.service import issuing
from incubator_desk.features.vouchers.service.issuing import ISSUED, Seen

N, D = Decimal, date


def seen(office: Office, face_value: int = 500_000, on: date = park.TODAY, programme: str = "P1") -> Seen:
    uid = park.record(office, "voucher_programmes", programme).uid
    with office.reading() as session:
        return issuing.look(session, office.actor.operator, uid, face_value, on)


def issue(office: Office, looked: Seen, *codes: str, pattern: str = PATTERN, today: date = park.TODAY) -> list[str]:
    uids = [each.uid for each in looked.companies if each.code in codes]
    register = office.features.registers["vouchers"]
    with office.writing(ISSUED, count=len(uids), programme=looked.offered.code) as step:
        return issuing.issue(step, register, looked, uids, pattern, today)


def vouchers(office: Office) -> list[tuple[Any, ...]]:
    with office.reading() as session:
        found = session.scalars(select(Voucher).order_by(Voucher.code))
        return [(v.code, v.face_value, v.issued_on, v.status) for v in found if v.code.startswith("V-")]


def verdicts(looked: Seen) -> dict[str, str | None]:
    told = ((each.code, each.judgement.decisive) for each in looked.companies)
    return {code: words(check) if check else None for code, check in told}


def test_one_step_issues_them_all_and_one_undo_takes_them_back(office: Office) -> None:
    park.furnish(office)
    made = issue(office, seen(office), "T1", "T3")
    rows = [("V-2020-0001", N(5000), park.TODAY, "issued"), ("V-2020-0002", N(5000), park.TODAY, "issued")]
    assert vouchers(office) == rows
    with office.reading() as session:
        (passage,) = passages(session, made[0])
        assert (passage.source, passage.target, passage.taken_on) == ("applied", "issued", park.TODAY)
    issue(office, seen(office), "T2")
    assert vouchers(office)[-1][0] == "V-2020-0003"
    office.undo()
    office.undo()
    assert vouchers(office) == []
    with office.reading() as session:
        assert passages(session, made[0]) == []
    office.redo()
    assert vouchers(office) == rows


def test_who_may_not_have_one_is_refused_with_the_company_named(office: Office) -> None:
    park.furnish(office, programme={"tenant_kinds": "company", "holding_cap": N(24000)})
    looked = seen(office)
    assert verdicts(looked) == {
        "T1": "Holds 20,000.00; with this 25,000.00, at most 24,000.00",
        "T2": "Holds 20,000.00; with this 25,000.00, at most 24,000.00",
        "T3": "Team; served: Company",
    }
    with pytest.raises(Refused) as refused:
        issue(office, looked, "T2", "T3")
    assert [p.code for p in refused.value.problems] == ["holds_too_much", "not_entitled_kind"]
    assert refused.value.problems[1].text() == "Programme P1 gives 山岚团队 no voucher: Team; served: Company."
    assert vouchers(office) == []


def test_what_changed_since_it_was_looked_at_is_not_issued(office: Office) -> None:
    park.furnish(office)
    looked = seen(office)
    issue(office, looked, "T1")
    with pytest.raises(Refused) as refused:
        issue(office, looked, "T1", "T2")
    assert [p.code for p in refused.value.problems] == ["stale"]
    assert "青岚朴石新材料有限公司" in refused.value.problems[0].text()
    assert issue(office, looked, "T2")
    park.change(office, "voucher_programmes", "P1", holding_cap=N(20000))
    with pytest.raises(Refused) as refused:
        issue(office, looked, "T3")
    assert refused.value.problems[0].code == "stale"


def test_a_code_that_is_taken_is_refused_beside_the_pattern(office: Office) -> None:
    park.furnish(office)
    with pytest.raises(Refused) as refused:
        issue(office, seen(office), "T2", pattern="V1")
    (problem,) = refused.value.problems
    assert (problem.code, problem.where.column) == ("duplicate_code", "pattern")
    assert problem.text() == "“V1” is already taken. Choose another pattern."
    issue(office, seen(office), "T2", pattern="V-{programme}-{number}")
    issue(office, seen(office), "T3", pattern="V-P1-0999")
    issue(office, seen(office), "T1", pattern="V-{programme}-{number}")
    assert [row[0] for row in vouchers(office)] == ["V-P1-0999", "V-P1-1", "V-P1-1000"]


@pytest.mark.parametrize(
    ("codes", "face_value", "on", "code"),
    [((), 500_000, park.TODAY, "nothing_chosen"), (("T1",), 0, park.TODAY, "out_of_range"),
     (("T1",), 500_000, D(2020, 3, 21), "in_future"), (("T1",), 500_000, D(2021, 1, 1), "not_entitled_use_by")],
)  # fmt: skip
def test_what_cannot_be_issued_says_why(
    file_office: Office, codes: Sequence[str], face_value: int, on: date, code: str
) -> None:
    park.furnish(file_office)
    with pytest.raises(Refused) as refused:
        issue(file_office, seen(file_office, face_value, on), *codes, today=max(park.TODAY, D(on.year, 3, 20)))
    assert code in [p.code for p in refused.value.problems]
    assert vouchers(file_office) == []


def test_a_programme_says_what_is_out_and_what_its_budget_leaves(file_office: Office) -> None:
    park.furnish(file_office, programme={"budget": N(70000)})
    park.move(file_office, "vouchers", "void", "V3", reason="退出")
    looked = seen(file_office)
    offered = looked.offered
    assert (offered.vouchers, offered.out, offered.usual, offered.state(park.TODAY)) == (
        3,
        4_000_000,
        2_000_000,
        "open",
    )
    assert (looked.money(6).left, looked.money(7).over) == (0, 500_000)


def test_a_hundred_companies_are_given_theirs_in_order(file_office: Office) -> None:
    park.furnish(file_office)
    park.keep(file_office, tenants=[{"code": f"X{n:03}", "name": f"企业{n}", "kind": "company"} for n in range(100)])
    looked = seen(file_office)
    issue(file_office, looked, *(f"X{n:03}" for n in range(100)))
    with file_office.reading() as session:
        names = dict(session.execute(select(Voucher.tenant_uid, Voucher.code)).all())
    order = [names[each.uid] for each in looked.companies if each.code.startswith("X")]
    assert order == [f"V-2020-{n:04}" for n in range(1, 101)]


@pytest.mark.parametrize(
    ("months", "on", "last"),
    [(3, D(2020, 3, 15), D(2020, 6, 14)), (12, D(2020, 3, 15), None), (None, D(2020, 3, 15), None), (6, D(2019, 8, 31), D(2020, 2, 28))],
)  # fmt: skip
def test_a_voucher_is_good_for_its_months_at_most_until_the_programmes_last_day(
    file_office: Office, months: int | None, on: date, last: date | None
) -> None:
    park.furnish(file_office, programme={"valid_months": months})
    issue(file_office, seen(file_office, on=on), "T1")
    with file_office.reading() as session:
        assert session.scalars(select(Voucher.use_by).where(Voucher.code.like("V-%"))).one() == last
