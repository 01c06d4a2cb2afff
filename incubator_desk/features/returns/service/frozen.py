"""What was frozen when a period was closed."""

import base64
import zlib

from sqlalchemy import select
from sqlalchemy.orm import Session as Reading

from incubator_desk.features.returns.flow import FROZEN
from incubator_desk.features.returns.model import FrozenPart, ReturnPeriod
from incubator_desk.features.returns.rules.tables import Table, from_csv


def packed(data: bytes) -> str:
    """Bytes as a part keeps them."""
    return base64.b64encode(zlib.compress(data, 6)).decode()


def unpacked(content: str) -> bytes:
    """The bytes that a part keeps."""
    return zlib.decompress(base64.b64decode(content))


def periods(session: Reading, operator: str) -> list[ReturnPeriod]:
    """All periods whose figures stand still."""
    mine = (ReturnPeriod.operator_uid == operator, ReturnPeriod.status.in_(FROZEN))
    return list(session.scalars(select(ReturnPeriod).where(*mine).order_by(ReturnPeriod.code)))


def closed(session: Reading, operator: str, period: str) -> ReturnPeriod | None:
    """A period whose figures stand still; None where it is open, or not known."""
    mine = (ReturnPeriod.operator_uid == operator, ReturnPeriod.code == period, ReturnPeriod.status.in_(FROZEN))
    return session.scalar(select(ReturnPeriod).where(*mine))


def content(session: Reading, operator: str, period: str, name: str) -> bytes | None:
    """A part of a closed period as it was frozen last; None where the period is not closed or has no such part."""
    found = closed(session, operator, period)
    if found is None:
        return None
    mine = (FrozenPart.period_uid == found.uid, FrozenPart.revision == found.revision, FrozenPart.name == name)
    kept = session.scalar(select(FrozenPart.content).where(*mine))
    return None if kept is None else unpacked(kept)


def part(session: Reading, operator: str, period: str, name: str) -> Table | None:
    """A table of a closed period, ``data/leases.csv``, as it was frozen last."""
    found = content(session, operator, period, name)
    return None if found is None else from_csv(name, found)
