"""A park with a few mentors, companies and sessions, saved as people save them."""

from datetime import date
from typing import Any

import sample_park

from incubator_desk.catalog.office import Office

MONDAY = date(2020, 3, 2)


def save(office: Office, register: str, **values: Any) -> str:
    """Save one record; gives its uid."""
    return sample_park.save(office, register, **values)


def company(office: Office, code: str, name: str, **values: Any) -> str:
    """A team that is incubated."""
    return save(office, "tenants", code=code, name=name, kind="team", **values)


def session(office: Office, code: str, mentor: str, on: date, starts: str, ends: str, *companies: str, **values: Any) -> str:  # fmt: skip
    """A session with its companies, all of which came; gives its uid."""
    uid = save(
        office, "mentoring_sessions", code=code, mentor_uid=mentor, held_on=on, starts_at=starts, ends_at=ends, **values
    )
    for each in companies:
        save(office, "participations", session_uid=uid, tenant_uid=each)
    return uid


def fill(office: Office) -> dict[str, str]:
    """Two mentors and three companies; gives their uids by code."""
    return {
        "M1": save(office, "mentors", code="M1", name="王强", fields="股权融资；新材料"),
        "M2": save(office, "mentors", code="M2", name="李敏", fields="知识产权", appointed_from=date(2020, 1, 1), appointed_to=date(2020, 3, 31)),
        "T1": company(office, "T1", "青芯科技", tech_field="新材料", admitted_on=date(2019, 1, 1)),
        "T2": company(office, "T2", "岚海生物", industry="生物医药"),
        "T3": company(office, "T3", "望湖软件", status="graduated", graduated_on=date(2019, 12, 31)),
    }  # fmt: skip
