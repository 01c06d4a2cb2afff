"""A quarter of a small park: mentors with and without terms, sessions of every kind, other services, a voucher."""

from datetime import date
from decimal import Decimal

import sample_park as sample

from incubator_desk.base.periods import Period
from incubator_desk.catalog import saving
from incubator_desk.features.park import service as park

D, N = date, Decimal
Q1, TODAY = Period.parse("2020-Q1"), D(2020, 3, 31)
TENANTS = (
    {"code": "T1", "name": "青岚白榆生物有限公司", "kind": "company", "uscc": sample.credit_code(1), "admitted_on": D(2019, 1, 1), "contact_name": "林洁", "contact_phone": "13800002001"},
    {"code": "T2", "name": "山岚团队", "kind": "team", "admitted_on": D(2019, 6, 1), "contact_name": "周舟", "contact_phone": "13800002002"},
    # Left since: still one of the incubated ones when the quarter ended.
    {"code": "T3", "name": "青岚光电有限公司", "kind": "company", "uscc": sample.credit_code(3), "status": "left", "admitted_on": D(2018, 1, 1), "left_on": D(2020, 4, 15)},
    {"code": "T4", "name": "青岚毕业软件有限公司", "kind": "company", "uscc": sample.credit_code(4), "status": "graduated", "admitted_on": D(2018, 1, 1), "graduated_on": D(2020, 3, 5)},
    {"code": "T5", "name": "岚里咖啡店", "kind": "company", "uscc": sample.credit_code(5), "status": "resident", "admitted_on": D(2018, 1, 1)},
)  # fmt: skip
MENTORS = (
    {"code": "M1", "name": "王强", "kind": "entrepreneur", "fields": "融资；市场", "employer": "青岚智造集团", "position": "总经理", "phone": "13900001111", "appointed_from": D(2019, 1, 1), "appointed_to": D(2020, 12, 31), "letter_no": "青岚聘〔2019〕1号"},
    {"code": "M2", "name": "李敏", "kind": "technical", "employer": "青岚大学", "appointed_from": D(2019, 1, 1), "appointed_to": D(2019, 12, 31)},
    {"code": "M3", "name": "赵宁"},
    {"code": "M4", "name": "钱远", "appointed_from": D(2018, 1, 1), "appointed_to": D(2018, 12, 31)},
    {"code": "M5", "name": "孙悦", "appointed_from": D(2020, 3, 1), "appointed_to": D(2021, 2, 28)},
)  # fmt: skip


def session(code, mentor, day, start, end, *present, status="held", **values):
    """A session with its participations: company, whether it attended, how it rated."""
    given = {"code": code, "mentor": mentor, "held_on": day, "starts_at": start, "ends_at": end, "status": status}
    if status == "held":
        given |= {"confirmed_on": day.replace(day=day.day + 1), "confirmed_by": "企业负责人"}
    return given | values, present


SESSIONS = (
    session("S1", "M1", D(2020, 2, 3), "09:00", "10:30", ("T1", True, 5), ("T2", False, None), mode="online",
            service_kind="mentoring", topic="复工后的现金流安排", summary="梳理了三个月的收支。", result="形成资金计划一份",
            follow_up_on=D(2020, 2, 20), followed_up_on=D(2020, 2, 18), fee=N(800)),
    session("S2", "M2", D(2020, 1, 15), "14:00", "15:00", ("T1", True, None), service_kind="consulting"),
    session("S3", "M2", D(2020, 2, 5), "14:00", "15:20", ("T1", True, 4), ("T4", True, 5), ("T5", True, 4), mode="onsite",
            place="A 栋 201", service_kind="event", topic="样机可靠性", headcount=9, follow_up_on=D(2020, 3, 1), claim="C1"),
    session("S4", "M1", D(2020, 3, 25), "10:30", "11:00", ("T1", True, None), ("T2", True, None), ("T3", True, None),
            status="planned", mode="onsite", place="A 栋报告厅", service_kind="event", topic="银企对接会"),
    session("S5", "M1", D(2020, 3, 2), "10:30", "11:00", ("T2", True, None), status="cancelled", cancel_reason="企业改期"),
    session("S6", "M1", D(2020, 3, 3), "10:30", "11:00", ("T2", True, 3), confirmed_on=None, confirmed_by=None),
    *(session(f"S{number}", "M3", D(2020, 3, number), "15:00", "15:20", ("T3", True, None), service_kind="ip",
              follow_up_on=D(2020, 4, 9) if number == 9 else None) for number in (7, 8, 9)),
)  # fmt: skip
SERVICES = (
    ({"code": "V1", "service_kind": "testing", "title": "样品检测", "served_on": D(2020, 2, 3), "provider": "P1", "result": "检测报告一份"}, ("T2", 5), ("T3", None)),
    ({"code": "V2", "service_kind": "training", "title": "财税培训", "served_on": D(2020, 2, 21), "hours": N("2.5"), "handled_by": "企业服务部"}, ("T1", 4)),
    ({"code": "V3", "service_kind": "training", "title": "安全培训", "served_on": D(2020, 3, 30), "hours": N(2), "status": "planned"}, ("T2", None)),
)  # fmt: skip


def furnish(office):
    """Fill an office; gives the uids by code."""
    with office.writing("Profile") as step:
        values = {
            "name": "青岚科创孵化器有限公司",
            "short_name": "青岚科创",
            "phone": "0999-6600066",
            "prepared_by": "王敏",
        }
        saving.save(step, office.features.registers["operators"], values, park.own(step.session))
    uids = {}
    with office.writing("Fill") as step:

        def keep(register, **values):
            given = {
                (f"{n}_uid" if n in REFERENCES else n): uids[v] if n in REFERENCES else v for n, v in values.items()
            }
            uid, _problems = saving.save(step, office.features.registers[register], given)
            step.flush()
            uids[values.get("code", uid)] = uid

        for values in TENANTS:
            keep("tenants", **values)
        for values in MENTORS:
            keep("mentors", **values)
        keep("mentor_terms", mentor="M2", from_on=D(2020, 2, 1), letter_no="青岚聘〔2020〕7号")
        keep("providers", code="P1", name="青岚检测中心")
        keep(
            "voucher_programmes",
            code="G1",
            title="创新券",
            year=2020,
            rate_percent=N(50),
            use_by=D(2020, 12, 31),
            redeem_by=D(2021, 3, 31),
        )
        keep("vouchers", code="W1", programme="G1", tenant="T1", face_value=N(20000), issued_on=D(2020, 1, 10))
        keep("voucher_claims", code="C1", voucher="W1", provider="P1", service_kind="consulting", contract_on=D(2020, 1, 20), delivered_on=D(2020, 2, 5),
             invoice_no="0001", invoice_on=D(2020, 2, 6), eligible_amount=N(2000), claimed_on=D(2020, 2, 7))  # fmt: skip
        for values, present in SESSIONS:
            keep("mentoring_sessions", **values)
            for tenant, attended, rating in present:
                keep("participations", session=values["code"], tenant=tenant, attended=attended, rating=rating)
        for values, *used in SERVICES:
            keep("services", **values)
            for tenant, rating in used:
                keep("service_uses", service=values["code"], tenant=tenant, rating=rating)
    return uids


REFERENCES = {"tenant", "mentor", "session", "service", "provider", "programme", "voucher", "claim"}
