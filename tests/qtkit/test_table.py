"""The one table model: order by the database, windows of rows, a search that narrows without losing the order."""

from datetime import date
from decimal import Decimal
from functools import partial

import pytest
import sample_park as sample
from PySide6.QtCore import Qt

from incubator_desk.catalog.listing import Listing, Wanted
from incubator_desk.catalog.office import Office
from incubator_desk.qtkit.cells import Cell
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.table import FIRST, PAGE, PlainModel, RegisterModel
from incubator_desk.qtkit.widths import Widths


def model_of(office: Office, register: str = "tenants") -> RegisterModel:
    listing = Listing(office.features, office.features.registers[register])
    made = RegisterModel(office, listing, lambda: sample.TODAY, [c for c in listing.columns if c.listed])
    made.load()
    return made


def shown(model: RegisterModel, name: str) -> list[str]:
    at = next(i for i, column in enumerate(model.columns) if column.name == name)
    return [model.index(row, at).data() or "" for row in range(model.rowCount())]


@pytest.fixture
def furnished(file_office: Office) -> Office:
    sample.furnish(file_office)
    return file_office


def names(model: RegisterModel) -> list[str]:
    return shown(model, "name")


def sorted_by(model: RegisterModel, name: str, *, descending: bool = False) -> None:
    model.show([c for c in model.listing.columns if c.listed or c.name == name])
    model.load(Wanted(sort=name, descending=descending))


@pytest.mark.parametrize("descending", [False, True])
def test_money_and_dates_sort_as_values_and_blanks_come_last(office: Office, descending: bool) -> None:
    capitals = [Decimal("9.5"), Decimal(100), None, Decimal("1000000.01"), Decimal(20)]
    for at, capital in enumerate(capitals):
        founded = date(2019, 12, 31 - at) if capital else None
        sample.tenant(office, at, f"公司{at}", registered_capital=capital, founded_on=founded)
    model = model_of(office)
    sorted_by(model, "registered_capital", descending=descending)
    order = ["9.50", "20.00", "100.00", "1,000,000.01"]
    assert shown(model, "registered_capital") == (order[::-1] if descending else order) + [""]
    sorted_by(model, "founded_on", descending=descending)
    days = ["2019-12-27", "2019-12-28", "2019-12-30", "2019-12-31"]
    assert shown(model, "founded_on") == (days[::-1] if descending else days) + [""]


def test_choices_sort_in_their_declared_order(furnished: Office) -> None:
    model = model_of(furnished)
    sorted_by(model, "status")
    statuses = shown(model, "status")
    assert statuses == ["Incubating"] * 22 + ["Applicant", "Graduated"]


def test_computed_columns_sort_by_their_figures(furnished: Office) -> None:
    model = model_of(furnished)
    sorted_by(model, "overdue", descending=True)
    figures = [Decimal(text.replace(",", "")) for text in shown(model, "overdue") if text]
    assert figures == sorted(figures, reverse=True)
    assert len(figures) == 8
    assert shown(model, "overdue")[8:] == [""] * 16


def test_references_sort_by_what_is_shown_of_them(furnished: Office) -> None:
    model = model_of(furnished, "leases")
    sorted_by(model, "tenant_code", descending=True)
    people = shown(model, "tenant_code")
    assert people == sorted(people, reverse=True)


@pytest.mark.parametrize(
    ("query", "found"),
    [("qlpsxcl", "青岚朴石新材料有限公司"), ("pushi", "青岚朴石新材料有限公司"), ("朴石", "青岚朴石新材料有限公司"),
     ("t-0003", "青岚朴石新材料有限公司"), ("Ｔ－０００３", "青岚朴石新材料有限公司"), ("数里 团队", "数里行云团队")],
)  # fmt: skip
def test_names_are_found_by_initials_pinyin_part_and_code(furnished: Office, query: str, found: str) -> None:
    model = model_of(furnished)
    model.search(query)
    assert names(model) == [found]


def test_a_search_keeps_the_order_and_fetches_more_while_scrolling(file_office: Office) -> None:
    for_all = 3 * FIRST
    with file_office.writing("Add") as step:
        register = file_office.features.registers["tenants"]
        for at in range(for_all):
            step.add(
                register.model, {"code": f"T-{at:04}", "name": f"甲{at}", "kind": "company", "status": "incubating"}
            )
    model = model_of(file_office)
    model.load(Wanted(sort="code", descending=True))
    model.search("甲")
    assert model.rowCount() == FIRST
    assert model.count_text() == f"{FIRST}+"
    while model.canFetchMore():
        model.fetchMore()
    assert shown(model, "code") == [f"T-{at:04}" for at in reversed(range(for_all))]
    assert model.count_text() == str(for_all)


def test_only_the_windows_in_sight_are_read(furnished: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    real = Listing.rows

    def spy(self, session, uids, today, columns):  # noqa: ANN001, ANN202
        asked.append(len(uids))
        return real(self, session, uids, today, columns)

    monkeypatch.setattr(Listing, "rows", spy)
    model = model_of(furnished)
    assert asked == []
    for column in range(model.columnCount()):
        model.index(0, column).data()
    assert asked == [min(PAGE, model.rowCount())]


def test_what_was_written_is_found_without_reading_all_again(furnished: Office) -> None:
    model = model_of(furnished)
    model.search("zg")
    uid = model.uids[0]
    with furnished.writing("Rename") as step:
        record = step.session.get_one(model.listing.register.model, uid)
        step.change(record, {"name": "中关村公司"})
    model.reread([uid])
    model.load()
    model.search("zgc")
    assert names(model) == ["中关村公司"]


def test_numbers_stand_right_and_personal_data_is_masked(furnished: Office) -> None:
    model = model_of(furnished)
    model.show([c for c in model.listing.columns if c.name in ("contact_phone", "registered_capital")])
    right = model.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
    assert right & Qt.AlignmentFlag.AlignRight
    assert shown(model, "contact_phone")[0] == "138****2000"


def test_the_search_is_prepared_beside_the_window(furnished: Office, qtbot) -> None:  # noqa: ANN001
    from incubator_desk.qtkit.jobs import Jobs

    jobs, model = Jobs(), model_of(furnished)
    jobs.start("Prepare", lambda _progress: model.read_search(), model.take_search)
    qtbot.waitUntil(partial(getattr, model, "searchable"), timeout=5000)
    model.search("qlps")
    assert model.rowCount() == 1
    jobs.close()


@pytest.mark.parametrize(("wide", "fits"), [(250, False), (420, True), (421, True), (977, True)])
def test_shared_widths_make_no_bar_below_where_all_fits(qtbot, wide, fits):
    model = PlainModel(["Code", "Basis", "Amount"], rights=(2,))
    model.fill([(Cell("R-0001"), Cell("R-0044 −50%"), Cell("7,137.00", "right"))])
    table = DeskTable()
    table.setModel(model)
    qtbot.addWidget(table)
    widths = Widths(table, lambda: (150, 0, 150), words=1, narrowest=200)
    table.resize(wide, 200)
    table.show()
    widths.settle()
    whole = sum(table.columnWidth(at) for at in range(3))
    assert (whole <= table.viewport().width()) == fits
