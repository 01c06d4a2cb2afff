"""A report made into what is looked at, beside the window's thread: the first paper at once, then all of them."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from sqlalchemy import select

from incubator_desk.catalog.office import Office
from incubator_desk.catalog.report import Whose
from incubator_desk.catalog.search import keys
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.qtkit.jobs import Job
from incubator_desk.qtkit.printed import Printed
from incubator_desk.qtkit.screen import Context
from incubator_desk.reports.made import Made

from .checks import Finding, findings
from .options import Wanted


@dataclass(frozen=True)
class Shown:
    """A report as it is looked at."""

    wanted: Wanted
    made: Made
    data: bytes
    """The PDF: of all papers, or for a moment of the first alone."""
    printed: Printed
    whole: bool
    """Whether it is all of what was asked for."""
    names: tuple[str, ...]
    """Whose each paper is."""
    sought: tuple[str, ...]
    """What each paper is found by: code, name, pinyin."""
    found: tuple[Finding, ...]

    @property
    def starts(self) -> tuple[int, ...]:
        """The page on which each paper begins."""
        return self.printed.starts if len(self.printed.starts) == len(self.names) else (0,)


class Maker(QObject):
    """Makes what is asked for; what was asked for before is then no longer waited for."""

    made = Signal(object)
    refused = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._job: Job | None = None

    def ask(self, wanted: Wanted, *, whole: bool = False) -> None:
        """Make a report; :attr:`made` tells of its first paper, then of all; or of the ``whole`` at once."""
        self._start(wanted, whole=whole)

    def forget(self) -> None:
        """Wait for nothing more."""
        if self._job is not None:
            self._job.cancel()
        self._job = None

    def busy(self) -> bool:
        """Whether something is being made."""
        return self._job is not None

    def _start(self, wanted: Wanted, *, whole: bool) -> None:
        self.forget()
        office = self._context.office
        job = self._context.jobs.look(
            lambda: look(office, wanted, whole=whole),
            lambda shown: self._done(job, shown),
            lambda refused: self._refused(job, refused),
        )
        self._job = job

    def _done(self, job: Job, shown: Shown) -> None:
        if job is not self._job:
            shown.printed.close()
            return
        self._job = None
        if not shown.whole:
            self._start(shown.wanted, whole=True)
        self.made.emit(shown)

    def _refused(self, job: Job, refused: object) -> None:
        if job is self._job:
            self._job = None
            self.refused.emit(refused)


def look(office: Office, wanted: Wanted, *, whole: bool) -> Shown:
    """A report as it is looked at: all papers, or the first one alone."""
    from incubator_desk.reports.making import glance, preview

    found = None if whole else glance(office, wanted.report, wanted.asked)
    data, made = found or preview(office, wanted.report, wanted.asked, None if whole else 0)
    whose = _whose(office, made)
    whole = whole or (found is None and len(made.papers) == 1)
    return Shown(
        wanted, made, data, Printed(data), whole,
        tuple(name for _code, name in whose), tuple(f"{code} {name} {keys(name)}".lower() for code, name in whose),
        tuple(findings(made)),
    )  # fmt: skip


def _whose(office: Office, made: Made) -> list[Whose]:
    """Code and name of the company or record of each paper."""
    known: dict[str, str] = {}
    if any(paper.tenant for paper in made.papers):
        with office.reading() as session:
            mine = Tenant.operator_uid == office.actor.operator
            known = dict(session.execute(select(Tenant.code, Tenant.name).where(mine)).all())
    return [paper.named(known) for paper in made.papers]
