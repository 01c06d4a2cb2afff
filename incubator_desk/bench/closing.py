"""How fast a quarter of a thousand companies is closed, beside drawing their schedules once."""

from collections.abc import Iterator
from datetime import date

from incubator_desk.base.periods import Period
from incubator_desk.features.rent.service import summary
from incubator_desk.features.returns.service import closing

from . import Measurement, best_of
from .cases import LEASES, let

_QUARTER, _DAY = Period.parse("2020-Q1"), date(2020, 4, 7)
_TIMES = 3


def closings() -> Iterator[Measurement]:
    """Everything that is frozen of a quarter: the rows that touch it, and every report on it."""
    with let() as office:
        with office.reading() as session:
            drawn = best_of(_TIMES, lambda: summary.Schedules().of(session, office.actor.operator, _QUARTER.last))
        closing.close(office, _QUARTER, _DAY)  # what is imported on the way is not the closing's work
        closed = []
        for _time in range(_TIMES):
            closing.reopen(office, _QUARTER, "again", _DAY)
            summary._BY_POOL.clear()
            closed.append(best_of(1, lambda: closing.close(office, _QUARTER, _DAY)))
        yield Measurement(f"a quarter of {LEASES:,} companies closed", min(closed), "their schedules, once", drawn, 2.0)


if __name__ == "__main__":
    for found in closings():
        print(f"{found.name}: {found.seconds:.3f} s, {found.ratio:.2f} × {found.yardstick} (limit {found.limit})")
