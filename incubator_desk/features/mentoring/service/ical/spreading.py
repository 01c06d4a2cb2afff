"""Events that repeat laid out day by day within a span; all times are then the park's."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from incubator_desk.base.errors import Problem, Refused, Where
from incubator_desk.base.i18n import N_
from incubator_desk.features.mentoring.rules.ical.entry import Entry

from .reading import Calendar, Event
from .zones import local, utc, zoned

MOST_ENTRIES = 20_000
"""Entries that are looked at together."""

ENDLESS = N_("It repeats without an end; here until {day}.")
MANY = N_("It repeats more often than {most} times; here the first {most} of the span.")
TOO_MANY = N_("These are more than {most} entries. Choose a shorter span.")


@dataclass(frozen=True)
class Found:
    """The entries of a span, and how many others there are."""

    entries: tuple[Entry, ...]
    outside: int


@dataclass(frozen=True)
class Span:
    """From when to when an event's times are laid out, and how many."""

    first: date
    last: date
    most: int


def entries(calendar: Calendar, first: date, last: date, most: int) -> Found:
    """What of a calendar lies in a span of days; of an event that repeats so many times at most, which is told."""
    begun: dict[str, datetime] = {}
    moved: defaultdict[str, set[datetime]] = defaultdict(set)
    for event in calendar.events:
        if event.replaces:
            moved[event.entry.uid].add(utc(event.replaces))
        elif event.entry.starts:
            begun.setdefault(event.entry.uid, utc(event.entry.starts))
    span = Span(first, last, most)
    found: list[Entry] = []
    outside = 0
    for event in calendar.events:
        made = [*_laid_out(event, span, moved[event.entry.uid], begun.get(event.entry.uid))]
        inside = [entry for entry in made if (day := _day(entry)) is None or first <= day <= last]
        found += inside
        outside += max(1, len(made)) - len(inside)
        if len(found) > MOST_ENTRIES:
            where = Where(calendar.file, row=event.entry.line)
            raise Refused(Problem("too_many", TOO_MANY, {"most": MOST_ENTRIES}, where))
    return Found(tuple(found), outside)


def _day(entry: Entry) -> date | None:
    """The day of an entry, where it could be read."""
    return entry.starts.date() if entry.starts else entry.day


def _laid_out(event: Event, span: Span, moved: Collection[datetime], begun: datetime | None) -> Iterator[Entry]:
    """The entries of an event."""
    entry = event.entry
    if event.replaces and entry.starts:
        yield _at(entry, event.replaces, repeats=True, first=utc(event.replaces) == begun)
    elif entry.starts and not entry.problems and (event.rule or event.more):
        try:
            yield from _series(event, zoned(entry.starts), span, moved)
        except Refused as refused:
            yield _at(replace(entry, problems=refused.problems), entry.starts)
    elif entry.starts:
        yield _at(entry, entry.starts)
    else:
        yield entry


def _series(event: Event, starts: datetime, span: Span, moved: Collection[datetime]) -> Iterator[Entry]:
    """The times of an event that repeats; those taken out of it are called off."""
    since, until = (zoned(datetime.combine(day, at)) for day, at in ((span.first, time.min), (span.last, time.max)))
    times = [*(event.rule.times(starts, since, until, span.most + 1) if event.rule else [starts]), *event.more]
    by_moment = sorted({utc(each): each for each in times}.items())
    off = {utc(each) if isinstance(each, datetime) else each for each in event.without}
    told = tuple(_bounds(event, len(by_moment), span))
    for moment, each in by_moment[: span.most]:
        if moment in moved:
            continue
        entry = replace(event.entry, cancelled=event.entry.cancelled or bool({moment, each.date()} & off))
        yield _at(replace(entry, problems=told), each, repeats=True, first=moment == utc(starts), moved=True)
        told = told if entry.cancelled else ()  # it is told once, with the first that takes place


def _bounds(event: Event, count: int, span: Span) -> Iterator[Problem]:
    """Where the times laid out are not all."""
    if event.rule and event.rule.endless:
        yield Problem("endless", ENDLESS, {"day": span.last}, severity="warning")
    if count > span.most:
        yield Problem("many", MANY, {"most": span.most}, severity="warning")


def _at(entry: Entry, was: datetime, *, repeats: bool = False, first: bool = True, moved: bool = False) -> Entry:
    """An entry in the park's time, which was to begin then; with ``moved`` it begins then, and lasts as long."""
    starts, ends = entry.starts, entry.ends
    assert starts is not None
    if moved:
        starts, ends = was, utc(was) + (utc(ends) - utc(starts)) if ends else None
    return replace(
        entry, starts=local(starts), ends=local(ends) if ends else None, repeats=repeats, first=first,
        occurrence=f"{utc(was):%Y%m%dT%H%M%SZ}",
    )  # fmt: skip
