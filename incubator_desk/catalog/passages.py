"""What happened to a case on its way: each step with date, evidence and reason; and files attached to records."""

from datetime import date

from sqlalchemy import Date, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from incubator_desk.store.record import Record


class Passage(Record):
    """A step that a case took along its flow. It names its case by register and uid, whichever that is."""

    __tablename__ = "passages"

    register: Mapped[str] = mapped_column(String(60))
    record: Mapped[str] = mapped_column(String(32), index=True)
    source: Mapped[str] = mapped_column(String(30))
    target: Mapped[str] = mapped_column(String(30))
    taken_on: Mapped[date] = mapped_column(Date)
    taken_by: Mapped[str] = mapped_column(String(100))
    evidence: Mapped[str | None] = mapped_column(Text)
    """What was at hand, one message identifier a line."""
    reason: Mapped[str | None] = mapped_column(Text)


class Document(Record):
    """A file attached to a record, or to a step that it took; its content lies in the data folder once."""

    __tablename__ = "documents"

    register: Mapped[str] = mapped_column(String(60))
    record: Mapped[str] = mapped_column(String(32), index=True)
    passage: Mapped[str | None] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int] = mapped_column(Integer)
    added_on: Mapped[date] = mapped_column(Date)
    added_by: Mapped[str] = mapped_column(String(100))
