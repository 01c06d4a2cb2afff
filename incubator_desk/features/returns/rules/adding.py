"""Adding up the same table of several parks."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

Row = Sequence[Any]


def added(rows: Iterable[Row], by: Sequence[int], summed: Collection[int]) -> list[tuple[Any, ...]]:
    """One row for each key (the values at ``by``), in the order in which the keys come first.

    The values at ``summed`` are added exactly; a blank adds nothing, and only blanks give a blank. What stands in any
    other place stays where all rows of a key agree, and is blank where they do not: nobody can say what it would be.
    """
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(row[at] for at in by), []).append(row)
    return [tuple(_value(group, at, at in summed) for at in range(len(group[0]))) for group in groups.values()]


def _value(group: Sequence[Row], at: int, summed: bool) -> Any:
    values = [row[at] for row in group]
    if summed:
        known = [value for value in values if value is not None]
        return sum(known[1:], known[0]) if known else None
    return values[0] if all(value == values[0] for value in values) else None


def in_blocks(rows: Iterable[Row], at: int) -> list[Row]:
    """The rows with those of one block (by the value at a place) together, the blocks in the order they come first."""
    blocks: dict[Any, list[Row]] = {}
    for row in rows:
        blocks.setdefault(row[at], []).append(row)
    return [row for block in blocks.values() for row in block]
