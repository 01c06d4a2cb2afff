"""A clerk's spring at the keyboard: a policy applied, its cases moved to the end, money settled, all of it taken back."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from clerk import Clerk
from hands import ALT, CTRL
from PySide6.QtCore import Qt
from sqlalchemy import func, select

from incubator_desk.base.money import grouped, to_yuan
from incubator_desk.cli.main import main as console
from incubator_desk.demo.policies import TO_APPLY
from incubator_desk.demo.show import fill
from incubator_desk.desk.app import open_office
from incubator_desk.desk.window import MainWindow
from incubator_desk.features.leases.model import Lease
from incubator_desk.features.rent.model import Policy, Receipt, Refund, Relief
from incubator_desk.features.rent.screen.lines import HEADINGS
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.qtkit.cells import CELL
from incubator_desk.store.history import StepRow
from incubator_desk.store.record import Base, Record

AFTER_NOTICE = date(2020, 3, 27)


@pytest.fixture
def place(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path / "park.desk"
    office = open_office(str(made))
    fill(office)
    office.database.close()
    return made


@pytest.fixture
def window(show_window: Any, open_office: Any, place: Path) -> MainWindow:
    made: MainWindow = show_window(open_office(str(place)))
    return made


def schedules(place: Path, capsys: pytest.CaptureFixture[str], as_of: date) -> dict[str, Any]:
    """What the console says of every lease."""
    capsys.readouterr()
    status = console(
        lambda *_a, **_k: 0,
        lambda *_a: [],
        ["--db", str(place), "rent", "schedule", "--as-of", as_of.isoformat(), "--json"],
    )  # type: ignore[arg-type]
    assert status == 0
    return {each["lease"]: each for each in json.loads(capsys.readouterr().out)["leases"]}


def stored(window: MainWindow) -> dict[str, set[Any]]:
    """Every record of every table, without its version."""
    found = {}
    with window.context.office.reading() as session:
        for mapper in Base.registry.mappers:
            if issubclass(mapper.class_, Record):
                columns = [c for c in mapper.class_.__table__.columns if c.name != "version"]
                found[mapper.class_.__tablename__] = set(session.execute(select(*columns)).all())
    return found


def steps(window: MainWindow) -> int:
    with window.context.office.reading() as session:
        return session.scalar(select(func.max(StepRow.seq))) or 0


def states(window: MainWindow) -> dict[str, int]:
    """How many cases of the policy stand in each state."""
    with window.context.office.reading() as session:
        of_policy = select(Relief.status, func.count()).join(Policy, Relief.policy_uid == Policy.uid)
        return dict(session.execute(of_policy.where(Policy.code == TO_APPLY).group_by(Relief.status)).all())


def uid_of(window: MainWindow, model: type[Any], code: str) -> str:
    with window.context.office.reading() as session:
        return session.scalars(select(model.uid).where(model.code == code)).one()


def money(fen_text: str) -> str:
    from decimal import Decimal

    return grouped(Decimal(fen_text))


def test_the_whole_day_by_keys_alone_and_all_the_way_back(
    qtbot: Any, window: MainWindow, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clerk = Clerk(qtbot, window)
    begun, before = steps(window), stored(window)
    outward = schedules(place, capsys, AFTER_NOTICE)

    # a policy arrives and is applied to 70 leases; 6 are refused for four reasons
    clerk.press(Qt.Key.Key_P, ALT)
    screen = window.current()
    assert screen.name == "apply"
    clerk.press(Qt.Key.Key_F, CTRL)
    clerk.enter(TO_APPLY)
    clerk.press(Qt.Key.Key_Return)
    clerk.press(Qt.Key.Key_Return)
    clerk.tick_filter(screen.leases.filters["status"], "Incubating", "Resident, not incubated")
    clerk.tick_filter(screen.leases.filters["building"], "B 栋", "C 栋", "D 栋")
    clerk.tick_filter(screen.leases.filters["span"], "Running", "Begins later")
    assert screen.go_on.text() == "Look at 76 leases  Ctrl+Enter"
    clerk.press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: screen.go_on.text() == "Apply to 70 leases  Ctrl+Enter", timeout=10_000)
    assert steps(window) == begun
    clerk.press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: states(window) == {"draft": 70}, timeout=10_000)
    assert steps(window) == begun + 1

    # the applications go round; two are returned and handed in again, one is withdrawn
    listed = clerk.list_cases(TO_APPLY, "Draft")
    clerk.move(listed, 70)
    clerk.move(clerk.list_cases(TO_APPLY, "Submitted"), 70)
    clerk.move(clerk.list_cases(TO_APPLY, "Accepted"), 2, "Return", "licence missing")
    assert states(window) == {"accepted": 68, "returned": 2}
    clerk.move(clerk.list_cases(TO_APPLY, "Returned"), 2)
    clerk.move(clerk.list_cases(TO_APPLY, "Submitted"), 2)
    clerk.move(clerk.list_cases(TO_APPLY, "Accepted"), 70)
    clerk.move(clerk.list_cases(TO_APPLY, "Reviewed"), 70)
    clerk.move(clerk.list_cases(TO_APPLY, "Approved"), 1, "Withdraw", "asks for a deferral")
    clerk.move(clerk.list_cases(TO_APPLY, "Approved"), 69)
    clerk.working_date(7)
    qtbot.waitUntil(lambda: window.context.today() == AFTER_NOTICE)
    clerk.move(clerk.list_cases(TO_APPLY, "On public notice"), 69, agreement_no="QK-2020-101")
    clerk.move(clerk.list_cases(TO_APPLY, "Agreement signed"), 69)
    clerk.move(clerk.list_cases(TO_APPLY, "In force"), 69)
    assert states(window) == {"completed": 69, "withdrawn": 1}
    with window.context.office.reading() as session:
        numbers = session.scalars(select(Relief.agreement_no).where(Relief.agreement_no.like("QK-%"))).all()
    assert sorted(numbers) == [f"QK-2020-{n}" for n in range(101, 170)]

    # one is refunded
    owed = clerk.go("owed")
    at = next(n for n, row in enumerate(owed.table.model().rows) if row[1].text == "L-0035")
    clerk.tab_to(owed.table)
    clerk.press(Qt.Key.Key_Home, CTRL)
    for _row in range(at):
        clerk.press(Qt.Key.Key_Down)
    clerk.press(Qt.Key.Key_Return)
    clerk.press(Qt.Key.Key_Return, CTRL)
    with window.context.office.reading() as session:
        relief = session.scalars(select(Relief.uid).where(Relief.code == "R-0031")).one()
        assert session.scalar(select(Refund.amount).where(Refund.relief_uid == relief)) == 7137

    # one is deferred in six parts
    clerk.go("reliefs")
    clerk.press(Qt.Key.Key_N, CTRL)
    clerk.fill(lease_uid="L-0008", status="Agreement signed", kind="Instalments", starts_on="2020-08-01",
               ends_on="2020-09-30", parts="6", first_due_on="2021-01-10", approved_on="2020-03-27")  # fmt: skip
    deferral = clerk.save()
    with window.context.office.reading() as session:
        kept = session.get_one(Relief, deferral)
        assert (kept.status, kept.kind, kept.starts_on, kept.ends_on, kept.parts, kept.first_due_on, kept.approved_on) == (
            "agreed", "instalments", date(2020, 8, 1), date(2020, 9, 30), 6, date(2021, 1, 10), date(2020, 3, 27),
        )  # fmt: skip
        assert session.get_one(Lease, kept.lease_uid).code == "L-0008"

    # one company leaves and is settled
    leaving = uid_of(window, Lease, "L-0011")
    ending = clerk.go("ending", leaving)
    qtbot.wait(300)
    clerk.tab_to(ending.settling.leaves)
    clerk.press(Qt.Key.Key_Space)
    clerk.press(Qt.Key.Key_Return, CTRL)
    with window.context.office.reading() as session:
        lease = session.get_one(Lease, leaving)
        assert lease.ended_on == AFTER_NOTICE
        assert session.get_one(Tenant, lease.tenant_uid).status == "left"

    _figures_agree(clerk, place, capsys, deferral)

    # and one Ctrl+Z per step leads all the way back
    taken = steps(window) - begun
    clerk.go("home")
    for number in range(taken):
        clerk.press_quick(Qt.Key.Key_Z, CTRL)
        qtbot.waitUntil(lambda wanted=begun + taken + number + 1: steps(window) == wanted)
    after = stored(window)
    assert {name for name in before if before[name] != after[name]} == set()
    assert schedules(place, capsys, AFTER_NOTICE) == outward
    assert window.context.office.check() == []


def _figures_agree(clerk: Clerk, place: Path, capsys: Any, deferral: str) -> None:
    """Every figure on every screen is what the console says."""
    window = clerk.window
    console_says = schedules(place, capsys, AFTER_NOTICE)
    listed = clerk.go("leases").model
    columns = [column.name for column in listed.columns]
    for row in range(listed.rowCount()):
        values = dict(zip(columns, listed.row(row), strict=True))
        totals = console_says[values["code"]]["totals"]
        assert (f"{values['outstanding']:.2f}", f"{values['overdue']:.2f}") == (
            totals["outstanding"],
            totals["overdue"],
        )
    for code in ("L-0008", "L-0011", "L-0035"):
        screen = clerk.go("schedule", uid_of(window, Lease, code))
        lines = console_says[code]["lines"]
        model = screen.table.model()
        assert model.rowCount() == len(lines)
        for at, line in enumerate(lines):
            cells = {h: model.index(at, n).data(CELL).text for n, h in enumerate(HEADINGS)}
            shown = (cells["Charged"], cells["Relief"], cells["Payable"], cells["Paid"], cells["Outstanding"])
            assert shown == tuple(money(line[n]) for n in ("gross", "relief", "net", "paid", "outstanding"))
    overdue = sum(round(float(each["totals"]["overdue"]) * 100) for each in console_says.values())
    home = clerk.go("home")
    assert grouped(to_yuan(overdue)) in {label.text() for label in home.findChildren(type(home._nothing))}
    refunds = sum(round(float(each["totals"]["refund_due"]) * 100) for each in console_says.values())
    rows = clerk.go("owed").table.model().rows
    from_reliefs = [row for row in rows if row[2].text.startswith("R-")]
    assert sum(round(float(row[6].text.replace(",", "")) * 100) for row in from_reliefs) == refunds
    with window.context.office.reading() as session:
        found = session.get_one(Relief, deferral)
        assert session.scalar(select(func.count()).select_from(Receipt)) is not None
        lease = session.get_one(Lease, found.lease_uid).code
    moved = [
        d
        for line in console_says[lease]["lines"]
        for d in line["dues"]
        if d["due_on"] >= "2021-01-10" and len(line["dues"]) == 6
    ]
    assert len(moved) == 12
