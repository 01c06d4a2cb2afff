"""How fast schedules are drawn, beside writing their lines to a workbook."""

import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook

from incubator_desk.features.rent.rules import Facts, Lease, Line, Receipt, Relief, Schedule, Step, schedule

from . import Measurement, best_of

_AS_OF = date(2022, 6, 30)
_LEASES = 1_000
_UNITS = (("sqm_month", Decimal(45)), ("sqm_day", Decimal("1.85")), ("month", Decimal(3888)))


def facts(number: int) -> Facts:
    """A lease of four years with a price step, two reliefs and 40 receipts; its terms vary with the number."""
    starts_on = date(2019, 1 + number % 12, 1 + number % 28)
    unit, price = _UNITS[number % 3]
    lease = Lease(
        code=f"L-{number:05}",
        tenant=f"T-{number:05}",
        price=price,
        price_unit=unit,  # type: ignore[arg-type]
        area=Decimal("86.40"),
        day_count="actual" if number % 2 else "year365",
        billing_months=(1, 3)[number % 2],
        billing_anchor="calendar" if number // 2 % 2 else "lease",
        starts_on=starts_on,
        ends_on=starts_on.replace(year=2023) - timedelta(days=1),
        steps=(Step(date(2021, 3, 15), percent=Decimal(5)),),
    )
    receipts = (Receipt(f"S-{k:02}", starts_on + timedelta(days=31 * k), Decimal("3888.00")) for k in range(40))
    return Facts(lease, _reliefs(number), tuple(receipts))


def _reliefs(number: int) -> tuple[Relief, ...]:
    """Half the rent for five months, paid back where it had been paid; then a fixed relief or a deferral."""
    half = Relief(
        code="R-1",
        kind="percent",
        percent=Decimal(50),
        starts_on=date(2020, 2, 15),
        ends_on=date(2020, 7, 14),
        approved_on=date(2020, 4, 1),
        settle_paid="refund" if number % 2 else "offset",
    )
    then = Relief(
        code="R-2",
        kind="deferral" if number % 3 else "fixed",
        amount=Decimal(1000),
        cap=Decimal(2500),
        months=6,
        starts_on=date(2020, 8, 1),
        ends_on=date(2020, 12, 31),
        approved_on=date(2020, 5, 1),
    )
    return half, then


def write_lines(schedules: Sequence[Schedule], file: Path) -> None:
    """The yardstick: the lines as 12 columns of plain text and numbers, written by openpyxl alone."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for each in schedules:
        for line in each.lines:
            sheet.append(_columns(each.lease, line))
    book.save(file)


def _columns(lease: str, line: Line) -> list[object]:
    head = [lease, line.no, line.period, line.first.isoformat(), line.last.isoformat()]
    figures = (line.gross, line.relief, line.net, line.paid, line.outstanding, line.dues[0].amount)
    return [*head, *(fen / 100 for fen in figures), line.dues[0].due_on.isoformat()]


def schedules() -> list[Measurement]:
    """A thousand schedules beside writing their lines; ten thousand beside ten times the thousand."""
    few = [facts(number) for number in range(_LEASES)]
    many = [facts(number) for number in range(10 * _LEASES)]
    drawn = [schedule(each, _AS_OF) for each in few]
    with tempfile.TemporaryDirectory() as folder:
        written = best_of(2, lambda: write_lines(drawn, Path(folder) / "lines.xlsx"))
    lines = sum(len(each.lines) for each in drawn)
    seconds, ten_times = best_of(3, lambda: _draw(few)), best_of(3, lambda: _draw(many))
    repeated = best_of(3, lambda: _draw(few * 10))
    return [
        Measurement(f"{len(few):,} schedules", seconds, f"openpyxl writes {lines:,} lines", written, 0.25),
        Measurement(f"{len(many):,} schedules", ten_times, f"ten times {len(few):,}", repeated, 1.05),
    ]


def _draw(leases: Sequence[Facts]) -> None:
    for each in leases:
        schedule(each, _AS_OF)


if __name__ == "__main__":
    for found in schedules():
        print(f"{found.name}: {found.seconds:.3f} s, {found.ratio:.3f} × {found.yardstick} (limit {found.limit})")
