"""Entries at whose time their mentor has something else."""

from collections.abc import Collection, Iterator, Sequence

from incubator_desk.base.errors import Problem, Where
from incubator_desk.base.i18n import N_
from incubator_desk.features.mentoring.rules.overlapping import TAKES_TIME, Slot, overlaps

from .judging import TAKEN, Row, Stored, clock

MEETS = N_("At that time the mentor has {other}, {start} to {end}.")
_STORED = -1
"""The order of what is stored: before every row."""


def clashes(rows: Sequence[Row], taken: Collection[int], sessions: Sequence[Stored]) -> dict[int, Problem]:
    """Of the rows that are to be taken over (by index), those at whose time their mentor has something else.

    What is stored comes first, as it will then stand; of two rows the later one is the error (contract section 5).
    """
    return {
        later.order: Problem(
            "overlap", MEETS, {"other": other.code, "start": other.starts_at, "end": other.ends_at},
            Where(row=rows[later.order].entry.line),
        )
        for later, other in _meetings(rows, taken, sessions)
    }  # fmt: skip


def fitting(rows: Sequence[Row], taken: Collection[int], sessions: Sequence[Stored]) -> set[int]:
    """Of the rows that are to be taken over, those that can be: without errors, and without what clashes.

    A row that clashes only with one that is left out stays.
    """
    left = {at for at in taken if rows[at].verdict in TAKEN}
    while met := {later.order: other.order for later, other in _meetings(rows, left, sessions)}:
        left -= {later for later, other in met.items() if other not in met}
    return left


def _meetings(rows: Sequence[Row], taken: Collection[int], sessions: Sequence[Stored]) -> Iterator[tuple[Slot, Slot]]:
    """Rows that clash, each with what it meets."""
    wanted = [at for at in sorted(taken) if rows[at].verdict in TAKEN]
    moved = {stored.uid for at in wanted if (stored := rows[at].stored)}
    mentors = {rows[at].mentor for at in wanted}
    slots = [
        Slot(_STORED, each.code, each.mentor, each.held_on, each.starts_at, each.ends_at, each.status)
        for each in sessions
        if each.uid not in moved and each.mentor in mentors and each.status in TAKES_TIME
    ]
    slots += [slot for at in wanted if (slot := _slot(at, rows[at]))]
    return (pair for pair in overlaps(slots) if pair[0].order != _STORED)


def _slot(at: int, row: Row) -> Slot | None:
    """When a row's session will be; None where it takes no time then."""
    if row.verdict == "cancelled":
        return None
    entry, mentor = row.entry, row.mentor
    assert entry.starts is not None
    assert entry.ends is not None
    assert mentor is not None
    name = f"“{entry.summary}”" if entry.summary else str(entry.line)
    return Slot(at, name, mentor, entry.starts.date(), clock(entry.starts), clock(entry.ends), "planned")
