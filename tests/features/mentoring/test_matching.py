"""Which mentor fits: points by stated criteria, each with its reason; more agreement never gives fewer."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incubator_desk.base import i18n
from incubator_desk.features.mentoring.rules.matching import CRITERIA, Candidate, Terms, Wish, agreement, matches

POINTS = {"field": 25, "topic": 15, "free": 20, "appointed": 10, "tie": 10, "rating": 10, "load": 10}
TERMS = Terms(POINTS, 8, 30)
WISH = Wish((("青芯科技", "新材料 电池"), ("岚海生物", "生物医药")), "融资计划书修改 融资对接 Financing")
PLAIN = Candidate("m1", "M1", "王强", ("股权融资", "新材料"), None, True, (), 18, 4, 2)


def parts(candidate, wish=WISH, terms=TERMS):
    (match,) = matches(wish, [candidate], terms)
    return {part.what: part for part in match.parts}


def test_every_point_is_shown_with_its_reason():
    (match,) = matches(WISH, [PLAIN], TERMS)
    assert [(part.what, part.points, part.out_of, part.text()) for part in match.parts] == [
        ("field", 13, 25, "“新材料”: what 青芯科技 works on"),  # one of two companies: 12.5
        ("topic", 8, 15, "“融资” of “股权融资” stands in the topic"),  # a piece: 7.5
        ("free", 20, 20, "free at that time"),
        ("appointed", 10, 10, "appointed on that day"),
        ("tie", 10, 10, "no tie with the companies"),
        ("rating", 9, 10, "mean rating 4.50 (n = 4)"),  # 3.5 of 4 above the lowest: 8.75
        ("load", 8, 10, "sessions in the last 30 days: 2"),  # 6 of 8 left: 7.5
    ]
    assert match.points == 78
    with i18n.speaking("zh_CN"):
        assert [part.text() for part in match.parts] == [
            "“新材料”与青芯科技的领域相符", "主题中有“融资”（专长“股权融资”）", "该时段空闲", "当日在聘", "与企业无关联关系",
            "平均满意度 4.50（4 次评分）", "近 30 天 2 场",
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "what", "points", "text"),
    [
        ({"fields": ()}, "field", 0, "its fields are not those of the companies"),
        ({"fields": ("新材料", "生物医药")}, "field", 25, "“新材料, 生物医药”: what 青芯科技, 岚海生物 works on"),
        ({"fields": ("知识产权",)}, "topic", 0, "none of its fields stands in the topic"),
        ({"fields": ("股权融资", "融资")}, "topic", 15, "“融资” stands in the topic"),
        ({"fields": ("financing",)}, "topic", 15, "“financing” stands in the topic"),
        ({"busy_with": "MS-7"}, "free", 0, "has session MS-7 at that time"),
        ({"appointed": False}, "appointed", 0, "not appointed on that day: it will not count"),
        ({"tied_with": ("青芯科技",)}, "tie", 0, "tied with 青芯科技"),
        ({"rated": 0, "ratings": 0}, "rating", 5, "not rated yet: half the points"),
        ({"rated": 3, "ratings": 3}, "rating", 0, "mean rating 1.00 (n = 3)"),
        ({"rated": 10, "ratings": 2}, "rating", 10, "mean rating 5.00 (n = 2)"),
        ({"sessions": 0}, "load", 10, "sessions in the last 30 days: 0"),
        ({"sessions": 8}, "load", 0, "sessions in the last 30 days: 8"),
        ({"sessions": 80}, "load", 0, "sessions in the last 30 days: 80"),
    ],
)
def test_what_each_criterion_gives(change, what, points, text):
    part = parts(replace(PLAIN, **change))[what]
    assert (part.points, part.text()) == (points, text)


@pytest.mark.parametrize(
    ("words", "text", "share"),
    [
        (("新材料",), "高性能新材料的检测", Fraction(1)),
        (("材料检测",), "新材料", Fraction(1, 2)),
        (("软件",), "硬件", Fraction(0)),
        (("AI",), "maintain", Fraction(0)),  # not a word of its own
        (("ai",), "用AI写代码", Fraction(1)),
        (("Machine Learning",), "machine learning for sensors", Fraction(1)),
        (("Machine Learning",), "a washing machine", Fraction(1, 2)),
        (("ＡＩ",), "AI 芯片", Fraction(1)),  # full-width forms aside
        (("",), "新材料", Fraction(0)),
        (("新材料",), "", Fraction(0)),
    ],
)  # fmt: skip
def test_texts_agree_by_the_mentors_words(words, text, share):
    assert agreement(words, text).share == share


def test_the_best_first_and_equal_ones_by_code():
    three = [replace(PLAIN, code=code, uid=code, sessions=n) for code, n in (("M3", 2), ("M2", 2), ("M9", 0))]
    assert [match.code for match in matches(WISH, three, TERMS)] == ["M9", "M2", "M3"]
    assert [match.code for match in matches(WISH, three[::-1], TERMS)] == ["M9", "M2", "M3"]


def test_without_companies_or_words_the_rest_still_ranks():
    found = parts(PLAIN, Wish((), ""))
    assert (found["field"].points, found["topic"].points, found["free"].points) == (0, 0, 20)


WORDS = st.sampled_from(["新材料", "股权融资", "生物医药", "软件", "AI", "检测", "machine learning", "材料"])
TEXT = st.lists(WORDS | st.text("新材料生物软件ai ", max_size=6), max_size=5).map(" ".join)


@st.composite
def candidates(draw):
    ratings = draw(st.integers(0, 5))
    return Candidate(
        "m", "M", "名", tuple(draw(st.lists(WORDS, max_size=4))), draw(st.none() | st.just("S1")), draw(st.booleans()),
        tuple(draw(st.lists(st.sampled_from(["甲", "乙"]), max_size=2, unique=True))),
        sum(draw(st.integers(1, 5)) for _ in range(ratings)), ratings, draw(st.integers(0, 12)),
    )  # fmt: skip


@given(candidates(), TEXT, st.lists(TEXT, max_size=3))
def test_the_total_is_the_sum_of_its_parts_and_within_0_and_100(candidate, text, fields):
    wish = Wish(tuple((f"T{n}", field) for n, field in enumerate(fields)), text)
    (match,) = matches(wish, [candidate], TERMS)
    assert match.points == sum(part.points for part in match.parts)
    assert 0 <= match.points <= 100
    assert tuple(part.what for part in match.parts) == CRITERIA
    assert all(0 <= part.points <= part.out_of == POINTS[part.what] for part in match.parts)
    for language in i18n.LANGUAGES:
        with i18n.speaking(language):
            assert all(part.text() and "{" not in part.text() for part in match.parts)


@given(candidates(), WORDS, TEXT, TEXT, TEXT)
def test_more_agreement_never_gives_fewer_points(candidate, word, text, further, field):
    wish = Wish((("T1", field),), text)
    (before,) = matches(wish, [candidate], TERMS)
    better = (
        (wish, replace(candidate, fields=(*candidate.fields, word))),
        (replace(wish, text=f"{text} {further}"), candidate),
        (replace(wish, companies=(("T1", f"{field} {further}"),)), candidate),
        (wish, replace(candidate, busy_with=None)),
        (wish, replace(candidate, appointed=True)),
        (wish, replace(candidate, tied_with=())),
        (wish, replace(candidate, sessions=max(candidate.sessions - 1, 0))),
    )
    for asked, mentor in better:
        (after,) = matches(asked, [mentor], TERMS)
        assert after.points >= before.points
