"""A small park, what a clerk does there through the real services, and all that can be read of it afterwards."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import sample_park as sample
from sqlalchemy import func, select

from incubator_desk.catalog import saving
from incubator_desk.catalog.moving import Taking, move_cases, used
from incubator_desk.catalog.office import Office
from incubator_desk.features.leases.model import Lease, Premises
from incubator_desk.features.rent.model import Policy, Receipt, Relief, UpstreamGrant
from incubator_desk.features.rent.rules import schedule, to_json
from incubator_desk.features.rent.service import ending, facts, owed, receiving, renewing, sublease
from incubator_desk.features.rent.service.applying import apply, preview
from incubator_desk.features.rent.service.owed import Payout
from incubator_desk.features.rent.service.receiving import Payment
from incubator_desk.features.rent.service.summary import schedules
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store.history import ChangeRow, StepRow
from incubator_desk.store.record import Base, Record
from incubator_desk.store.step import Step

TODAY = sample.TODAY
LATER = date(2021, 12, 31)
SPRING: dict[str, Any] = {"kind": "percent", "starts_on": date(2020, 2, 1), "term_months": 4}
POLICIES: tuple[dict[str, Any], ...] = (
    {"title": "减半", **SPRING, "percent": Decimal(50), "settle_paid": "refund"},
    {"title": "减三成", **SPRING, "percent": Decimal(30), "exclusive": True, "settle_paid": "refund"},
    {"title": "定额", **SPRING, "kind": "fixed", "amount": Decimal(2000), "cap": Decimal(5000)},
    {"title": "缓缴", **SPRING, "kind": "deferral", "months": 6},
    {"title": "顺延", "kind": "extension", "months": 2},
)


@dataclass
class Park:
    """An office with the day that counts as today."""

    office: Office
    today: date = TODAY

    @property
    def registers(self) -> Any:
        """The registers by name."""
        return self.office.features.registers

    def writing(self, title: str, reason: str | None = None) -> AbstractContextManager[Step]:
        """One step."""
        return self.office.writing(title, reason=reason)

    def every(self, model: type[Any]) -> list[Any]:
        """The records of a kind in an order that does not depend on when they were made."""
        with self.office.reading() as session:
            found = list(session.scalars(select(model).order_by(model.code)))
            session.expunge_all()
            return found

    def change(self, register: str, uid: str, reason: str | None = None, **values: Any) -> None:
        """Change one record as its form does."""
        declared = self.registers[register]
        with self.writing("Change", reason) as step:
            saving.save(step, declared, values, step.session.get_one(declared.model, uid))


def furnish(office: Office) -> None:
    """Four companies, of which one has two leases; receipts, cases, a deposit, a grant of the landlord, policies."""
    made = sample.furnish(office, companies=4)
    second = {"starts_on": date(2020, 1, 1), "ends_on": date(2020, 9, 30), "billing_months": "3"}
    leases = [*made["leases"], sample.lease(office, 9, made["tenants"][1], **second)]
    for at, (amount, kind) in enumerate(((80_000, "rent"), (9_000, "rent"), (70_000, "rent"), (15_000, "deposit")), 1):
        sample.save(office, "receipts", lease_uid=leases[at], received_on=date(2020, 1, 5), amount=Decimal(amount),
                    kind=kind)  # fmt: skip
    head = sample.save(
        office, "head_leases", landlord="青岚国资", ownership="state", area_sqm=Decimal(1200),
        starts_on=date(2018, 1, 1), ends_on=date(2027, 12, 31),
    )  # fmt: skip
    policies = [sample.save(office, "relief_policies", **each) for each in POLICIES]
    sample.save(
        office, "upstream_grants", head_lease_uid=head, policy_uid=policies[0], granted_on=date(2020, 2, 7),
        amount=Decimal(9000), starts_on=date(2020, 2, 1), ends_on=date(2020, 2, 29),
    )  # fmt: skip
    park = Park(office)
    for room in park.every(Premises)[2:4]:
        park.change("premises", room.uid, head_lease_uid=head)


# what can be read ----------------------------------------------------------------------------------------------------


def records(office: Office) -> dict[str, set[Any]]:
    """Every record of every table, without its version."""
    found = {}
    with office.reading() as session:
        for mapper in Base.registry.mappers:
            if issubclass(mapper.class_, Record):
                columns = [c for c in mapper.class_.__table__.columns if c.name != "version"]
                found[mapper.class_.__tablename__] = set(session.execute(select(*columns)).all())
    return found


def figures(office: Office) -> list[dict[str, object]]:
    """Every lease's schedule as of today and of a day after all; what is remembered of it is the same."""
    with office.reading() as session:
        known = facts.by_uid(session, office.actor.operator, None)
        drawn = {uid: schedule(each, TODAY) for uid, each in known.items()}
        assert schedules(session, office.actor.operator, TODAY) == drawn
    found = [*(to_json(each) for each in drawn.values()), *(to_json(schedule(each, LATER)) for each in known.values())]
    return sorted(found, key=lambda each: (str(each["lease"]), len(str(each)), str(each)))


def written(office: Office) -> tuple[int, int]:
    """How long the history is: its steps and changes."""
    with office.reading() as session:
        counts = [session.scalar(select(func.count()).select_from(row)) or 0 for row in (StepRow, ChangeRow)]
    return counts[0], counts[1]


def agree(office: Office) -> bool:
    """The sums of section 3 of the contract, of each lease on several days."""
    with office.reading() as session:
        found = facts.load(session, office.actor.operator)
    for known in found:
        for day in (date(2020, 2, 29), TODAY, LATER):
            totals = schedule(known, day).totals
            rent = sum(int(r.amount * 100) for r in known.receipts if r.kind == "rent" and r.received_on <= day)
            holds = (
                totals.gross == totals.relief + totals.net
                and totals.net == totals.paid + totals.outstanding
                and rent == totals.paid + totals.credit + totals.refund_due + totals.refunded
                and min(totals.paid, totals.outstanding, totals.credit, totals.refunded, totals.refund_due) >= 0
            )
            if not holds:
                return False
    return True


# what a clerk does ---------------------------------------------------------------------------------------------------
# Each is one step, or refused; ``dice`` decides what exactly. Some of it nobody in their senses would do.


def apply_policy(park: Park, dice: Random) -> None:
    """A policy applied to some of the leases that it serves, now and then to one that it does not."""
    policy = dice.choice(park.every(Policy)).uid
    register, on = park.registers["reliefs"], park.today - timedelta(dice.choice((0, 0, 5)))
    with park.office.reading() as session:
        seen = preview(session, park.office.actor, register, policy, on)
    served = [each.subject.uid for each in seen.leases if each.judgement.entitled or dice.random() < 0.05]
    chosen = [uid for uid in served if dice.random() < 0.7]
    with park.writing("Apply") as step:
        apply(step, register, seen, chosen, dice.choice(("draft", "submitted", "approved", "approved")))


def move(park: Park, dice: Random) -> None:
    """One to three cases in the same state moved on, back or aside; sometimes where there is no way."""
    cases = park.every(Relief)
    state = dice.choice(cases).status
    there = [each.uid for each in cases if each.status == state]
    with park.office.reading() as session:
        flow = used(session, park.office.actor, park.office.features.flows["reliefs"], park.today)
    ways = flow.possible(state)
    onward, aside = [m.target for m in ways if not m.back], [m.target for m in ways if m.back]
    target = dice.choice([*onward * 6, *aside * 2, dice.choice(list(flow.labels))])
    on = park.today - timedelta(dice.choice((0, 0, 0, 3)))
    values = {"agreement_no": f"QK-2020-{dice.randrange(90, 110)}"}
    taking = Taking(target, on, values=values, today=park.today, seen=state)
    uids = dice.sample(there, min(len(there), dice.choice((1, 1, 2, 3))))
    move_cases(park.office, park.registers["reliefs"], uids, taking, dice.choice(("缺材料", "缺材料", "企业申请", " ")))


def receive(park: Park, dice: Random) -> None:
    """One or two payments of companies, over all their leases or for one."""
    tenants, leases = park.every(Tenant), park.every(Lease)
    payments = []
    for _at in range(dice.choice((1, 1, 2))):
        tenant = dice.choice(tenants).uid
        mine = [each.uid for each in leases if each.tenant_uid == tenant]
        kind = dice.choice(("rent", "rent", "rent", "deposit"))
        lease = dice.choice(mine) if mine and (kind != "rent" or dice.random() < 0.3) else None
        day = park.today - timedelta(dice.choice((0, 1, 30, 100, 400)))
        amount = dice.choice((Decimal(5000), Decimal("7137.00"), Decimal("20000.55"), Decimal(90_000), Decimal(0)))
        payments.append(Payment(tenant, day, amount, kind, lease=lease))
    with park.writing("Receive") as step:
        receiving.receive(step, park.registers["receipts"], payments, park.today)


def reverse(park: Park, dice: Random) -> None:
    """A receipt reversed with all of its payment, sometimes twice or without a reason."""
    receipt = dice.choice(park.every(Receipt)).uid
    reason = dice.choice(("登记错企业", "重复登记", "重复登记", ""))
    with park.writing("Reverse", reason) as step:
        found = step.session.get_one(Receipt, receipt)
        receiving.reverse(step, park.registers["receipts"], found, park.today - timedelta(dice.choice((0, 90))), reason)


def pay_out(park: Park, dice: Random) -> None:
    """What is owed back paid out: the rest of it, a part, or a fen too much."""
    with park.office.reading() as session:
        listed = [each for each in owed.owed(session, park.office.actor, park.today) if each.rest]
    if listed:
        each = dice.choice(listed)
        fen = dice.choice((each.rest, each.rest, max(1, each.rest // 3), each.rest + 1))
        payout = Payout(each, Decimal(fen) / 100, park.today - timedelta(dice.choice((0, 0, 20))))
        with park.writing("Pay out") as step:
            owed.pay_out(step, park.registers["refunds"], [payout])


def defer(park: Park, dice: Random) -> None:
    """A deferral, instalments or an extension entered for one lease."""
    kinds: tuple[dict[str, Any], ...] = (
        {"kind": "deferral", "defer_to": date(2020, 12, 31)},
        {"kind": "deferral", "months": 3},
        {"kind": "instalments", "parts": 6, "first_due_on": date(2020, 7, 10)},
        {"kind": "extension", "months": 1},
    )
    first = date(2020, dice.randrange(2, 8), 1)
    days = {"starts_on": first, "ends_on": first + timedelta(dice.choice((60, 90, -1)))}
    status = {"status": dice.choice(("approved", "in_force", "draft")), "approved_on": park.today}
    lease = dice.choice(park.every(Lease)).uid
    sample.save(park.office, "reliefs", lease_uid=lease, **days, **status, **dice.choice(kinds))


def step_price(park: Park, dice: Random) -> None:
    """Another price from a day on."""
    change = dice.choice(({"price": Decimal(50)}, {"percent": Decimal(-10)}, {"percent": Decimal("2.5")}, {}))
    lease, day = dice.choice(park.every(Lease)).uid, date(2020, dice.randrange(1, 12), 1)
    sample.save(park.office, "lease_steps", lease_uid=lease, from_on=day, **change)


def end(park: Park, dice: Random) -> None:
    """A lease ended and settled in part or whole, sometimes with more than there is."""
    lease = dice.choice(park.every(Lease)).uid
    day = park.today + timedelta(dice.choice((0, 0, -20, 40, 900)))
    with park.office.reading() as session:
        said = ending.settle(session, park.office.actor, lease, day, park.today)
    closing, more = said.closing, dice.choice((0, 0, 0, 1))
    laid = min(closing.deposit, closing.outstanding) if dice.random() < 0.5 else 0
    wish = ending.Wish(
        day,
        laid=Decimal(laid + (more if laid else 0)) / 100,
        returned=Decimal(dice.choice((0, closing.deposit - laid))) / 100,
        credit=Decimal(dice.choice((0, closing.after.totals.credit))) / 100,
        refunds={said.reliefs[o.relief]: Decimal(o.amount + more) / 100 for o in closing.owed if dice.random() < 0.5},
        leaves=dice.random() < 0.4,
        version=said.version,
    )
    with park.writing("End", dice.choice(("交接推迟", None))) as step:
        ending.end(step, park.registers, lease, wish, park.today)


def renew(park: Park, dice: Random) -> None:
    """A lease renewed at another price or the same."""
    lease = dice.choice(park.every(Lease)).uid
    with park.office.reading() as session:
        usual = renewing.propose(session, park.office.actor, park.registers, lease, park.today)
    percent = dice.choice((None, Decimal(5)))
    starts_on = usual.starts_on - timedelta(dice.choice((0, 0, 0, 1)))
    with park.writing("Renew") as step:
        terms = renewing.Terms(starts_on, usual.ends_on, percent=percent)
        renewing.renew(step, park.registers, lease, terms, park.today)


def pass_on(park: Park, dice: Random) -> None:
    """What the landlord granted passed on, or granted anew."""
    grant = dice.choice(park.every(UpstreamGrant)).uid
    if dice.random() < 0.2:
        park.change("upstream_grants", grant, amount=Decimal(dice.choice((6000, 12000))))
        return
    with park.writing("Pass on") as step:
        sublease.pass_on(step, park.registers, grant, park.today)


def correct_lease(park: Park, dice: Random) -> None:
    """A lease corrected as its form does it."""
    changes: tuple[dict[str, Any], ...] = (
        {"price": Decimal(dice.choice((40, 50)))},
        {"area_sqm": Decimal(120)},
        {"ends_on": date(2020, dice.randrange(4, 13), 28)},
        {"due_offset_days": -5},
        {"billing_months": "2", "billing_anchor": "calendar"},
        {"starts_on": date(2019, 8, 16), "rent_free_days": 20},
        {"ends_on": date(2018, 1, 1)},
    )
    park.change("leases", dice.choice(park.every(Lease)).uid, "合同录入有误", **dice.choice(changes))


def correct_policy(park: Park, dice: Random) -> None:
    """A policy made exclusive or not, or to settle otherwise, with all cases under it."""
    policy = dice.choice(park.every(Policy))
    values = dice.choice(
        (
            {"exclusive": not policy.exclusive},
            {"exclusive": True},
            {"settle_paid": dice.choice(("offset", "refund"))},
            {"months": 3},
        )
    )
    park.change("relief_policies", policy.uid, "文件更正", **values)


def correct_case(park: Park, dice: Random) -> None:
    """A case's own terms corrected."""
    case = dice.choice(park.every(Relief)).uid
    changes: tuple[dict[str, Any], ...] = (
        {"ends_on": date(2020, dice.randrange(3, 8), 28)},
        {"percent": Decimal(80)},
        {"approved_on": date(2020, 1, dice.randrange(1, 30))},
        {"lease_uid": dice.choice(park.every(Lease)).uid},
        {"cap": Decimal(1000)},
    )
    park.change("reliefs", case, "录入有误", **dice.choice(changes))


def remove(park: Park, dice: Random) -> None:
    """A record removed; refused where others refer to it."""
    model = dice.choice((Relief, Relief, Policy, Lease))
    uid = dice.choice(park.every(model)).uid
    with park.writing("Delete") as step:
        step.remove(step.session.get_one(model, uid))


Deed = Callable[[Park, Random], None]
DEEDS: tuple[Deed, ...] = (
    apply_policy, apply_policy, apply_policy, move, move, move, receive, receive, reverse, pay_out, pay_out, defer,
    step_price, end, renew, pass_on, correct_lease, correct_policy, correct_case, remove,
)  # fmt: skip
