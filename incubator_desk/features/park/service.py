"""The park's own record, and parameters by date."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from sqlalchemy import or_, select, text
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_, translate
from incubator_desk.base.uid import new_uid
from incubator_desk.catalog.feature import Parameter
from incubator_desk.catalog.office import Office
from incubator_desk.store.record import Actor
from incubator_desk.store.step import Step

from .model import CalendarDay, Operator, ParameterValue

SYSTEM = "system"
"""Who does what the program itself does; nobody's undo takes it back."""
NO_VALUE = N_("Parameter “{name}” has no value on {day}. Enter one in the settings.")
OWN = "OWN"
"""The code of the park whose desk this is."""


def own(session: Session) -> Operator:
    """The park whose desk this is; refused where the database was never set up."""
    operator = session.scalar(select(Operator).where(Operator.code == OWN))
    if operator is None:
        raise Refused.because("no_operator", N_("The database has no park yet. Run “init” first."))
    return operator


def found(office: Office) -> None:
    """Make the park's own record, where there is none, and act for it from now on."""
    with office.reading() as session:
        uid = session.scalar(select(Operator.uid).where(Operator.code == OWN))
    if uid is None:
        uid = new_uid()
        office.actor = Actor(office.actor.name, uid)
        with office.writing(N_("Set up the database")) as step:
            step.add(Operator, {"operator_uid": uid, "code": OWN, "name": ""}, uid)
    office.actor = actor = Actor(office.actor.name, uid)
    if office.database.read_only:
        return
    with office.reading() as session:
        missing = _missing(session, office)
    if missing:
        office.actor = Actor(SYSTEM, uid)
        with office.writing(N_("Add parameters")) as step:
            add_parameters(step, _missing(step.session, office))  # another desk may have been quicker
        office.actor = actor


def _missing(session: Session, office: Office) -> list[Parameter]:
    """The parameters that the database has no value of: all in a new one, those of a later version in an older one."""
    mine = text("select distinct name from parameters where operator_uid = :operator")
    known = set(session.scalars(mine, {"operator": office.actor.operator}))
    return [each for feature in office.features for each in feature.parameters if each.name not in known]


def add_parameters(step: Step, parameters: Iterable[Parameter]) -> None:
    """Enter the values that parameters start with; where they come from, in the language in use."""
    for parameter in parameters:
        step.add(
            ParameterValue,
            {
                "name": parameter.name,
                "valid_from": parameter.since,
                "value": parameter.value,
                "source_doc": translate(parameter.source),
            },
        )


def switched_off(session: Session, actor: Actor, prefix: str, day: date) -> frozenset[str]:
    """What the parameters that begin so set to 0 on a day, by the rest of their names."""
    values = values_on(session, actor, prefix, day)
    return frozenset(name.removeprefix(prefix) for name, value in values.items() if not value)


def values_on(session: Session, actor: Actor, prefix: str, day: date) -> dict[str, Decimal]:
    """The values in force on a day of all parameters whose names begin so."""
    statement = (
        select(ParameterValue.name, ParameterValue.value)
        .where(ParameterValue.operator_uid == actor.operator, ParameterValue.name.startswith(prefix, autoescape=True))
        .where(ParameterValue.valid_from <= day)
        .where(or_(ParameterValue.valid_to.is_(None), ParameterValue.valid_to >= day))
        .order_by(ParameterValue.valid_from)
    )
    return dict(session.execute(statement).all())


def calendar(session: Session, actor: Actor) -> dict[date, bool]:
    """The days that are worked or free against their place in the week."""
    mine = select(CalendarDay.day, CalendarDay.working).where(CalendarDay.operator_uid == actor.operator)
    return dict(session.execute(mine).all())


def value_on(session: Session, actor: Actor, name: str, day: date) -> Decimal:
    """A parameter's value in force on a day; refused where none is."""
    return values_of(session, actor, name)(day)


def values_of(session: Session, actor: Actor, name: str) -> Callable[[date], Decimal]:
    """A parameter's value by the day, for whoever asks for many days; refused on a day on which none is in force."""
    columns = (ParameterValue.valid_from, ParameterValue.valid_to, ParameterValue.value)
    mine = select(*columns).where(ParameterValue.operator_uid == actor.operator, ParameterValue.name == name)
    known = session.execute(mine.order_by(ParameterValue.valid_from.desc())).all()

    def on(day: date) -> Decimal:
        for since, until, value in known:
            if since <= day and (until is None or until >= day):
                return value
        raise Refused.because("no_parameter", NO_VALUE, name=name, day=day)

    return on
