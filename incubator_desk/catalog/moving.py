"""Moving a case along its flow."""

from datetime import date

from incubator_desk.store.record import Record
from incubator_desk.store.step import Step

from .flow import Flow, Move
from .register import Register
from .saving import save


def move(step: Step, register: Register, flow: Flow, record: Record, target: str, on: date) -> Move:
    """Move a record to another state as the flow allows; the step's own reason is the move's.

    A date that the move brings with it is set to ``on`` where it is still blank. What the register's rules
    refuse of the new state is refused here too.
    """
    made = flow.move(getattr(record, flow.attribute), target, step.reason)
    values: dict[str, object] = {flow.attribute: target}
    if made.date_attribute and getattr(record, made.date_attribute) is None:
        values[made.date_attribute] = on
    save(step, register, values, record)
    return made
