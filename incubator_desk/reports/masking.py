"""Personal data in reports: masked wherever no reason to show it was given."""

from collections.abc import Iterable, Sequence
from typing import Any

from incubator_desk.catalog.kinds import Phone
from incubator_desk.catalog.report import Column


def personal(column: Column) -> bool:
    """Whether a column tells of a person: a phone does, and what was marked so."""
    return column.sensitive or isinstance(column.kind, Phone)


def masked(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> Iterable[Sequence[Any]]:
    """The rows one by one with personal data hidden (张*明, 138****1234); as they are where none tells of a person.

    What a report masked itself stays as it is.
    """
    found = [(at, column.kind) for at, column in enumerate(columns) if personal(column)]
    return (_masked(row, found) for row in rows) if found else rows


def _masked(row: Sequence[Any], found: Sequence[tuple[int, Any]]) -> Sequence[Any]:
    hidden = list(row)
    for at, kind in found:
        if hidden[at] is not None and "*" not in str(hidden[at]):
            hidden[at] = kind.mask(hidden[at])
    return hidden
