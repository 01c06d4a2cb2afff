"""How people write dates and numbers, read exactly or refused with what would be right."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from .dates import LAST
from .errors import Refused
from .i18n import N_
from .text import normal

_DAY = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_EXCEL_ZERO = date(1899, 12, 30)
_NUMBER = re.compile(r"([-+−]?)(\d+|\d{1,3}(?:[,，]\d{3})+)?(\.\d+)?")

BAD_DATE = N_("“{text}” is not a date. Write it as 2020-02-01.")
BAD_NUMBER = N_("“{text}” is not a number.")


def read_day(cell: object) -> date:
    """A real date, or one of the forms people type; beyond 2199 is refused."""
    day = _day(cell)
    if not date(1900, 1, 1) <= day <= LAST:
        raise Refused.because("date_out_of_range", N_("{day} is not between 1900 and 2199."), day=day)
    return day


def _day(cell: object) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if cell == int(cell) and 19000101 <= cell <= 99991231:
            return _typed(str(int(cell)))
        if cell == int(cell) and 1 <= cell <= 2_958_465:
            return _EXCEL_ZERO + timedelta(days=int(cell))
    return _typed(str(cell))


@lru_cache(maxsize=4096)
def _typed(text: str) -> date:
    plain = "".join(normal(text).split())
    found = _DAY.fullmatch(plain) or _COMPACT.fullmatch(plain)
    try:
        if found:
            return date(*(int(part) for part in found.groups()))  # type: ignore[arg-type]
    except ValueError:
        pass
    raise Refused.because("bad_date", BAD_DATE, text=text)


_TIME = re.compile(r"(\d{1,2})[:：时](\d{2})(?::00)?分?")
BAD_TIME = N_("“{text}” is not a time of day. Write it as 09:30.")


def read_time(cell: object) -> str:
    """A time of day as ``HH:MM``: a real one, a share of a day as Excel has it, or what people type."""
    if isinstance(cell, datetime):
        cell = cell.time()
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, float) and 0 <= cell < 1:
        minutes = round(cell * 24 * 60)
        return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
    found = _TIME.fullmatch("".join(normal(str(cell)).split()))
    if found and int(found[1]) < 24 and int(found[2]) < 60:
        return f"{int(found[1]):02}:{found[2]}"
    raise Refused.because("bad_time", BAD_TIME, text=cell)


def read_number(cell: object, units: tuple[tuple[str, Decimal], ...] = ()) -> Decimal:
    """A number exactly as meant: separators, full-width digits and known units are understood.

    A binary number is read to 15 significant digits, as Excel shows it. ``units`` pairs a
    unit's text with its factor (``("万元", Decimal(10000))``).
    """
    if isinstance(cell, Decimal):
        return cell
    if isinstance(cell, bool):
        raise Refused.because("bad_number", BAD_NUMBER, text=cell)
    if isinstance(cell, int):
        return Decimal(cell)
    if isinstance(cell, float):
        return Decimal(f"{cell:.15g}")
    text = "".join(normal(str(cell)).split())
    number, factor = text, Decimal(1)
    for unit, times in units:
        if text.endswith(normal(unit)):
            number, factor = text[: -len(normal(unit))], times
            break
    found = _NUMBER.fullmatch(number.removeprefix("¥"))
    if not found or not (found[2] or found[3]):
        raise Refused.because("bad_number", BAD_NUMBER, text=cell)
    try:
        sign = "-" if found[1] in ("-", "−") else ""
        return Decimal(sign + (found[2] or "0").replace(",", "").replace("，", "") + (found[3] or "")) * factor
    except InvalidOperation:
        raise Refused.because("bad_number", BAD_NUMBER, text=cell) from None
