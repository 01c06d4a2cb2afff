"""Column kinds: how a value is stored, read from what people type, shown and put into Excel."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal, cast

from sqlalchemy import Boolean, Date, Integer, String
from sqlalchemy import Text as LongText
from sqlalchemy.types import TypeEngine

from incubator_desk.base import masking, uscc
from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import LANGUAGES, N_, language, speaking, translate
from incubator_desk.base.money import grouped
from incubator_desk.base.reading import BAD_NUMBER, read_day, read_number, read_time
from incubator_desk.base.text import heading, normal, tidy
from incubator_desk.store.types import Fen, Scaled

Tone = Literal["success", "info", "warning", "danger", "deferred", "neutral"]
Align = Literal["left", "right", "center"]
ExcelCell = str | int | Decimal | date | None

WAN = Decimal(10000)
_MONEY_UNITS = (("万元", WAN), ("万", WAN), ("元", Decimal(1)), ("yuan", Decimal(1)), ("CNY", Decimal(1)))
_AREA_UNITS = (("㎡", Decimal(1)), ("平方米", Decimal(1)), ("平米", Decimal(1)), ("m²", Decimal(1)), ("m2", Decimal(1)))


@dataclass(frozen=True)
class Kind:
    """What all kinds have in common; a kind is immutable and knows nothing of its column."""

    align: Align = field(default="left", kw_only=True)
    width: int = field(default=14, kw_only=True)
    """The usual width of a column, in characters of half width."""
    number_format: str = field(default="@", kw_only=True)
    """The number format in Excel; ``@`` is text."""

    def column_type(self) -> TypeEngine[Any]:
        """The database type of a column of this kind."""
        raise NotImplementedError

    def read(self, cell: object) -> Any:
        """The value of a non-blank cell or of what was typed; ``Refused`` says what would be right."""
        raise NotImplementedError

    def show(self, value: Any) -> str:
        """The value as people read it in a table."""
        return str(value)

    def type(self, value: Any) -> str:
        """The value as text that :meth:`read` takes back: in an editor, in a copied cell."""
        return self.show(value)

    def excel(self, value: Any) -> ExcelCell:
        """The value as an Excel cell of :attr:`number_format`."""
        return cast(ExcelCell, value)

    def format(self, value: Any) -> str:
        """The number format of a value's cell in Excel."""
        del value
        return self.number_format

    def mask(self, value: Any) -> str:
        """The value with personal data hidden."""
        return masking.name(self.show(value))


TOO_LONG = N_("At most {most} characters are possible; these are {count}.")


@dataclass(frozen=True)
class Text(Kind):
    """Free text of at most ``most`` characters; ``lines`` > 1 asks for a larger editor."""

    most: int = 200
    lines: int = 1

    def column_type(self) -> TypeEngine[Any]:
        return String(self.most) if self.most <= 500 else LongText()

    def read(self, cell: object) -> str:
        text = tidy(plain(cell))
        if len(text) > self.most:
            raise Refused.because("too_long", TOO_LONG, most=self.most, count=len(text))
        return text


@dataclass(frozen=True)
class Code(Text):
    """An identifier that people know a record by: text, compared after NFKC and trimming."""

    most: int = 60

    def read(self, cell: object) -> str:
        text = normal(super().read(cell))
        if "\n" in text or "\t" in text:
            raise Refused.because("bad_code", N_("A code stands on one line."))
        return text


_MONTH = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})月?|(\d{2}))(?:[-/.]0?1(?: 00:00:00)?)?")
BAD_MONTH = N_("“{text}” is not a month. Write it as 2020-03.")


@dataclass(frozen=True)
class Month(Code):
    """A calendar month, kept as ``YYYY-MM``; a cell that became its first day, as Excel makes of it, is understood."""

    width: int = field(default=10, kw_only=True)

    def read(self, cell: object) -> str:
        text = f"{cell:%Y-%m}" if isinstance(cell, date) else super().read(cell)
        found = _MONTH.fullmatch(text)
        year, month = (int(found[1]), int(found[2] or found[3])) if found else (0, 0)
        if not (1900 <= year <= 2199 and 1 <= month <= 12):
            raise Refused.because("bad_month", BAD_MONTH, text=text)
        return f"{year}-{month:02}"


@dataclass(frozen=True)
class Uscc(Kind):
    """A unified social credit code (GB 32100-2015)."""

    width: int = field(default=21, kw_only=True)

    def column_type(self) -> TypeEngine[Any]:
        return String(18)

    def read(self, cell: object) -> str:
        code = uscc.normalise(plain(cell))
        if len(code) != 18:
            raise Refused.because(
                "bad_uscc", N_("A credit code has 18 characters; these are {count}."), count=len(code)
            )
        right = uscc.check_character(code[:17])
        if right is None:
            raise Refused.because("bad_uscc", N_("A credit code has digits and capitals other than I, O, S, V and Z."))
        if code[17] != right:
            message = N_("Check character is wrong: after the first 17 it should be {right}. Compare with the licence.")
            raise Refused.because("bad_uscc", message, right=right)
        return code

    def mask(self, value: Any) -> str:
        return str(value)


@dataclass(frozen=True)
class Phone(Text):
    """A telephone number, kept as it was written."""

    most: int = 40

    def mask(self, value: Any) -> str:
        return masking.phone(str(value))


@dataclass(frozen=True)
class Account(Code):
    """A bank account's number: text, whatever digits it has."""

    width: int = field(default=22, kw_only=True)

    def mask(self, value: Any) -> str:
        return masking.account(str(value))


@dataclass(frozen=True)
class Option:
    """One choice: its outward identifier, label, and how it looks as a state."""

    value: str
    label: str
    tone: Tone | None = None
    icon: str | None = None


@dataclass(frozen=True)
class Choice(Kind):
    """One of a few options; read by identifier or by label in either language."""

    options: tuple[Option, ...] = ()
    width: int = field(default=12, kw_only=True)

    def column_type(self) -> TypeEngine[Any]:
        return String(30)

    def read(self, cell: object) -> str:
        found = self._words.get(heading(plain(cell)))
        if found is None:
            possible = "、" if language() == "zh_CN" else ", "
            labels = possible.join(f"{o.value} ({translate(o.label)})" for o in self.options)
            raise Refused.because(
                "bad_choice", N_("“{text}” is not one of: {options}."), text=plain(cell), options=labels
            )
        return found

    def show(self, value: Any) -> str:
        option = self.by_value.get(value)
        return translate(option.label) if option else str(value)

    def excel(self, value: Any) -> ExcelCell:
        return self.show(value)

    @cached_property
    def by_value(self) -> Mapping[str, Option]:
        """The options by identifier."""
        return {option.value: option for option in self.options}

    @cached_property
    def _words(self) -> Mapping[str, str]:
        words: dict[str, str] = {}
        for spoken in LANGUAGES:
            with speaking(spoken):
                words |= {heading(translate(o.label)): o.value for o in self.options}
        return words | {heading(o.value): o.value for o in self.options}


_BETWEEN = re.compile(r"[;；、,，|\n]+")


@dataclass(frozen=True)
class Choices(Kind):
    """Any of a few options, kept as identifiers separated by ``;``; none given means that all fit."""

    options: tuple[Option, ...] = ()
    blank: str = N_("all")
    """What none given means."""
    width: int = field(default=18, kw_only=True)

    def column_type(self) -> TypeEngine[Any]:
        return String(200)

    def read(self, cell: object) -> str:
        parts = [part.strip() for part in _BETWEEN.split(plain(cell))]
        named = {self.one.read(part) for part in parts if part}
        return ";".join(option.value for option in self.options if option.value in named)

    def show(self, value: Any) -> str:
        between = "、" if language() == "zh_CN" else ", "
        return between.join(self.one.show(part) for part in chosen(value))

    def type(self, value: Any) -> str:
        return "; ".join(self.one.show(part) for part in chosen(value))

    def excel(self, value: Any) -> ExcelCell:
        return self.show(value)

    @cached_property
    def one(self) -> Choice:
        """The kind of a single one."""
        return Choice(self.options)


def chosen(value: str | None) -> tuple[str, ...]:
    """The options that a value of :class:`Choices` names; none means all."""
    return tuple(value.split(";")) if value else ()


@dataclass(frozen=True)
class OpenChoice(Text):
    """A text of which some are well known: these are kept as identifiers and shown in the language in use."""

    options: tuple[Option, ...] = ()
    most: int = 60

    def read(self, cell: object) -> str:
        text = normal(super().read(cell))
        return self._known._words.get(heading(text), text)

    def show(self, value: Any) -> str:
        return self._known.show(value)

    def excel(self, value: Any) -> ExcelCell:
        return self.show(value)

    @cached_property
    def _known(self) -> Choice:
        return Choice(self.options)


@dataclass(frozen=True)
class OpenChoices(Text):
    """Any texts of an :class:`OpenChoice`, separated by ``;``; none given means that all fit."""

    one: OpenChoice = field(default_factory=OpenChoice)
    most: int = 500
    width: int = field(default=18, kw_only=True)

    def read(self, cell: object) -> str:
        parts = (part.strip() for part in _BETWEEN.split(super().read(cell)))
        return ";".join(dict.fromkeys(self.one.read(part) for part in parts if part))

    def show(self, value: Any) -> str:
        between = "、" if language() == "zh_CN" else ", "
        return between.join(self.one.show(part) for part in chosen(value))

    def type(self, value: Any) -> str:
        return "; ".join(self.one.show(part) for part in chosen(value))

    def excel(self, value: Any) -> ExcelCell:
        return self.type(value)


@dataclass(frozen=True)
class YesNo(Kind):
    """Yes or no."""

    align: Align = field(default="center", kw_only=True)
    width: int = field(default=8, kw_only=True)

    def column_type(self) -> TypeEngine[Any]:
        return Boolean()

    def read(self, cell: object) -> bool:
        if isinstance(cell, bool):
            return cell
        word = normal(plain(cell)).lower()
        if word in ("yes", "y", "true", "1", "是", "√", "✓"):
            return True
        if word in ("no", "n", "false", "0", "否", "×"):
            return False
        raise Refused.because("bad_choice", N_("“{text}” is neither yes nor no."), text=plain(cell))

    def show(self, value: Any) -> str:
        return translate(N_("Yes")) if value else translate(N_("No"))

    def excel(self, value: Any) -> ExcelCell:
        return self.show(value)


@dataclass(frozen=True)
class Day(Kind):
    """A plain local date."""

    width: int = field(default=12, kw_only=True)
    number_format: str = field(default="yyyy-mm-dd", kw_only=True)

    def column_type(self) -> TypeEngine[Any]:
        return Date()

    def read(self, cell: object) -> date:
        return read_day(cell)

    def show(self, value: Any) -> str:
        return cast(date, value).isoformat()


@dataclass(frozen=True)
class TimeOfDay(Kind):
    """A time of day to the minute, kept as ``HH:MM``, so that it sorts as it reads."""

    align: Align = field(default="center", kw_only=True)
    width: int = field(default=7, kw_only=True)

    def column_type(self) -> TypeEngine[Any]:
        return String(5)

    def read(self, cell: object) -> str:
        return read_time(cell)


@dataclass(frozen=True)
class Number(Kind):
    """An exact decimal with at most ``places`` decimals, shown with at least ``least`` of them."""

    places: int = 4
    least: int = 2
    above: Decimal | None = None
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    units: tuple[tuple[str, Decimal], ...] = ()
    align: Align = field(default="right", kw_only=True)
    width: int = field(default=13, kw_only=True)
    number_format: str = field(default="#,##0.00##", kw_only=True)

    def column_type(self) -> TypeEngine[Any]:
        return Scaled(self.places)

    def read(self, cell: object) -> Decimal:
        number = read_number(cell, self.units)
        self.bound(number)
        fine = number.quantize(Decimal(1).scaleb(-self.places))
        if fine != number:
            message = N_("{number} has more than {places} decimals.")
            raise Refused.because("too_fine", message, number=number, places=self.places)
        return fine

    def bound(self, number: Decimal) -> None:
        """Refuse a number outside the kind's bounds."""
        if abs(number) >= Decimal(10) ** 12:
            raise Refused.because("out_of_range", N_("{number} is too large."), number=number)
        if self.above is not None and number <= self.above:
            raise Refused.because("out_of_range", N_("{number} is not above {bound}."), number=number, bound=self.above)
        if self.at_least is not None and number < self.at_least:
            raise Refused.because("out_of_range", N_("{number} is below {bound}."), number=number, bound=self.at_least)
        if self.at_most is not None and number > self.at_most:
            raise Refused.because("out_of_range", N_("{number} is above {bound}."), number=number, bound=self.at_most)

    def show(self, value: Any) -> str:
        return grouped(value, max(self.least, decimals(value)))

    def type(self, value: Any) -> str:
        return f"{value:.{max(self.least, decimals(value))}f}"


@dataclass(frozen=True)
class Money(Number):
    """An amount in yuan, exact to the fen."""

    places: int = 2
    units: tuple[tuple[str, Decimal], ...] = _MONEY_UNITS
    number_format: str = field(default="#,##0.00", kw_only=True)

    def column_type(self) -> TypeEngine[Any]:
        return Fen()


@dataclass(frozen=True)
class Area(Number):
    """An area in m²."""

    above: Decimal | None = Decimal(0)
    units: tuple[tuple[str, Decimal], ...] = _AREA_UNITS
    width: int = field(default=11, kw_only=True)


@dataclass(frozen=True)
class Whole(Number):
    """A whole number."""

    places: int = 0
    least: int = 0
    number_format: str = field(default="#,##0", kw_only=True)

    def column_type(self) -> TypeEngine[Any]:
        return Integer()

    def read(self, cell: object) -> Any:
        return int(super().read(cell))

    def show(self, value: Any) -> str:
        return f"{value:,}"

    def type(self, value: Any) -> str:
        return str(value)


@dataclass(frozen=True)
class Figure(Number):
    """A number whose row says what it measures, in its column :attr:`measure`: ``yuan`` there is shown in any unit.

    Counts are whole numbers; everything else is shown with the decimals that it is written with.
    """

    measure: str = "measure"

    def read(self, cell: object) -> Any:
        number = read_number(cell)
        self.bound(number)
        return int(number) if number.as_tuple().exponent == 0 else number

    def show(self, value: Any) -> str:
        return grouped(Decimal(value), _written(value))

    def type(self, value: Any) -> str:
        return f"{value:f}" if isinstance(value, Decimal) else str(value)

    def format(self, value: Any) -> str:
        return "#,##0" + ("." + "0" * _written(value)).rstrip(".")


def _written(value: int | Decimal) -> int:
    """How many decimals a number is written with."""
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    return max(0, -exponent) if isinstance(exponent, int) else 0


@dataclass(frozen=True)
class Year(Whole):
    """A calendar year: its digits are never grouped."""

    at_least: Decimal | None = Decimal(1900)
    at_most: Decimal | None = Decimal(2199)
    width: int = field(default=8, kw_only=True)
    number_format: str = field(default="0", kw_only=True)

    def show(self, value: Any) -> str:
        return str(value)


@dataclass(frozen=True)
class Percent(Number):
    """A percentage; 50 means 50 %. A cell in percent format reaches :meth:`read` as text with ``%``."""

    places: int = 6
    least: int = 1
    at_least: Decimal | None = Decimal(0)
    at_most: Decimal | None = Decimal(100)
    width: int = field(default=9, kw_only=True)
    number_format: str = field(default='0.0####"%"', kw_only=True)

    def read(self, cell: object) -> Decimal:
        text = normal(cell) if isinstance(cell, str) else ""
        return super().read(text[:-1] if text.endswith("%") else cell)

    def show(self, value: Any) -> str:
        return f"{super().show(value)}%"

    def looks_like_fraction(self, cell: object) -> bool:
        """Whether a bare number between 0 and 1 was given, where 50 % is written as 50."""
        if isinstance(cell, str) and normal(cell).endswith("%"):
            return False
        try:
            return 0 < abs(read_number(cell)) < 1
        except Refused:
            return False


@dataclass(frozen=True)
class Reference(Kind):
    """Another record, named by its code; ``register`` is the sheet it stands on."""

    register: str = ""
    width: int = field(default=12, kw_only=True)

    def column_type(self) -> TypeEngine[Any]:
        return String(32)

    def read(self, cell: object) -> str:
        """The code; whoever saves finds the record."""
        return Code().read(cell)


def plain(cell: object) -> str:
    """A cell as text: a numeric one as its shortest integer text."""
    if isinstance(cell, float):
        return str(int(cell)) if cell == int(cell) and abs(cell) < 1e15 else f"{Decimal(f'{cell:.15g}'):f}"
    return cell if isinstance(cell, str) else str(cell)


def decimals(number: Decimal) -> int:
    """How many decimals a number needs."""
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


__all__ = [
    "BAD_NUMBER", "WAN", "Account", "Align", "Area", "Choice", "Choices", "Code", "Day", "ExcelCell", "Figure", "Kind",
    "Money", "Month", "Number", "OpenChoice", "OpenChoices", "Option", "Percent", "Phone", "Reference", "Text",
    "TimeOfDay", "Tone", "Uscc", "Whole", "Year", "YesNo", "chosen",
]  # fmt: skip
