"""The history held against itself and against the tables: what was altered past the desk comes to light."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import merge
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Executable, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import InstrumentedAttribute, Session

from incubator_desk.base.errors import Problem, Where
from incubator_desk.base.i18n import N_

from .history import GENESIS, ChangeRow, StepRow, heading, link
from .record import Base, Record, since_added
from .types import dump

Tell = Callable[[int, int], object]
"""Told how much of how much is done; may raise to cancel."""

ALTERED = N_("Entry {seq} of the history was altered. Restore {backup}.")
GAP = N_("The history has a gap before entry {seq}. Restore {backup}.")
EMPTY_STEP = N_("Step {seq} of the history has lost its entries. Restore {backup}.")
DIFFERS = N_("Record {record} is not as the history has it ({columns}). Restore {backup}.")
STRANGER = N_("Record {record} is not in the history. Restore {backup}.")
LOST = N_("Record {record} is in the history but no longer stored. Restore {backup}.")
UNREADABLE = N_("The data cannot be read ({detail}). Restore {backup}.")
_BATCH = 1000
_UNREADABLE = (DBAPIError, ValueError, TypeError, ArithmeticError)  # what a spoilt value may raise when it is read


@dataclass(frozen=True, slots=True)
class _State:
    """A record as the history or its table has it; ``facts`` as the history writes them, blanks left out."""

    key: tuple[str, str]
    version: int
    facts: Mapping[str, object]
    derived: Mapping[str, object]


def problems(session: Session, tell: Tell = lambda _done, _all: None) -> Iterator[Problem]:
    """All that does not agree. The messages leave ``backup`` open: the backup that would mend it."""
    entries = session.scalar(select(func.count()).select_from(ChangeRow)) or 0
    done = iter(range(_BATCH, 3 * entries + 3 * _BATCH, _BATCH))
    told = lambda: tell(min(next(done), 2 * entries), 2 * entries)  # noqa: E731
    try:
        yield from _chain(session, told)
        yield from _differences(session, told)
    except _UNREADABLE as error:
        yield Problem("unreadable", UNREADABLE, {"detail": str(error).partition("\n")[0]})


def _chain(session: Session, told: Callable[[], object]) -> Iterator[Problem]:
    previous, expected, last_step = GENESIS, 1, 0
    both = select(ChangeRow.__table__, StepRow.__table__).join(StepRow, StepRow.seq == ChangeRow.step)
    for row in _streamed(session, both.order_by(ChangeRow.seq), told):
        change, step = _named(ChangeRow, row[:7]), _named(StepRow, row[7:])
        if change["seq"] != expected or step["seq"] not in (last_step, last_step + 1):
            yield Problem("history_gap", GAP, {"seq": change["seq"]})
        if link(previous, heading(step), change) != change["hash"]:
            yield Problem("history_altered", ALTERED, {"seq": change["seq"]})
        previous, expected, last_step = change["hash"], change["seq"] + 1, step["seq"]
    for (seq,) in session.execute(select(StepRow.seq).where(StepRow.seq > last_step)):
        yield Problem("history_gap", EMPTY_STEP, {"seq": seq})
    if dangling := session.scalar(select(func.min(ChangeRow.seq)).where(ChangeRow.step.not_in(select(StepRow.seq)))):
        yield Problem("history_gap", GAP, {"seq": dangling})


def _named(model: type[Base], values: Iterable[Any]) -> dict[str, Any]:
    return dict(zip(model.__table__.columns.keys(), values, strict=True))


def _differences(session: Session, told: Callable[[], object]) -> Iterator[Problem]:
    models = {m.class_.__tablename__: m.class_ for m in Base.registry.mappers if issubclass(m.class_, Record)}
    key = attrgetter("key")
    written = (("history", state) for state in _written(session, models, told))
    stored = (("table", state) for state in merge(*(_stored(session, m) for m in models.values()), key=key))
    for (uid, table), pair in groupby(merge(written, stored, key=lambda s: s[1].key), key=lambda s: s[1].key):
        sides = dict(pair)
        yield from _compared(sides.get("history"), sides.get("table"), Where(sheet=table, record=uid))


def _compared(written: _State | None, stored: _State | None, where: Where) -> Iterator[Problem]:
    values: dict[str, object] = {"record": (stored or written).facts.get("code", where.record)}  # type: ignore[union-attr]
    if written is None:
        yield Problem("not_in_history", STRANGER, values, where)
    elif stored is None:
        yield Problem("record_lost", LOST, values, where)
    elif columns := list(_unequal(written, stored)):
        yield Problem("differs_from_history", DIFFERS, values | {"columns": ", ".join(columns)}, where)


def _unequal(written: _State, stored: _State) -> Iterator[str]:
    names = {**written.facts, **stored.facts}
    yield from (name for name in names if written.facts.get(name) != stored.facts.get(name))
    yield from stored.derived
    if written.version != stored.version:
        yield "version"


def _written(session: Session, models: Mapping[str, type[Record]], told: Callable[[], object]) -> Iterator[_State]:
    """The records that stand at the end of the history, in the order of their uids."""
    wanted = select(ChangeRow.record, ChangeRow.table_name, ChangeRow.after)
    ordered = wanted.order_by(_binary(session, ChangeRow.record), ChangeRow.seq)
    for uid, rows in groupby(_streamed(session, ordered, told), key=lambda row: row[0]):
        standing: dict[str, tuple[int, dict[str, object]]] = {}
        for _, table, after in rows:
            version, facts = standing.get(table, (0, {}))
            if after is None:
                standing.pop(table, None)
            else:
                standing[table] = (version + 1, facts | json.loads(after))
        for table in sorted(standing):
            if table in models:
                version, facts = standing[table]
                known = {c.name: c.type for c in models[table].facts()}
                added = {
                    name: dump(known[name], v)
                    for name, v in since_added(models[table], facts).items()
                    if name in known and name not in facts
                }
                facts = {name: value for name, value in facts.items() if value is not None and name in known} | added
                yield _State((uid, table), version, facts, {})


def _stored(session: Session, model: type[Record]) -> Iterator[_State]:
    """The records of a table, in the order of their uids; ``derived`` has what is not as it follows from the rest."""
    columns = model.facts()
    for row in _streamed(session, select(model.__table__).order_by(_binary(session, model.uid)), lambda: None):
        values = row._asdict()
        facts = {c.name: dump(c.type, values[c.name]) for c in columns if values[c.name] is not None}
        derived = {name: value for name, value in model.derived(values).items() if value != values[name]}
        yield _State((values["uid"], model.__tablename__), values["version"], facts, derived)


def _binary(session: Session, column: InstrumentedAttribute[str]) -> ColumnElement[str]:
    """A column in the order of its characters' numbers, which is Python's, whatever the server's language."""
    return column.collate("C") if session.get_bind().dialect.name == "postgresql" else column.collate("BINARY")


def _streamed(session: Session, wanted: Executable, told: Callable[[], object]) -> Iterator[Any]:
    rows = session.connection().execute(wanted, execution_options={"yield_per": _BATCH})
    for some in rows.partitions():
        told()
        yield from some
