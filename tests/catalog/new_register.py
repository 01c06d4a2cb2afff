"""Adds a register the way ARCHITECTURE.md says, then looks for it everywhere. Run by its test in a process of its own."""

import os
import sys
from decimal import Decimal
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from openpyxl import load_workbook
from PySide6.QtCore import QSettings, Qt
from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from incubator_desk.base import i18n
from incubator_desk.catalog.feature import Entry, Feature
from incubator_desk.catalog.kinds import Choice, Code, Money, Option, Reference
from incubator_desk.catalog.office import Features, Office
from incubator_desk.catalog.register import Register, field
from incubator_desk.features.all import FEATURES
from incubator_desk.features.exchange.exporting import export_workbook
from incubator_desk.features.exchange.importing import import_workbook
from incubator_desk.features.exchange.template import write_template
from incubator_desk.features.park import service as park
from incubator_desk.store.record import Actor, Base, Record
from incubator_desk.store.schema import open_database

N_ = i18n.N_


# the folder: model.py and feature.py -----------------------------------------------------------------------------------
class ParkingSpace(Record):
    __tablename__ = "parking_spaces"
    __table_args__ = (UniqueConstraint("operator_uid", "code"),)

    code: Mapped[str] = field(N_("Code"), Code(), required=True, search=True)
    tenant_uid: Mapped[str | None] = field(N_("Company"), Reference(register="tenants"), column="tenant_code")
    level: Mapped[str] = field(
        N_("Level"), Choice((Option("up", N_("Open air")), Option("down", N_("Underground")))), default="up"
    )
    fee: Mapped[Decimal | None] = field(N_("Monthly fee"), Money(above=Decimal(0)))


SPACES = Register(
    model=ParkingSpace, name="parking_spaces", label=N_("Parking spaces"), noun=N_("space"), prefix="C-", title="code"
)
PARKING = Feature(
    "parking", registers=(SPACES,), entries=(Entry("companies", N_("Parking spaces"), "grid", ("parking_spaces",)),)
)
# the line in features/all.py --------------------------------------------------------------------------------------------
ALL = Features((*FEATURES, PARKING))
# its Chinese --------------------------------------------------------------------------------------------------------------
CHINESE = {
    "Parking spaces": "车位",
    "space": "车位",
    "Level": "层",
    "Open air": "地面",
    "Underground": "地下",
    "Monthly fee": "月费",
}


def translate_as_the_catalogue_would() -> None:
    shipped = i18n._catalogue("zh_CN")
    known = shipped.gettext
    shipped.gettext = lambda message: CHINESE.get(message) or known(message)


def main(folder: Path) -> None:
    translate_as_the_catalogue_would()
    i18n.use("en")
    database = open_database(str(folder / "park.desk"), create=True)
    Base.metadata.create_all(database.engine, tables=[ParkingSpace.__table__])  # the migration
    office = Office(database, ALL, Actor("王敏", ""))
    park.found(office)

    write_template(ALL, folder / "blank.xlsx")
    book = load_workbook(folder / "blank.xlsx")
    assert [c.value for c in book["parking_spaces"][1]] == ["code*", "tenant_code", "level", "fee"]
    assert any("up,down" in v.formula1 for v in book["parking_spaces"].data_validations.dataValidation)
    explained = " ".join(str(c.value) for row in book["README"].iter_rows() for c in row)
    assert "车位" in explained
    assert "Parking spaces" in explained

    book["tenants"].append(["T-1", "甲公司", None, "company"])
    sheet = book["parking_spaces"]
    sheet.title = "车位"
    for at, heading in enumerate(("代码", "企业", "层", "月费"), 1):
        sheet.cell(1, at, heading)
    sheet.append(["C-7", "T-1", "地下", "1.2万元"])
    sheet.append(["C-8", "T-9", "roof", 0])
    book.save(folder / "filled.xlsx")
    refused = import_workbook(office, folder / "filled.xlsx")
    assert {(p.where.sheet, p.where.row, p.where.column) for p in refused.problems if p.severity == "error"} == {
        ("parking_spaces", 3, "tenant_code"), ("parking_spaces", 3, "level"), ("parking_spaces", 3, "fee"),
    }  # fmt: skip
    sheet.delete_rows(3)
    book.save(folder / "filled.xlsx")
    assert import_workbook(office, folder / "filled.xlsx").sheets["parking_spaces"].added == 1
    export_workbook(office, folder / "out.xlsx")
    out = load_workbook(folder / "out.xlsx")["parking_spaces"]
    assert [c.value for c in out[2]] == ["C-7", "T-1", "down", 12000]
    again = import_workbook(office, folder / "out.xlsx").sheets["parking_spaces"]
    assert (again.added, again.updated, again.unchanged) == (0, 0, 1)

    look_in_the_window(office, folder)
    database.close()


def look_in_the_window(office: Office, folder: Path) -> None:
    from incubator_desk.desk.app import application, make_context
    from incubator_desk.desk.window import MainWindow
    from incubator_desk.qtkit import theme
    from incubator_desk.qtkit.jobs import Jobs

    app = application()
    theme.apply(app)
    jobs = Jobs()
    context = make_context(office, jobs, QSettings(str(folder / "desk.ini"), QSettings.Format.IniFormat))
    for language, title, headings in (
        ("en", "Parking spaces", ["Code", "Company", "Level", "Monthly fee"]),
        ("zh_CN", "车位", ["代码", "企业", "层", "月费"]),
    ):
        i18n.use(language)
        window = MainWindow(context, i18n.use)
        window.show()
        window.go("parking_spaces")
        screen = window.current()
        assert screen.title() == title
        assert [screen.model.headerData(at, Qt.Orientation.Horizontal) for at in range(4)] == headings
        assert screen.model.row(0)[:2] == ["C-7", "甲公司"]
        assert screen.panel.form.rows["fee"].label.text() == headings[3]
        window.close()
    jobs.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
