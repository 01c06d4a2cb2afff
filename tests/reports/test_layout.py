"""Lines, columns and pages of a printed table."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incubator_desk.catalog.kinds import Code, Money, Text
from incubator_desk.catalog.report import Column
from incubator_desk.reports.columns import fitted, need, stacked
from incubator_desk.reports.layout import Strip, pages
from incubator_desk.reports.typesetting import measure, wrap


@given(st.text("青岚，。（）〔〕ab 12-\n年月日号", max_size=80), st.integers(2, 12))
def test_a_broken_text_keeps_its_characters_and_its_width(text, width):
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(measure(line) <= width for line in lines)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("减免金额，大写", 4, ["减免金", "额，大写"]),
        ("租金6,507.00元", 4.5, ["租金", "6,507.00", "元"]),
        ("租金6,507.00元", 6, ["租金", "6,507.00元"]),
        ("本办法依青高管〔2020〕6号执行", 11, ["本办", "法依青高管〔2020〕6号", "执行"]),
        ("自2020年3月1日起", 7, ["自", "2020年3月1日", "起"]),
        ("一\n二", 9, ["一", "二"]),
        ("", 9, [""]),
    ],
)
def test_lines_are_broken_where_people_break_them(text, width, lines):
    assert wrap(text, width) == lines


def test_a_short_heading_is_not_broken():
    (column,) = stacked([Column("entitled", "应减免额", Money())])
    assert need(column, [["0.00"]], [""]).least >= measure("应减免额", bold=True)


STRIPS = st.lists(st.builds(Strip, st.floats(1, 90), st.sampled_from([0.0, 0.0, 25.0])), max_size=60)


def taken(strips):
    return sum(each.height for each in strips) + max((each.over for each in strips), default=0.0)


@given(STRIPS, st.floats(150, 300), st.floats(0, 30), st.floats(0, 90), st.lists(st.integers(0, 60), max_size=2))
def test_every_strip_stands_once_on_a_page_that_has_room(strips, other, title, tail, keeps):
    first = other - title
    spread = pages(strips, first, other, tail, [min(kept, len(strips)) for kept in keeps])
    assert [at for start, stop in spread for at in range(start, stop)] == list(range(len(strips)))
    for number, (start, stop) in enumerate(spread):
        room = first if number == 0 else other
        ends = tail if number == len(spread) - 1 else 0
        assert taken(strips[start:stop]) + ends <= room + 1e-6


@given(st.lists(st.floats(10, 30), min_size=2, max_size=200), st.floats(10, 90))
def test_the_tail_is_kept_with_the_last_two_rows(heights, tail):
    start, stop = pages([Strip(height, 20) for height in heights], 250, 300, tail, [len(heights) - 2])[-1]
    assert stop - start >= 2


@given(st.integers(3, 40), st.integers(0, 40), st.floats(10, 90))
def test_what_is_said_below_the_table_keeps_to_its_last_rows_where_there_is_room(rows, lines, tail):
    strips = [Strip(20, 30)] * rows + [Strip(15)] * lines
    start, _ = pages(strips, 250, 300, tail, [rows - 2, max(len(strips) - 2, 0)])[-1]
    together = 2 * 20 + 30 + lines * 15 + tail <= 300
    assert start <= (rows - 2 if together else len(strips) - 2)


def needs(columns, rows):
    return [need(stack, [stack.texts(row) for row in rows], [""]) for stack in stacked(columns)]


def test_columns_fill_the_page_and_break_no_number():
    columns = [Column("a", "A", Text()), Column("b", "B", Code(), stacked=True), Column("m", "M", Money(), total=True)]
    found = needs(columns, [["青岚朴石新材料有限公司" * 4, "L-1", Decimal(123456789)], ["甲", "L-2", Decimal(1)]])
    size, widths = fitted(found, 300, (9.0, 8.0, 7.0, 6.0), 6)
    assert sum(widths) == pytest.approx(300)
    assert widths[1] - 6 + 1e-6 >= measure("123,456,789.00") * size
    assert len(found) == 2


def test_type_grows_smaller_only_as_far_as_it_must():
    few = [Column(f"c{i}", "栏", Text()) for i in range(4)]
    many = [Column(f"c{i}", "栏", Text()) for i in range(40)]
    row = "青岚朴石新材料"
    assert fitted(needs(few, [[row] * 4]), 500, (9.0, 6.0, 4.0), 6)[0] == 9.0
    assert fitted(needs(many, [[row] * 40]), 1500, (9.0, 6.0, 4.0), 6)[0] == 6.0
