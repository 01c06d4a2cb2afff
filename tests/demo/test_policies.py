"""The demo's policies fit its cases; the one that has just come serves 70 leases of a natural choice, and not 6."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from incubator_desk.catalog.office import Office
from incubator_desk.demo.park import WORKING_DATE
from incubator_desk.demo.policies import TO_APPLY
from incubator_desk.demo.show import fill
from incubator_desk.desk.app import open_office
from incubator_desk.features.park.service import calendar
from incubator_desk.features.rent.model import Policy, Relief
from incubator_desk.features.rent.rules import schedule
from incubator_desk.features.rent.rules.offer import proposed
from incubator_desk.features.rent.service import facts, offers
from incubator_desk.features.rent.service.applying import Preview, apply, preview

BUILDINGS = ("B 栋", "C 栋", "D 栋")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = open_office(str(tmp_path_factory.mktemp("demo") / "demo.desk"))
    fill(made)
    yield made  # type: ignore[misc]
    made.database.close()


def policy_of(office: Office, code: str) -> str:
    with office.reading() as session:
        return session.query(Policy.uid).where(Policy.code == code).scalar()


def chosen(office: Office) -> Preview:
    """Incubated and resident companies of the office buildings whose leases do not end within 60 days."""
    register = office.features.registers["reliefs"]
    with office.reading() as session:
        seen = preview(session, office.actor, register, policy_of(office, TO_APPLY), WORKING_DATE)
    soon = WORKING_DATE + timedelta(days=60)
    some = [
        each.subject.uid
        for each in seen.leases
        if each.subject.building in BUILDINGS
        and each.subject.status in ("incubating", "resident")
        and (each.facts.lease.ended_on or each.facts.lease.ends_on) > soon
    ]
    with office.reading() as session:
        return preview(session, office.actor, register, policy_of(office, TO_APPLY), WORKING_DATE, leases=some)


def test_the_policy_to_apply_serves_70_leases_and_refuses_6_for_four_reasons(office: Office) -> None:
    seen = chosen(office)
    decisive = [each.judgement.decisive for each in seen.leases]
    assert decisive.count(None) == 70
    reasons = Counter((check.code, check.outcome) for check in decisive if check)
    assert reasons == {
        ("kind", "failed"): 2, ("size", "failed"): 2, ("size", "unknown"): 1, ("overlap", "failed"): 1,
    }  # fmt: skip


def test_applied_to_all_70_every_figure_is_as_it_was_shown_and_one_undo_takes_it_back(office: Office) -> None:
    seen = chosen(office)
    served = [each for each in seen.leases if each.judgement.entitled]

    def drawn() -> dict[str, object]:
        with office.reading() as session:
            return {
                each.lease.code: schedule(each, WORKING_DATE) for each in facts.load(session, office.actor.operator)
            }

    before = drawn()
    with office.writing("Apply") as step:
        apply(step, office.features.registers["reliefs"], seen, [each.subject.uid for each in served], "approved")
    after = drawn()
    for each in served:
        assert each.effect
        assert after[each.facts.lease.code].totals == each.effect.after.totals  # type: ignore[attr-defined]
    assert {code for code in before if after[code] != before[code]} == {each.facts.lease.code for each in served}
    with office.reading() as session:
        assert session.query(Relief).where(Relief.policy_uid == seen.terms.uid).count() == 70
    office.undo()
    assert drawn() == before
    assert chosen(office) == seen
    assert not office.check()


def test_the_terms_of_the_policies_are_those_of_the_cases(office: Office) -> None:
    """Most cases of each policy are what its terms propose; some were agreed otherwise."""
    alike: Counter[str] = Counter()
    total: Counter[str] = Counter()
    with office.reading() as session:
        operator = office.actor.operator
        codes = [code for (code,) in session.query(Policy.code).where(Policy.kind.is_not(None))]
        known = {code: offers.read(session, operator, policy_of(office, code)) for code in codes}
        for each in facts.load(session, operator):
            for case in each.reliefs:
                made = proposed(known[case.policy].offer, each.lease, case.code, WORKING_DATE)  # type: ignore[index]
                total[case.policy] += 1  # type: ignore[index]
                alike[case.policy] += (made.kind, made.window(each.lease)) == (case.kind, case.window(each.lease))  # type: ignore[index]
    assert all(alike[code] * 2 > total[code] or code == "P-2020-5" for code in total)
    assert TO_APPLY not in total


def test_the_calendar_has_the_holidays_of_2020(office: Office, tmp_path: Path) -> None:
    with office.reading() as session:
        days = calendar(session, office.actor)
    assert sum(not working for working in days.values()) == 10 + 3 + 5 + 3 + 8
    assert sum(days.values()) == 6
