"""A park's packages: built of a closed period, sent, and answered by the zone's receipt."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Reading

from incubator_desk.base.errors import Problem, Refused, Where
from incubator_desk.base.i18n import N_, _
from incubator_desk.base.periods import Period
from incubator_desk.catalog import moving, saving
from incubator_desk.catalog.moving import Taking
from incubator_desk.catalog.office import Office
from incubator_desk.catalog.report import Asked, Report
from incubator_desk.features.park import service as park
from incubator_desk.features.returns.flow import FROZEN
from incubator_desk.features.returns.model import FrozenPart, ReturnPeriod, SentPackage
from incubator_desk.features.returns.rules.manifest import Checks, Heading, Party
from incubator_desk.features.returns.rules.receipt import Receipt, lines
from incubator_desk.reports.files import written_aside
from incubator_desk.reports.making import Format, make
from incubator_desk.store.record import Actor
from incubator_desk.store.refusals import plainly
from incubator_desk.store.step import Step

from . import packing, receipts, signing, zone
from .closing import CHECKS, NOT_CLOSED
from .frozen import closed, part, unpacked
from .gathering import reports

BUILD, ANSWER = N_("Build package {sequence} of {period}"), N_("Receipt for package {sequence} of {period}")
OTHER_PARK = N_("The receipt is for the park with the credit code {uscc}, not for this one.")
NO_SUCH = N_("There is no package {sequence} of {period} here. Take the receipt in where that package was built.")
OTHER_CONTENT = N_("The receipt is for another package {sequence} than the one that was built here.")
REPLACED = N_("Package {sequence} was replaced by a newer one since; the receipt is noted, the period stays as it is.")
_MOMENT = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
_FORMATS: tuple[Format, ...] = ("xlsx", "pdf")
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Sent:
    """A package that was built: where it lies, and what is to be known of it."""

    file: Path
    sequence: int
    supersedes: int | None
    fingerprint: str
    problems: tuple[Problem, ...]


def build(
    office: Office, period: Period, folder: Path, now: datetime, tell: Tell = lambda _done, _all: None,
    wanted: frozenset[str] | None = None,
) -> Sent:  # fmt: skip
    """Build the package of a closed period into a folder; refused where the period is not closed.

    ``now`` has its offset from UTC. ``wanted`` are the reports that go with it as papers, by name; None takes all
    that have rows. The package is noted and then has its name: a package that is seen is a package that is known.
    """
    with office.reading() as session:
        record = _closed(session, office.actor, period)
        tables = dict(_tables(session, record))
        heading = _heading(session, office, record, now)
        closed_on = record.closed_on
    assert closed_on is not None
    made_at = datetime.combine(closed_on, datetime.min.time())
    papers = _papers(office, period, tables, tell, wanted, made_at)
    key = signing.own(office.actor.operator)
    built = packing.build(heading, tables, papers, key.key)
    earlier = select(SentPackage).where(SentPackage.period_uid == record.uid, SentPackage.status != "replaced")
    out = folder / built.name
    with plainly(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with written_aside(out) as aside:  # it has its name once it is noted: what cannot be written is never noted
        aside.write_bytes(built.data)
        with office.writing(BUILD, sequence=heading.sequence, period=period.text) as step:
            for before in step.session.scalars(earlier).all():
                step.change(before, {"status": "replaced"})
            _note(step, office, record, heading, built)
    return Sent(out, heading.sequence, heading.supersedes, key.key.fingerprint, key.problems)


def _closed(session: Reading, actor: Actor, period: Period) -> ReturnPeriod:
    record = closed(session, actor.operator, period.text)
    if record is None:
        raise Refused(Problem("not_closed", NOT_CLOSED, {"period": period.text}))
    return record


def _tables(session: Reading, record: ReturnPeriod) -> Iterator[tuple[str, tuple[bytes, int]]]:
    mine = (FrozenPart.period_uid == record.uid, FrozenPart.revision == record.revision)
    columns = select(FrozenPart.name, FrozenPart.rows, FrozenPart.content)
    for name, rows, content in session.execute(columns.where(*mine, FrozenPart.name.like("data/%"))):
        yield name, (unpacked(content), rows)


def _heading(session: Reading, office: Office, record: ReturnPeriod, now: datetime) -> Heading:
    own = park.own(session)
    mine = SentPackage.operator_uid == office.actor.operator
    last = session.scalar(select(func.max(SentPackage.sequence)).where(mine)) or 0
    before = session.scalar(select(func.max(SentPackage.sequence)).where(SentPackage.period_uid == record.uid))
    return Heading(
        Party(own.name, own.uscc or ""), own.zone_code, record.code, last + 1, before,
        now.isoformat(timespec="seconds"), _checks(session, office.actor, record),
    )  # fmt: skip


def _checks(session: Reading, actor: Actor, record: ReturnPeriod) -> Checks:
    """How much the check found when the period was closed."""
    table = part(session, actor.operator, record.code, f"data/{CHECKS}.csv")
    found = [row["severity"] for row in table.records()] if table else []
    return Checks(found.count("error"), found.count("warning"))


def _papers(
    office: Office, period: Period, tables: Mapping[str, tuple[bytes, int]], tell: Tell, wanted: frozenset[str] | None,
    made_at: datetime,
) -> dict[str, bytes]:  # fmt: skip
    """The reports as workbooks and for print, of what was frozen; they say that they were made when it was closed."""
    named = [r for r in reports(office.features) if _goes_along(r, tables, wanted)]
    made: dict[str, bytes] = {}
    with TemporaryDirectory() as aside:
        for at, report in enumerate(named):
            for number, format in enumerate(_FORMATS):
                tell(at * len(_FORMATS) + number, len(named) * len(_FORMATS))
                name = f"reports/{report.name}.{format}"
                out = Path(aside) / f"{report.name}.{format}"
                asked = Asked(period, period.last)
                make(office, office.features.reports[report.name], asked, format, out, made_at=made_at)
                made[name] = _timeless(out.read_bytes()) if format == "xlsx" else out.read_bytes()
    return made


def _timeless(workbook: bytes) -> bytes:
    """A workbook without the moment at which it was packed: the same figures give the same bytes."""
    out = BytesIO()
    with ZipFile(BytesIO(workbook)) as before, ZipFile(out, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            data = before.read(name)
            if name == "docProps/core.xml":
                data = _MOMENT.sub(b"", data)
            after.writestr(ZipInfo(name), data, ZIP_DEFLATED)
    return out.getvalue()


def _goes_along(report: Report, tables: Mapping[str, tuple[bytes, int]], wanted: frozenset[str] | None) -> bool:
    _data, rows = tables.get(f"data/{report.name}.csv", (b"", 0))
    return rows > 0 if wanted is None else report.name in wanted


def _note(step: Step, office: Office, record: ReturnPeriod, heading: Heading, built: packing.Built) -> None:
    values = {
        "sequence": heading.sequence, "period_uid": record.uid, "revision": record.revision,
        "supersedes": heading.supersedes, "built_at": heading.created_at, "file_name": built.name,
        "sha256": built.sha256, "errors": heading.checks.errors, "warnings": heading.checks.warnings,
    }  # fmt: skip
    saving.save(step, office.features.registers["sent_packages"], values)


def take_receipt(office: Office, path: Path, today: date) -> tuple[Receipt, tuple[Problem, ...]]:
    """Take in the zone's receipt: the package is accepted or returned with its reasons, and so is its period."""
    with office.reading() as session:
        receipt = receipts.read_receipt(path, zone.trusted(session, office.actor.operator, "zone"))
        own = park.own(session)
        if own.uscc != receipt.uscc:
            raise _refused(path, "other_park", OTHER_PARK, uscc=receipt.uscc)
    reason = lines(receipt.reasons) or (_("The zone gives no reason.") if receipt.verdict == "returned" else None)
    with office.writing(ANSWER, reason=reason, sequence=receipt.sequence, period=receipt.period) as step:
        package, record = _answered(step.session, office.actor, path, receipt)
        told = _take(step, office, package, record, receipt, today)
    return receipt, told


def _answered(session: Reading, actor: Actor, path: Path, receipt: Receipt) -> tuple[SentPackage, ReturnPeriod]:
    mine = (SentPackage.operator_uid == actor.operator, SentPackage.sequence == receipt.sequence)
    package = session.scalar(select(SentPackage).where(*mine))
    record = session.get(ReturnPeriod, package.period_uid) if package else None
    values = {"sequence": receipt.sequence, "period": receipt.period}
    if package is None or record is None or record.code != receipt.period:
        raise _refused(path, "unknown_package", NO_SUCH, **values)
    if package.sha256 != receipt.sha256:
        raise _refused(path, "other_content", OTHER_CONTENT, **values)
    return package, record


def _take(
    step: Step, office: Office, package: SentPackage, record: ReturnPeriod, receipt: Receipt, today: date
) -> tuple[Problem, ...]:
    replaced = package.status == "replaced"
    answer = {"answered_on": receipt.answered_on, "answer": lines(receipt.reasons) or None}
    step.change(package, answer if replaced else answer | {"status": receipt.verdict})
    if replaced:
        return (Problem("replaced", REPLACED, {"sequence": receipt.sequence}, severity="warning"),)
    register, flow = office.features.registers["return_periods"], office.features.flows["return_periods"]
    if record.status not in FROZEN or record.status == receipt.verdict:
        return ()
    for target in ("sent", receipt.verdict):
        if record.status in ("closed", "sent") and record.status != target:
            moving.take(step, register, flow, [record], Taking(target, today))
            step.flush()
            record = step.session.get_one(ReturnPeriod, record.uid)
    return ()


def _refused(path: Path, code: str, message: str, **values: object) -> Refused:
    return Refused(Problem(code, message, values, Where(file=str(path))))
