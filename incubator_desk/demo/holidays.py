"""The holidays of 2020 and the weekend days worked for them, as the State Council's notice had them."""

from datetime import date, timedelta

from .rows import Row, row

_HOLIDAYS = (
    (date(2020, 1, 24), date(2020, 2, 2), "春节"),
    (date(2020, 4, 4), date(2020, 4, 6), "清明节"),
    (date(2020, 5, 1), date(2020, 5, 5), "劳动节"),
    (date(2020, 6, 25), date(2020, 6, 27), "端午节"),
    (date(2020, 10, 1), date(2020, 10, 8), "国庆节、中秋节"),
)
_WORKED = (
    (date(2020, 1, 19), "春节调休"),
    (date(2020, 4, 26), "劳动节调休"),
    (date(2020, 5, 9), "劳动节调休"),
    (date(2020, 6, 28), "端午节调休"),
    (date(2020, 9, 27), "国庆节调休"),
    (date(2020, 10, 10), "国庆节调休"),
)


def calendar_days() -> list[Row]:
    """The days that are free or worked against their place in the week, in their order."""
    free = [
        (first + timedelta(days=n), False, name)
        for first, last, name in _HOLIDAYS
        for n in range((last - first).days + 1)
    ]
    worked = [(day, True, name) for day, name in _WORKED]
    return [row("calendar_days", day=day, working=working, note=note) for day, working, note in sorted(free + worked)]
