"""The relief policies of the demo: those of an invented park and zone, worded as such documents are."""

from datetime import date

from .rows import Row, row

STATE_WAIVER, HALF_RENT, TEAM_DESKS, EXTENSION, DEFERRAL = (f"P-2020-{number}" for number in range(1, 6))
WAIVER_2022, DEFERRAL_2022 = "P-2022-1", "P-2022-2"

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
    (WAIVER_2022, "2022 年服务业小微企业和个体工商户国有房屋租金减免实施细则", "青高管〔2022〕8号", _ZONE,
     date(2022, 4, 6), True, "refund"),
    (DEFERRAL_2022, "2022 年园区房租缓缴工作方案", "青科孵〔2022〕5号", _PARK,
     date(2022, 4, 15), False, "offset"),
    ("P-2022-3", "关于推动阶段性减免市场主体房屋租金工作的通知（非国有房源奖补）", "青高管〔2022〕13号", _ZONE,
     date(2022, 7, 1), False, "offset"),
)  # fmt: skip


def policies() -> list[Row]:
    """All policies; the later ones are there because leases run into their time."""
    columns = ("code", "title", "document_no", "issuer", "issued_on", "exclusive", "settle_paid")
    return [row("relief_policies", **dict(zip(columns, each, strict=True))) for each in _POLICIES]
