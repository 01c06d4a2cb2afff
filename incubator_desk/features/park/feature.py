"""What the desk sees of the park."""

from collections.abc import Iterable, Mapping
from typing import Any

from incubator_desk.base.errors import Problem, Where
from incubator_desk.base.i18n import N_
from incubator_desk.catalog.feature import Entry, Feature
from incubator_desk.catalog.register import Register

from .model import CalendarDay, Operator, ParameterValue


def _in_order(values: Mapping[str, Any]) -> Iterable[Problem]:
    if values["valid_to"] and values["valid_to"] < values["valid_from"]:
        yield Problem("ends_before_starts", N_("It ends before it starts."), where=Where(column="valid_to"))


OPERATORS = Register(
    model=Operator, name="operators", label=N_("Park profile"), noun=N_("park"), icon="building", exchanged=False
)
PARAMETERS = Register(
    model=ParameterValue,
    name="parameters",
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
