"""What differs from a closed period's frozen figures: field, before, after, who, when."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session as Reading

from incubator_desk.base.errors import Problem, Refused
from incubator_desk.base.periods import Period
from incubator_desk.catalog.office import Features
from incubator_desk.catalog.register import Register
from incubator_desk.features.returns.model import FrozenPart, ReturnPeriod
from incubator_desk.features.returns.rules.differing import Difference, between
from incubator_desk.features.returns.rules.tables import Table, from_csv
from incubator_desk.store.history import ChangeRow, StepRow
from incubator_desk.store.record import Actor

from .closing import NOT_CLOSED
from .frozen import closed, unpacked
from .gathering import gathered


@dataclass(frozen=True, slots=True)
class Changed:
    """A difference, with who made it and when; these are blank where the history does not tell, as of figures."""

    table: str
    key: str
    field: str
    """Blank where a whole row came or went."""
    before: str
    after: str
    who: str = ""
    when: str = ""
    uid: str | None = None
    """The record, where it is one of a register."""

    def as_json(self) -> dict[str, str]:
        """The difference as the console shows it."""
        names = ("table", "key", "field", "before", "after", "who", "when")
        return {name: getattr(self, name) for name in names}


def changes(session: Reading, actor: Actor, features: Features, period: Period) -> list[Changed]:
    """What differs in the rows of registers and in the reports; refused where the period is not closed."""
    record = closed(session, actor.operator, period.text)
    if record is None:
        raise Refused(Problem("not_closed", NOT_CLOSED, {"period": period.text}))
    frozen = dict(_frozen(session, record))
    now = {table.name: table for table, _words in gathered(session, actor, features, period)}
    since = _closing_step(session, record)
    found: list[Changed] = []
    for name in {**frozen, **now}:
        before, after = frozen.get(name), now.get(name)
        if before == after or before is None or after is None:
            continue  # a register of a later program was not there to be frozen
        register = features.registers.get(name)
        keys = register.key if register else ()
        every = list(between(before, after, keys))
        told = _told(session, actor, register, every, since) if register else {}
        unknown = ("", "", None)
        found += [Changed(name, *each, *told.get((each.key, each.field), unknown)) for each in every]
    return found


def _frozen(session: Reading, record: ReturnPeriod) -> Iterator[tuple[str, Table]]:
    mine = (
        FrozenPart.period_uid == record.uid, FrozenPart.revision == record.revision, FrozenPart.name.like("data/%"),
    )  # fmt: skip
    for name, content in session.execute(select(FrozenPart.name, FrozenPart.content).where(*mine)):
        short = name.removeprefix("data/").removesuffix(".csv")
        yield short, from_csv(short, unpacked(content))


def _closing_step(session: Reading, record: ReturnPeriod) -> int:
    """The step of the history that froze the figures: what was written later came after them."""
    mine = (FrozenPart.period_uid == record.uid, FrozenPart.revision == record.revision)
    part = select(FrozenPart.uid).where(*mine).limit(1).scalar_subquery()
    written = (ChangeRow.table_name == FrozenPart.__tablename__, ChangeRow.record == part)
    return session.scalar(select(ChangeRow.step).where(*written).order_by(ChangeRow.seq).limit(1)) or 0


def _told(
    session: Reading, actor: Actor, register: Register, every: Sequence[Difference], since: int
) -> Mapping[tuple[str, str], tuple[str, str, str | None]]:
    """Who changed what last after the closing, by the key and the field of a difference."""
    later = (
        select(ChangeRow.record, ChangeRow.before, ChangeRow.after, StepRow.actor, StepRow.at)
        .join(StepRow, ChangeRow.step == StepRow.seq)
        .where(ChangeRow.table_name == register.model.__tablename__, ChangeRow.step > since)
        .order_by(ChangeRow.seq)
    )
    keys = _keys(session, actor, register)
    wanted = {(d.key, d.field) for d in every}
    found: dict[tuple[str, str], tuple[str, str, str | None]] = {}
    for uid, before, after, who, when in session.execute(later):
        whole = before is None or after is None
        key = keys.get(uid) or _key_of(register, before)
        fields = {""} if whole else set(json.loads(after or "{}"))
        for name in fields:
            spec = register.by_attribute.get(name)
            place = (key, spec.name if spec else "")
            if place in wanted:
                found[place] = (who, when, uid if after is not None else None)
    return found


def _keys(session: Reading, actor: Actor, register: Register) -> dict[str, str]:
    """The keys of a register's records as differences name them, where these are codes."""
    table = register.model.__table__
    if register.key != ("code",):
        return {}
    mine = select(table.c.uid, table.c.code).where(table.c.operator_uid == actor.operator)
    return dict(session.execute(mine).all())


def _key_of(register: Register, before: str | None) -> str:
    """The key of a record that is gone."""
    if before is None or register.key != ("code",):
        return ""
    return str(json.loads(before).get("code", ""))
