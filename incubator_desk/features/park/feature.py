"""What the desk sees of the park."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Problem, Where
from incubator_desk.base.i18n import N_, translate
from incubator_desk.catalog.feature import Entry, Extract, Feature, Parameter
from incubator_desk.catalog.kinds import Code, Day, Text
from incubator_desk.catalog.register import Computed, Register
from incubator_desk.store.record import Actor

from .model import CalendarDay, Disclosure, Operator, ParameterValue


def _in_order(values: Mapping[str, Any]) -> Iterable[Problem]:
    if values["valid_to"] and values["valid_to"] < values["valid_from"]:
        yield Problem("ends_before_starts", N_("It ends before it starts."), where=Where(column="valid_to"))


OPERATORS = Register(
    model=Operator, name="operators", label=N_("Park profile"), noun=N_("park"), icon="building", exchanged=False
)
PARAMETERS = Register(
    model=ParameterValue,
    name="parameters",
    packed=False,
    label=N_("Parameters"),
    noun=N_("parameter"),
    icon="settings",
    key=("name", "valid_from"),
    title="name",
    rules=_in_order,
)

CALENDAR = Register(
    model=CalendarDay,
    name="calendar_days",
    packed=False,
    label=N_("Holidays & worked weekends"),
    noun=N_("calendar day"),
    icon="calendar",
    key=("day",),
    title="day",
)

FEATURE = Feature(
    "park",
    registers=(OPERATORS, PARAMETERS, CALENDAR),
    entries=(Entry("settings", N_("Settings & backup"), "settings", ("operators", "parameters", "calendar_days")),),
)


def explained(parameters: Iterable[Parameter]) -> Feature:
    """What parameters mean and are counted in, beside their values: said by the features that declare them."""
    declared = {parameter.name: parameter for parameter in parameters}

    def words(of: Callable[[Parameter], str]) -> Callable[[Session, Sequence[str], date], Mapping[str, str]]:
        def values(session: Session, uids: Sequence[str], _day: date) -> Mapping[str, str]:
            names = session.execute(select(ParameterValue.uid, ParameterValue.name).where(ParameterValue.uid.in_(uids)))
            return {uid: translate(of(declared[name])) for uid, name in names if name in declared}

        return values

    meaning = Computed("meaning", N_("Meaning"), Text(width=44), words(lambda each: each.label), after="name")
    unit = Computed("unit", N_("Unit"), Text(width=16), words(lambda each: each.unit), after="value")
    return Feature("parameters", columns=((PARAMETERS.name, meaning), (PARAMETERS.name, unit)))


def disclosed(reports: Callable[[], Mapping[str, str]]) -> Feature:
    """The papers made with personal data shown whole, beside the park that made them; given what reports are called."""

    def rows(session: Session, _actor: Actor, uid: str, _today: date) -> Sequence[Sequence[Any]]:
        mine, called = select(Disclosure).where(Disclosure.operator_uid == uid), reports()
        return [
            (each.made_on, each.made_by, translate(called.get(each.report, each.report)), each.period, each.reason)
            for each in session.scalars(mine.order_by(Disclosure.made_on.desc(), Disclosure.uid.desc()))
        ]

    columns = (
        (N_("Made on"), Day()), (N_("Made by"), Text(width=12)), (N_("Report"), Text(width=24)), (N_("Period"), Code()),
        (N_("Reason"), Text(width=30)),
    )  # fmt: skip
    return Feature("disclosures", extracts=(Extract(OPERATORS.name, N_("Papers made unmasked"), columns, rows),))
