"""Which backups stay: the newest, then fewer and fewer by days, weeks and months."""

from collections.abc import Callable, Collection, Hashable
from datetime import datetime

NEWEST, DAILY, WEEKLY, MONTHLY = 10, 12, 10, 9

_PERIODS: tuple[tuple[int, Callable[[datetime], Hashable]], ...] = (
    (DAILY, lambda moment: moment.date()),
    (WEEKLY, lambda moment: moment.isocalendar()[:2]),
    (MONTHLY, lambda moment: (moment.year, moment.month)),
)


def kept(moments: Collection[datetime], now: datetime) -> set[datetime]:
    """The moments whose backups stay: the last of each of the latest days, weeks and months that have one.

    Backups from after ``now`` were made before the clock was set back; they stay, and take no other's place.
    """
    past = sorted((moment for moment in moments if moment <= now), reverse=True)
    stay = {moment for moment in moments if moment > now} | set(past[:NEWEST])
    for most, period in _PERIODS:
        last_of: dict[Hashable, datetime] = {}
        for moment in past:
            last_of.setdefault(period(moment), moment)
        stay.update(list(last_of.values())[:most])
    return stay
