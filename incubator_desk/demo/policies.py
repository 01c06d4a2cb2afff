"""The relief policies of the demo: those of an invented park and zone, worded as such documents are."""

from datetime import date
from decimal import Decimal

from .rows import Row, row

STATE_WAIVER, HALF_RENT, TEAM_DESKS, EXTENSION, DEFERRAL = (f"P-2020-{number}" for number in range(1, 6))
WAIVER_2022, DEFERRAL_2022 = "P-2022-1", "P-2022-2"
TO_APPLY = "P-2020-7"
"""The policy that has just come, with no case yet."""

_ZONE = "青岚高新技术产业开发区管理委员会"
_LANDLORD = "青岚高新区国有资产经营有限公司"
_PARK = "青岚科创孵化器有限公司"
_POLICIES = (
    (STATE_WAIVER, "关于免收中小微企业 2020 年 2 月份国有房屋租金的通知", "青国资〔2020〕11号", _LANDLORD,
     date(2020, 2, 5), True, "refund"),
    (HALF_RENT, "关于支持在孵企业减免和缓缴房租的若干措施", "青高管〔2020〕6号", _ZONE,
     date(2020, 2, 8), True, "offset"),
    (TEAM_DESKS, "关于众创空间创业团队工位费定额减免的办法", "青科孵〔2020〕3号", _PARK,
     date(2020, 2, 10), False, "offset"),
    (EXTENSION, "关于转租房源在孵企业租期顺延的通知", "青科孵〔2020〕4号", _PARK,
     date(2020, 2, 14), False, "offset"),
    (DEFERRAL, "关于受疫情影响企业缓缴和分期缴纳房租的通知", "青高管〔2020〕9号", _ZONE,
     date(2020, 2, 17), False, "offset"),
    ("P-2020-6", "关于应对疫情进一步帮扶服务业小微企业和个体工商户缓解房屋租金压力的实施办法", "青高管〔2020〕21号",
     _ZONE, date(2020, 5, 22), True, "refund"),
    (TO_APPLY, "关于支持园区企业复产达产减收 2020 年 5 月至 7 月房租的通知", "青高管〔2020〕14号", _ZONE,
     date(2020, 3, 16), True, "offset"),
    (WAIVER_2022, "2022 年服务业小微企业和个体工商户国有房屋租金减免实施细则", "青高管〔2022〕8号", _ZONE,
     date(2022, 4, 6), True, "refund"),
    (DEFERRAL_2022, "2022 年园区房租缓缴工作方案", "青科孵〔2022〕5号", _PARK,
     date(2022, 4, 15), False, "offset"),
    ("P-2022-3", "关于推动阶段性减免市场主体房屋租金工作的通知（非国有房源奖补）", "青高管〔2022〕13号", _ZONE,
     date(2022, 7, 1), False, "offset"),
)  # fmt: skip


_SMALL, _INCUBATED = "micro;small", "incubating"
_FEBRUARY = {"starts_on": date(2020, 2, 1), "ends_on": date(2020, 2, 29)}
_SPRING = {"starts_on": date(2020, 2, 1), "term_months": 3}
_LATE_SPRING = {"starts_on": date(2020, 3, 1), "ends_on": date(2020, 5, 31)}
_UNTIL_MARCH = {"apply_from": date(2020, 2, 5), "apply_to": date(2020, 3, 31)}
# Who is served and what is granted, as the cases of the demo have it.
_TERMS: dict[str, Row] = {
    STATE_WAIVER: {
        "kind": "percent", "percent": Decimal(100), **_FEBRUARY, **_UNTIL_MARCH, "tenant_kinds": "company;sole_trader",
        "tenant_statuses": _INCUBATED, "size_classes": _SMALL, "ownerships": "state",
    },
    HALF_RENT: {
        "kind": "percent", "percent": Decimal(50), **_SPRING, **_UNTIL_MARCH, "tenant_kinds": "company",
        "tenant_statuses": _INCUBATED, "size_classes": _SMALL, "ownerships": "own;state", "notice_days": 5,
    },
    TEAM_DESKS: {
        "kind": "fixed", "amount": Decimal(300), "cap": Decimal(900), **_SPRING, **_UNTIL_MARCH,
        "tenant_kinds": "team", "tenant_statuses": _INCUBATED, "evidence": "申请表；工位协议",
    },
    EXTENSION: {
        "kind": "extension", "months": 1, **_UNTIL_MARCH, "tenant_kinds": "company", "tenant_statuses": _INCUBATED,
        "ownerships": "collective;private",
    },
    DEFERRAL: {"kind": "deferral", "months": 6, **_LATE_SPRING, "apply_from": date(2020, 2, 17)},
    "P-2020-6": {
        "kind": "percent", "percent": Decimal(100), "starts_on": date(2020, 4, 1), "ends_on": date(2020, 6, 30),
        "valid_from": date(2020, 5, 22), "tenant_kinds": "company;sole_trader", "size_classes": _SMALL,
        "service_only": True, "ownerships": "state",
    },
    TO_APPLY: {
        "kind": "percent", "percent": Decimal(30), "starts_on": date(2020, 5, 1), "term_months": 3,
        "apply_from": date(2020, 3, 16), "apply_to": date(2020, 6, 30), "tenant_kinds": "company",
        "tenant_statuses": "incubating;resident", "size_classes": _SMALL,
    },
    WAIVER_2022: {
        "kind": "percent", "percent": Decimal(100), "starts_on": date(2022, 3, 1), "term_months": 3,
        "by_year_share": True, "valid_from": date(2022, 4, 6), "tenant_kinds": "company;sole_trader",
        "size_classes": _SMALL, "service_only": True, "ownerships": "state",
    },
    DEFERRAL_2022: {
        "kind": "deferral", "months": 6, "starts_on": date(2022, 3, 1), "ends_on": date(2022, 5, 31),
        "valid_from": date(2022, 4, 15), "arrears_allowed": False,
    },
    "P-2022-3": {"subsidy_percent": Decimal(30), "subsidy_cap": Decimal(500_000), "subsidy_months": 3},
}  # fmt: skip


def policies() -> list[Row]:
    """All policies; the later ones are there because leases run into their time."""
    columns = ("code", "title", "document_no", "issuer", "issued_on", "exclusive", "settle_paid")
    named: list[Row] = [dict(zip(columns, each, strict=True)) for each in _POLICIES]
    return [row("relief_policies", **each, **_TERMS[each["code"]]) for each in named]
