"""Calendar files read into events; what is wrong with one of them stands with it."""

import html
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from incubator_desk.base.errors import Problem, Refused
from incubator_desk.base.i18n import N_
from incubator_desk.features.mentoring.rules.ical.entry import Entry

from .lines import Block, blocks
from .properties import BAD_TIME, Property, within
from .repeating import Rule
from .zones import Zones, zoned

PROGRAM = "-//Incubator Desk//Mentoring//EN"

NO_START = N_("The entry has no start (DTSTART). Give it one in the calendar.")
ALL_DAY = N_("The entry has no time; give it a start and an end.")
SEVERAL_RULES = N_("It repeats by several rules. Enter these sessions one by one in the calendar.")
LATER_TOO = N_("It changes all later times of an event that repeats. Give these an entry of their own in the calendar.")

Progress = Callable[[int, int], None]
_WANTED = {
    "UID", "DTSTART", "DTEND", "DURATION", "SUMMARY", "LOCATION", "DESCRIPTION", "CATEGORIES", "ORGANIZER", "STATUS",
    "CLASS", "SEQUENCE", "RRULE", "RDATE", "EXRULE", "EXDATE", "RECURRENCE-ID",
}  # fmt: skip
_TIMES = ("DTSTART", "DTEND", "RDATE", "EXDATE", "RECURRENCE-ID")
_STEP = 100


@dataclass(frozen=True)
class Event:
    """An event as the file has it: its entry at its first time, and how it repeats."""

    entry: Entry
    """Its times are those of the file, with their zone."""
    rule: Rule | None = None
    more: tuple[datetime, ...] = ()
    without: tuple[date, ...] = ()
    """Times, or whole days, on which it does not take place."""
    replaces: datetime | None = None
    """Which time of the event of the same identifier it stands for."""


@dataclass(frozen=True)
class Calendar:
    """A calendar file."""

    file: str
    ours: bool
    """Whether the desk wrote it, and no other program since."""
    events: tuple[Event, ...]


def read(path: Path, progress: Progress = lambda _done, _all: None) -> Calendar:
    """A calendar file; ``Refused`` says, with the line, why it is none. What is wrong with one event stands with it."""
    found = blocks(path)
    zones = Zones(found.zones)
    events = []
    for at, block in enumerate(found.events):
        if at % _STEP == 0:
            progress(at, len(found.events))
        events.append(_event(block, zones))
    return Calendar(path.name, found.program == PROGRAM, tuple(events))


def _event(block: Block, zones: Zones) -> Event:
    """An event; its problems are those of its lines."""
    found: defaultdict[str, list[Property]] = defaultdict(list)
    problems: list[Problem] = []

    def attempt(work: Callable[[], Any]) -> Any:
        """What some work gives; None where it is refused, which is noted."""
        try:
            return work()
        except Refused as refused:
            problems.extend(refused.problems)
            return None

    for line in block.lines:
        if line.name in _WANTED and (each := attempt(partial(Property.of, line))):
            found[each.name].append(each)
    texts = {name: each[0].text for name, each in found.items()}
    times: dict[str, list[date]] = {
        name: [time for each in found[name] for time in attempt(partial(each.times, zones)) or ()] for name in _TIMES
    }
    day = next(iter(times["DTSTART"]), None)
    starts = attempt(lambda: _start(found["DTSTART"], day))
    ends = attempt(lambda: _end(starts, times["DTEND"], found["DURATION"]))
    entry = Entry(
        block.line, texts.get("UID", ""), starts, ends, None if starts else _day(found["DTSTART"]),
        summary=texts.get("SUMMARY", ""), place=texts.get("LOCATION", ""),
        text=_plain("\n".join(each.text for name in ("DESCRIPTION", "CATEGORIES") for each in found[name])),
        organizer=str(found["ORGANIZER"][0].beside.get("CN", "")) if found["ORGANIZER"] else "",
        cancelled=texts.get("STATUS", "").upper() == "CANCELLED",
        private=texts.get("CLASS", "").upper() in ("PRIVATE", "CONFIDENTIAL"),
        sequence=_count(texts.get("SEQUENCE", "")),
    )  # fmt: skip
    event = Event(
        entry,
        attempt(lambda: _rule(found)),
        tuple(each for time in times["RDATE"] if (each := _beside(time, starts))),
        tuple(_beside(time, starts) or time for time in times["EXDATE"]),
        attempt(lambda: _replaced(found["RECURRENCE-ID"], times["RECURRENCE-ID"], starts)),
    )
    return replace(event, entry=replace(entry, problems=tuple(problems)))


def _start(given: Sequence[Property], day: date | None) -> datetime | None:
    if not given:
        raise Refused.because("no_start", NO_START)
    if day is None or isinstance(day, datetime):
        return day
    raise Refused(Problem("all_day", ALL_DAY, severity="warning"))


def _day(given: Sequence[Property]) -> date | None:
    """The day that a start is on by its own clocks, where at least that can be read."""
    from icalendar import vDate

    try:
        day: date = vDate.from_ical(given[0].value.rpartition(":")[2].strip()[:8])  # type: ignore[no-untyped-call]
        return within(day)
    except (IndexError, ValueError, Refused):
        return None


def _end(starts: datetime | None, times: Sequence[date], lasts: Sequence[Property]) -> datetime | None:
    """When it ends; None where nothing says so."""
    from icalendar import vDuration

    if times or starts is None or not lasts:
        return _beside(times[0], starts) if times else None
    try:
        lasting: timedelta = vDuration.from_ical(lasts[0].value.strip())  # type: ignore[no-untyped-call]
        return within(zoned(starts) + lasting)
    except (ValueError, OverflowError):
        raise Refused.because("bad_time", BAD_TIME, text=lasts[0].value) from None


def _rule(found: Mapping[str, Sequence[Property]]) -> Rule | None:
    if len(found["RRULE"]) > 1 or found["EXRULE"]:
        raise Refused.because("bad_rule", SEVERAL_RULES)
    return Rule(found["RRULE"][0].value.strip()) if found["RRULE"] else None


def _replaced(given: Sequence[Property], times: Sequence[date], starts: datetime | None) -> datetime | None:
    """Which time it stands for; a day alone means the event's time on it."""
    if not times:
        return None
    if given[0].beside.get("RANGE"):
        raise Refused.because("later_too", LATER_TOO)
    return _beside(times[0], starts) or datetime.combine(times[0], starts.timetz() if starts else time.min)


def _beside(moment: date, starts: datetime | None) -> datetime | None:
    """A time of an event: one without a zone is in that of its start; None where it is a day alone."""
    if not isinstance(moment, datetime):
        return None
    return moment.replace(tzinfo=starts.tzinfo) if starts and moment.tzinfo is None else moment


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _plain(text: str) -> str:
    """A description without the mark-up that some programs put into it."""
    if "<" not in text:
        return text
    return html.unescape(re.sub(r"<[^<>]*>", "", re.sub(r"(?i)<br\s*/?>|</p>|</div>", "\n", text)))
