"""The demo shown: the park filled in, then pictures of every screen and every paper left in a folder."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select

from incubator_desk.base import i18n
from incubator_desk.base.errors import Problem, Refused, Where
from incubator_desk.base.i18n import N_
from incubator_desk.base.periods import Period
from incubator_desk.catalog import saving
from incubator_desk.catalog.office import Office
from incubator_desk.catalog.passages import Passage
from incubator_desk.catalog.report import Asked
from incubator_desk.features.exchange import sheets
from incubator_desk.features.exchange.importing import import_workbook
from incubator_desk.features.park import service as park_service
from incubator_desk.features.returns.service import closing, sending
from incubator_desk.reports.making import Format, make
from incubator_desk.store import backup

from . import park, subsidies, vouchers
from .rows import Row
from .ways import StepTaken, way

PERIOD, PACKED = Period.parse("2020-H1"), Period.parse("2020-02")
FORMATS: tuple[Format, ...] = ("xlsx", "pdf", "csv", "json")


def fill(office: Office) -> None:
    """Bring the synthetic park into an empty database, by the ordinary import; refused where there is something."""
    if not backup.is_empty(office.database):
        message = N_("The database is not empty. The demo needs one of its own.")
        raise Refused(Problem("not_empty", message, where=Where(file=str(office.database.place))))
    rows = park.park()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "park.xlsx"
        with sheets.written(path) as book:
            for name, of_sheet in rows.items():
                register = office.features.registers[name]
                sheet = sheets.new_sheet(book, name)
                sheets.headed(sheet, register, len(of_sheet))
                sheets.add_rows(
                    sheet, register.fields, ([row.get(f.name) for f in register.fields] for row in of_sheet)
                )
        outcome = import_workbook(office, path)
    if outcome.failed:
        raise Refused(*outcome.problems)
    with office.writing(N_("Set the park profile")) as step:
        own = park_service.own(step.session)
        values = {**park.OPERATOR, "working_date": park.WORKING_DATE}
        saving.save(step, office.features.registers["operators"], values, own)
    _go_their_ways(office, rows)
    subsidies.worked_out(office, park.WORKING_DATE)


def _go_their_ways(office: Office, rows: Mapping[str, Sequence[Row]]) -> None:
    """Enter the steps that the cases took before the desk came: an import brings only where they stand."""
    with office.writing(N_("Enter the steps of the cases")) as step:
        for register, steps in (("reliefs", way), ("voucher_claims", vouchers.way)):
            model: Any = office.features.registers[register].model
            uids: dict[str, str] = dict(step.session.execute(select(model.code, model.uid)).all())
            for case in rows[register]:
                for taken in steps(case, park.WORKING_DATE):
                    step.add(Passage, _passage(register, uids[case["code"]], taken))


def _passage(register: str, record: str, taken: StepTaken) -> dict[str, object]:
    return {
        "register": register, "record": record, "source": taken.source, "target": taken.target, "taken_on": taken.on,
        "taken_by": taken.by, "evidence": "\n".join(taken.evidence) or None, "reason": taken.reason,
    }  # fmt: skip


def show(office: Office, out: Path, pictures: Callable[[Office, Path], list[Path]]) -> list[Path]:
    """Fill the database, then leave reports, a package and pictures in both languages under ``out``.

    ``pictures`` takes those of the screens.
    """
    out.mkdir(parents=True, exist_ok=True)
    fill(office)
    spoken = i18n.language()
    left: list[Path] = []
    try:
        for language in i18n.LANGUAGES:
            i18n.use(language)
            left += _papers(office, out / language)
        i18n.use(i18n.LANGUAGES[0])
        left.append(_package(office, out))
        left += pictures(office, out)
    finally:
        i18n.use(spoken)
    return left


def _package(office: Office, out: Path) -> Path:
    """February, closed and packed as the zone gets it."""
    closing.close(office, PACKED, park.WORKING_DATE)
    return sending.build(office, PACKED, out, datetime.now().astimezone()).file


def _papers(office: Office, folder: Path) -> Iterator[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    asked = Asked(PERIOD, park.WORKING_DATE)
    for report in office.features.reports.values():
        for each in FORMATS:
            path = folder / f"{report.name}.{each}"
            make(office, report, asked, each, path)
            yield path
