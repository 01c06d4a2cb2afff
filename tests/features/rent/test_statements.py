"""A bank statement against the park: whose money each row is, what is recorded already, all of it as one step."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
import receiving_park as park
import sample_park as sample
from sqlalchemy import select

from incubator_desk.base.errors import Refused
from incubator_desk.catalog.office import Office
from incubator_desk.features.rent.model import Receipt
from incubator_desk.features.rent.service import receiving, statements
from incubator_desk.features.rent.service.payers import Payers, alike, core
from incubator_desk.features.rent.service.receiving import Payment
from incubator_desk.features.rent.service.statements import Row

TODAY = park.TODAY
HEAD = "入账日期\t对方户名\t贷方发生额\t借方发生额\t流水号\t附言\n"


def look(office: Office, *rows: str) -> tuple[Row, ...]:
    with office.reading() as session:
        return statements.look(session, office.actor, HEAD + "\n".join(row.replace("|", "\t") for row in rows)).rows


def one(office: Office, row: str) -> Row:
    (found,) = look(office, row)
    return found


@pytest.mark.parametrize(
    ("payer", "remark", "tenant", "how"),
    [
        (park.MUCHUAN, "", "muchuan", "name"),
        ("青岚沐川医疗器械有限责任公司", "", "muchuan", "alike"),
        (" 青岚沐川医疗器械 有限公司 ", "", "muchuan", "alike"),
        ("青岚沐川医疗器械有限公", "", "muchuan", "part"),
        ("青岚沐川医疗器械有限公司合肥分公司", "", "muchuan", "part"),
        ("张小明", "三月房租", "muchuan", "person"),
        ("王某某", "房租 L-0002", "muchuan", "contract"),
        ("", "HT-2020/7 三月租金", "pushi", "contract"),
        ("李四", "青岚朴石新材料房租", "pushi", "part"),
    ],
)
def test_payers_are_known_by_many_names(file_office: Office, payer: str, remark: str, tenant: str, how: str) -> None:
    made = park.furnish(file_office)
    sample.save(file_office, "leases", tenant_uid=made["pushi"], price=Decimal(1), price_unit="month",
                starts_on=date(2018, 1, 1), ends_on=date(2018, 12, 31), contract_no="HT－2020/7")  # fmt: skip
    with file_office.reading() as session:
        found = Payers(session, file_office.actor).find(payer, remark)
    assert (found.clear, found.how) == (made[tenant], how)


def test_brackets_of_either_width_and_legal_forms_are_the_same_name() -> None:
    assert alike("青岚（合肥）科技有限公司") == alike("青岚(合肥) 科技有限公司")
    assert core("青岚（合肥）科技股份有限公司") == core("青岚(合肥)科技有限责任公司") == "青岚合肥科技"
    assert core("Qinglan Optics Co., Ltd.") == core("QINGLAN OPTICS CO LTD") != core("Qinglan Optronics")


@pytest.mark.parametrize(
    ("payer", "remark", "count", "code"),
    [
        ("陶杰", "", 2, "payer_unclear"),  # the contact of two companies
        ("青岚朴石新材料有限公司", "代付 L-0001", 2, "payer_unclear"),  # the remark names another one's lease
        ("北京某某有限公司", "转账", 0, "payer_unknown"),
        ("L-00010", "", 0, "payer_unknown"),  # not lease L-0001
    ],
)
def test_what_is_not_clear_is_left_to_the_user(
    file_office: Office, payer: str, remark: str, count: int, code: str
) -> None:
    park.furnish(file_office)
    row = one(file_office, f"2020-03-05|{payer}|100.00||N1|{remark}")
    assert (row.verdict, row.tenant, len(row.candidates)) == ("unclear", None, count)
    assert [p.code for p in row.problems] == [code]
    assert not row.possible


def record(office: Office, rows: Sequence[Row]) -> list[str]:
    with office.writing("Statement") as step:
        return statements.take_over(step, office.features.registers["receipts"], rows, TODAY)


def test_a_statement_is_recorded_once_and_undone_at_once(office: Office) -> None:
    made = park.furnish(office)
    before = park.figures(office)
    lines = (
        "2020-03-05 10:00:00|青岚沐川医疗器械有限公司|9,137.00||N1|房租",
        "2020-03-06|青岚供电公司||1,200.00|N2|电费",
        "2020-03-09|青岚朴石新材料有限公司|8,388.00||N3|",
        "2020-03-10|张小明|2,863.00||N4|补交",
    )
    rows = look(office, *lines)
    assert [(r.verdict, r.tenant, r.how) for r in rows] == [
        ("new", made["muchuan"], "name"), ("new", made["pushi"], "name"), ("new", made["muchuan"], "person"),
    ]  # fmt: skip
    assert len(record(office, rows)) == 4
    with office.reading() as session:
        found = session.scalars(select(Receipt).order_by(Receipt.code)).all()
        assert [(r.amount, r.reference, r.payment_no, r.method, r.note) for r in found] == [
            (Decimal("7137.00"), "N1", "Z-0001", "Bank transfer", "房租"),
            (Decimal("2000.00"), "N1", "Z-0001", "Bank transfer", "房租"),
            (Decimal("8388.00"), "N3", None, "Bank transfer", None),
            (Decimal("2863.00"), "N4", None, "Bank transfer", "补交"),  # a person's name is not kept in a note
        ]
    assert [r.verdict for r in look(office, *lines)] == ["recorded"] * 3
    office.undo()
    assert park.figures(office) == before
    assert [r.verdict for r in look(office, *lines)] == ["new"] * 3


def test_a_payer_of_another_name_is_kept_in_the_note(file_office: Office) -> None:
    made = park.furnish(file_office)
    row = one(file_office, "2020-03-05|北京某某有限公司|100.00||N1|代付")
    with file_office.reading() as session:
        row = statements.chosen(session, file_office.actor, [row], 0, made["pushi"])
    assert row.verdict == "new"
    record(file_office, [row])
    with file_office.reading() as session:
        assert session.scalars(select(Receipt.note)).all() == ["北京某某有限公司  代付"]


def test_recorded_is_what_has_the_same_reference_or_the_same_company(office: Office) -> None:
    made = park.furnish(office)
    with office.writing("Receive") as step:
        receiving.receive(step, office.features.registers["receipts"], [
            Payment(made["muchuan"], date(2020, 3, 5), Decimal(9137), reference="N1"),
            Payment(made["pushi"], date(2020, 3, 9), Decimal(8388)),
        ], TODAY)  # fmt: skip
    told = [
        "2020-03-05|不认识|9137.00||N1|",  # the same reference, whoever paid
        "2020-03-05|青岚沐川医疗器械有限公司|9137.00||N9|",  # another reference of the same money, perhaps
        "2020-03-09|青岚朴石新材料有限公司|8388.00||N3|",
        "2020-03-05|青岚朴石新材料有限公司|9137.00||N8|",
        "2020-03-05|青岚沐川医疗器械有限公司|7137.00||N1|",
        "2020-03-06|青岚沐川医疗器械有限公司|9137.00||N1|",
    ]
    rows = look(office, *told)
    assert [r.verdict for r in rows] == ["recorded", "recorded", "recorded", "new", "new", "new"]
    assert "another reference" in rows[1].problems[0].text()
    assert [r.possible for r in rows[:3]] == [False, True, True]  # the user may know better


def test_a_row_that_stands_twice_is_taken_once(office: Office) -> None:
    park.furnish(office)
    row = "2020-03-05|青岚沐川医疗器械有限公司|9137.00||{}|"
    first, again, other = look(office, row.format("N1"), row.format("N1"), row.format("N2"))
    assert (first.verdict, again.verdict, other.verdict) == ("new", "recorded", "new")
    assert "row 2" in again.problems[0].text()


def test_proposals_take_the_rows_above_into_account(office: Office) -> None:
    park.furnish(office)
    rows = look(office, *(f"2020-03-0{n}|青岚朴石新材料有限公司|5000.00||N{n}|" for n in (5, 6, 7)))
    with office.reading() as session:
        every = statements.proposed(session, office.actor, rows, {0, 1, 2}, TODAY)
        some = statements.proposed(session, office.actor, rows, {0, 2}, TODAY)
    filled = [[(f.due.line, f.amount) for _o, share in row.laid for f in share.filled] for row in every]
    assert filled == [[(1, 500000)], [(1, 338800), (2, 161200)], [(2, 500000)]]
    assert some[1].laid == ()
    assert [(f.due.line, f.amount) for f in some[2].laid[0][1].filled] == [(1, 338800), (2, 161200)]
    record(office, rows)
    with office.reading() as session:
        amounts = session.scalars(select(Receipt.amount)).all()
    assert sum(amounts) == 15000
    lines = park.figures(office)[2]["lines"]
    assert [line["paid"] for line in lines[:3]] == ["8388.00", "6612.00", "0.00"]  # type: ignore[index]


def test_a_company_that_cannot_take_the_money_makes_its_row_unclear(office: Office) -> None:
    made = park.furnish(office)
    early, none = look(office, "2019-12-05|青岚朴石新材料有限公司|1.00||N1|", f"2020-03-05|{park.NONE}|1.00||N2|")
    assert (early.verdict, none.tenant) == ("new", made["none"])
    with office.reading() as session:
        rows = statements.proposed(session, office.actor, [early, none], {0, 1}, TODAY)
    assert [(r.verdict, r.problems[0].code) for r in rows] == [
        ("unclear", "receipt_before_lease"), ("unclear", "no_lease"),
    ]  # fmt: skip
    with pytest.raises(Refused):
        record(office, [early, none])
    with office.reading() as session:
        assert not session.scalars(select(Receipt)).all()


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "nothing_pasted"), (" \n\t\n", "nothing_pasted"), ("你好", "statement_columns"),
     (HEAD + "2020-03-05\t甲\t1.00\n" * 2001, "too_many_rows")],
)  # fmt: skip
def test_what_is_no_statement_is_refused(file_office: Office, text: str, code: str) -> None:
    with file_office.reading() as session, pytest.raises(Refused) as told:
        statements.look(session, file_office.actor, text)
    assert [p.code for p in told.value.problems] == [code]


def test_what_cannot_be_read_is_told_and_never_recorded(file_office: Office) -> None:
    park.furnish(file_office)
    rows = look(
        file_office, "2020-02-30|青岚朴石新材料有限公司|1.00||N1|", "2020-03-05|青岚朴石新材料有限公司|一元||N2|"
    )
    assert [(r.verdict, r.possible, r.problems[0].where.column) for r in rows] == [
        ("unreadable", False, "received_on"), ("unreadable", False, "amount"),
    ]  # fmt: skip
