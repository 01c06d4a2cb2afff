"""A company with two leases, another with one, a third with none: what receiving money is tried on."""

from datetime import date
from decimal import Decimal
from typing import Any

import sample_park as sample

from incubator_desk.catalog.office import Office
from incubator_desk.features.rent.rules import schedule, to_json
from incubator_desk.features.rent.service import facts

TODAY = sample.TODAY
MUCHUAN, PUSHI, NONE = "青岚沐川医疗器械有限公司", "青岚朴石新材料有限公司", "青岚云粟数据有限公司"
_TERMS: dict[str, Any] = {
    "starts_on": date(2020, 1, 1), "ends_on": date(2020, 12, 31), "price_unit": "month", "due_offset_days": 4,
}  # fmt: skip


def furnish(office: Office) -> dict[str, str]:
    """Fill an office; gives the uids by a short name. Lease a costs 7,137.00 a month, b 2,000.00, c 8,388.00."""
    made = {
        "muchuan": sample.tenant(office, 1, MUCHUAN, legal_representative="张小明"),
        "pushi": sample.tenant(office, 2, PUSHI, contact_name="陶杰"),
        "none": sample.tenant(office, 3, NONE, contact_name="陶杰"),
    }
    for name, tenant, price in (("a", "muchuan", 7137), ("b", "muchuan", 2000), ("c", "pushi", 8388)):
        made[name] = sample.save(office, "leases", tenant_uid=made[tenant], price=Decimal(price), **_TERMS)
    return made


def figures(office: Office, as_of: date = TODAY) -> list[dict[str, object]]:
    """Every lease's schedule as the contract shows it."""
    with office.reading() as session:
        return [to_json(schedule(known, as_of)) for known in facts.load(session, office.actor.operator)]
