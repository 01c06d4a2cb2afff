"""What papers of every feature have in common: whose they are, amounts in words, who signs."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.base.capitals import capitals, day_in_hanzi
from incubator_desk.base.i18n import _, language
from incubator_desk.base.money import readable, to_yuan
from incubator_desk.catalog.report import Party
from incubator_desk.reports.wording import day_in_words
from incubator_desk.store.record import Actor

from .model import Operator


def park_of(session: Session, actor: Actor) -> Operator:
    """The park whose papers these are."""
    return session.scalars(select(Operator).where(Operator.uid == actor.operator)).one()


def figure(fen: int) -> str:
    """An amount in a text, in yuan whatever the unit of the table."""
    return _("CNY {amount}").format(amount=readable(fen))


def spelled(fen: int) -> str:
    """An amount in 大写 for a Chinese text; an English one prints the figure alone."""
    return f"人民币{capitals(to_yuan(fen))}" if language() == "zh_CN" else ""


def day_spelled(day: date) -> str:
    """A date as certificates have it: in hanzi in a Chinese one."""
    return day_in_hanzi(day) if language() == "zh_CN" else day_in_words(day)


def blank_date() -> str:
    """Room for the day of a signature."""
    return " " * 8 + _("(year)      (month)      (day)")


def signed_by(heading: str, park: Operator) -> Party:
    """The park alone, with its seal."""
    lines = ((_("Name:"), park.name), (_("Telephone:"), park.phone or ""), (_("Date:"), blank_date()))
    return Party(heading, lines)
