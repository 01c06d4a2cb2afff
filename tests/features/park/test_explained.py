"""What a parameter means stands beside its value, in the language in use."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import sample_park as sample

from incubator_desk.base import i18n
from incubator_desk.catalog.listing import Listing, Wanted
from incubator_desk.catalog.office import Office


def _rows(office: Office) -> dict[str, list[object]]:
    """The values of the list by the parameter's name, each row as it is shown."""
    listing = Listing(office.features, office.features.registers["parameters"])
    shown = [column for column in listing.columns if column.listed]
    assert [column.name for column in shown] == [
        "name", "meaning", "valid_from", "valid_to", "value", "unit", "source_doc",
    ]  # fmt: skip
    with office.reading() as session:
        uids = listing.uids(session, office.actor.operator, Wanted(), sample.TODAY)
        rows = listing.rows(session, uids, sample.TODAY, shown)
    return {str(row[0]): row for row in rows.values()}


def test_every_declared_parameter_is_explained(office: Office) -> None:
    rows = _rows(office)
    declared = {each.name: each for feature in office.features for each in feature.parameters}
    assert declared.keys() == rows.keys()
    assert all(rows[name][1] == each.label and rows[name][5] == each.unit for name, each in declared.items())
    assert rows["lease.reminder_days"][1] == "Remind before a lease ends"


def test_the_words_follow_the_language(office: Office) -> None:
    i18n.use("zh_CN")
    row = _rows(office)["notice.working_days"]
    assert (row[1], row[5]) == ("减免公示期", "工作日")


def test_a_later_value_has_the_same_meaning_and_an_unknown_name_none(office: Office) -> None:
    later = {"valid_from": date(2020, 3, 1), "value": Decimal(30)}
    sample.save(office, "parameters", name="lease.reminder_days", **later)
    sample.save(office, "parameters", name="park.own_figure", **later)
    listing = Listing(office.features, office.features.registers["parameters"])
    meaning = next(column for column in listing.columns if column.name == "meaning")
    with office.reading() as session:
        uids = listing.uids(session, office.actor.operator, Wanted(), sample.TODAY)
        rows = listing.rows(session, uids, sample.TODAY, [listing.columns[0], meaning])
    words = [row[1] for row in rows.values() if row[0] == "lease.reminder_days"]
    assert words == ["Remind before a lease ends"] * 2
    assert [row[1] for row in rows.values() if row[0] == "park.own_figure"] == [None]


def test_a_new_database_says_in_its_language_where_values_come_from(open_office: Any, tmp_path: Path) -> None:
    i18n.use("zh_CN")
    rows = _rows(open_office(str(tmp_path / "new.desk")))
    assert rows["lease.reminder_days"][6] == "园区惯例"
