"""Deleting records: without a question, as one step, with a way back."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget
from sqlalchemy import select

from incubator_desk.base.errors import Label, Refused
from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.catalog.register import Register
from incubator_desk.store.step import Step

from . import correcting
from .screen import Context

DELETED = N_("Delete {count} of {register}")


def delete(context: Context, register: Register, uids: Sequence[str], parent: QWidget) -> bool:
    """Delete records as one step that can be undone; refusals are shown. Gives whether it was done."""
    if not uids:
        return False
    model, label = register.model, translate(register.label)

    done: list[bool] = []

    def remove(step: Step) -> None:
        for record in step.session.scalars(select(model).where(model.uid.in_(uids))).all():
            if problem := register.kept(register.of(record)):
                raise Refused(problem)
            step.remove(record)

    def work() -> None:
        values = {"count": len(uids), "register": Label(register.label)}
        done.append(correcting.write(context, parent, DELETED, remove, **values))

    if not context.attempt(work) or not done[0]:
        return False
    context.tell(_("{count} of {register} deleted").format(count=len(uids), register=label))
    return True
