"""Sessions as the blocks of a calendar: their state told by colour, icon and edge."""

from collections.abc import Iterable

from incubator_desk.base.i18n import _, translate, translate_many
from incubator_desk.catalog.kinds import Tone
from incubator_desk.features.mentoring.service.columns import COUNTS
from incubator_desk.features.mentoring.service.diary import Booked
from incubator_desk.features.park.services import SERVICE_KIND
from incubator_desk.features.tenants.rules.naming import short
from incubator_desk.qtkit.calendar.blocks import Block, Span, minutes_of

LOOKS: dict[str, tuple[Tone, str]] = {
    "counted": ("success", "check-circle"),
    "planned": ("info", "clock"),
    "unconfirmed": ("warning", "warning"),
    "nobody_attended": ("warning", "warning"),
    "mentor_not_appointed": ("danger", "error-circle"),
    "cancelled": ("neutral", "close"),
    "no_show": ("neutral", "close"),
}
"""By what a session counts as: tone and icon of its block."""
GROUP: tuple[Tone, str] = ("deferred", "people")
"""Of a session of several companies that is held and counted, or planned."""


def blocks(sessions: Iterable[Booked], mentors: frozenset[str] | None) -> list[Block]:
    """The blocks of the sessions of these mentors (by uid); None shows all."""
    return [_block(each) for each in sessions if mentors is None or each.mentor_uid in mentors]


def span_of(each: Booked) -> Span:
    """When a session is."""
    return Span(each.held_on, minutes_of(each.starts_at), minutes_of(each.ends_at))


def title_of(each: Booked) -> str:
    """What a session is called in a calendar: its company, or what it is about where several take part."""
    if len(each.companies) == 1:
        return short(each.companies[0])
    if each.topic:
        return each.topic
    return short(each.companies[0]) if each.companies else _("No company yet")


def _block(each: Booked) -> Block:
    tone, icon = LOOKS[each.counts]
    if each.group and each.counts in ("counted", "planned"):
        tone, icon = GROUP
    planned = each.status == "planned"
    lines = tuple(line for line in (each.mentor_name, *_about(each)) if line)
    span = span_of(each)
    state = translate(COUNTS.by_value[each.counts].label)
    companies = _(", ").join(each.companies)
    times = f"{each.held_on} {each.starts_at}–{each.ends_at}"
    spoken = "\n".join(
        part for part in (f"{each.code}  {state}", times, each.mentor_name, companies, each.topic or "") if part
    )
    return Block(each.uid, span, title_of(each), lines, tone, icon, planned, not planned, spoken)


def _about(each: Booked) -> Iterable[str]:
    """What stands below the mentor: why it does not count, else what it is for, whom, and where."""
    if each.status in ("cancelled", "no_show"):
        state = translate(COUNTS.by_value[each.counts].label)
        yield _("{state}: {reason}").format(state=state, reason=each.cancel_reason) if each.cancel_reason else state
        return
    if each.counts not in ("counted", "planned"):
        yield translate(COUNTS.by_value[each.counts].label)
    if each.group:
        yield translate_many("{count} company", "{count} companies", len(each.companies))
    if each.headcount:
        yield _("{count} people").format(count=each.headcount)
    if each.service_kind:
        yield SERVICE_KIND.show(each.service_kind)
    if each.place:
        yield each.place
