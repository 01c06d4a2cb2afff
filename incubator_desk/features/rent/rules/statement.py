"""A bank statement as it is copied from Excel or online banking: its rows of money received, or what is wrong."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from incubator_desk.base.errors import Label, Problem, Refused, Where
from incubator_desk.base.i18n import N_
from incubator_desk.base.money import to_fen
from incubator_desk.base.reading import read_day, read_number
from incubator_desk.base.text import normal, tidy

from .statement_columns import guessed, named
from .statement_words import FOOT, Role, incoming, role_of, word

Row = Sequence[str]
_TIME = re.compile(r"(?:[T\s]+|(?<=^\d{8})(?=\d{6}$))\d{1,2}:?\d{2}(?::?\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?$")
_SERIAL = re.compile(r"[2-7]\d{4}(\.\d+)?")
_SIDE = re.compile(r"\s*(cr|dr|贷|借|收|支)\.?$", re.IGNORECASE)
_NONE = {"", "-", "--", "/", "—", "——", "无"}
_UNITS = (("元", Decimal(1)), ("CNY", Decimal(1)), ("RMB", Decimal(1)))
_HEAD_WITHIN = 30
"""In so many rows the headings are looked for: above them stand the account and the period."""
NO_COLUMN = N_("The headings name no column for “{what}”. Copy that column too.")
TAKEN_BACK = N_("The bank took {amount} back here. Reverse the receipt that it belongs to.")
NO_DIRECTION = N_("“{text}” does not say whether money came in or went out.")
FINER = N_("“{text}” is finer than a fen.")
NO_AMOUNT = N_("There is no amount.")
_WHAT = {"day": N_("Received on"), "credit": N_("Amount")}


@dataclass(frozen=True, slots=True)
class Entry:
    """Money that came in, as a row of the statement tells it; ``row`` counts from 1, ``amount`` is fen.

    What could not be read is None, and ``problems`` say so beside the column.
    """

    row: int
    day: date | None
    payer: str
    amount: int | None
    reference: str = ""
    remark: str = ""
    texts: Mapping[Role, str] = field(default_factory=dict)
    """The cells of the day and the amount as they came."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """What came in, and how many other rows there were: money that went out, headings, sums."""

    entries: tuple[Entry, ...]
    passed_over: int


def read(block: Sequence[Row]) -> Statement:
    """The money received of a block of rows, with headings or without; refused where its columns are not clear."""
    rows = [[tidy(cell) for cell in row] for row in block]
    head = next((at for at, row in enumerate(rows[:_HEAD_WITHIN]) if _is_heading(row)), None)
    columns = named(rows[head]) if head is not None else guessed(rows)
    for role in ("day", "credit"):
        if not columns.get(role) and not (role == "credit" and columns.get("amount")):  # type: ignore[arg-type]
            raise Refused(Problem("statement_columns", NO_COLUMN, {"what": Label(_WHAT[role])}))
    first = 0 if head is None else head + 1
    found = [
        _entry(at, row, columns)
        for at, row in enumerate(rows[first:], first + 1)
        if any(row) and not _is_heading(row) and not _is_foot(row)
    ]
    entries = tuple(entry for entry in found if entry is not None)
    return Statement(entries, len([row for row in rows if any(row)]) - len(entries))


def _is_heading(row: Row) -> bool:
    """Whether a row names columns: a day or an amount, and one more."""
    roles = [found[0] for cell in row if (found := role_of(cell))]
    return len(roles) > 1 and bool({"day", "credit", "amount"} & set(roles))


def _is_foot(row: Row) -> bool:
    return FOOT.fullmatch(next(word(cell) for cell in row if cell)) is not None


def _entry(number: int, row: Row, columns: Mapping[Role, Sequence[int]]) -> Entry | None:
    """A row as money received; None where none was."""
    texts = {role: _text(row, columns.get(role, ())) for role in ("day", "credit", "debit", "amount", "direction")}
    problems: list[Problem] = []
    amount = None
    try:
        amount = _money(texts, split="credit" in columns)
        if amount is None:
            return None
    except Refused as refused:
        problems += _beside("amount", refused)
    day = None
    try:
        day = _day(texts["day"])
    except Refused as refused:
        problems += _beside("received_on", refused)
    shown: dict[Role, str] = {"day": texts["day"], "amount": texts["credit"] or texts["amount"]}
    remarks = dict.fromkeys(text for at in columns.get("remark", ()) if (text := _text(row, (at,))))
    payer, reference = (_text(row, columns.get(role, ())) for role in ("payer", "reference"))
    return Entry(number, day, payer, amount, reference, "  ".join(remarks), shown, tuple(problems))


def _text(row: Row, columns: Sequence[int]) -> str:
    """The first of some cells in which something stands."""
    found = (row[at] for at in columns if at < len(row) and row[at].strip() not in _NONE)
    return next(found, "")


def _beside(column: str, refused: Refused) -> list[Problem]:
    return [Problem(p.code, p.message, p.values, Where(column=column)) for p in refused.problems]


def _money(texts: Mapping[str, str], *, split: bool) -> int | None:
    """What came in, in fen; None where nothing did."""
    if split:
        if not texts["credit"] or not (amount := fen(texts["credit"])):
            return None
        return _received(amount)
    way = incoming(texts["direction"]) if texts["direction"] else None
    if way is False:
        return None
    if texts["direction"] and way is None:
        raise Refused.because("statement_direction", NO_DIRECTION, text=texts["direction"])
    if not texts["amount"]:
        raise Refused.because("required", NO_AMOUNT)
    amount = fen(texts["amount"])
    if way is None and amount <= 0:
        return None
    return _received(amount)


def _received(amount: int) -> int:
    if amount < 0:
        raise Refused.because("money_taken_back", TAKEN_BACK, amount=f"{Decimal(-amount).scaleb(-2):,.2f}")
    return amount


def fen(text: str) -> int:
    """An amount as statements write it: with separators, a sign, brackets or a side behind it; in fen."""
    plain = normal(text)
    side = _SIDE.search(plain)
    plain = _SIDE.sub("", plain) if side else plain
    negative = bool(side and side[1].lower() in ("dr", "借", "支"))
    if plain.startswith("(") and plain.endswith(")"):
        plain, negative = plain[1:-1], True
    for sign in ("CNY", "RMB", "¥", "￥"):
        plain = plain.removeprefix(sign).strip()
    try:
        amount = to_fen(read_number(plain, _UNITS))
    except Refused:
        raise Refused.because("bad_number", N_("“{text}” is not an amount."), text=text) from None
    except ValueError:
        raise Refused.because("finer_than_fen", FINER, text=text) from None
    return -amount if negative else amount


def _day(text: str) -> date:
    """A date as statements write it, with or without the time, or as the number that Excel keeps."""
    plain = _TIME.sub("", normal(text)).strip()
    return read_day(int(plain.split(".")[0]) if _SERIAL.fullmatch(plain) else plain)
