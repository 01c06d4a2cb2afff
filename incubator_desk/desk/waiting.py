"""What waits for this user: read once until something is written, for the home page and the navigation alike."""

from collections.abc import Mapping, Sequence
from datetime import date

from incubator_desk.base import i18n
from incubator_desk.catalog.feature import Reminder
from incubator_desk.catalog.kinds import Tone
from incubator_desk.qtkit.screen import Context

from . import pages

_KEPT = "waiting"
_URGENT = ("danger", "warning")


def reminders(context: Context) -> Sequence[Reminder]:
    """What needs attention today, in the language in use."""
    stamp: tuple[date, str] = (context.today(), i18n.language())
    kept = context.memory.get(_KEPT)
    if kept is None or kept[0] != stamp:
        office = context.office
        with office.reading() as session:
            found = [r for feature in office.features for r in feature.reminders(session, office.actor, stamp[0])]
        context.memory[_KEPT] = kept = (stamp, found)
    remembered: Sequence[Reminder] = kept[1]
    return remembered


def forget(context: Context) -> None:
    """Something was written: what waits is read anew when it is asked for."""
    context.memory.pop(_KEPT, None)


def badges(context: Context) -> Mapping[str, tuple[int, Tone]]:
    """How much waits under each line of the navigation: there the next step of each reminder is taken."""
    features = context.office.features
    found: dict[str, tuple[int, Tone]] = {}
    for each in reminders(context):
        name = pages.name_of(pages.entry_of(features, each.screen or each.register))
        count, tone = found.get(name, (0, "info"))
        found[name] = (count + 1, "warning" if each.tone in _URGENT else tone)
    return found
