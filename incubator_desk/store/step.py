"""A step: one user action that adds, changes and removes records. The only way to write."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import Table, Update, bindparam, delete, exists, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Problem, Refused, Where
from incubator_desk.base.i18n import N_
from incubator_desk.base.uid import new_uid

from . import history
from .bulk import in_lots, insert_rows
from .history import Change, ChangeRow, StepRow
from .record import Actor, Base, Record, since_added
from .types import load, writer

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Stale:
    """What another user made of a record since it was read: column → (theirs, ours)."""

    columns: Mapping[str, tuple[object, object]]


class Step:
    """Collects writes, then carries them out together with their history in one transaction."""

    def __init__(self, session: Session, actor: Actor, title: str, reason: str | None = None, **values: object) -> None:
        self.session = session
        self.actor = actor
        self.title = title
        self.reason = reason
        self.values = values
        self.seq: int | None = None
        self.undoes: int | None = None
        self.imported = False
        """Whether a workbook is taken over: what is doubtful there is told, where at the desk it is refused."""
        self.settled = False
        """Whether all that was written has been held against the checks."""
        self.touched: defaultdict[str, set[str]] = defaultdict(set)
        self.altered: defaultdict[str, set[str]] = defaultdict(set)
        """What was stored before and is changed or removed, by table: not what is added."""
        self._heading: dict[str, Any] = {}
        self._pending: set[str] = set()
        self._changes: list[Change] = []
        self._added: defaultdict[type[Record], list[dict[str, Any]]] = defaultdict(list)
        self._removed: defaultdict[type[Record], list[str]] = defaultdict(list)
        self._changed: list[tuple[type[Record], str, int, dict[str, Any]]] = []

    def add(self, model: type[Record], values: Values, uid: str | None = None) -> str:
        """Add a record; gives its uid."""
        row: dict[str, Any] = {name: values.get(name) for name, _ in _writers(model)}
        row["operator_uid"] = row.get("operator_uid") or self.actor.operator
        uid = uid or new_uid()
        self._note(model, uid, None, row)
        self._added[model].append({"uid": uid, "version": 1, **row, **model.derived(row)})
        return uid

    def change(self, record: Record, values: Values, version: int | None = None) -> bool:
        """Change a record; False where nothing differs. A stale ``version`` is refused."""
        model = self._settled(record)
        before = {c.name: getattr(record, c.name) for c in model.facts()}
        after = {name: value for name, value in values.items() if before[name] != value}
        if version is not None and version != record.version:
            raise stale(record, before, values)
        if not after:
            return False
        self._note(model, record.uid, {name: before[name] for name in after}, after)
        derived = model.derived({**before, **after})
        self._changed.append((model, record.uid, record.version, {**after, **derived}))
        return True

    def remove(self, record: Record) -> None:
        """Remove a record; refused when the step ends if another one refers to it."""
        model = self._settled(record)
        self._note(model, record.uid, {c.name: getattr(record, c.name) for c in model.facts()}, None)
        self._removed[model].append(record.uid)

    def flush(self) -> None:
        """Carry out what was collected so far, parents before children."""
        if not self._changes:
            return
        order = {table: i for i, table in enumerate(Base.metadata.sorted_tables)}
        for model in sorted(self._added, key=lambda m: order[_table(m)]):
            insert_rows(self.session.connection(), _table(model), self._added[model])
        shape = lambda change: (change[0].__tablename__, tuple(change[3]))  # noqa: E731
        for (_, names), group in groupby(sorted(self._changed, key=shape), key=shape):
            self._update(names, list(group))
        for model in sorted(self._removed, key=lambda m: -order[_table(m)]):
            self._delete(model)
        # In the order carried out, so that undoing them backwards passes only through states that were allowed.
        self._changes.sort(key=_stage)
        self.seq = history.append(self.session, self._headed(), self._changes)
        self._changes, self._changed = [], []
        for collected in (self._pending, self._added, self._removed):
            collected.clear()
        self.session.expire_all()

    def _headed(self) -> dict[str, Any]:
        self._heading = self._heading or {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "actor": self.actor.name,
            "operator_uid": self.actor.operator,
            "title": self.title,
            "title_values": json.dumps({k: str(v) for k, v in self.values.items()}, ensure_ascii=False),
            "reason": self.reason,
            "undoes": self.undoes,
        }
        return self._heading

    def _settled(self, record: Record) -> type[Record]:
        """Writes what is pending of this record, so that it is read as it then stands."""
        self.settle(record.uid)
        if record.operator_uid != self.actor.operator:
            raise Refused.because("other_operator", OTHER_OPERATOR)
        return type(record)

    def settle(self, uid: str) -> None:
        """Write what is pending of a record."""
        if uid in self._pending:
            self.flush()

    def _note(self, model: type[Record], uid: str, before: Values | None, after: Values | None) -> None:
        self.settled = False
        whole = before is None or after is None
        self.touched[model.__tablename__].add(uid)
        if before is not None:
            self.altered[model.__tablename__].add(uid)
        self._pending.add(uid)
        self._changes.append(
            Change(model.__tablename__, uid, _written(model, before, whole=whole), _written(model, after, whole=whole))
        )

    def _update(self, names: tuple[str, ...], rows: list[tuple[type[Record], str, int, dict[str, Any]]]) -> None:
        table = _table(rows[0][0])
        new = {name: bindparam(f"{name}_", type_=table.c[name].type) for name in names}
        statement = update(table).where(table.c.uid == bindparam("uid_"), table.c.version == bindparam("version_"))
        parameters = [
            {"uid_": uid, "version_": version} | {f"{name}_": value for name, value in values.items()}
            for _, uid, version, values in rows
        ]
        whole = statement.values(new | {"version": table.c.version + 1})
        try:
            with self.session.begin_nested():
                done = self.session.connection().execute(whole, parameters)
        except IntegrityError:
            if refused := [*self._barred(table, whole, parameters)]:
                raise Refused(*refused) from None
            raise
        if done.rowcount != len(rows):
            raise self._overtaken(rows)

    def _barred(self, table: Table, statement: Update, parameters: Sequence[dict[str, Any]]) -> Iterator[Problem]:
        """What the database itself refuses to change, row by row: its trigger names a code and a value.

        The words for a code stand in the table's ``info["barred"]``, with the name of the value.
        """
        for row in parameters:
            try:
                with self.session.begin_nested():
                    self.session.connection().execute(statement, row)
            except IntegrityError as refused:
                code, _, value = str(refused.orig).partition("\n")[0].partition(" ")
                if code in table.info.get("barred", {}):
                    message, name = table.info["barred"][code]
                    yield Problem(code, message, {name: value}, Where(sheet=table.name, record=row["uid_"]))

    def _overtaken(self, rows: Sequence[tuple[type[Record], str, int, dict[str, Any]]]) -> Refused:
        """The refusal of changes to records that were read before this step and have changed since."""
        self.session.expire_all()
        for model, uid, version, values in rows:
            record = self.session.get(model, uid)
            if record is None:
                return Refused.because("gone", GONE)
            if record.version != version:
                before = {c.name: getattr(record, c.name) for c in model.facts()}
                return stale(record, before, {name: value for name, value in values.items() if name in before})
        raise AssertionError(rows)

    def _delete(self, model: type[Record]) -> None:
        table, uids = _table(model), self._removed[model]
        try:
            with self.session.begin_nested():
                for some in in_lots(uids):
                    self.session.execute(delete(table).where(table.c.uid.in_(some)))
        except IntegrityError:
            raise Refused(*self._in_use(table, uids)) from None

    def _in_use(self, table: Table, uids: Sequence[str]) -> Iterator[Problem]:
        for uid in uids:
            if users := list(self._users(table, uid)):
                yield Problem("in_use", IN_USE, {"table": ", ".join(users)}, Where(sheet=table.name, record=uid))

    def _users(self, table: Table, uid: str) -> Iterator[str]:
        for other in Base.metadata.sorted_tables:
            for key in other.foreign_keys:
                if key.column.table is table and self.session.scalar(
                    select(exists().where(key.parent == uid).correlate(None))
                ):
                    yield other.name


OTHER_OPERATOR = N_("This record belongs to another park; it cannot be changed here.")
GONE = N_("Someone else deleted this record meanwhile.")
STALE = N_("Someone else changed this record meanwhile. Open it again to see the change.")
IN_USE = N_("It cannot be deleted: other records refer to it ({table}). Delete those first.")


def stale(record: Record, before: Values, values: Values) -> Refused:
    """The refusal of a save that would overwrite another user's change, with theirs beside ours."""
    differing = {name: (before[name], value) for name, value in values.items() if before[name] != value}
    return Refused.because("stale", STALE, theirs=Stale(differing), version=record.version)


def undo(session: Session, actor: Actor, seq: int) -> Step:
    """A new step that takes back an earlier one; refused where a record was changed since."""
    done = session.get(StepRow, seq)
    if done is None or session.scalar(select(StepRow.seq).where(StepRow.undoes == seq)):
        raise Refused.because("nothing_to_undo", N_("This step was already undone."))
    turns = _turns(session, seq)
    original = session.get_one(StepRow, turns[-1])
    title = N_("Redo: {step}") if len(turns) % 2 == 0 else N_("Undo: {step}")
    step = Step(session, actor, title, step=original.title, **json.loads(original.title_values))
    step.undoes = seq
    rows = session.scalars(select(ChangeRow).where(ChangeRow.step == seq).order_by(ChangeRow.seq.desc())).all()
    models = _models()
    stage = 0
    for row in rows:
        # A flush adds, changes and removes in this order; what stands before that begins the next one.
        if (now := 2 - _stage(row)) < stage:
            step.flush()
        stage = now
        _take_back(step, models[row.table_name], row)
    return step


def _turns(session: Session, seq: int) -> list[int]:
    """The step, the one that it takes back, the one that that takes back, and so on."""
    names = dict(session.execute(select(StepRow.seq, StepRow.undoes).where(StepRow.undoes.is_not(None))).all())
    turns = [seq]
    while (named := names.get(turns[-1])) is not None:
        turns.append(named)
    return turns


def bring_back(step: Step, row: ChangeRow) -> None:
    """Give a record the values that it had before a change, or make it again where it was removed."""
    model = _models()[row.table_name]
    before = _loaded(model, row.before)
    step.settle(row.record)
    record = step.session.get(model, row.record)
    if before is None:
        raise Refused.because("nothing_to_undo", N_("Before this change the record did not exist."))
    if record is None:
        step.add(model, since_added(model, before), row.record)
    else:
        step.change(record, before)


def _take_back(step: Step, model: type[Record], row: ChangeRow) -> None:
    before, after = (_loaded(model, part) for part in (row.before, row.after))
    step.settle(row.record)
    if after is None:
        step.add(model, since_added(model, before or {}), row.record)
        return
    record = step.session.get(model, row.record)
    wrote = after
    if before is None:
        whole = since_added(model, after)
        wrote = {c.name: whole.get(c.name) for c in model.facts()}
    if record is None or any(getattr(record, name) != value for name, value in wrote.items()):
        raise Refused.because(
            "changed_since", N_("It cannot be undone: what it wrote was changed later. Undo that first.")
        )
    if before is None:
        step.remove(record)
    else:
        step.change(record, before)


def _models() -> dict[str, type[Record]]:
    return {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}


def _stage(change: Change | ChangeRow) -> int:
    """When a flush carries the change out: additions, then changes, then removals."""
    return 0 if change.before is None else 2 if change.after is None else 1


def _table(model: type[Record]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table


def _written(model: type[Record], values: Values | None, *, whole: bool) -> str | None:
    """The values as the history's JSON, in the order of their names; of a whole record the blanks are left out."""
    if values is None:
        return None
    if whole:
        parts = [f'"{name}":{write(value)}' for name, write in _writers(model) if (value := values[name]) is not None]
    else:
        parts = [
            f'"{name}":{"null" if values[name] is None else write(values[name])}'
            for name, write in _writers(model)
            if name in values
        ]
    return f"{{{','.join(parts)}}}"


def _loaded(model: type[Record], text: str | None) -> dict[str, object] | None:
    if text is None:
        return None
    columns = _table(model).c
    return {name: load(columns[name].type, value) for name, value in json.loads(text).items()}


@cache
def _writers(model: type[Record]) -> Sequence[tuple[str, Callable[[Any], str]]]:
    return sorted((column.name, writer(column.type)) for column in model.facts())
