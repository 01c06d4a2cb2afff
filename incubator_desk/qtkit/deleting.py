"""Deleting records: without a question, as one step, with a way back."""

from collections.abc import Sequence

from sqlalchemy import select

from incubator_desk.base.errors import Label
from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.catalog.register import Register

from .screen import Context

DELETED = N_("Delete {count} of {register}")


def delete(context: Context, register: Register, uids: Sequence[str]) -> bool:
    """Delete records as one step that can be undone; refusals are shown. Gives whether it was done."""
    if not uids:
        return False
    model, label = register.model, translate(register.label)

    def work() -> None:
        with context.office.writing(DELETED, count=len(uids), register=Label(register.label)) as step:
            for record in step.session.scalars(select(model).where(model.uid.in_(uids))).all():
                step.remove(record)

    if not context.attempt(work):
        return False
    context.tell(_("{count} of {register} deleted").format(count=len(uids), register=label))
    return True
