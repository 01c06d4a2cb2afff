"""Exports and the template: what import takes back as it was, and people can fill in."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from books import PARK, D, Typed, errors, imported, places, stored, taken
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from incubator_desk.base import uscc
from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_
from incubator_desk.catalog.kinds import Choice, Code, Day, Number, Reference, Text, Uscc, Whole, YesNo
from incubator_desk.catalog.office import Office
from incubator_desk.catalog.register import Field
from incubator_desk.features.all import FEATURES
from incubator_desk.features.exchange.exporting import export_workbook
from incubator_desk.features.exchange.importing import import_workbook
from incubator_desk.features.exchange.template import write_template

EXCHANGED = [register for register in FEATURES.registers.values() if register.exchanged]
TRICKY = tuple(
    map(
        Typed,
        (
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "=cmd|' /C calc'!A0",
            "'quoted",
            "007",
            "1E5",
            "_x005F_x0041_",
            "2020-02-01",
            "＝1",
        ),
    )
)


def cells(path: Path) -> dict[str, list[tuple[object, ...]]]:
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(path)}


def carried(office: Office, other: Office, folder: Path) -> None:
    """Export, import into an empty office and into the same one, export again: nothing may differ."""
    export_workbook(office, folder / "first.xlsx")
    outcome = import_workbook(other, folder / "first.xlsx")
    assert not outcome.failed, [(p.code, p.where, p.text()) for p in outcome.problems]
    export_workbook(other, folder / "second.xlsx")
    assert cells(folder / "first.xlsx") == cells(folder / "second.xlsx")
    again = import_workbook(office, folder / "first.xlsx")
    assert not any(c.added or c.updated or c.deleted for c in again.sheets.values())


def test_everything_comes_back_as_it_was(office: Office, open_office, tmp_path: Path) -> None:
    tenants = [("code", "name", "kind", "note", "contact_phone", "registered_capital", "founded_on")]
    tenants += [(f"T{n}", text, "team", text, "013800001234", "1.2万", D(2019, 2, 3)) for n, text in enumerate(TRICKY)]
    taken(office, tmp_path, {**PARK, "tenants": (*tenants, ("T100", "末", "team"), ("t1", "小", "team")),
                             "leases": (PARK["leases"][0], ("L1", "T1", "A1", "1.123456", "sqm_day", D(2020, 1, 1), D(2020, 12, 31))),
                             "lease_steps": (("lease_code", "from_on", "percent"), ("L1", D(2020, 5, 1), "-3.5%")),
                             "reliefs": (("code", "lease_code", "kind", "percent"), ("R1", "L1", "percent", 33.333333))})  # fmt: skip
    assert {text for (text,) in stored(office, "tenants", "name")} == {"_x0041_", "末", "小", *TRICKY} - {
        "_x005F_x0041_"
    }
    carried(office, open_office(str(tmp_path / "other.desk")), tmp_path)


def test_no_text_becomes_a_formula_and_codes_stay_text(file_office: Office, tmp_path: Path) -> None:
    rows = (("code", "name", "kind"), *((f"00{n}", text, "team") for n, text in enumerate(TRICKY)))
    taken(file_office, tmp_path, {"tenants": rows})
    export_workbook(file_office, tmp_path / "out.xlsx")
    sheet = load_workbook(tmp_path / "out.xlsx")["tenants"]
    found = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert not [cell for cell in found if cell.data_type == "f"]
    assert [cell.quotePrefix for cell in found if cell.value == "=1+1"] == [True]
    codes = list(sheet.iter_rows(min_row=2, max_col=1))
    assert {(type(cell.value), cell.number_format) for (cell,) in codes} == {(str, "@")}


def test_an_export_is_whole_or_not_there(file_office: Office, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        export_workbook(file_office, tmp_path / "no" / "out.xlsx")
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(Refused):
        export_workbook(file_office, tmp_path / "folder.xlsx")
    assert not list(tmp_path.rglob("*.part"))


def test_only_registers_of_the_exchange_are_exported(file_office: Office, tmp_path: Path) -> None:
    export_workbook(file_office, tmp_path / "out.xlsx")
    assert list(cells(tmp_path / "out.xlsx")) == [register.name for register in EXCHANGED]
    assert "operators" not in cells(tmp_path / "out.xlsx")


def test_the_template_explains_each_column_and_can_be_imported(file_office: Office, tmp_path: Path) -> None:
    write_template(FEATURES, tmp_path / "template.xlsx")
    outcome = import_workbook(file_office, tmp_path / "template.xlsx")
    assert not places(outcome)
    book = load_workbook(tmp_path / "template.xlsx")
    assert book.sheetnames[1:] == [register.name for register in EXCHANGED]
    explained = {(row[0].split("\n")[0], row[1]) for row in book.worksheets[0].iter_rows(values_only=True) if row[1]}
    for register in EXCHANGED:
        assert {(register.name, spec.name) for spec in register.fields} <= explained
        sheet = book[register.name]
        heads = [f"{spec.name}*" if spec.required else spec.name for spec in register.fields]
        assert [cell.value for cell in sheet[1]] == heads
        offered = {str(rule.sqref).split(":")[0] for rule in sheet.data_validations.dataValidation}
        choosing = [at for at, spec in enumerate(register.fields) if isinstance(spec.kind, Choice | YesNo)]
        assert offered == {f"{sheet.cell(2, at + 1).column_letter}2" for at in choosing}
        assert all(len(rule.formula1) <= 257 for rule in sheet.data_validations.dataValidation)
        assert sheet.freeze_panes == "A2"


def test_a_filled_template_can_be_imported(file_office: Office, tmp_path: Path) -> None:
    write_template(FEATURES, tmp_path / "filled.xlsx")
    book = load_workbook(tmp_path / "filled.xlsx")
    heads = [cell.value for cell in book["premises"][1]]
    for head, value in {"code*": "A1", "area_sqm*": 35.5, "ownership": "state"}.items():
        book["premises"].cell(2, heads.index(head) + 1, value)
    book.save(tmp_path / "filled.xlsx")
    assert import_workbook(file_office, tmp_path / "filled.xlsx").sheets["premises"].added == 1
    assert stored(file_office, "premises", "code", "ownership", "area_sqm") == [("A1", "state", Decimal("35.5"))]


def values(spec: Field) -> st.SearchStrategy[object]:
    """Values that a column may hold, as its kind reads them."""
    kind = spec.kind
    letters = st.characters(exclude_categories=("Cs",), exclude_characters="\x00")
    if isinstance(kind, Uscc):
        return st.integers(0, 999_999).map(lambda n: (body := f"91370100MA3{n:06}") + str(uscc.check_character(body)))
    if isinstance(kind, Choice):
        return st.sampled_from([option.value for option in kind.options])
    if isinstance(kind, YesNo):
        return st.booleans()
    if isinstance(kind, Day):
        return st.dates(date(1950, 1, 1), date(2199, 12, 31))
    if isinstance(kind, Number):
        top, low = kind.at_most or Decimal(10**9), kind.at_least if kind.at_least is not None else Decimal("0.01")
        numbers = st.decimals(low, min(top, Decimal(10**9)), places=kind.places)
        return numbers.map(int) if isinstance(kind, Whole) else numbers
    if isinstance(kind, Code):
        return st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12)
    assert isinstance(kind, Text)
    return st.text(letters, max_size=30).filter(lambda text: text.strip() not in ("-", ""))


TENANTS = FEATURES.registers["tenants"]
FREE = [
    f
    for f in TENANTS.fields
    if not isinstance(f.kind, Reference) and f.name not in ("code", "status") and not f.name.endswith("_on")
]


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(st.fixed_dictionaries({f.name: st.none() | values(f) for f in FREE}), max_size=4))
def test_whatever_is_stored_is_exported_imported_and_exported_alike(rows, open_office, tmp_path_factory) -> None:
    folder = tmp_path_factory.mktemp("round")
    office = open_office(str(folder / "one.desk"))
    with office.writing(N_("Fill")) as step:
        for at, row in enumerate(rows):
            read = {f.attribute: f.kind.read(row[f.name]) for f in FREE if row[f.name] is not None}
            given_ = {name: value for name, value in read.items() if value not in ("", "-")}
            step.add(TENANTS.model, {"code": f"T{at}", "name": "甲", "kind": "team", "status": "left", **given_})
    carried(office, open_office(str(folder / "two.desk")), folder)


def test_a_failed_import_of_an_export_names_the_sheet(file_office: Office, tmp_path: Path) -> None:
    assert errors(
        imported(
            file_office,
            tmp_path,
            {"receipts": (("code", "lease_code", "received_on", "amount"), ("S1", "L9", D(2020, 1, 1), 5))},
        )
    ) == [("unknown_reference", "receipts", 2, "lease_code")]
