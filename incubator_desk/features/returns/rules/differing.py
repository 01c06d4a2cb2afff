"""Where two states of a table differ: by row and field."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .tables import Table


class Difference(NamedTuple):
    """A field that differs; a blank field where a whole row came (no before) or went (no after)."""

    key: str
    field: str
    before: str
    after: str


def between(before: Table, after: Table, keys: Sequence[str]) -> Iterator[Difference]:
    """The differences in the order of the rows before, then of those that came.

    Rows are matched by their keys; without keys by their place, for a report has no other. Columns that only one of
    both has, as one added by a later program, are no difference.
    """
    old, new = _by_key(before, keys), _by_key(after, keys)
    shared = [name for name in before.columns if name in after.columns and name not in keys]
    for key, row in old.items():
        now = new.get(key)
        if now is None:
            yield Difference(key, "", _whole(row), "")
            continue
        for name in shared:
            if row[name] != now[name]:
                yield Difference(key, name, row[name], now[name])
    for key, row in new.items():
        if key not in old:
            yield Difference(key, "", "", _whole(row))


def _by_key(table: Table, keys: Sequence[str]) -> dict[str, dict[str, str]]:
    rows = (dict(row) for row in table.records())
    return {" ".join(row[name] for name in keys) if keys else str(at): row for at, row in enumerate(rows, 1)}


def _whole(row: dict[str, str]) -> str:
    return "; ".join(text for text in row.values() if text)
