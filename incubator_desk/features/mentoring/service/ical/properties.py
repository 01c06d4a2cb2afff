"""The properties of a calendar's components: a line each, with its value and what stands beside its name."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from incubator_desk.base.dates import LAST
from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_
from incubator_desk.base.text import tidy

from .lines import DAMAGED, Line
from .zones import Zones

M = TypeVar("M", bound=date)
BAD_TIME = N_("“{text}” is no time that calendars write. Correct the entry in the calendar.")
FAR = N_("{day} is not between 1900 and 2199.")
BAD_LINE = N_("Line {line} is not understood. Correct the entry in the calendar, then export it again.")
_MOST_TEXT = 10_000
"""Characters of a text that are looked at: pages of small print may follow an invitation."""


@dataclass(frozen=True)
class Property:
    """A property: its value as it stands there, with what stands beside its name."""

    name: str
    value: str
    beside: dict[str, Any]
    line: int

    @classmethod
    def of(cls, line: Line) -> "Property":
        """A line as a property; refused where it is none."""
        from icalendar.parser import Contentline

        if not line.whole:
            raise Refused.because("damaged", DAMAGED, line=line.number)
        try:
            name, beside, value = Contentline(line.text).raw_parts()  # type: ignore[no-untyped-call]
        except ValueError:
            raise Refused.because("bad_line", BAD_LINE, line=line.number) from None
        return cls(name.upper(), value, {str(key).upper(): word for key, word in beside.items()}, line.number)

    @property
    def text(self) -> str:
        """Its value as a text."""
        from icalendar.parser import unescape_backslash

        return tidy(unescape_backslash(self.value[:_MOST_TEXT]))

    def times(self, zones: Zones) -> list[date]:
        """Its values as times with their zone, without one where none is named; as days where they have no time."""
        return [self._time(text, zones) for text in self.value.split(",")]

    def _time(self, text: str, zones: Zones) -> date:
        from icalendar import vDate, vDatetime

        # Of a span its start counts. Some programs forget the quotes around a zone that has a colon: GMT+08:00.
        beside, _colon, text = text.strip().upper().partition("/")[0].rpartition(":")
        try:
            if "T" not in text:
                day: date = vDate.from_ical(text)  # type: ignore[no-untyped-call]
                return within(day)
            moment: datetime = vDatetime.from_ical(text)  # type: ignore[no-untyped-call]
        except ValueError:
            raise Refused.because("bad_time", BAD_TIME, text=text) from None
        zone = ":".join(part for part in (str(self.beside.get("TZID", "")), beside) if part)
        if zone and moment.tzinfo is None:
            moment = moment.replace(tzinfo=zones.find(zone))
        return within(moment)


def within(moment: M) -> M:
    """A time or day that the desk takes; any other is refused."""
    if not 1900 <= moment.year <= LAST.year:
        raise Refused.because("date_out_of_range", FAR, day=f"{moment:%Y-%m-%d}")
    return moment
