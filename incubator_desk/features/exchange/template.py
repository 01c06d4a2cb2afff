"""The blank interchange workbook: every sheet with headings, drop-downs, and an explanation of each column."""

from collections.abc import Iterator
from pathlib import Path

from openpyxl import Workbook

from incubator_desk.base.i18n import LANGUAGES, N_, speaking, translate
from incubator_desk.catalog.kinds import Choice, Choices, Reference, YesNo
from incubator_desk.catalog.office import Features
from incubator_desk.catalog.register import Field, Register
from incubator_desk.reports.cells import cell, heading

from . import sheets
from .headings import EXPLANATION

_HEADINGS = (N_("Sheet"), N_("Column"), N_("Meaning"), N_("Required"), N_("If blank"), N_("Possible values"))
_RULES = (
    N_("Rows are matched by their code: a known one is updated, a new one added."),
    N_("A blank cell leaves a value as it is; “-” clears it; “yes” in a column named delete removes the row."),
    N_("Dates: 2020-02-01, 2020/2/1, 2020.2.1, 2020年2月1日 or 20200201. Percent: 50 or 50% is one half."),
    N_("Sheets and columns may stand in any order; this sheet is not read."),
)


def write_template(features: Features, out: Path) -> None:
    """Write the blank workbook."""
    registers = [register for register in features.registers.values() if register.exchanged]
    with sheets.written(out) as book:
        _explain(book, registers)
        for register in registers:
            sheets.headed(sheets.new_sheet(book, register.name), register)


def _explain(book: Workbook, registers: list[Register]) -> None:
    sheet = sheets.new_sheet(book, EXPLANATION)
    for letter, width in zip("ABCDEF", (26, 26, 56, 12, 14, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    for rule in _RULES:
        sheet.append([cell(sheet, _both(rule))])
    sheet.append([])
    sheet.append([heading(sheet, _both(text)) for text in _HEADINGS])
    for register in registers:
        for spec in register.fields:
            sheet.append([sheets.wrapped(cell(sheet, text, "@")) for text in _row(register, spec)])


def _row(register: Register, spec: Field) -> Iterator[str]:
    yield f"{register.name}\n{_both(register.label)}"
    yield spec.name
    yield _both(spec.label) + (f"\n{_both(spec.help)}" if spec.help else "")
    yield _both(N_("Yes")) if spec.required else ""
    yield "" if spec.default is None else str(sheets.exchanged(spec, spec.default))
    yield _possible(spec)


def _possible(spec: Field) -> str:
    if isinstance(spec.kind, Choice | Choices):
        return "\n".join(f"{option.value}: {_both(option.label)}" for option in spec.kind.options)
    if isinstance(spec.kind, Reference):
        return f"{spec.kind.register}.code"
    return "yes, no" if isinstance(spec.kind, YesNo) else ""


def _both(message: str) -> str:
    """A message in both languages."""
    found = []
    for language in LANGUAGES:
        with speaking(language):
            found.append(translate(message))
    return " / ".join(dict.fromkeys(found))
