"""Expressions: worked examples, blanks, what is refused and where; properties; whatever is typed."""

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from incubator_desk.base import i18n
from incubator_desk.base.dates import add_months
from incubator_desk.base.errors import Refused
from incubator_desk.base.expressions import Schema, read
from incubator_desk.base.expressions.evaluation import working
from incubator_desk.base.expressions.functions import FUNCTIONS
from incubator_desk.base.expressions.parser import DEEPEST, LONGEST, parse
from incubator_desk.base.expressions.tree import (
    Among,
    Arithmetic,
    Call,
    Comparison,
    Joined,
    Literal,
    Name,
    Negative,
    Not,
    walk,
)  # fmt: skip
from incubator_desk.base.expressions.typed import type_of

SCHEMA: Schema = {
    "rent": "number", "relief": "number", "count": "number", "kind": "text", "name": "text",
    "from_on": "day", "to_on": "day", "service": "yes_no", "late": "yes_no",
}  # fmt: skip
ROW = {
    "rent": D("1500.00"), "relief": None, "count": 12, "kind": "team", "name": "张明",
    "from_on": date(2020, 1, 31), "to_on": date(2020, 3, 1), "service": True, "late": None,
}  # fmt: skip


def value(text, **values):
    return read(text, SCHEMA, None).value({**ROW, **values})


def refusal(text, schema=SCHEMA, gives=None):
    with pytest.raises(Refused) as caught:
        read(text, schema, gives)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("1 + 2 * 3", D(7)), ("(1 + 2) * 3", D(9)), ("10 - 4 - 3", D(3)), ("12 / 3 / 2", D(2)), ("-2 * -3", D(6)),
        ("- - 2", D(2)), ("0.1 + 0.2", D("0.3")), ("rent * 0.5", D("750.000")), ("count + 1", D(13)),
        ("rent / 7 * 0", D(0)), ("1 / 0", None), ("rent / (count - 12)", None), ("1 / 8", D("0.125")),
        ("true or false and false", True), ("(true or false) and false", False), ("not true or true", True),
        ("not (true or true)", False), ("1 < 2 and 2 <= 2", True), ("1 = 1.00", True), ("rent <> 1500", False),
        ("kind in (\"team\", 'company')", True), ("kind not in ('team')", False), ("not count in (1, 12)", False),
        ("from_on < 2020-02-01", True), ("to_on = 2020-03-01", True), ('name = "张明"', True), ("'a''b' = \"a'b\"", True),
        ("'A' = 'a'", False), ("'T-0009' < 'T-0010'", True), ("service", True), ("service = true", True),
        ("abs(-3.5)", D("3.5")), ("min(3, 1, 2)", D(1)), ("max(from_on, to_on)", date(2020, 3, 1)),
        ("round(2.5)", D(3)), ("round(-2.5)", D(-3)), ("round(1.005, 2)", D("1.01")), ("round(rent / 7, 2)", D("214.29")),
        ("length(name)", D(2)), ("starts(kind, 'te')", True), ("starts(kind, 'am')", False),
        ("days(from_on, to_on)", D(30)), ("days(to_on, from_on)", D(-30)), ("year(to_on)", D(2020)),
        ("months(2020-01-31, 2020-02-29)", D(1)), ("months(2020-01-15, 2020-02-14)", D(0)),
        ("months(2020-02-29, 2020-01-31)", D(-1)), ("months(2018-05-01, 2020-05-01)", D(24)),
        ("later(from_on, 1)", date(2020, 2, 29)), ("later(from_on, -2)", date(2019, 11, 30)), ("later(2020-01-01, 200000)", None),
        # As a Chinese keyboard has it; keywords in any letter case.
        ("（1＋2）×3 ≥ 9 AND kind = “team”", True), ("rent ≠ 1500 Or count == 12", True), ("min（１２，３）", D(3)),
    ],
)  # fmt: skip
def test_worked_examples(text: str, result: object) -> None:
    assert value(text) == result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("relief + 1", None), ("-relief", None), ("relief > 0", None), ("relief = relief", None), ("not late", None),
        ("late and true", None), ("late and false", False), ("false and late", False), ("late or true", True),
        ("late or false", None), ("late and late and false", False), ("relief in (1, 2)", None),
        ("1 in (relief, 1)", True), ("1 in (relief, 2)", None), ("1 in (2, 3)", False), ("abs(relief)", None),
        ("min(1, relief)", None), ("blank(relief)", True), ("blank(rent)", False), ("not blank(late)", False),
        ("first(relief, rent)", D("1500.00")), ("first(relief, blank, 0)", D(0)), ("first(relief, relief)", None),
        ("blank", None), ("blank and false", False), ("starts(blank, 'x')", None), ("round(blank, 2)", None),
    ],
)  # fmt: skip
def test_blanks_spread_as_in_sql(text: str, result: object) -> None:
    assert value(text) is result if result is None or isinstance(result, bool) else value(text) == result


def test_a_condition_holds_where_it_is_not_false() -> None:
    condition = read("relief <= rent", SCHEMA)
    assert [condition.holds({**ROW, "relief": each}) for each in (D(1500), D("1500.01"), None)] == [True, False, True]
    assert condition.holds({})
    assert condition.names == {"relief", "rent"}


@pytest.mark.parametrize(
    ("text", "code", "at", "says"),
    [
        ("rent > ", "unexpected", 8, "At character 8: a value is expected here, not the end."),
        ("", "unexpected", 1, "At character 1: a value is expected here, not the end."),
        ("(rent > 1", "unexpected", 10, "At character 10: “)” is expected here, not the end."),
        ("rent rent", "unexpected", 6, "At character 6: an operator or the end is expected here, not “rent”."),
        ("rent > 1)", "unexpected", 9, "At character 9: an operator or the end is expected here, not “)”."),
        ("kind in team", "unexpected", 9, "At character 9: “(” is expected here, not “team”."),
        ("kind not = 'x'", "unexpected", 10, "At character 10: “in” is expected here, not “=”."),
        ("1 and or 2", "unexpected", 7, "At character 7: a value is expected here, not “or”."),
        ("kind in ()", "unexpected", 10, "At character 10: a value is expected here, not “)”."),
        ("rent ; 1", "unknown_character", 6, "At character 6: “;” means nothing in an expression."),
        ("kind = “team", "text_not_closed", 8, "At character 8: this text is not closed. Put ” at its end."),
        ("to_on > 2020-02-30", "bad_date", 9, "At character 9: 2020-02-30 is not a day of the calendar."),
        ("1 < count < 3", "chained_comparison", 11, "Join two comparisons by “and”"),
        ("rents > 1", "unknown_field", 1, "there is no field “rents”. There are: rent"),
        ("xyz > 1", "unknown_field", 1, "There are: count, from_on, kind, late, name, relief, rent, service, to_on."),
        ("1 + minn(2, 3)", "unknown_function", 5, "there is no function “minn”. There are: min"),
        ("min(2)", "wrong_count", 1, "min takes at least 2 values in its parentheses; these are 1."),
        ("blank()", "wrong_count", 1, "blank takes 1 values in its parentheses, separated by commas; these are 0."),
        ("round(1, 2, 3)", "wrong_count", 1, "round takes 1–2 values in its parentheses"),
        ("round(1, count)", "bad_places", 10, "whole number from 0 to 10"), ("round(1, 1.5)", "bad_places", 10, ""),
        ("1 + 'a'", "wrong_type", 5, "At character 5: a number is needed here, and this is a text."),
        ("1 + (2 * 3 > 1)", "wrong_type", 6, "a number is needed here, and this is true or false."),
        ("rent and true", "wrong_type", 1, "true or false is needed here, and this is a number."),
        ("max(kind, 'a')", "wrong_type", 5, "a number or a day is needed here, and this is a text."),
        ("to_on - from_on", "wrong_type", 7, "Write days(a, b), months(a, b) or later(a, months)."),
        ("to_on + 1", "wrong_type", 7, "Write days(a, b), months(a, b) or later(a, months)."),
        ("max(to_on, 1)", "not_comparable", 1, "a day and a number are not comparable."),
        ("to_on = '2020-01-01'", "not_comparable", 7, "a day and a text are not comparable."),
        ("rent in (1, 'a')", "not_comparable", 6, ""), ("service > late", "no_order", 9, "Compare them by = or <>."),
        ("rent = blank", "compared_with_blank", 6, "Write blank(x), or not blank(x)."),
        ("rent not in (1, blank)", "compared_with_blank", 10, ""),
        ("'x" * 5, "text_not_closed", 9, ""),
    ],
)  # fmt: skip
def test_a_refusal_names_the_place_and_the_remedy(text: str, code: str, at: int, says: str) -> None:
    problem = refusal(text)
    assert (problem.code, problem.values["at"]) == (code, at)
    assert says in problem.text()


def test_what_is_asked_for_is_what_it_gives() -> None:
    assert refusal("rent + 1", gives="yes_no").text() == (
        "At character 1: true or false is needed here, and this is a number."
    )
    assert read("rent + 1", SCHEMA, "number").type == "number"
    assert read("blank", SCHEMA).value(ROW) is None


def test_refusals_speak_chinese() -> None:
    i18n.use("zh_CN")
    assert refusal("1 + 'a'").text() == "第 5 个字符处：这里需要数值，而这是文本。"
    assert refusal("to_on - 1").text() == (
        "第 7 个字符处：日期不能相加减。请写 days(a, b)、months(a, b) 或 later(a, 月数)。"
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1" * (LONGEST + 1), "expression_too_long"), ("(" * 900 + "1" + ")" * 900, "expression_too_deep"),
        ("not " * 400 + "true", "expression_too_deep"), ("-" * 1500 + "1", "expression_too_deep"),
        ("1" + " + 1" * 400, "expression_too_deep"), ("abs(" * 300 + "1" + ")" * 300, "expression_too_deep"),
        ("1 in ((" * 200 + "true" + "))" * 200, "expression_too_deep"),
    ],
)  # fmt: skip
def test_length_and_depth_are_bounded(text: str, code: str) -> None:
    assert refusal(text).code == code


def test_many_conditions_in_a_row_are_not_deep() -> None:
    many = " or ".join(f"count = {at}" for at in range(120))
    assert value(many) is True
    assert value(many, count=120) is False
    assert value("1" + " + 1" * (DEEPEST - 1)) == DEEPEST


def test_a_number_beyond_all_bounds_is_refused_not_infinite() -> None:
    power = "(" * 8 + "rent * rent" + " * rent * rent)" * 8
    with pytest.raises(Refused, match="number_too_large"):
        value(power, rent=D(10) ** 600)


def test_a_third_is_rounded_half_up_to_sixty_digits() -> None:
    assert value("1 / 3") == D("0." + "3" * 60)
    assert value("2 / 3") == D("0." + "6" * 59 + "7")
    assert value("rent / 3 * 3 = rent") is True


NUMBERS = st.decimals(min_value=0, max_value=10**12, places=2) | st.integers(0, 999).map(D)
TEXTS = st.text(max_size=6) | st.sampled_from(["team", '"', "''", "“张”"])
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


def _names(type_):
    return st.sampled_from([Name(name) for name, of in SCHEMA.items() if of == type_])


def _several(strategy):
    return st.lists(strategy, min_size=1, max_size=3).map(tuple)


def _numbers(depth):
    simple = NUMBERS.map(Literal) | _names("number")
    if not depth:
        return simple
    inner, days = _numbers(depth - 1), _days(depth - 1)
    return (
        simple
        | st.builds(Negative, inner)
        | st.builds(Arithmetic, st.sampled_from("+-*/"), inner, inner)
        | st.builds(lambda a, b: Call("max", (a, b)), inner, inner)
        | st.builds(lambda a, b: Call("first", (a, Literal(None), b)), inner, inner)
        | st.builds(lambda a, places: Call("round", (a, Literal(D(places)))), inner, st.integers(0, 10))
        | st.builds(lambda name, a, b: Call(name, (a, b)), st.sampled_from(["days", "months"]), days, days)
    )


def _days(depth):
    simple = DAYS.map(Literal) | _names("day")
    return simple if not depth else simple | st.builds(
        lambda a, b: Call("later", (a, b)), _days(depth - 1), _numbers(depth - 1)
    )  # fmt: skip


def _texts(depth):
    return TEXTS.map(Literal) | _names("text")


def _conditions(depth):
    simple = st.booleans().map(Literal) | _names("yes_no") | st.just(Literal(None))
    if not depth:
        return simple
    inner = _conditions(depth - 1)
    compared = [(kind(depth - 1)) for kind in (_numbers, _days, _texts)]
    signs = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])
    return (
        simple
        | st.builds(Not, inner)
        | st.builds(Joined, st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=4).map(tuple))
        | st.one_of(*(st.builds(Comparison, signs, each, each) for each in compared))
        | st.one_of(*(st.builds(Among, each, _several(each)) for each in compared))
        | st.builds(lambda a: Call("blank", (a,)), inner)
    )


ROWS = st.fixed_dictionaries(
    {
        name: st.none()
        | {
            "number": NUMBERS | NUMBERS.map(D.copy_negate) | st.integers(-9, 9), "text": TEXTS, "day": DAYS,
            "yes_no": st.booleans(),
        }[type_]
        for name, type_ in SCHEMA.items()
    }
)  # fmt: skip
TREES = st.one_of(_conditions(3), _numbers(3), _days(3))


@given(TREES, ROWS)
def test_what_is_written_of_a_tree_means_the_same(tree: object, row: dict[str, object]) -> None:
    again = parse(str(tree))
    assert str(parse(str(again))) == str(again) == str(tree)
    assert type_of(again, SCHEMA) == type_of(tree, SCHEMA)
    assert working(again)(row) == working(tree)(row)


@given(_conditions(3), ROWS)
def test_not_turns_what_is_known_and_conditions_may_be_turned_inside_out(tree: object, row: dict[str, object]) -> None:
    known = working(tree)(row)
    assert working(Not(tree))(row) is (None if known is None else not known)
    if isinstance(tree, Joined):
        other = Joined("or" if tree.word == "and" else "and", tuple(Not(part) for part in tree.parts))
        assert working(other)(row) is working(Not(tree))(row)


@given(DAYS, DAYS)
def test_months_are_the_most_that_fit(first: date, last: date) -> None:
    if first > last:
        first, last = last, first
    months = int(value("months(from_on, to_on)", from_on=first, to_on=last))
    assert add_months(first, months) <= last < add_months(first, months + 1)


WORDS = st.sampled_from([
    *SCHEMA, *FUNCTIONS, "and", "or", "not", "in", "true", "blank", "(", ")", ",", "+", "-", "*", "/", "=", "<>", "<", ">=",
    "1", "0", "2.50", "2020-03-01", "2020-02-30", '"a"', "'", "“", "（", "）", "1e9", ".", "__import__", "99999999999999",
])  # fmt: skip


@given(
    st.lists(WORDS, max_size=25).map(" ".join) | st.lists(WORDS, max_size=25).map("".join) | st.text(max_size=60), ROWS
)
@example("later(2020-01-01, 1 / 3)", ROW)
@example("9" * 1999, ROW)
@example("round(" + "9" * 100 + ", 10)", ROW)
def test_whatever_is_typed_is_a_value_or_is_refused(text: str, row: dict[str, object]) -> None:
    try:
        found = read(text, SCHEMA, None)
        result = found.value(row)
    except Refused as refused:
        assert all(problem.text() for problem in refused.problems)
    else:
        expected = {"number": D, "text": str, "day": date, "yes_no": bool, None: type(None)}[found.type]
        assert result is None or isinstance(result, expected)
        assert max(depth for _, depth in walk(found.tree)) <= DEEPEST
