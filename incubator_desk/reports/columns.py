"""The columns of a printed table: stacked cells, and widths that fit the page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from incubator_desk.base.i18n import translate
from incubator_desk.catalog.kinds import Align, Text
from incubator_desk.catalog.report import Column

from .typesetting import longest_word, measure

_NARROW, _COMFORTABLE, _WIDE = 3.0, 9.0, 30.0
"""Ems: text may be squeezed to the first, is pleasant to read from the second, needs no more than the third."""


@dataclass(frozen=True)
class Stack:
    """Columns that share a cell on paper, one below the other; ``at`` are their places in a row."""

    at: tuple[int, ...]
    columns: tuple[Column, ...]

    def texts(self, row: Sequence[Any]) -> list[str]:
        """What the cell says, a text for each of its columns."""
        return [
            "" if row[at] is None else column.kind.show(row[at])
            for at, column in zip(self.at, self.columns, strict=True)
        ]

    def headings(self) -> list[str]:
        """The headings, one below the other."""
        return [translate(column.label) for column in self.columns]

    def aligns(self) -> list[Align]:
        """How each of its texts is aligned."""
        return [column.kind.align for column in self.columns]


def stacked(columns: Sequence[Column]) -> list[Stack]:
    """The columns as they stand on paper."""
    groups: list[list[int]] = []
    for at, column in enumerate(columns):
        if column.stacked and groups:
            groups[-1].append(at)
        else:
            groups.append([at])
    return [Stack(tuple(group), tuple(columns[at] for at in group)) for group in groups]


@dataclass(frozen=True, slots=True)
class Need:
    """What a column needs, in ems: ``least`` breaks no number or word, ``pleasant`` few lines, ``most`` nothing."""

    least: float
    pleasant: float
    most: float


def need(stack: Stack, cells: Iterable[Sequence[str]], totals: Sequence[str]) -> Need:
    """What a column needs for its texts, totals and headings."""
    least, most = 0.0, 0.0
    for column, texts in zip(stack.columns, zip(*cells, strict=True), strict=False):
        free = isinstance(column.kind, Text)
        for text in set(texts):
            whole = max(map(measure, text.split("\n")))
            most = max(most, whole)
            least = max(least, min(longest_word(text), _COMFORTABLE) if free else whole)
    for text in chain(stack.headings(), totals):
        least = max(least, longest_word(text, bold=True))
        most = max(most, min(measure(text, bold=True), least + 2))
    least = max(least, min(most, _NARROW))
    most = max(least, min(most, _WIDE))
    return Need(least, max(least, min(most, max(_COMFORTABLE, most / 3))), most)


def fitted(needs: Sequence[Need], available: float, size: float, padding: float) -> list[float] | None:
    """The widths in points that fill the page at a size; None where the columns do not fit it."""
    room = available - padding * len(needs)
    least, most = size * sum(each.least for each in needs), size * sum(each.most for each in needs)
    if least > room:
        return None
    share = min(1.0, (room - least) / (most - least)) if most > least else 1.0
    widths = [size * (each.least + share * (each.most - each.least)) for each in needs]
    spread = room / sum(widths) if sum(widths) else 1.0
    return [width * spread + padding for width in widths]


def best_size(needs: Sequence[Need], available: float, sizes: Sequence[float], padding: float) -> float:
    """The largest size at which the columns are pleasant to read, else at which they fit at all."""
    for wanted in ("pleasant", "least"):
        for size in sizes:
            if size * sum(getattr(each, wanted) for each in needs) + padding * len(needs) <= available:
                return size
            if wanted == "pleasant" and size <= sizes[0] * 0.7:
                break
    return sizes[-1]
