"""大写: the handbook's examples, and every amount read back by a reader of its own."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from incubator_desk.base.capitals import capitals, day_in_hanzi

HANDBOOK = {
    "0.00": "零元整", "0.05": "伍分", "10.00": "壹拾元整", "325.04": "叁佰贰拾伍元零肆分",
    "1409.50": "壹仟肆佰零玖元伍角", "1680.32": "壹仟陆佰捌拾元零叁角贰分", "6007.14": "陆仟零柒元壹角肆分",
    "16409.02": "壹万陆仟肆佰零玖元零贰分", "107000.53": "壹拾万柒仟元零伍角叁分", "100500000.00": "壹亿零伍拾万元整",
}  # fmt: skip
WORKED = {
    "0.50": "伍角", "0.12": "壹角贰分", "1.00": "壹元整", "10.05": "壹拾元零伍分", "20.10": "贰拾元零壹角",
    "1000.00": "壹仟元整", "1001.00": "壹仟零壹元整", "1010.00": "壹仟零壹拾元整", "10001.00": "壹万零壹元整",
    "10500.00": "壹万零伍佰元整", "15000.00": "壹万伍仟元整", "1000000.00": "壹佰万元整",
    "100007000.00": "壹亿零柒仟元整", "1050000000.00": "壹拾亿伍仟万元整", "1234500000000.00": "壹万贰仟叁佰肆拾伍亿元整",
    "10000000000000001.00": "壹亿亿零壹元整", "-3888.00": "负叁仟捌佰捌拾捌元整", "12582.00": "壹万贰仟伍佰捌拾贰元整",
}  # fmt: skip
amounts = st.one_of(
    st.integers(0, 10**8), st.integers(0, 10**22 - 1),
    # Numbers with long gaps, where 零 goes wrong.
    st.lists(st.sampled_from("0000123"), min_size=1, max_size=22).map(lambda digits: int("".join(digits))),
)  # fmt: skip


def read_back(text):
    """The fen that a text in 大写 says: read as a sum of digits by their places, whatever the 零 between them."""
    sign = -1 if text.startswith("负") else 1
    yuan, found, rest = text.removeprefix("负").rpartition("元")
    assert not yuan or found
    small = {unit: "零壹贰叁肆伍陆柒捌玖".index(digit) for digit, unit in re.findall("(.)([角分])", rest)}
    return sign * (100 * number(yuan) + 10 * small.get("角", 0) + small.get("分", 0))


def number(text):
    for word, size in (("亿", 10**8), ("万", 10**4), ("仟", 1000), ("佰", 100), ("拾", 10)):
        high, found, low = text.rpartition(word)
        if found:
            return number(high) * size + number(low)
    digits = text.replace("零", "")
    return "壹贰叁肆伍陆柒捌玖".index(digits) + 1 if digits else 0


@pytest.mark.parametrize(("amount", "text"), [*HANDBOOK.items(), *WORKED.items()])
def test_worked_amounts(amount, text):
    assert capitals(Decimal(amount)) == text


@given(amounts)
@example(10**22 - 1)
def test_every_amount_reads_back_as_itself(fen):
    amount = Decimal(fen).scaleb(-2)
    assert read_back(capitals(amount)) == fen
    assert capitals(-amount) == (f"负{capitals(amount)}" if fen else "零元整")


@given(amounts)
def test_it_is_written_as_the_rules_for_bills_say(fen):
    text = capitals(Decimal(fen).scaleb(-2))
    assert "零零" not in text
    assert not re.search("零[元角分万亿整拾佰仟]", text) or text == "零元整"
    assert text.endswith("整") == (fen % 100 == 0)  # at 元 add 整; after 角 and 分 none
    if fen >= 100 and 0 < fen % 100 < 10:
        assert re.search("元零.分$", text)


@given(amounts, amounts)
def test_no_two_amounts_are_spelled_alike(one, other):
    spelled = [capitals(Decimal(fen).scaleb(-2)) for fen in (one, other)]
    assert (spelled[0] == spelled[1]) == (one == other)


@pytest.mark.parametrize("amount", ["0.001", "100000000000000000000"])
def test_what_cannot_be_spelled_is_refused(amount):
    with pytest.raises(ValueError):
        capitals(Decimal(amount))


@pytest.mark.parametrize(("day", "text"), [
    (date(2020, 2, 1), "二〇二〇年二月一日"), (date(2019, 10, 10), "二〇一九年十月十日"), (date(2021, 11, 20), "二〇二一年十一月二十日"),
    (date(2008, 12, 31), "二〇〇八年十二月三十一日"), (date(2020, 2, 29), "二〇二〇年二月二十九日"),
])  # fmt: skip
def test_a_date_in_hanzi(day, text):
    assert day_in_hanzi(day) == text
