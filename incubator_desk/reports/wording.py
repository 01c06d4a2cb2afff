"""What papers say around their table: title lines, dates in words, the signature block."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.base.i18n import N_, _, language, translate
from incubator_desk.base.periods import Period
from incubator_desk.catalog.kinds import Money
from incubator_desk.catalog.office import Office
from incubator_desk.catalog.report import UNITS

from .made import Made

TOTAL = N_("Total")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Whose paper it is and who made it when."""

    park: str
    prepared_by: str
    reviewed_by: str
    phone: str
    made_at: datetime
    address: str = ""
    footer: str = ""
    tenants: Mapping[str, str] = field(default_factory=dict)
    """The tenants' names by their codes."""


def letterhead(session: Session, office: Office, made_at: datetime | None = None) -> Letterhead:
    """The letterhead of the park for which the actor works; ``made_at`` is when the paper is said to be made: now."""
    park: Any = session.get(office.features.registers["operators"].model, office.actor.operator)
    now = made_at or datetime.now().replace(microsecond=0)
    if park is None:
        return Letterhead("", office.actor.name, "", "", now)
    tenant: Any = office.features.registers["tenants"].model
    named = select(tenant.code, tenant.name).where(tenant.operator_uid == office.actor.operator)
    return Letterhead(
        park.name, park.prepared_by or office.actor.name, park.reviewed_by or "", park.phone or "", now,
        park.address or "", park.footer or "", {code: name for code, name in session.execute(named) if name},
    )  # fmt: skip


def day_in_words(day: date) -> str:
    """A date as documents write it: 2020年3月1日."""
    return _("{year}-{month:02}-{day:02}").format(year=day.year, month=day.month, day=day.day)


def period_in_words(period: Period) -> str:
    """A period as documents write it: 2020年第1季度."""
    part = period.text[5:]
    if part.startswith("Q"):
        return _("Quarter {part} of {year}").format(part=part[1], year=period.first.year)
    if part.startswith("H"):
        half = _("First half of {year}") if part == "H1" else _("Second half of {year}")
        return half.format(year=period.first.year)
    if part:
        return _("{year}-{month:02}").format(year=period.first.year, month=period.first.month)
    return _("Year {year}").format(year=period.first.year)


def basis(made: Made) -> str:
    """The period and the day as of which the figures hold."""
    asked = made.asked
    return _("Period: {period}    As of: {day}").format(
        period=period_in_words(asked.period), day=day_in_words(asked.as_of)
    )


def fact(label: str, text: str) -> str:
    """A label and what it is of this paper."""
    return label + _(": ") + text


def sets_in(text: str, *, first: bool) -> bool:
    """Whether a paragraph is set in, as Chinese ones are: all but a first one that only says to whom (“某公司：”)."""
    addresses = first and text.endswith(("：", ":")) and not {"，", "。", "；"} & {*text}
    return language() == "zh_CN" and not addresses


def unit_name(made: Made) -> str:
    """The unit of the money."""
    return translate(UNITS[made.asked.unit][0])


def unit(made: Made) -> str:
    """The line that names the unit; nothing where no column is money."""
    return _("Unit: {unit}").format(unit=unit_name(made)) if has_money(made) else ""


def has_money(made: Made) -> bool:
    """Whether a column is money."""
    return any(isinstance(column.kind, Money) for column in made.columns)


def adjusted_note() -> str:
    """What the mark beside an adjusted amount means."""
    return _("* Moved by one in the last digit, so that the rows add up to the exact total.")


def address(head: Letterhead) -> str:
    """Where the park is found, as the head of its letters says."""
    phone = _("Tel. {phone}").format(phone=head.phone) if head.phone else ""
    return "    ".join(filter(None, (head.address, phone)))


def prepared(head: Letterhead) -> str:
    """Who made the paper, and when."""
    text = _("Prepared by {name} on {day}")
    return text.format(name=head.prepared_by, day=day_in_words(head.made_at.date()))


def seal(head: Letterhead) -> tuple[tuple[str, str], ...]:
    """The signature block: labels, and what is known already."""
    return (
        (_("Unit (seal):"), head.park),
        (_("Head (signature):"), ""),
        (_("Reviewed by:"), head.reviewed_by),
        (_("Prepared by:"), head.prepared_by),
        (_("Telephone:"), head.phone),
        (_("Date:"), " " * 8 + _("(year)      (month)      (day)")),
    )
