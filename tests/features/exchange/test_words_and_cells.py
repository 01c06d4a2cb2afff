"""What people write: headings, sheets and choices in either language, dates, numbers and units in any usual form."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from books import PARK, places, stored, taken

from incubator_desk.base.i18n import LANGUAGES, speaking, translate
from incubator_desk.base.text import heading
from incubator_desk.catalog.kinds import Choice
from incubator_desk.catalog.office import Office
from incubator_desk.features.all import FEATURES

EXCHANGED = [register for register in FEATURES.registers.values() if register.exchanged]


@pytest.mark.parametrize("register", EXCHANGED, ids=lambda register: register.name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_columns_of_a_sheet_have_one_name(register, language: str) -> None:
    with speaking(language):
        labels = [heading(translate(spec.label)) for spec in register.fields]
    names = [heading(spec.name) for spec in register.fields]
    assert len(set(labels)) == len(labels)
    # A label may be an identifier, but only its own column's.
    assert not [at for at, label in enumerate(labels) if label in names and names.index(label) != at]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_sheets_and_no_two_options_have_one_name(language: str) -> None:
    with speaking(language):
        sheets = [heading(translate(register.label)) for register in EXCHANGED]
        choices = [
            [heading(translate(option.label)) for option in spec.kind.options]
            for register in EXCHANGED
            for spec in register.fields
            if isinstance(spec.kind, Choice)
        ]
    assert len(set(sheets)) == len(sheets)
    assert all(len(set(labels)) == len(labels) for labels in choices)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheets_columns_and_choices_by_label(office: Office, tmp_path: Path, language: str) -> None:
    tenants = FEATURES.registers["tenants"]
    with speaking(language):
        heads = [f" {translate(tenants.by_name[name].label)}* " for name in ("kind", "name", "code", "is_service")]
        sheet = translate(tenants.label).upper()
        kind = translate(tenants.by_name["kind"].kind.by_value["sole_trader"].label)
        yes = translate("Yes")
    outcome = taken(office, tmp_path, {sheet: (heads, (kind, "甲", "T1", yes))})
    assert all(place[0] == "uscc_missing" for place in places(outcome))
    assert stored(office, "tenants", "code", "kind", "is_service") == [("T1", "sole_trader", True)]


def test_letter_case_blanks_and_full_width_forms_of_names_do_not_matter(office: Office, tmp_path: Path) -> None:
    heads = ("ＣＯＤＥ＊", " area SQM ", "Ｌａｎｄｌｏｒｄ")
    assert not places(taken(office, tmp_path, {"ＰＲＥＭＩＳＥＳ ": (heads, ("A1", "35㎡", "国资"))}))
    assert stored(office, "premises", "code", "area_sqm", "landlord") == [("A1", Decimal(35), "国资")]


@pytest.mark.parametrize(
    "cell",
    [date(2020, 2, 1), datetime(2020, 2, 1, 0, 0), "2020-02-01", "2020/2/1", "2020.2.1", "2020年2月1日", "20200201",
     20200201, "２０２０－０２－０１", " 2020 / 02 / 01 ", 43862],
)  # fmt: skip
def test_dates(file_office: Office, tmp_path: Path, cell: object) -> None:
    heads = ("code", "name", "kind", "founded_on")
    taken(file_office, tmp_path, {"tenants": (heads, ("T1", "甲", "team", cell))})
    assert stored(file_office, "tenants", "founded_on") == [(date(2020, 2, 1),)]


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("registered_capital", "1.2万元", "12000"),
        ("registered_capital", "５００万", "5000000"),
        ("registered_capital", "1,234,567.80元", "1234567.80"),
        ("registered_capital", "￥1,000", "1000"),
        ("registered_capital", 0.1 + 0.2, "0.30"),
        ("employees", "１２", "12"),
        ("employees", 12.0, "12"),
    ],
)
def test_numbers_and_units(file_office: Office, tmp_path: Path, column: str, cell: object, value: str) -> None:
    taken(file_office, tmp_path, {"tenants": (("code", "name", "kind", column), ("T1", "甲", "team", cell))})
    assert stored(file_office, "tenants", column) == [(Decimal(value),)]


def test_yes_no_and_numbers_as_text_keep_apart_from_each_other(file_office: Office, tmp_path: Path) -> None:
    rows = (
        ("code", "name", "kind", "is_service", "industry"),
        ("T1", "甲", "team", True, 1),
        ("T2", "乙", "team", 1, True),
    )
    taken(file_office, tmp_path, {"tenants": rows})
    assert stored(file_office, "tenants", "is_service", "industry") == [(True, "1"), (True, "True")]
    assert PARK
