"""Sessions of the period: what counts of them, and who is in two at once."""

from collections.abc import Sequence

from incubator_desk.features.mentoring.rules.overlapping import Slot, overlaps
from incubator_desk.features.mentoring.service.booked import Booked
from incubator_desk.features.mentoring.service.booked import sessions as stored
from incubator_desk.features.returns.rules.subjects import Row

from .looking import Looking


def sessions(looking: Looking) -> Sequence[Row]:
    """A row for each session on a day of the period."""
    every = stored(looking.session, looking.operator, looking.period.first, looking.last)
    met = {later.code: other.code for later, other in overlaps(map(_slot, every))}
    return [
        Row("mentoring_sessions", each.uid, each.code, {
            "status": each.status, "counts": each.counts == "counted", "confirmed": each.confirmed_on is not None,
            "over": each.held_on < looking.today, "overlaps": met.get(each.code),
        }, each.mentor_name)
        for each in every
    ]  # fmt: skip


def _slot(each: Booked) -> Slot:
    return Slot(0, each.code, each.mentor_uid, each.held_on, each.starts_at, each.ends_at, each.status)
