"""The history: one row per change, chained by hashes, and the user actions they belong to."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Any, NamedTuple

from sqlalchemy import ForeignKey, String, Text, func, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from .bulk import insert_rows
from .record import Base

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
GENESIS = "0" * 64
_HEADING = ("seq", "at", "actor", "operator_uid", "title", "title_values", "reason", "undoes")


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


class Change(NamedTuple):
    """A change, its values as JSON: ``before`` is None for an addition, ``after`` for a removal."""

    table: str
    record: str
    before: str | None
    after: str | None


def head(session: Session) -> tuple[int, str]:
    """The last change's number and hash (writers take turns, so no one else can append meanwhile)."""
    row = session.execute(select(ChangeRow.seq, ChangeRow.hash).order_by(ChangeRow.seq.desc()).limit(1)).first()
    return (row.seq, row.hash) if row else (0, GENESIS)


def holds(session: Session, earlier: tuple[int, str]) -> bool:
    """Whether what was once the last change is still there; one that was read in a step given up since is not."""
    seq, digest = earlier
    return seq == 0 or session.scalar(select(ChangeRow.hash).where(ChangeRow.seq == seq)) == digest


def heading(step: Mapping[str, Any]) -> str:
    """What a step puts into the hashes of its changes, encoded once for all of them."""
    return _encode(tuple(step[name] for name in _HEADING))[1:-1]


def link(previous: str, heading: str, change: Mapping[str, Any]) -> str:
    """The hash of a change: of the one before, of its step's :func:`heading` and of its own content, as a JSON list."""
    place = f"{_text(change['table_name'])},{_text(change['record'])}"
    content = f"{_text(change['before'])},{_text(change['after'])}"
    return sha256(f"[{_text(previous)},{change['seq']:d},{heading},{place},{content}]".encode()).hexdigest()


def _text(value: object) -> str:
    """A value as JSON; the encoder itself takes long to begin."""
    if value is None:
        return "null"
    return encode_basestring(value) if isinstance(value, str) else _encode(value)


def append(session: Session, step: dict[str, Any], changes: Iterable[Change]) -> int:
    """Write changes at the end of the chain, and their step when it is new; gives the step's number."""
    seq, previous = head(session)
    if "seq" not in step:
        step["seq"] = (session.scalar(select(func.max(StepRow.seq))) or 0) + 1
        session.execute(insert(StepRow), [step])
    rows, headed = [], heading(step)
    for change in changes:
        seq += 1
        row = {
            "seq": seq,
            "step": step["seq"],
            "table_name": change.table,
            "record": change.record,
            "before": change.before,
            "after": change.after,
        }
        row["hash"] = previous = link(previous, headed, row)
        rows.append(row)
    insert_rows(session.connection(), ChangeRow.__table__, rows)
    return int(step["seq"])
