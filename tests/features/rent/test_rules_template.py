"""Texts with places to fill: names, braces, the table, paragraphs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incubator_desk.features.rent.rules import template

VALUES = {"tenant": "青岚朴石", "amount": "1,944.00", "uscc": None, "settlement": "", "sums": "一\n二"}


def test_places_are_filled_and_what_is_not_known_is_left_to_the_pen() -> None:
    text = "{tenant}（{uscc}）应付{ Amount }元"
    assert template.places(text) == ["tenant", "uscc", "amount"]
    assert template.filled(text, VALUES) == "青岚朴石（________）应付1,944.00元"


def test_full_width_braces_are_braces() -> None:
    assert template.filled("尊敬的｛tenant｝：", VALUES) == "尊敬的青岚朴石："
    assert template.balanced("｛tenant}")


@pytest.mark.parametrize("text", ["{tenant", "tenant}", "{{tenant}}", "{}", "{ }", "a } b {"])
def test_a_brace_alone_or_empty_is_seen(text: str) -> None:
    assert not template.balanced(text)


def test_the_table_parts_the_paragraphs_and_empty_ones_fall_away() -> None:
    body = "第一段\n\n {table} \n{settlement}\n其二：{sums}\n"
    assert template.paragraphs(body, VALUES) == (("第一段",), ("其二：一", "二"))
    assert template.paragraphs("只有一段", VALUES) == (("只有一段",), ())


@pytest.mark.parametrize(
    ("body", "stray"),
    [("{table}", False), ("a\n｛TABLE｝\nb", False), ("见{table}", True), ("{table}\n{table}", True), ("{table}{table}", True), ("a", False)],
)  # fmt: skip
def test_the_table_has_a_line_of_its_own(body: str, stray: bool) -> None:
    assert template.stray_table(body) is stray


@given(st.text(alphabet="ab{}｛｝ \n", max_size=30))
def test_whatever_is_balanced_can_be_filled(text: str) -> None:
    if template.balanced(text):
        assert "{" not in template.filled(text, dict.fromkeys(template.places(text), "x"))
    else:
        assert set("{}｛｝") & set(text)


@given(st.dictionaries(st.sampled_from(["tenant", "amount"]), st.text(alphabet="{}x", max_size=5), min_size=2))
def test_a_value_with_braces_is_taken_as_it_is(values: dict[str, str]) -> None:
    assert template.filled("{tenant}|{amount}", values) == f"{values['tenant']}|{values['amount']}"
