"""Three small parks and the zone they report to, each with a database of its own, all through the ordinary code."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

from sample_park import save
from sqlalchemy import select

from incubator_desk.base import uscc
from incubator_desk.base.periods import Period
from incubator_desk.catalog import saving
from incubator_desk.catalog.office import Office
from incubator_desk.features.park import service as park
from incubator_desk.features.rent.model import Receipt
from incubator_desk.features.returns.model import FrozenPart
from incubator_desk.features.returns.rules.manifest import Checks, Heading, Party
from incubator_desk.features.returns.rules.tables import Table, from_csv, to_csv
from incubator_desk.features.returns.service import closing, frozen, packing, sending, signing, zone

ZONE_CODE = "340171"
BEIJING = timezone(timedelta(hours=8))
PARKS = (
    ("澄湾科技企业孵化器", "incubator", ("澄湾远声声学有限公司", "澄湾细雨农业科技有限公司", "共渡数据有限公司")),
    ("云汀众创空间", "makerspace", ("云汀拾光影像有限公司", "共渡数据有限公司")),
    ("鹿鸣大学科技园", "univ_park", ("鹿鸣清岚材料有限公司", "鹿鸣未名医疗器械有限公司", "鹿鸣见微仪器有限公司")),
)
SHARED = "共渡数据有限公司"


def credit_code(number: int) -> str:
    """A credit code with its right check character."""
    body = f"91340171MA9{number:06d}"
    return body + (uscc.check_character(body) or "")


SHARED_CODE = credit_code(900)


@dataclass
class Sender:
    """A park's desk, and the folder its packages lie in."""

    office: Office
    name: str
    kind: str
    uscc: str
    folder: Path
    leases: list[str] = field(default_factory=list)

    def send(self, period: str, on: date = date(2020, 4, 3)) -> Path:
        """Close a period and build its package."""
        asked = Period.parse(period)
        closing.close(self.office, asked, on)
        now = datetime(on.year, on.month, on.day, 10, 22, tzinfo=BEIJING)
        return sending.build(self.office, asked, self.folder, now, wanted=frozenset()).file

    def send_again(self, period: str, on: date = date(2020, 4, 9)) -> Path:
        """Reopen a period that was mended, and send it anew."""
        closing.reopen(self.office, Period.parse(period), "按高新区意见更正", on)
        return self.send(period, on)

    def send_changed(self, period: str, name: str, change: Callable[[Table], Table]) -> Path:
        """A package as a program with a fault might build it: one table changed, and signed by the park's key."""
        asked, operator = Period.parse(period), self.office.actor.operator
        closing.close(self.office, asked, date(2020, 4, 3))
        with self.office.reading() as session:
            kept = session.execute(
                select(FrozenPart.name, FrozenPart.content).where(FrozenPart.name.like("data/%"))
            ).all()
        tables = {each: from_csv(each, frozen.unpacked(content)) for each, content in kept}
        tables[f"data/{name}.csv"] = change(tables[f"data/{name}.csv"])
        contents = {each: (to_csv(table), len(table.rows)) for each, table in tables.items()}
        heading = Heading(
            Party(self.name, self.uscc), ZONE_CODE, period, 9, None, "2020-04-03T10:22:00+08:00", Checks(0, 0)
        )
        return packing.build(heading, contents, {}, signing.own(operator).key).write(self.folder)

    def receive(self, amount: str, on: date, code: str | None = None) -> None:
        """Rent comes in on the first lease."""
        with_code = {"code": code} if code else {}
        save(self.office, "receipts", lease_uid=self.leases[0], received_on=on, amount=Decimal(amount), **with_code)

    def correct(self, code: str, amount: str) -> None:
        """A receipt was typed wrong."""
        with self.office.writing("Correct") as step:
            receipt = step.session.scalars(select(Receipt).where(Receipt.code == code)).one()
            saving.save(step, self.office.features.registers["receipts"], {"amount": Decimal(amount)}, receipt)


def profile(office: Office, name: str, code: str) -> None:
    """Who the desk belongs to."""
    with office.writing("Set the park profile") as step:
        values = {"name": name, "uscc": code, "zone_code": ZONE_CODE, "working_date": date(2020, 4, 10)}
        saving.save(step, office.features.registers["operators"], values, park.own(step.session))


def sender(office: Office, number: int, folder: Path) -> Sender:
    """One of the parks: its companies, each with a lease, rent paid, a month relieved; codes start at 1 in each."""
    name, kind, companies = PARKS[number]
    made = Sender(office, name, kind, credit_code(100 + number), folder)
    folder.mkdir(parents=True, exist_ok=True)
    profile(office, name, made.uscc)
    policy = save(
        office, "relief_policies", code="P-1", title="支持企业复工复产房租减免", document_no="青高管〔2020〕6 号"
    )
    for at, company in enumerate(companies, 1):
        code = SHARED_CODE if company == SHARED else credit_code(number * 10 + at)
        tenant = save(
            office, "tenants", code=f"T-{at}", name=company, kind="company", uscc=code, status="incubating",
            admitted_on=date(2019, 1, 1), contact_name="林洁", contact_phone=f"1380000{2000 + at}",
        )  # fmt: skip
        room = save(office, "premises", code=f"R-{at}", building="A 栋", room=f"{at}01", area_sqm=Decimal("58.30") + at)
        lease = save(
            office, "leases", code=f"L-{at}", tenant_uid=tenant, premises_uid=room, starts_on=date(2019, 7, 1),
            ends_on=date(2021, 6, 30), price=Decimal("31.37") + number + at, price_unit="sqm_month",
            billing_anchor="calendar",
        )  # fmt: skip
        made.leases.append(lease)
        save(
            office, "reliefs", code=f"RL-{at}", lease_uid=lease, policy_uid=policy, kind="percent", percent=Decimal(50),
            starts_on=date(2020, 2, 1), ends_on=date(2020, 2, 29) if number else date(2020, 3, 31), status="in_force",
            approved_on=date(2020, 2, 10),
        )  # fmt: skip
        save(office, "receipts", code=f"S-{at}", lease_uid=lease, received_on=date(2020, 3, 5),
             amount=Decimal("1033.33") + number)  # fmt: skip
    return made


def zone_desk(office: Office, senders: Sequence[Sender] = (), since: date = date(2020, 1, 15)) -> Office:
    """The zone's desk, which trusts the keys of some parks."""
    profile(office, "青岚高新技术产业开发区", credit_code(1))
    for each in senders:
        print_ = signing.own(each.office.actor.operator).key.fingerprint
        with office.writing(zone.TRUST, uscc=each.uscc) as step:
            zone.trust(step, print_, each.uscc, since, name=each.name, kind=each.kind)
    return office


def three(open_office: Callable[..., Any], folder: Path) -> list[Sender]:
    """The parks."""
    return [sender(open_office(str(folder / f"park{at}.desk")), at, folder / f"out{at}") for at in range(len(PARKS))]
