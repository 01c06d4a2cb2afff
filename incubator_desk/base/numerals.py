"""Amounts in English words, as letters spell them beside the figures; in Chinese see :mod:`.capitals`."""

from decimal import Decimal

from .money import to_fen

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_GROUPS = ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))


def in_words(amount: Decimal) -> str:
    """An amount of yuan in English: 1,409.50 is “one thousand four hundred and nine yuan and 50/100”.

    ``ValueError`` where the amount is finer than a fen.
    """
    yuan, fen = divmod(abs(to_fen(amount)), 100)
    text = f"{_number(yuan)} yuan" + (f" and {fen:02}/100" if fen else "")
    return f"minus {text}" if amount < 0 else text


def _number(number: int) -> str:
    for size, word in _GROUPS:
        if number >= size:
            high, low = divmod(number, size)
            between = " and " if 0 < low < 100 else " "
            return f"{_number(high)} {word}" + (between + _number(low) if low else "")
    if number < len(_ONES):
        return _ONES[number]
    ten, one = divmod(number, 10)
    return _TENS[ten] + (f"-{_ONES[one]}" if one else "")
