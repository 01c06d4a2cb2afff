"""Amounts in capitals (大写), as bills and agreements spell them beside the figures, and dates in hanzi."""

from datetime import date
from decimal import Decimal

from .money import to_fen

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLAIN = "〇一二三四五六七八九"
_TENS = ((1000, "仟"), (100, "佰"), (10, "拾"), (1, ""))
_WAN, _YI = 10_000, 100_000_000
_MOST = 10**20
"""From here on (a 万 of 亿亿) no one could read it."""


def capitals(amount: Decimal) -> str:
    """An amount of yuan in 大写 by the rules for filling in bills: 1,409.50 is 壹仟肆佰零玖元伍角.

    The prefix 人民币 is the paper's. ``ValueError`` where the amount is finer than a fen, or 10²⁰ and more.
    """
    fen = abs(to_fen(amount))
    yuan, parts = divmod(fen, 100)
    if yuan >= _MOST:
        raise ValueError(amount)
    if not fen:
        return "零元整"
    return ("负" if amount < 0 else "") + (f"{_whole(yuan)}元" if yuan else "") + _parts(yuan, parts)


def _parts(yuan: int, parts: int) -> str:
    """角 and 分 after the yuan, or 整; 零 stands for a yuan or a jiao that is 0 between two that are not."""
    jiao, fen = divmod(parts, 10)
    if not parts:
        return "整"
    gap = "零" if yuan and not (yuan % 10 and jiao) else ""
    return gap + (f"{_DIGITS[jiao]}角" if jiao else "") + (f"{_DIGITS[fen]}分" if fen else "")


def _whole(number: int) -> str:
    """A whole number above 0: what counts the 亿, what counts the 万, the last four digits."""
    for size, word in ((_YI, "亿"), (_WAN, "万")):
        if number >= size:
            high, low = divmod(number, size)
            # Where the digits after the word begin with a 0 there is a gap; a 0 before it makes none (拾万柒仟).
            gap = "零" if low < size // 10 else ""
            return f"{_whole(high)}{word}" + (f"{gap}{_whole(low)}" if low else "")
    return _four(number)


def _four(number: int) -> str:
    """Up to four digits, one 零 for each gap between them."""
    text, gap = "", False
    for size, word in _TENS:
        digit = number // size % 10
        if digit:
            text += ("零" if gap else "") + _DIGITS[digit] + word
        gap = bool(text) and not digit
    return text


def day_in_hanzi(day: date) -> str:
    """A date as certificates have it: 2020-02-10 is 二〇二〇年二月十日."""
    year = "".join(_PLAIN[int(digit)] for digit in str(day.year))
    return f"{year}年{_counted(day.month)}月{_counted(day.day)}日"


def _counted(number: int) -> str:
    """A number below 100 as it is spoken."""
    ten, one = divmod(number, 10)
    return (_PLAIN[ten] if ten > 1 else "") + ("十" if ten else "") + (_PLAIN[one] if one else "")
