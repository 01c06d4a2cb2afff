"""What stands in a calendar, and where it would stand: blocks, spans of a day, lanes side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from incubator_desk.catalog.kinds import Tone

DAY = 24 * 60
STEP = 15
"""Minutes to which what is drawn or moved by hand is rounded."""
SHORTEST = 15


class Span(NamedTuple):
    """A time of a day: minutes since midnight, the end not included."""

    day: date
    start: int
    end: int

    def moved(self, days: int, minutes: int) -> "Span":
        """The same length so much later, within its day."""
        start = max(0, min(DAY - (self.end - self.start), self.start + minutes))
        return Span(self.day + timedelta(days=days), start, start + self.end - self.start)

    def until(self, end: int) -> "Span":
        """With another end, never shorter than a step nor past midnight."""
        return self._replace(end=max(self.start + SHORTEST, min(DAY, end)))

    def since(self, start: int) -> "Span":
        """With another start, never shorter than a step nor before midnight."""
        return self._replace(start=min(self.end - SHORTEST, max(0, start)))

    def meets(self, other: "Span") -> bool:
        """Whether both share some time; touching is not meeting."""
        return self.day == other.day and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Block:
    """Something in a calendar; ``key`` is given back when it is opened or moved."""

    key: str
    span: Span
    title: str
    lines: tuple[str, ...] = ()
    """What stands below the title, as far as there is room."""
    tone: Tone = "neutral"
    icon: str = ""
    dashed: bool = False
    """Drawn with a broken edge: not settled yet."""
    fixed: bool = False
    """Not moved by hand."""
    spoken: str = ""
    """What is told of it when it is pointed at, and to those who do not see it."""


def clock(minutes: int) -> str:
    """Minutes since midnight as people read a time: ``09:30``; the end of a day is ``24:00``."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def minutes_of(text: str) -> int:
    """A time as people read it, as minutes since midnight."""
    return int(text[:2]) * 60 + int(text[3:])


def snapped(minutes: float) -> int:
    """The nearest step."""
    return max(0, min(DAY, round(minutes / STEP) * STEP))


def lanes(blocks: Sequence[Block]) -> dict[str, tuple[int, int]]:
    """The lane of each block of a day and how many lanes its group has: those that meet stand side by side."""
    placed: dict[str, tuple[int, int]] = {}
    group: list[tuple[str, int]] = []
    ends: list[int] = []
    for block in sorted(blocks, key=lambda b: (b.span.start, -b.span.end, b.key)):
        if ends and block.span.start >= max(ends):
            placed |= {key: (lane, len(ends)) for key, lane in group}
            group, ends = [], []
        lane = next((at for at, end in enumerate(ends) if end <= block.span.start), len(ends))
        ends[lane : lane + 1] = [block.span.end]
        group.append((block.key, lane))
    return placed | {key: (lane, len(ends)) for key, lane in group}


def by_day(blocks: Iterable[Block]) -> dict[date, list[Block]]:
    """Blocks by their day, in order of time."""
    found: dict[date, list[Block]] = {}
    for block in sorted(blocks, key=lambda b: (b.span, b.key)):
        found.setdefault(block.span.day, []).append(block)
    return found


def monday(day: date) -> date:
    """The first day of the day's week."""
    return day - timedelta(days=day.weekday())
