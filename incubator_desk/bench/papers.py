"""How fast reports become workbooks and papers, beside the libraries alone doing the same."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment
from reportlab.pdfgen.canvas import Canvas

from incubator_desk.base.periods import Period
from incubator_desk.catalog.kinds import Area, Choice, Code, Day, Kind, Money, Percent, Phone, Text, Uscc, Whole, YesNo
from incubator_desk.catalog.report import Asked, Column, Paper, Report, Sheet
from incubator_desk.features.all import FEATURES
from incubator_desk.features.rent.ledger import RELIEF_LEDGER
from incubator_desk.reports import fonts, styles
from incubator_desk.reports.made import produce
from incubator_desk.reports.making import glance, make, make_each, preview
from incubator_desk.reports.pdf import drawn
from incubator_desk.reports.wording import Letterhead
from incubator_desk.reports.xlsx import write_xlsx
from incubator_desk.store.record import Actor

from . import Measurement, best_of
from .cases import let

_ROWS = 100_000
"""Of the ledger; fewer give nearly the same ratios sooner."""
_LINES = 3_000
_COMPANIES = 300
_RUNS = 3
_YEAR = Period.parse("2020")
_ASKED = Asked(_YEAR, _YEAR.last)
_HEAD = Letterhead("青岚科创孵化器有限公司", "王敏", "李工", "0532-88886666", datetime(2020, 3, 20, 12))
_ACTOR = Actor("bench", "")


def papers() -> Iterator[Measurement]:
    """The ledger as a workbook, a long statement and many confirmations as papers."""
    yield from _ledgers()
    yield _statement()
    yield from _confirmations()


def _ledgers() -> Iterator[Measurement]:
    """The ledger and its yardsticks, each in a process of its own, so that each shows its own memory.

    Seconds are the processor's: work of minutes meets whatever else the machine does.
    """
    raw, raw_space = _child("plainly", _ROWS)
    ours, space = _child("ledger", _ROWS)
    tenth, _ = min(_child("ledger", _ROWS // 10) for _ in range(_RUNS))
    name = f"ledger of {_ROWS:,} × {len(RELIEF_LEDGER.columns)} to xlsx"
    yardstick = "openpyxl writes the same styled cells"
    yield Measurement(name, ours, yardstick, raw, 1.15)
    yield Measurement(f"{name}, GB", space, f"{yardstick}, GB", raw_space, 1.5)
    yield Measurement(name, ours, f"{_ROWS // 10:,} rows", tenth, 10.5)


def _child(work: str, count: int) -> tuple[float, ...]:
    """What a piece of work measures in a process of its own."""
    command = [sys.executable, "-m", "incubator_desk.bench.papers", work, str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return tuple(map(float, done.stdout.split()))


def value(kind: Kind, n: int) -> Any:
    """A value of a kind, another one for nearly every number."""
    if isinstance(kind, Money):
        return Decimal(100_000 + n * 7919 % 9_000_000).scaleb(-2)
    if isinstance(kind, Choice):
        return kind.options[n % len(kind.options)].value
    if isinstance(kind, Text) and not isinstance(kind, Code | Phone):
        return f"青岚第{n}智能科技有限公司"[: 4 + n % 12]
    found = {
        Whole: n, Area: Decimal(60 + n % 900) / 2, Percent: Decimal(n % 100), Day: date(2020, 1 + n % 12, 1 + n % 28),
        YesNo: n % 2 == 0, Uscc: f"91370100MA3{n:06}X", Phone: f"138{n:08}", Code: f"R-{n:06}",
    }  # fmt: skip
    return found[type(kind)]


def _report(columns: Sequence[Column], count: int, paper: Paper) -> Report:
    rows = [tuple(value(column.kind, n) for column in columns) for n in range(count)]
    return Report("bench", "Ledger", tuple(columns), lambda *_: (Sheet(rows),), paper)


def _ledger(count: int) -> float:
    report = _report(RELIEF_LEDGER.columns, count, RELIEF_LEDGER.paper)
    with tempfile.TemporaryDirectory() as folder:
        began = time.process_time()
        made = produce(None, _ACTOR, report, _ASKED)  # type: ignore[arg-type]  # these rows need no database
        write_xlsx(made, _HEAD, Path(folder) / "ledger.xlsx", lambda _done, _all: None)
        return time.process_time() - began


def _plainly(count: int) -> float:
    """The yardstick: the same cells with the same styles, which are made once for each column."""
    columns = RELIEF_LEDGER.columns
    rows: list[list[Any]] = [[each.kind.excel(value(each.kind, n)) for each in columns] for n in range(count)]
    with tempfile.TemporaryDirectory() as folder:
        began = time.process_time()
        book = Workbook(write_only=True)
        sheet: Any = book.create_sheet("Ledger")
        looks = [_look(sheet, column.kind)._style for column in columns]
        for row in rows:
            cells: list[Any] = [WriteOnlyCell(sheet, each) for each in row]
            for cell, look in zip(cells, looks, strict=True):
                cell._style = look
            sheet.append(cells)
        book.save(Path(folder) / "ledger.xlsx")
        return time.process_time() - began


def _look(sheet: Any, kind: Kind) -> Any:
    cell: Any = WriteOnlyCell(sheet)
    cell.font, cell.border, cell.number_format = styles.TEXT, styles.EDGES, kind.number_format
    cell.alignment = Alignment(horizontal=kind.align, vertical="top", wrap_text=True)
    return cell


def _statement() -> Measurement:
    money = ("Charged", "Relief", "Payable", "Paid", "Outstanding")
    columns = [Column("no", "No.", Whole()), Column("lease", "Lease", Code())]
    columns += [Column(label, label, Day()) for label in ("From", "To", "Due on")]
    columns += [Column(label, label, Money(), total=True) for label in money]
    report = _report([*columns, Column("note", "Note", Text())], _LINES, Paper(landscape=True))
    note = "减免依据青高管〔2020〕{}号，缓缴至2020年{}月，经审核公示后执行。"
    (sheet,) = report.rows(None, _ACTOR, _ASKED)  # type: ignore[arg-type]
    rows = [(*row[:-1], note.format(n % 30, 1 + n % 12)) for n, row in enumerate(sheet.rows)]
    made = produce(None, _ACTOR, replace(report, rows=lambda *_: (Sheet(rows),)), _ASKED)  # type: ignore[arg-type]
    texts = [[column.kind.show(each) for column, each in zip(made.columns, row, strict=True)] for row in rows]
    drawn(made, _HEAD)  # faces are loaded and measured by both
    # In turn, so that what else the machine does meets both.
    times = [(best_of(1, lambda: drawn(made, _HEAD)), best_of(1, lambda: _bare(texts))) for _ in range(_RUNS)]
    ours, bare = (min(column) for column in zip(*times, strict=True))
    return Measurement(f"statement of {_LINES:,} lines as PDF", ours, "a bare canvas draws the same texts", bare, 3.0)


def _bare(texts: Sequence[Sequence[str]]) -> bytes:
    """The yardstick: the texts one by one, neither measured nor broken, without rules or headings."""
    data = BytesIO()
    canvas = Canvas(data, initialFontName=fonts.REGULAR)
    for at, row in enumerate(texts):
        if at % 60 == 0:
            if at:
                canvas.showPage()
            canvas.setFont(fonts.REGULAR, 7)
        for column, text in enumerate(row):
            canvas.drawString(30 + 45 * column, 800 - at % 60 * 12, text)
    canvas.save()
    return data.getvalue()


def _confirmations() -> Iterator[Measurement]:
    """In a process of its own: the first one loads what the measurements before have loaded here."""
    first, each, single, page = _child("confirmations", _COMPANIES)
    name = f"{_COMPANIES} confirmations, a PDF each"
    yield Measurement(name, each, f"{_COMPANIES} times the first", _COMPANIES * first, 0.5)
    yield Measurement(f"first page of a preview of {_COMPANIES}", page, "a preview of one company", single, 3.0)


def _confirm(companies: int) -> tuple[float, ...]:
    """Seconds of the first confirmation, of all, of one looked at, and of a look at all until the first is there."""
    report = FEATURES.reports["relief_confirmation"]
    one = replace(_ASKED, tenant="T-00001")
    with let(companies) as office, tempfile.TemporaryDirectory() as folder:
        first = best_of(1, lambda: make(office, report, one, "pdf", Path(folder) / "first.pdf"))
        files: list[Path] = []
        each = best_of(1, lambda: files.extend(make_each(office, report, _ASKED, "pdf", Path(folder)).files))
        # A tenth has no case that counts; what is made for the others is taken for as many as were asked for.
        each *= companies / len(files)
        single = best_of(_RUNS, lambda: preview(office, report, one))
        page = best_of(_RUNS, lambda: glance(office, report, _ASKED))
    return first, each, single, page


def _measured(work: str, count: int) -> tuple[float, ...]:
    """What a process of its own measures; the peak of its memory comes last for a workbook."""
    if work == "confirmations":
        return _confirm(count)
    seconds = _ledger(count) if work == "ledger" else _plainly(count)
    import resource

    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


if __name__ == "__main__":
    print(*_measured(sys.argv[1], int(sys.argv[2])))
