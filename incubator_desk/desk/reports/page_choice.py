"""Pages as people choose them: 1-3, 5."""

import re

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_
from incubator_desk.base.text import normal

_PART = re.compile(r"(?P<first>\d{1,6})?(?P<to>-)?(?P<last>\d{1,6})?")


def pages_chosen(text: str, count: int) -> list[int]:
    """The pages (from 0) that a text names, in its order, each once; all of them for a blank one.

    An open end means the first or the last page. ``Refused`` where it names no page of so many.
    """
    text = re.sub(r"\s*[-–—~至]\s*", "-", normal(text).strip())
    if not text:
        return list(range(count))
    chosen: dict[int, None] = {}
    for part in filter(None, re.split(r"[\s,;、，；]+", text)):
        found = _PART.fullmatch(part)
        if found is None or not (found["first"] or found["last"]):
            raise _refused(part, count)
        first = int(found["first"] or 1)
        last = int(found["last"] or count) if found["to"] else first
        if not 1 <= first <= last <= count:
            raise _refused(part, count)
        chosen |= dict.fromkeys(range(first - 1, last))
    return list(chosen)


def _refused(part: str, count: int) -> Refused:
    message = N_("“{part}” names no pages of {count}. Write 1-3, 5, or leave it blank for all.")
    return Refused.because("no_such_pages", message, part=part, count=count)
