"""Bank statements of many shapes (all invented), with headings and without, and what cannot be read of them."""

from datetime import date

import pytest

from incubator_desk.base.errors import Refused
from incubator_desk.features.rent.rules.statement import Entry, Statement, fen, read

A, B = "青岚沐川医疗器械有限公司", "青岚朴石新材料有限公司"


def block(text: str) -> list[list[str]]:
    return [line.split("|") for line in text.strip().splitlines()]


def told(found: Statement) -> list[tuple[object, ...]]:
    return [(e.day, e.payer, e.amount, e.reference, e.remark) for e in found.entries]


SHAPES = {
    "credit and debit columns, debit rows and balance left out": """
交易日期|摘要|借方发生额|贷方发生额|余额|对方户名|对方账号|流水号
2020-03-05|转账||7,137.00|107,137.00|青岚沐川医疗器械有限公司|6222****1234|N0301
2020-03-06|水电费|1,200.00||105,937.00|青岚供电公司|1234|N0302
2020-03-09|房租|0.00|8,388.00|114,325.00|青岚朴石新材料有限公司|6222****8|N0303
合计||1,200.00|15,525.00|||
""",
    "compact dates with time, units in the headings, full-width digits": """
入账时间|付款人名称|收入金额（元）|支出金额（元）|交易流水号|附言
20200305 102233|青岚沐川医疗器械有限公司|７，１３７．００|--|N0301|转账
20200306 090000|青岚供电公司|--|1,200.00|N0302|水电费
20200309093001|青岚朴石新材料有限公司|8,388.00|--|N0303|房租
""",
    "account and period above the headings, two columns of remarks": """
账号：6222 0000|户名：青岚创业园
查询区间：2020-03-01 至 2020-03-31|
记账日期|对方名称|收入|支出|账户余额|摘要|用途|凭证号
2020/3/5|青岚沐川医疗器械有限公司|7137|0|1|转账|转账|N0301
2020/3/9|青岚朴石新材料有限公司|8388.00|0|2|房租||N0303
""",
    "one amount and a side, in words": """
交易日期|收/支|金额|对方单位|交易流水号|备注
2020年3月5日|收入|¥7,137.00|青岚沐川医疗器械有限公司|N0301|转账
2020年3月6日|支出|¥1,200.00|青岚供电公司|N0302|水电费
2020年3月9日|收入|¥8,388.00|青岚朴石新材料有限公司|N0303|房租
""",
    "one amount and a side, in letters": """
Date|D/C|Amount|Counterparty|Reference|Description|Balance
2020-03-05 10:22|C|7,137.00|青岚沐川医疗器械有限公司|N0301|转账|1
2020-03-06 10:22|D|1,200.00|青岚供电公司|N0302|水电费|2
2020-03-09 10:22|C|8,388.00|青岚朴石新材料有限公司|N0303|房租|3
""",
    "one signed amount": """
Transaction date|Payer|Transaction amount|Reference no.|Memo
2020.03.05|青岚沐川医疗器械有限公司|+7,137.00|N0301|转账
2020.03.06|青岚供电公司|-1,200.00|N0302|水电费
2020.03.09|青岚朴石新材料有限公司|8,388.00|N0303|房租
""",
    "headings in both languages, days as Excel keeps them": """
交易日期 Date|对方户名 Counterparty|贷方 Credit|借方 Debit|流水号 Ref|摘要 Memo
43895|青岚沐川医疗器械有限公司|7137.00||N0301|转账
43899|青岚朴石新材料有限公司|8388.00||N0303|房租
""",
    "the headings once more on the second page": """
日期|对方户名|贷方金额|流水号|摘要
2020-03-05|青岚沐川医疗器械有限公司|7,137.00|N0301|转账
日期|对方户名|贷方金额|流水号|摘要
2020-03-09|青岚朴石新材料有限公司|8,388.00|N0303|房租
本页合计（2笔）||15,525.00||
""",
    "the time in a column of its own": """
序号|交易日期|交易时间|对方账号|付款人户名|贷方发生额|流水号|附言
1|20200305|10:22:33|6222|青岚沐川医疗器械有限公司|7,137.00|N0301|转账
2|20200309|09:30:01|6222|青岚朴石新材料有限公司|8,388.00|N0303|房租
""",
}


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES.keys())
def test_statements_with_headings(text: str) -> None:
    found = read(block(text))
    assert told(found) == [
        (date(2020, 3, 5), A, 7137_00, "N0301", "转账"),
        (date(2020, 3, 9), B, 8388_00, "N0303", "房租"),
    ]
    assert not [p for e in found.entries for p in e.problems]


BARE = {
    "signs tell the side": """
2020-03-05|青岚沐川医疗器械有限公司|7,137.00|107,137.00|N030100|转账
2020-03-06|青岚供电公司|-1,200.00|105,937.00|N030200|水电费
2020-03-09|青岚朴石新材料有限公司|8,388.00|114,325.00|N030300|房租
""",
    "a word tells the side": """
1|2020/03/05|贷|青岚沐川医疗器械有限公司|7,137.00|107,137.00|N030100|转账
2|2020/03/06|借|青岚供电公司|1,200.00|105,937.00|N030200|水电费
3|2020/03/09|贷|青岚朴石新材料有限公司|8,388.00|114,325.00|N030300|房租
""",
    "the balance tells which column is which": """
20200305|转账||7,137.00|107,137.00|青岚沐川医疗器械有限公司|N030100
20200306|水电费|1,200.00||105,937.00|青岚供电公司|N030200
20200309|房租||8,388.00|114,325.00|青岚朴石新材料有限公司|N030300
""",
    "the latest first": """
20200309 09:30:01|房租|8,388.00|-|114,325.00|青岚朴石新材料有限公司|N030300
20200306 09:30:01|水电费|-|1,200.00|105,937.00|青岚供电公司|N030200
20200305 09:30:01|转账|7,137.00|-|107,137.00|青岚沐川医疗器械有限公司|N030100
""",
    "receipts alone": """
2020-03-05|青岚沐川医疗器械有限公司|7137.00|N030100|转账
2020-03-09|青岚朴石新材料有限公司|8388.00|N030300|房租
""",
}


@pytest.mark.parametrize("text", BARE.values(), ids=BARE.keys())
def test_statements_without_headings(text: str) -> None:
    assert sorted(told(read(block(text)))) == [
        (date(2020, 3, 5), A, 7137_00, "N030100", "转账"),
        (date(2020, 3, 9), B, 8388_00, "N030300", "房租"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2020-03-05|甲公司|100.00|200.00\n2020-03-06|乙公司|300.00|900.00",  # which one is the balance?
        "2020-03-05|甲公司||200.00\n2020-03-06|乙公司|300.00|",  # which one is money in?
        "甲公司|100.00\n乙公司|200.00",
        "交易日期|对方户名\n2020-03-05|甲公司",
        "对方户名|收入金额\n甲公司|100.00",
    ],
)
def test_columns_that_are_not_clear_are_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        read(block(text))
    assert [p.code for p in refused.value.problems] == ["statement_columns"]


def only(row: str) -> Entry:
    (found,) = read([["交易日期", "对方户名", "贷方", "借方"], row.split("|")]).entries
    return found


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("2020-02-30|甲公司|100.00|", "bad_date", "received_on"),
        ("昨天|甲公司|100.00|", "bad_date", "received_on"),
        ("|甲公司|100.00|", "bad_date", "received_on"),
        ("2020-03-05|甲公司|一百元|", "bad_number", "amount"),
        ("2020-03-05|甲公司|1.005|", "finer_than_fen", "amount"),
        ("2020-03-05|甲公司|-100.00|", "money_taken_back", "amount"),
        ("2020-03-05|甲公司|(100.00)|", "money_taken_back", "amount"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_at_its_place(row: str, code: str, column: str) -> None:
    (problem,) = only(row).problems
    assert (problem.code, problem.where.column) == (code, column)


def test_rows_without_money_received_are_passed_over() -> None:
    found = read(block("交易日期|对方户名|贷方|借方\n2020-03-05|甲公司||5\n2020-03-06|期初余额||\n2020-03-06|乙|9|"))
    assert [e.row for e in found.entries] == [4]
    assert found.passed_over == 3


def test_an_unknown_side_is_a_problem() -> None:
    (found,) = read(block("交易日期|收/支|金额\n2020-03-05|其他|5")).entries
    assert [p.code for p in found.problems] == ["statement_direction"]


@pytest.mark.parametrize(
    ("text", "amount"),
    [("1,234.50", 123450), ("CNY 1,234.5", 123450), ("￥12", 1200), ("12元", 1200), ("9.00 CR", 900), ("9.00借", -900),
     ("（9.00）", -900), ("−9", -900), ("0.00", 0)],
)  # fmt: skip
def test_amounts_in_all_their_forms(text: str, amount: int) -> None:
    assert fen(text) == amount
