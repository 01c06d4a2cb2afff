"""A report as a workbook: real numbers and dates, totals as formulas, ready to be printed."""

from pathlib import Path

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_, _, language, translate
from incubator_desk.store.replay import Tell

from . import markup, styles, wording
from .books import LongBook, new_long_book
from .made import Made
from .sheet import PaperSheet, fit_to_paper
from .wording import Letterhead

_ROWS = 1_048_576


def write_xlsx(made: Made, head: Letterhead, out: Path, tell: Tell) -> None:
    """Write the report as a workbook: a sheet for each paper, and one that says what they show."""
    if max(len(table.rows) for table in made.papers) > _ROWS - 100:
        message = N_("An Excel sheet has at most {most} rows; the report has more. Take CSV, or a shorter period.")
        raise Refused.because("too_many_rows", message, most=f"{_ROWS:,}")
    with new_long_book() as book:
        for table in made.papers:
            for done in PaperSheet(book, made, head, table).write():
                tell(done, len(table.rows))
        _write_notes(book, made, head)
        properties = book.made.properties
        properties.title, properties.creator = translate(made.report.label), head.park
        properties.subject, properties.language = wording.basis(made), language().replace("_", "-")
        book.save(out)


def _write_notes(book: LongBook, made: Made, head: Letterhead) -> None:
    """A sheet that says what the figures are, whose, and who made them when."""
    sheet, rows = book.sheet(_("About this report")[:31])
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 22, 70
    rows.columns = 2
    fit_to_paper(sheet)
    bold, plain = styles.style(sheet, styles.BOLD, upright="top"), styles.style(sheet, upright="top", wrapped=True)
    for label, value in _notes(made, head):
        number = rows.last + 1
        rows.add([markup.text(f"A{number}", bold, label), markup.filled(f"B{number}", plain, value)])


def _notes(made: Made, head: Letterhead) -> list[tuple[str, str | int]]:
    asked = made.asked
    notes: list[tuple[str, str | int]] = [
        (_("Report"), translate(made.report.label)),
        (_("Park"), head.park),
        (_("Period"), wording.period_in_words(asked.period)),
        (_("As of"), wording.day_in_words(asked.as_of)),
        *([(_("Unit of money"), wording.unit_name(made))] if wording.has_money(made) else []),
        (_("Rows"), len(made.whole.rows)),
        (_("Made by"), head.prepared_by),
        (_("Made at"), f"{head.made_at:%Y-%m-%d %H:%M}"),
    ]
    if asked.unmasked_for:
        notes.append((_("Personal data is shown for"), asked.unmasked_for))
    if any(table.adjusted for table in made.papers):
        notes.append((_("Marked amounts"), wording.adjusted_note()))
    return notes + [(_("To note"), problem.text()) for problem in made.problems]
