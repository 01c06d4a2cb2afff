"""The further audit flags, each raised by what its papers say and by nothing else."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from incubator_desk.features.vouchers.rules.audit import NAMES, Papers, Party, flags

GOOD = Papers(
    Party("青岚朴石新材料有限公司", "青岚市望湖路66号", "13812341234", "王强"), Party("检测中心", "岚海路1号", "0999-111", "李敏"), "testing",
    frozenset({"event"}), date(2020, 2, 20), date(2020, 2, 21), date(2020, 2, 25), date(2020, 3, 1), None, None, None,
    Decimal("6007.14"), "人民币陆仟零柒元壹角肆分",
)  # fmt: skip


def test_good_papers_raise_nothing():
    assert flags(GOOD, NAMES) == ()


@pytest.mark.parametrize(
    ("flag", "values"),
    [
        ("payment_order", {"payment_on": None}),
        ("payment_order", {"payment_on": date(2020, 2, 20)}),
        ("payment_order", {"payment_on": date(2020, 3, 2)}),
        ("payment_order", {"delivered_on": date(2020, 2, 22)}),
        ("related_party", {"provider": Party("检测中心", "青岚市望湖路 66 号")}),
        ("related_party", {"provider": Party("检测中心", phone="138-1234-1234")}),
        ("related_party", {"provider": Party("检测中心", legal_representative="王强")}),
        ("excluded_service", {"service_kind": "event"}),
        ("double_funding", {"other_funding": Decimal(1)}),
        ("third_party_payment", {"payer": "某财汇公司"}),
        ("invoice_party", {"invoice_from": "另一家"}),
        ("evidence_missing", {"missing": ("Invoice",)}),
        ("words_differ", {"asked_in_words": "陆仟零柒元壹角伍分"}),
    ],
)
def test_each_flag_is_raised_where_its_programme_wants_it(flag, values):
    papers = replace(GOOD, **values)
    assert flags(papers, NAMES) == (flag,)
    assert flags(papers, set(NAMES) - {flag}) == ()


@pytest.mark.parametrize(
    "values",
    [
        {"payer": "青岚朴石新材料有限公司"}, {"invoice_from": "检测中心 "}, {"other_funding": Decimal(0)},
        {"provider": Party("检测中心")}, {"asked_in_words": None}, {"asked_in_words": "陆仟零柒圆壹角肆分整"},
        {"asked": None},
    ],
)  # fmt: skip
def test_what_only_looks_so_raises_nothing(values):
    assert flags(replace(GOOD, **values), NAMES) == ()
