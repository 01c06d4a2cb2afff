"""Identity numbers and mobile numbers in free texts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incubator_desk.features.returns.rules.personal import identity_number, mobile_number

TODAY = date(2020, 3, 20)
# 17 digits and the check character that GB 11643 asks for: worked out by hand, sum of digit × weight mod 11.
GOOD = "11010519491231002X"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (GOOD, "110105********002X"), (f"身份证 {GOOD.lower()}，张明", "110105********002X"), (f"身份证号{GOOD}", "110105********002X"),
        ("110105194912310021", None),  # another check character
        ("11010519491331002X", None), ("11010549123100", None),  # no day; the old form has no check
        (f"1{GOOD}", None), (f"A{GOOD}", None), (f"{GOOD}5", None),
        ("91340171MA0DEMX130", None), ("", None),
    ],
)  # fmt: skip
def test_identity_numbers(text: str, found: str | None) -> None:
    assert identity_number(text, TODAY) == found


def checked(first17: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first17 + "10X98765432"[sum(int(d) * w for d, w in zip(first17, weights)) % 11]


def test_a_banks_number_made_of_its_day_is_none() -> None:
    assert identity_number(checked("10410020200305123"), TODAY) is None
    assert identity_number(checked("34010120061231123"), TODAY) is not None
    assert identity_number(checked("34010120070101123"), TODAY) is None, "a child of 13"
    assert [identity_number(checked(f"{at}010119860131123"), TODAY) is None for at in (66, 20, 65)] == [
        True,
        True,
        False,
    ]


@given(
    st.dates(date(1930, 1, 1), date(2005, 12, 31)),
    st.integers(0, 999),
    st.text(st.characters(categories=["Lo", "Po"]), max_size=5),
)
def test_every_number_with_its_check_is_found_in_a_text_and_any_other_digit_is_not(born, order, words) -> None:
    number = checked(f"340101{born:%Y%m%d}{order:03}")
    assert identity_number(f"{words}{number}{words}", TODAY) == f"340101********{number[-4:]}"
    wrong = number[:16] + str((int(number[16]) + 1) % 10) + number[17]
    assert identity_number(wrong, TODAY) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("联系 13812341234", "138****1234"), ("电话:19912345678。", "199****5678"), ("12812341234", None), ("138123412345", None),
        ("发票 0441138123412349", None), ("A13812341234", None), ("", None),
    ],
)  # fmt: skip
def test_mobile_numbers(text: str, found: str | None) -> None:
    assert mobile_number(text) == found
