"""What the page of a period shows of it, read together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Reading

from incubator_desk.base.periods import Period
from incubator_desk.catalog.office import Office
from incubator_desk.features.park import service as park
from incubator_desk.features.returns.flow import FROZEN
from incubator_desk.features.returns.model import FrozenPart, ReturnPeriod, SentPackage
from incubator_desk.features.returns.rules.receipt import Reason, reasons

from .closing import found


@dataclass(frozen=True, slots=True)
class Package:
    """A package of the park, whatever its period."""

    uid: str
    sequence: int
    period: str
    status: str
    supersedes: int | None
    built_at: str
    file_name: str
    answered_on: date | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """A period and all packages of the park, the latest first."""

    period: Period
    uid: str | None
    status: str
    revision: int
    days: dict[str, date | None]
    """By the state that was reached on them."""
    due_on: date | None
    tables: int
    rows: int
    operator: str
    uscc: str
    packages: Sequence[Package]

    @property
    def frozen(self) -> bool:
        """Whether its figures stand still."""
        return self.status in FROZEN

    @property
    def latest(self) -> Package | None:
        """The period's latest package."""
        return next((each for each in self.packages if each.period == self.period.text), None)

    @property
    def next_sequence(self) -> int:
        """The sequence that the next package will have."""
        return max((each.sequence for each in self.packages), default=0) + 1


def overview(session: Reading, office: Office, period: Period) -> Overview:
    """What is known of a period; one that was never opened is open."""
    actor = office.actor
    record, own = found(session, actor, period), park.own(session)
    tables, rows = _frozen(session, record) if record else (0, 0)
    days = {
        "checked": record.checked_on, "closed": record.closed_on, "sent": record.sent_on,
        "answered": record.answered_on,
    } if record else {}  # fmt: skip
    return Overview(
        period, record.uid if record else None, record.status if record else "open", record.revision if record else 0,
        days, record.due_on if record else None, tables, rows, own.name, own.uscc or "",
        _packages(session, actor.operator),
    )  # fmt: skip


def _frozen(session: Reading, record: ReturnPeriod) -> tuple[int, int]:
    mine = (FrozenPart.period_uid == record.uid, FrozenPart.revision == record.revision)
    counted = select(func.count(), func.sum(FrozenPart.rows)).where(*mine, FrozenPart.name.like("data/%"))
    tables, rows = session.execute(counted).one()
    return tables, rows or 0


def _packages(session: Reading, operator: str) -> list[Package]:
    every = (
        select(SentPackage, ReturnPeriod.code)
        .join(ReturnPeriod, SentPackage.period_uid == ReturnPeriod.uid)
        .where(SentPackage.operator_uid == operator)
        .order_by(SentPackage.sequence.desc())
    )
    return [
        Package(
            p.uid, p.sequence, code, p.status, p.supersedes, p.built_at, p.file_name, p.answered_on, reasons(p.answer)
        )
        for p, code in session.execute(every)
    ]
