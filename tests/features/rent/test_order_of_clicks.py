"""Another order of clicks gives the same schedules; what excludes each other is refused in either order (R6)."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

import deeds
import pytest
import receiving_park
import sample_park as sample
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from sqlalchemy import select
from test_sequences import opened

from incubator_desk.base.errors import Problem, Refused
from incubator_desk.catalog.moving import Taking, move_cases
from incubator_desk.catalog.office import Office
from incubator_desk.catalog.pasting import Paster, cells, write
from incubator_desk.features.exchange.importing import import_workbook
from incubator_desk.features.leases.model import Lease
from incubator_desk.features.rent.model import Policy, Relief
from incubator_desk.features.rent.service import receiving
from incubator_desk.features.rent.service.applying import apply, preview
from incubator_desk.features.rent.service.receiving import Payment

MARCH = (date(2020, 3, 1), date(2020, 3, 5), date(2020, 3, 10))
CASES: tuple[dict[str, Any], ...] = (
    {"policy": 0, "kind": "percent", "percent": Decimal(50)},
    {"policy": 2, "kind": "fixed", "amount": Decimal(2000), "cap": Decimal(5000)},
    {"policy": 0, "kind": "percent", "percent": Decimal(30), "ends_on": date(2020, 5, 20)},
    {"policy": 3, "kind": "deferral", "months": 6},
    {"policy": 3, "kind": "instalments", "parts": 5, "first_due_on": date(2020, 9, 10)},
    {"policy": 4, "kind": "extension", "months": 2},
    {"policy": 4, "kind": "extension", "months": 1},
)
_EACH = 25


def furnish(office: Office) -> None:
    """A lease with arrears and another paid far ahead, each with all cases of above, reviewed and not yet approved."""
    made = receiving_park.furnish(office)
    policies = [sample.save(office, "relief_policies", **each) for each in deeds.POLICIES]
    sample.save(office, "receipts", lease_uid=made["b"], received_on=date(2020, 1, 5), amount=Decimal(9000))
    for lease in (made["a"], made["b"]):
        for each in CASES:
            days = {"starts_on": date(2020, 2, 1), "ends_on": date(2020, 5, 31), **each}
            days |= {"policy_uid": policies[days.pop("policy")], "lease_uid": lease, "status": "reviewed"}
            if days["kind"] == "extension":
                days |= {"starts_on": None, "ends_on": None}
            sample.save(office, "reliefs", **days)


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A park with cases to approve, to be copied."""
    place = tmp_path_factory.mktemp("orders") / "park.desk"
    office = opened(place)
    furnish(office)
    office.database.close()
    return place


@contextmanager
def copied(place: Path) -> Iterator[Office]:
    with tempfile.TemporaryDirectory() as folder:
        office = opened(Path(shutil.copy(place, folder)))
        try:
            yield office
        finally:
            office.database.close()


def approve(office: Office, uids: Sequence[str], on: date) -> None:
    move_cases(office, office.features.registers["reliefs"], uids, Taking("approved", on), None)


def receive(office: Office, *payments: Payment) -> None:
    with office.writing("Receive") as step:
        receiving.receive(step, office.features.registers["receipts"], payments, deeds.TODAY)


def figures_after(place: Path, work: Callable[[Office, deeds.Park], None]) -> list[dict[str, object]]:
    with copied(place) as office:
        work(office, deeds.Park(office))
        return deeds.figures(office)


_COUNT = 2 * len(CASES)
_RECEIPTS = 4


@settings(max_examples=max(6, settings().max_examples // _EACH))
@given(
    st.lists(st.sampled_from(MARCH), min_size=_COUNT, max_size=_COUNT),
    st.permutations(range(_COUNT + _RECEIPTS)),
)
def test_cases_and_receipts_in_any_order_give_the_same_schedules(
    reviewed: Path, days: list[date], order: list[int]
) -> None:
    amounts = (Decimal("7137.00"), Decimal(20_000), Decimal("0.55"), Decimal(100_000))

    def deed(office: Office, park: deeds.Park, at: int) -> None:
        if at < _COUNT:
            approve(office, [park.every(Relief)[at].uid], days[at])
        else:
            number = at - _COUNT
            lease = park.every(Lease)[number % 2]
            receive(office, Payment(lease.tenant_uid, MARCH[number % 3], amounts[number], lease=lease.uid))

    def one_by_one(office: Office, park: deeds.Park) -> None:
        for at in order:
            deed(office, park, at)

    def in_batches(office: Office, park: deeds.Park) -> None:
        for at in range(_COUNT, _COUNT + _RECEIPTS):
            deed(office, park, at)
        cases = sorted(zip(days, [relief.uid for relief in park.every(Relief)], strict=True))
        for day, group in groupby(reversed(cases), key=lambda case: case[0]):
            approve(office, [uid for _day, uid in group], day)

    def entered_anew(office: Office, park: deeds.Park) -> None:
        """The same cases with their approvals, come into being in another order."""
        register, cases = park.registers["reliefs"], park.every(Relief)
        with park.writing("Delete") as step:
            for case in cases:
                step.remove(step.session.get_one(Relief, case.uid))
        for at in order:
            if at < _COUNT:
                approved = {"status": "approved", "approved_on": days[at]}
                sample.save(office, "reliefs", **register.of(cases[at]) | approved)
            else:
                deed(office, park, at)

    found = figures_after(reviewed, one_by_one)
    assert found == figures_after(reviewed, in_batches)
    assert found == figures_after(reviewed, entered_anew)


def _company(office: Office) -> str:
    with office.reading() as session:
        return str(session.scalars(select(Lease.tenant_uid).where(Lease.code == "L-0001")).one())


@settings(max_examples=max(6, settings().max_examples // _EACH))
@given(st.lists(st.sampled_from((100, 2863, 7137, 30_000, 80_000)), min_size=2, max_size=5), st.randoms())
def test_payments_of_one_day_over_several_leases_fill_the_same_in_any_order(
    reviewed: Path, amounts: list[int], dice: Any
) -> None:
    other = dice.sample(amounts, len(amounts))

    def each_alone(office: Office, _park: deeds.Park) -> None:
        for amount in amounts:
            receive(office, Payment(_company(office), MARCH[0], Decimal(amount)))

    def all_at_once(office: Office, _park: deeds.Park) -> None:
        receive(office, *(Payment(_company(office), MARCH[0], Decimal(amount)) for amount in other))

    assert figures_after(reviewed, each_alone) == figures_after(reviewed, all_at_once)


# policies that exclude each other ------------------------------------------------------------------------------------

SPRING: dict[str, Any] = {
    "kind": "percent", "percent": Decimal(30), "starts_on": date(2020, 2, 1), "ends_on": date(2020, 4, 30),
}  # fmt: skip
APPROVED = date(2020, 3, 10)
EARLIER, SAME, LATER = date(2020, 3, 2), APPROVED, date(2020, 3, 16)


class Rivals:
    """A lease with an approved case R-5, and a policy of which no case can stand beside it."""

    def __init__(self, office: Office, exclusive: str) -> None:
        self.office = office
        found = {policy.code: policy for policy in deeds.Park(office).every(Policy)}
        self.ours = found["P-ours"].uid
        deeds.Park(office).change("relief_policies", found[exclusive].uid, exclusive=True)
        cases = {relief.code: relief for relief in deeds.Park(office).every(Relief)}
        self.lease, self.theirs, self.innocent = cases["R-5"].lease_uid, cases["R-5"].uid, cases["R-2"].uid

    @staticmethod
    def furnish(office: Office) -> None:
        """The case of theirs, approved, and one of ours of other days."""
        lease = receiving_park.furnish(office)["a"]
        theirs, ours = (
            sample.save(office, "relief_policies", code=code, title=code, **SPRING) for code in ("P-theirs", "P-ours")
        )
        case = {"lease_uid": lease, "status": "reviewed", **SPRING}
        approved = {"status": "approved", "approved_on": APPROVED}
        sample.save(office, "reliefs", code="R-5", policy_uid=theirs, **case | approved)
        june = {"starts_on": date(2020, 6, 1), "ends_on": date(2020, 6, 30)}
        sample.save(office, "reliefs", code="R-2", policy_uid=ours, **case | june)

    def reviewed(self, code: str) -> str:
        """A case to be approved."""
        return sample.save(self.office, "reliefs", code=code, lease_uid=self.lease, policy_uid=self.ours,
                           status="reviewed", **SPRING)  # fmt: skip

    def refused(self, work: Callable[[], object]) -> Problem:
        """The one problem by which some work is refused, with nothing changed."""
        before = (deeds.records(self.office), deeds.figures(self.office), deeds.written(self.office))
        with pytest.raises(Refused) as told:
            work()
        assert (deeds.records(self.office), deeds.figures(self.office), deeds.written(self.office)) == before
        (problem,) = told.value.problems
        return problem


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rivals before one of the policies is exclusive, to be copied."""
    place = tmp_path_factory.mktemp("rivals") / "park.desk"
    office = opened(place)
    Rivals.furnish(office)
    office.database.close()
    return place


@pytest.fixture(params=["P-theirs", "P-ours"])
def rivals(request: pytest.FixtureRequest, furnished: Path) -> Iterator[Rivals]:
    with copied(furnished) as office:
        yield Rivals(office, request.param)


either_order = pytest.mark.parametrize(("code", "on"), [("R-9", EARLIER), ("R-9", SAME), ("R-3", SAME), ("R-3", LATER)])


@either_order
@pytest.mark.parametrize("batch", [False, True])
def test_a_step_is_refused_in_either_order(rivals: Rivals, code: str, on: date, batch: bool) -> None:
    case = rivals.reviewed(code)
    uids = [rivals.innocent, case] if batch else [case]
    problem = rivals.refused(lambda: approve(rivals.office, uids, on))
    assert (problem.code, problem.where.record, problem.where.column) == ("relief_overlap", case, "starts_on")
    assert (problem.values["relief"], problem.values["other"]) == (code, "R-5")
    approve(rivals.office, [rivals.innocent], on)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_cases_approved_at_once_the_later_is_refused(furnished: Path, order: tuple[int, int]) -> None:
    with copied(furnished) as office:
        rivals, register = Rivals(office, "P-ours"), office.features.registers["reliefs"]
        move_cases(office, register, [rivals.theirs], Taking("withdrawn", APPROVED), "撤回")
        other = {"code": "R-8", "lease_uid": rivals.lease, "status": "reviewed", **SPRING}  # of no policy at all
        cases = [rivals.reviewed("R-7"), sample.save(office, "reliefs", **other)]
        problem = rivals.refused(lambda: approve(office, [cases[at] for at in order], APPROVED))
        assert (problem.code, problem.where.record, problem.values["other"]) == ("relief_overlap", cases[1], "R-7")


@pytest.mark.parametrize("on", [EARLIER, SAME, LATER])
@pytest.mark.parametrize("standing", ["draft", "approved"])
def test_applying_a_policy_is_refused_in_either_order(rivals: Rivals, on: date, standing: Any) -> None:
    register = rivals.office.features.registers["reliefs"]
    with rivals.office.writing("Delete") as step:
        step.remove(step.session.get_one(Relief, rivals.innocent))
    with rivals.office.reading() as session:
        seen = preview(session, rivals.office.actor, register, rivals.ours, on, leases=[rivals.lease])

    def work() -> None:
        with rivals.office.writing("Apply") as step:
            apply(step, register, seen, [rivals.lease], standing)

    problem = rivals.refused(work)
    assert problem.code == "relief_overlap"
    assert "R-5" in problem.text()


@either_order
def test_a_pasted_row_is_refused_in_either_order(rivals: Rivals, code: str, on: date) -> None:
    register = rivals.office.features.registers["reliefs"]
    text = (
        "code\tlease_code\tpolicy_code\tkind\tpercent\tstarts_on\tends_on\tapproved_on\n"
        f"{code}\tL-0001\tP-ours\tpercent\t30%\t2020-02-01\t2020-04-30\t{on}"
    )
    headings, row = cells(text)
    with rivals.office.reading() as session:
        paster = Paster(session, rivals.office.actor.operator, rivals.office.features, register)
        pasted = paster.read([register.by_name[heading] for heading in headings], row)
    assert (pasted.verdict, pasted.problems) == ("new", [])

    def work() -> None:
        with rivals.office.writing("Paste") as step:
            write(step, register, [pasted])

    problem = rivals.refused(work)
    assert (problem.code, problem.values["relief"], problem.values["other"]) == ("relief_overlap", code, "R-5")


@either_order
def test_an_imported_row_is_refused_in_either_order(rivals: Rivals, code: str, on: date, tmp_path: Path) -> None:
    headings = ("code", "lease_code", "policy_code", "kind", "percent", "starts_on", "ends_on", "approved_on")
    row = (code, "L-0001", "P-ours", "percent", "30%", date(2020, 2, 1), date(2020, 4, 30), on)
    before = (deeds.records(rivals.office), deeds.written(rivals.office))
    made = Workbook()
    sheet = made.create_sheet("reliefs", 0)
    sheet.append(headings)
    sheet.append(row)
    made.save(tmp_path / "book.xlsx")
    outcome = import_workbook(rivals.office, tmp_path / "book.xlsx")
    assert (deeds.records(rivals.office), deeds.written(rivals.office)) == before
    (problem,) = (each for each in outcome.problems if each.severity == "error")
    where = (problem.where.sheet, problem.where.row, problem.where.column)
    assert (problem.code, problem.values["other"], where) == ("relief_overlap", "R-5", ("reliefs", 2, "starts_on"))
