"""A report as other programs read it: JSON and CSV (contract section 7)."""

import csv
import json
import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from incubator_desk.base.i18n import LANGUAGES, speaking, translate
from incubator_desk.catalog.kinds import (
    Area,
    Choice,
    Choices,
    Code,
    Day,
    Kind,
    Money,
    Number,
    Percent,
    Phone,
    Text,
    Uscc,
    Whole,
    YesNo,
)
from incubator_desk.catalog.report import Column

from .made import Made
from .wording import TOTAL

_KINDS: tuple[tuple[type[Kind], str], ...] = (
    (Money, "money"), (Whole, "count"), (Percent, "percent"), (Area, "area"), (Number, "number"), (Day, "date"),
    (YesNo, "yes_no"), (Choice, "choice"), (Choices, "text"), (Uscc, "code"), (Code, "code"),
    (Phone, "phone"), (Text, "text"),
)  # fmt: skip
"""Kinds by their outward names, the more special before the more general."""
_ACTIVE = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"-\d+(\.\d+)?")


def write_json(made: Made, out: Path) -> None:
    """The report as JSON: money and other exact numbers as text, counts as numbers, choices by identifier."""
    asked = made.asked
    document = {
        "report": made.report.name,
        "period": asked.period.text,
        "as_of": asked.as_of.isoformat(),
        "unit": asked.unit,
        "columns": [_column(column) for column in made.columns],
        "rows": [_row(made.columns, row) for row in made.whole.rows],
        "totals": _row(made.columns, made.whole.totals),
        "problems": [problem.as_json() for problem in made.problems],
    }
    out.write_text(json.dumps(document, ensure_ascii=False) + "\n", encoding="utf-8")


def _column(column: Column) -> dict[str, str]:
    labels = []
    for language in LANGUAGES:
        with speaking(language):
            labels.append(translate(column.label))
    return {"id": column.id, "zh": labels[0], "en": labels[1], "kind": kind_name(column.kind)}


def kind_name(kind: Kind) -> str:
    """The outward name of a kind of column."""
    return next((name for known, name in _KINDS if isinstance(kind, known)), "text")


def _row(columns: Sequence[Column], row: Sequence[Any]) -> list[Any]:
    return [_outward(column.kind, value) for column, value in zip(columns, row, strict=True)]


def _outward(kind: Kind, value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    return kind.type(value) if isinstance(value, Decimal) else str(value)


def write_csv(made: Made, out: Path) -> None:
    """The report as CSV (UTF-8 with BOM): headings in the language in use, rows, totals.

    Text that a spreadsheet would take for a formula is led by an apostrophe; plain numbers stay numbers.
    """
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([harmless(translate(column.label)) for column in made.columns])
        writer.writerows(_texts(made.columns, row) for row in made.whole.rows)
        if any(column.total for column in made.columns):
            totals = _texts(made.columns, made.whole.totals)
            blank = next((at for at, column in enumerate(made.columns) if not column.total), None)
            if blank is not None:
                totals[blank] = translate(TOTAL)
            writer.writerow(totals)


def _texts(columns: Sequence[Column], row: Sequence[Any]) -> list[str]:
    return ["" if v is None else harmless(column.kind.type(v)) for column, v in zip(columns, row, strict=True)]


def harmless(text: str) -> str:
    """The text as no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_ACTIVE) and not _NUMBER.fullmatch(text) else text
