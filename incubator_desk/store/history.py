"""The history: one row per change, chained by hashes, and the user actions they belong to."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import ForeignKey, String, Text, func, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from .record import Base

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
GENESIS = "0" * 64


class StepRow(Base):
    """One user action: the unit of undo."""

    __tablename__ = "steps"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(String(32))
    actor: Mapped[str] = mapped_column(String(100))
    operator_uid: Mapped[str | None] = mapped_column(String(32))
    title: Mapped[str] = mapped_column(Text)
    title_values: Mapped[str] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    undoes: Mapped[int | None] = mapped_column(ForeignKey("steps.seq"), index=True)


class ChangeRow(Base):
    """One record added, changed or removed; ``before`` and ``after`` are JSON of the columns concerned."""

    __tablename__ = "changes"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    step: Mapped[int] = mapped_column(ForeignKey("steps.seq"), index=True)
    table_name: Mapped[str] = mapped_column(String(60))
    record: Mapped[str] = mapped_column(String(32), index=True)
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64))


_INSERT = insert(ChangeRow.__table__)  # the table itself: what goes through the mapping takes three times as long


@dataclass(frozen=True, slots=True)
class Change:
    """A change as plain values: ``before`` is None for an addition, ``after`` for a removal."""

    table: str
    record: str
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None


def head(session: Session) -> tuple[int, str]:
    """The last change's number and hash (writers take turns, so no one else can append meanwhile)."""
    row = session.execute(select(ChangeRow.seq, ChangeRow.hash).order_by(ChangeRow.seq.desc()).limit(1)).first()
    return (row.seq, row.hash) if row else (0, GENESIS)


def link(previous: str, step: Mapping[str, Any], change: Mapping[str, Any]) -> str:
    """The hash of a change: of the one before, of its step's heading and of its own content."""
    content = (
        previous, change["seq"], step["seq"], step["at"], step["actor"], step["operator_uid"],
        step["title"], step["title_values"], step["reason"], step["undoes"],
        change["table_name"], change["record"], change["before"], change["after"],
    )  # fmt: skip
    return sha256(_encode(content).encode()).hexdigest()


def append(session: Session, step: dict[str, Any], changes: Iterable[Change]) -> int:
    """Write changes at the end of the chain, and their step when it is new; gives the step's number."""
    seq, previous = head(session)
    if "seq" not in step:
        step["seq"] = (session.scalar(select(func.max(StepRow.seq))) or 0) + 1
        session.execute(insert(StepRow), [step])
    rows = []
    for change in changes:
        seq += 1
        row = {
            "seq": seq,
            "step": step["seq"],
            "table_name": change.table,
            "record": change.record,
            "before": None if change.before is None else _encode(change.before),
            "after": None if change.after is None else _encode(change.after),
        }
        row["hash"] = previous = link(previous, step, row)
        rows.append(row)
    session.connection().execute(_INSERT, rows)
    return int(step["seq"])
