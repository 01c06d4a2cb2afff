"""What the zone returned, on the records that its reasons name."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session as Reading

from incubator_desk.base.i18n import _
from incubator_desk.catalog.feature import Happening
from incubator_desk.features.returns.model import ReturnPeriod, SentPackage
from incubator_desk.features.returns.rules.receipt import reasons
from incubator_desk.store.record import Base


def happenings(session: Reading, register: str, uid: str) -> Sequence[Happening]:
    """The reasons for which packages were returned that name a record; none of registers without codes."""
    table = Base.metadata.tables.get(register)
    if table is None or "code" not in table.c:
        return ()
    returned = (
        select(SentPackage.sequence, SentPackage.answered_on, SentPackage.answer, ReturnPeriod.code)
        .join(ReturnPeriod, SentPackage.period_uid == ReturnPeriod.uid)
        .where(SentPackage.answer.is_not(None), SentPackage.answered_on.is_not(None))
    )
    rows = session.execute(returned).all()
    code = session.scalar(select(table.c.code).where(table.c.uid == uid)) if rows else None
    text = _("The zone on package {sequence} of {period}: {reason}")
    return [
        Happening(
            row.answered_on, text.format(sequence=row.sequence, period=row.code, reason=each.text), "return", "danger"
        )
        for row in rows
        for each in reasons(row.answer)
        if (each.table, each.record) == (register, code)
    ]
