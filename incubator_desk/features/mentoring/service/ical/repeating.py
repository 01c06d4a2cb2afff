"""The days on which an event repeats: one by one, within bounds."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_

_LATER = 7600
"""Years by which a rule is moved for being worked out. The calendar repeats every 400 years, so its days stay the same;
and one that never comes true, as 30 February, is at the end of all years after a moment."""
_ALLOWED = {
    "FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS",
}  # fmt: skip
_OFTEN = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
BAD_RULE = N_("How it repeats is not understood: “{rule}”. Enter these sessions one by one in the calendar.")


class Rule:
    """How an event repeats (RRULE)."""

    def __init__(self, text: str) -> None:
        """Refused where it makes no sense, or repeats more often than daily."""
        from icalendar import vRecur

        try:
            self._parts: dict[str, Any] = dict(vRecur.from_ical(text))
        except Exception:  # noqa: BLE001 - text from outside can break its reader in any way
            raise _bad(text) from None
        often, counts = self._parts.get("FREQ", [""]), self._counts("INTERVAL") + self._counts("COUNT")
        if not self._parts.keys() <= _ALLOWED or often[0] not in _OFTEN or not all(0 < n < 10_000 for n in counts):
            raise _bad(text)
        self._text = text
        self.yearly = often[0] == "YEARLY"
        self.endless = not {"COUNT", "UNTIL"} & self._parts.keys()

    def _counts(self, name: str) -> list[int]:
        return list(self._parts.get(name, []))

    def times(self, first: datetime, since: datetime, last: datetime, most: int) -> list[datetime]:
        """When it begins within a span, by the clock of the place where ``first`` is; so many times at most."""
        from dateutil.rrule import rrulestr
        from icalendar import vRecur

        def clock(moment: datetime) -> datetime:
            return moment.astimezone(first.tzinfo).replace(tzinfo=None)

        since, until = clock(since), min(clock(last), self._until(clock))
        found: list[datetime] = []
        parts = {name: value for name, value in self._parts.items() if name != "UNTIL"}
        try:
            text: str = vRecur(parts).to_ical().decode()  # type: ignore[no-untyped-call]
            for moved in rrulestr(text, dtstart=_moved(clock(first), _LATER)):
                wall = _moved(moved, -_LATER)
                if wall > until or len(found) == most:
                    break
                if wall >= since:
                    found.append(wall.replace(tzinfo=first.tzinfo))
        except Exception:  # noqa: BLE001 - as above
            raise _bad(self._text) from None
        return found

    def _until(self, clock: Callable[[datetime], datetime]) -> datetime:
        """Until when it goes on, by the clock of its place; a day is meant with its end."""
        until = next(iter(self._parts.get("UNTIL", [])), datetime.max)
        if not isinstance(until, datetime):
            return datetime.combine(until, time.max)
        return clock(until) if until.tzinfo else until


def _moved(moment: datetime, years: int) -> datetime:
    return moment.replace(year=moment.year + years)


def _bad(text: str) -> Refused:
    return Refused.because("bad_rule", BAD_RULE, rule=text)
