"""Amounts in English words, held against a reading of their own."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incubator_desk.base.numerals import in_words

_SMALL = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen"""
_LARGER = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS = dict(zip(_SMALL.split(), range(20), strict=True))
_TENS = dict(zip(_LARGER.split(), range(20, 100, 10), strict=True))
_SIZES = {"thousand": 1000, "million": 10**6, "billion": 10**9}


def read(text: str) -> Decimal:
    """The amount that the words say."""
    sign = -1 if text.startswith("minus ") else 1
    whole, _yuan, rest = text.removeprefix("minus ").partition(" yuan")
    fen = int(rest.removeprefix(" and ").removesuffix("/100") or 0)
    total = part = 0
    for word in whole.replace("-", " ").split():
        if word == "hundred":
            part *= 100
        elif word in _SIZES:
            total, part = total + part * _SIZES[word], 0
        elif word != "and":
            part += _UNITS.get(word, _TENS.get(word, 0))
    return sign * (total + part + Decimal(fen) / 100)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0.00", "zero yuan"),
        ("0.05", "zero yuan and 05/100"),
        ("1409.50", "one thousand four hundred and nine yuan and 50/100"),
        ("107000.53", "one hundred and seven thousand yuan and 53/100"),
        ("-21.00", "minus twenty-one yuan"),
    ],
)
def test_amounts_as_letters_spell_them(amount: str, words: str) -> None:
    assert in_words(Decimal(amount)) == words


@given(st.integers(-(10**13), 10**13))
def test_the_words_say_the_amount(fen: int) -> None:
    amount = Decimal(fen) / 100
    assert read(in_words(amount)) == amount
