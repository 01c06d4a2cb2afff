"""Prints every measurement with its yardstick: ratios of one run, on this machine."""

import sys
from collections.abc import Callable, Iterable

from . import (
    Measurement,
    calendar,
    cases,
    closing,
    imports,
    mentoring,
    moves,
    packages,
    papers,
    rent,
    screens,
    start,
    vouchers,
)


def measurements() -> Iterable[Callable[[], Iterable[Measurement]]]:
    """What is measured, one after the other."""
    return (
        start.starts, rent.schedules, vouchers.vouchers, mentoring.counting, calendar.calendar, closing.closing,
        imports.imports, cases.previews, moves.moves, screens.screens,
        papers.papers, packages.packages,
    )  # fmt: skip


def main() -> int:
    """Measure and print; the status tells whether every limit was kept."""
    wanted = sys.argv[1:]
    print(f"{'work':<52} {'s':>8} {'yardstick s':>11} {'ratio':>7} {'limit':>7}")
    kept = True
    for measure in measurements():
        if wanted and measure.__name__ not in wanted:
            continue
        for found in measure():
            kept = kept and found.kept
            mark = "" if found.kept else "  above the limit"
            print(
                f"{found.name:<52} {found.seconds:>8.3f} {found.yardstick_seconds:>11.3f} {found.ratio:>7.2f} "
                f"{found.limit:>7.2f}{mark}\n    beside: {found.yardstick}",
                flush=True,
            )
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
