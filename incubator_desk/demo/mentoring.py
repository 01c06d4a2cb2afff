"""The demo's mentors, and what companies were given in the first quarter of 2020: sessions, events, other services."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from .names import person, phone
from .rows import Row, row

_MENTORS = (
    ("entrepreneur", "创业管理；市场", "青岚智造集团"), ("entrepreneur", "供应链；生产管理", "岚海精密股份"),
    ("investor", "股权融资", "岚山创投"), ("investor", "股权融资；并购", "望湖资本"),
    ("investor", "债权融资", "青岚银行"),
    ("technical", "新材料；检测", "青岚大学"), ("technical", "软件；人工智能", "青岚大学"),
    ("technical", "生物医药", "岚海医学院"), ("technical", "光电；传感", "青岚光电所"),
    ("legal_finance", "知识产权", "岚桥知识产权事务所"), ("legal_finance", "财税；审计", "青岚同泽税务师事务所"),
    ("legal_finance", "合同；劳动用工", "望湖律师事务所"),
)  # fmt: skip
_TOPICS = {
    "entrepreneur": (
        ("mentoring", "复工后的现金流安排"),
        ("market", "海外订单的替代渠道"),
        ("mentoring", "股权架构与合伙人"),
    ),
    "investor": (("financing", "融资计划书修改"), ("financing", "估值与投资条款"), ("financing", "贷款贴息申请")),
    "technical": (
        ("consulting", "样机可靠性改进"),
        ("technology_transfer", "高校成果许可谈判"),
        ("consulting", "检测方案"),
    ),
    "legal_finance": (("ip", "专利布局"), ("legal_tax", "疫情期间用工与合同"), ("declaration", "高企认定材料")),
}  # fmt: skip
_RESULTS = ("形成书面建议一份", "已约定一周内补充材料", "确定改进方案，由企业实施", "转介至专业服务机构跟进")
_SERVICES = (
    ("testing", "样品可靠性检测", date(2020, 1, 14), "检测报告一份"),
    ("declaration", "疫情专项贷款贴息申报辅导", date(2020, 2, 18), "材料已提交"),
    ("training", "线上财税政策培训", date(2020, 2, 21), "参训企业六家"),
    ("legal_tax", "延期缴纳税款申请代办", date(2020, 2, 25), "税务机关已受理"),
    ("consulting", "复工防疫方案编制", date(2020, 2, 12), "方案已备案"),
    ("ip", "软件著作权登记代办", date(2020, 3, 6), "已受理"),
    ("market", "防疫物资供应链对接", date(2020, 2, 14), "签订供货意向"),
    ("financing", "银企线上对接会", date(2020, 3, 12), "两家企业进入授信流程"),
    ("testing", "电磁兼容摸底测试", date(2020, 3, 17), "整改意见一份"),
    ("declaration", "科技型中小企业评价入库辅导", date(2020, 3, 24), "已提交"),
)
_SEVERAL = ("training", "financing")
_PROVIDERS = {"testing": "SP-0001", "ip": "SP-0002", "legal_tax": "SP-0006"}
"""Who gave a service where the park did not do so itself."""
_POSITIONS = {"entrepreneur": "总经理", "investor": "投资总监", "technical": "教授", "legal_finance": "合伙人"}
_TIES = (("M-0001", 3, "equity", "持股 5%"), ("M-0003", 8, "equity", "所在基金持股 8%"), ("M-0006", 12, "family", None))
_TERMS = ("09:00", "10:40", "14:00", "15:40")
_EVENTS = (date(2020, 1, 9), date(2020, 2, 26), date(2020, 3, 11), date(2020, 3, 25))
_FIRST = date(2020, 1, 6)
_HOLIDAYS = (date(2020, 1, 20), date(2020, 2, 9))
"""Nothing takes place from before the spring festival until the park reopens."""


def mentors() -> list[Row]:
    """Twelve of four kinds; the appointment of the last one was renewed after a pause."""
    rng = Random("mentors")
    return [
        row(
            "mentors", code=f"M-{number:04}", name=person(rng), kind=kind, fields=fields, employer=employer,
            position=_POSITIONS[kind], phone=phone(rng), appointed_from=date(2019, 1, 1),
            appointed_to=date(2019, 12, 31) if number == len(_MENTORS) else date(2020, 12, 31),
            letter_no=f"青岚聘〔2019〕{number:02}号",
        )
        for number, (kind, fields, employer) in enumerate(_MENTORS, 1)
    ]  # fmt: skip


def terms() -> list[Row]:
    """The renewed appointment."""
    letter = f"青岚聘〔2020〕{1:02}号"
    code = f"M-{len(_MENTORS):04}"
    return [row("mentor_terms", mentor_code=code, from_on=date(2020, 2, 1), to_on=date(2021, 1, 31), letter_no=letter)]


def ties(companies: Sequence[Row]) -> list[Row]:
    """A few mentors who are not strangers to a company of the park."""
    served = _served(companies)
    return [
        row("mentor_ties", mentor_code=mentor, tenant_code=served[at], kind=kind, from_on=date(2019, 6, 1), note=note)
        for mentor, at, kind, note in _TIES
    ]


def services(companies: Sequence[Row], today: date) -> tuple[list[Row], list[Row]]:
    """Ten services that no mentor gave, two of them to several companies."""
    rng, served = Random("services"), _served(companies)
    given: list[Row] = []
    used: list[Row] = []
    for number, (kind, title, day, result) in enumerate(_SERVICES, 1):
        code, done = f"SV-{number:04}", day <= today
        given.append(
            row(
                "services", code=code, service_kind=kind, title=title, status="done" if done else "planned",
                served_on=day, hours=Decimal(2) if kind in _SEVERAL else None, provider_code=_PROVIDERS.get(kind),
                handled_by="企业服务部",
                result=result if done else None, fee=Decimal(1200) if kind == "testing" else None,
            )
        )  # fmt: skip
        for guest in sorted(rng.sample(served, 6 if kind in _SEVERAL else 1)):
            rating = rng.choice((4, 5, 5)) if done else None
            used.append(row("service_uses", service_code=code, tenant_code=guest, rating=rating))
    return given, used


def _served(companies: Sequence[Row]) -> list[str]:
    """Forty companies that were there when the quarter began."""
    return [c["code"] for c in companies if c["status"] == "incubating" and c["admitted_on"] < _FIRST][:40]


def sessions(companies: Sequence[Row], today: date) -> tuple[list[Row], list[Row]]:
    """Sixty sessions and four events of the quarter, with those who took part."""
    rng = Random("sessions")
    served = _served(companies)
    held: list[Row] = []
    present: list[Row] = []
    for number, (day, slot, mentor) in enumerate(_slots(rng), 1):
        guests = [served[(number * 7 + n) % len(served)] for n in range(3 if number % 9 == 0 else 1)]
        _enter(held, present, number, day, slot, mentor, guests, rng, today)
    for number, day in enumerate(_EVENTS, len(held) + 1):
        guests = sorted(rng.sample(served, 12))
        _enter(held, present, number, day, 2, 2 + number % 3, guests, rng, today, event=True)
    return held, present


def _slots(rng: Random) -> list[tuple[date, int, int]]:
    """Sixty times in which no mentor is in two places: day, time of the day, mentor."""
    days = [_FIRST + timedelta(n) for n in range(82)]
    open_days = [d for d in days if d.weekday() < 5 and not _HOLIDAYS[0] <= d <= _HOLIDAYS[1] and d not in _EVENTS]
    every = [(day, slot, mentor) for day in open_days for slot in range(4) for mentor in range(len(_MENTORS))]
    return sorted(rng.sample(every, 60))


def _enter(
    held: list[Row], present: list[Row], number: int, day: date, slot: int, mentor: int, guests: Sequence[str],
    rng: Random, today: date, *, event: bool = False,
) -> None:  # fmt: skip
    code = f"MS-{number:04}"
    status = "planned" if day >= today else _status(number)
    kind, topic = ("event", "云路演与融资对接会") if event else rng.choice(_TOPICS[_MENTORS[mentor][0]])
    start = _TERMS[slot]
    until = int(start[:2]) * 60 + int(start[3:]) + (120 if event else 80)
    ends = f"{until // 60:02}:{until % 60:02}"
    online = date(2020, 2, 1) < day < date(2020, 3, 1)
    done = status == "held"
    held.append(
        row(
            "mentoring_sessions", code=code, mentor_code=f"M-{mentor + 1:04}", held_on=day, starts_at=start,
            ends_at=ends, status=status, mode="online" if online else "onsite",
            place=None if online else "A 栋 201 会客室", service_kind=kind, topic=topic,
            summary=f"围绕“{topic}”交流，明确了下一步安排与责任人。" if done else None,
            confirmed_on=day + timedelta(1) if done and number % 12 else None,
            fee=Decimal(800) if number % 15 == 0 else None,
            headcount=30 + number % 7 if event and done else None,
            result=_RESULTS[number % len(_RESULTS)] if done else None,
            follow_up_on=day + timedelta(14) if done and number % 10 == 0 else None,
            followed_up_on=day + timedelta(12) if done and number % 20 == 0 else None,
            confirmed_by="企业负责人" if done and number % 12 else None,
            cancel_reason={"cancelled": "企业改期", "no_show": "企业未到场"}.get(status),
        )
    )  # fmt: skip
    for at, guest in enumerate(guests):
        present.append(
            row(
                "participations", session_code=code, tenant_code=guest, attended=not (done and at == 2 and not event),
                rating=rng.choice((4, 5, 5, 5)) if done and at < 2 else None,
            )
        )  # fmt: skip


def _status(number: int) -> str:
    return {13: "cancelled", 27: "no_show", 38: "cancelled"}.get(number, "held")
