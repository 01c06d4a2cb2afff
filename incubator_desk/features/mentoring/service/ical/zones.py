"""Time zones of calendars: by their names in the tz database or in Windows, else as the file itself describes them."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from incubator_desk.base.dates import LAST
from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_

from .lines import Block
from .repeating import Rule

PARK = "Asia/Shanghai"
"""All of China has one time, and parks keep it wherever a machine says that it is."""
UNKNOWN = N_("Time zone “{zone}” is not known. Give the entry a usual one in the calendar, such as Asia/Shanghai.")
_OFFSET = re.compile(r"\(?(?:GMT|UTC)\s*([+-])(\d{1,2})(?::?([0-5]\d))?\)?", re.IGNORECASE)


@cache
def park() -> ZoneInfo:
    """The time of the park."""
    return ZoneInfo(PARK)


def local(moment: datetime) -> datetime:
    """A moment as the park's clocks show it, without a zone; one without a zone is the park's already."""
    return moment if moment.tzinfo is None else moment.astimezone(park()).replace(tzinfo=None)


def zoned(moment: datetime) -> datetime:
    """A moment with its zone; one without is the park's."""
    return moment if moment.tzinfo else moment.replace(tzinfo=park())


def utc(moment: datetime) -> datetime:
    """A moment in UTC."""
    return zoned(moment).astimezone(UTC)


class Zones:
    """The zones that a file's entries may name."""

    def __init__(self, described: Iterable[Block] = ()) -> None:
        self._described = {name: block for block in described if (name := _name(block))}
        self._found: dict[str, tzinfo | None] = {}

    def find(self, name: str) -> tzinfo:
        """The zone of a name; refused where nobody knows it."""
        name = name.strip()
        if name not in self._found:
            self._found[name] = _known(name) or self._own(name) or _offset(name)
        zone = self._found[name]
        if zone is None:
            raise Refused.because("unknown_zone", UNKNOWN, zone=name)
        return zone

    def _own(self, name: str) -> tzinfo | None:
        block = self._described.get(name)
        return _built(block) if block else None


def _name(block: Block) -> str:
    return next((line.text.partition(":")[2].strip() for line in block.lines if line.name == "TZID"), "")


@cache
def _names() -> dict[str, str]:
    """The names of the tz database and those of Windows, letter case aside, with the database's own."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    windows = {name.casefold(): own for name, own in WINDOWS_TO_OLSON.items()}
    return windows | {name.casefold(): name for name in available_timezones()}


def _known(name: str) -> tzinfo | None:
    """A zone by its name; some programs put their own address before it (``/example.org/Asia/Shanghai``)."""
    parts = name.casefold().strip("/").split("/")
    starts = range(len(parts)) if name.startswith("/") else range(1)
    found = (_names().get("/".join(parts[at:])) for at in starts)
    own = next((each for each in found if each), None)
    return ZoneInfo(own) if own else None


def _built(block: Block) -> tzinfo | None:
    """A zone as a file describes it; None where that makes no sense."""
    from icalendar import Timezone

    try:
        rules = [Rule(line.text.partition(":")[2]) for line in block.every if line.name == "RRULE"]
        if not all(rule.yearly for rule in rules):
            return None  # looking for the rule that is in force would take forever
        text = "\r\n".join(line.text for line in block.every)
        zone: tzinfo = Timezone.from_ical(text).to_tz(lookup_tzid=False)  # type: ignore[attr-defined]
        for year in (1900, 2020, LAST.year):
            datetime(year, 2, 1, tzinfo=zone).utcoffset()
    except Exception:  # noqa: BLE001 - a description from outside can break its readers in any way; it is none then
        return None
    return zone


def _offset(name: str) -> tzinfo | None:
    """A zone that is named by its distance from UTC alone: ``GMT+08:00``."""
    found = _OFFSET.fullmatch(name)
    if found is None:
        return None
    distance = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return timezone(-distance if found[1] == "-" else distance) if distance < timedelta(days=1) else None
