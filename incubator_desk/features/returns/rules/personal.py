"""Personal data in free texts: identity numbers, which never leave the park, and mobile numbers (handbook, 1.2)."""

import re
from datetime import date

from incubator_desk.base.masking import phone

_PROVINCES = "1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]"
_IDENTITY = re.compile(
    rf"(?<![0-9A-Za-z])(?:{_PROVINCES})\d{{4}}(\d{{4}})(\d{{2}})(\d{{2}})\d{{3}}[\dXx](?![0-9A-Za-z])", re.ASCII
)
_MOBILE = re.compile(r"(?<![0-9A-Za-z])1[3-9]\d{9}(?![0-9A-Za-z])", re.ASCII)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_GROWN = 14
"""Who is named in a park's papers is older: a number with a younger day in it is a bank's, made of the day it came."""


def identity_number(text: str, today: date) -> str | None:
    """The first resident identity number in a text, its day of birth hidden; None where there is none.

    It begins with a province, and has a day of birth and the right check character: a bank's number has not all three.
    """
    for found in _IDENTITY.finditer(text):
        number = found[0].upper()
        if _checked(number) and _birth(found, today):
            return f"{number[:6]}********{number[-4:]}"
    return None


def mobile_number(text: str) -> str | None:
    """The first mobile number in a text, masked; None where there is none."""
    found = _MOBILE.search(text)
    return phone(found[0]) if found else None


def _checked(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[17]


def _birth(found: re.Match[str], today: date) -> bool:
    try:
        born = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return False
    return date(1900, 1, 1) <= born and born.year <= today.year - _GROWN
