"""A policy applied: what is shown before is what is so after; one step, one undo; nothing where something changed."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sample_park as sample
from sqlalchemy import select

from incubator_desk.base.errors import Refused
from incubator_desk.catalog import saving
from incubator_desk.catalog.office import Office
from incubator_desk.catalog.passages import Passage
from incubator_desk.features.rent.model import Policy, Relief
from incubator_desk.features.rent.rules import schedule
from incubator_desk.features.rent.service import facts, offers
from incubator_desk.features.rent.service.applying import Preview, apply, preview
from incubator_desk.store.history import ChangeRow

ON = date(2020, 3, 20)
SPRING: dict[str, Any] = {
    "title": "减半", "kind": "percent", "percent": Decimal(50), "starts_on": date(2020, 4, 1), "term_months": 3,
    "exclusive": True, "size_classes": "micro;small",
}  # fmt: skip


def looked_at(office: Office, policy: str, on: date = ON, **options: Any) -> Preview:
    with office.reading() as session:
        return preview(session, office.actor, office.features.registers["reliefs"], policy, on, **options)


def applied(office: Office, seen: Preview, standing: Any = "draft", chosen: list[str] | None = None) -> list[str]:
    uids = [each.subject.uid for each in seen.leases if each.judgement.entitled] if chosen is None else chosen
    with office.writing("Apply") as step:
        return apply(step, office.features.registers["reliefs"], seen, uids, standing)


def figures(office: Office, on: date = ON) -> dict[str, Any]:
    with office.reading() as session:
        return {each.lease.code: schedule(each, on) for each in facts.load(session, office.actor.operator)}


def changes(office: Office) -> int:
    with office.reading() as session:
        return len(session.scalars(select(ChangeRow.seq)).all())


def verdicts(seen: Preview) -> dict[str, str | None]:
    return {
        each.facts.lease.code: each.judgement.decisive and each.judgement.decisive.code  # type: ignore[misc]
        for each in seen.leases
    }


def change(office: Office, register: str, uid: str, **values: Any) -> None:
    with office.writing("Change") as step:
        declared = office.features.registers[register]
        saving.save(step, declared, values, step.session.get_one(declared.model, uid))


def test_each_lease_is_told_what_the_policy_does_to_it(office: Office) -> None:
    sample.furnish(office, companies=8)
    policy = sample.save(office, "relief_policies", **SPRING)
    seen = looked_at(office, policy)
    # number 0 has a relief of April and May; 2 and 5 are medium
    assert verdicts(seen) == {
        "L-0001": "overlap", "L-0002": None, "L-0003": "size", "L-0004": None, "L-0005": None, "L-0006": "size",
        "L-0007": None, "L-0008": None,
    }  # fmt: skip
    second = seen.leases[1]
    assert second.effect is not None
    assert second.effect.granted == 3 * 7182_00 // 2
    assert [warning.code for warning in second.judgement.warnings] == ["arrears", "under_way"]
    assert not offers.words(second.judgement.checks[0]).count("{")


def test_what_is_shown_is_what_the_schedule_says_once_approved(office: Office) -> None:
    sample.furnish(office, companies=8)
    policy = sample.save(office, "relief_policies", **SPRING, settle_paid="refund")
    seen = looked_at(office, policy)
    applied(office, seen, "approved")
    now = figures(office)
    for each in seen.leases:
        if each.effect:
            after = each.effect.after
            drawn = now[after.lease]
            assert [line.net for line in drawn.lines] == [line.net for line in after.lines]
            assert [line.dues for line in drawn.lines] == [line.dues for line in after.lines]
            assert drawn.totals == after.totals


@pytest.mark.parametrize("standing", ["draft", "submitted", "approved"])
def test_the_cases_come_in_one_step_and_one_undo_takes_them_all_back(office: Office, standing: str) -> None:
    sample.furnish(office, companies=8)
    policy = sample.save(office, "relief_policies", **SPRING)
    before, seen = figures(office), looked_at(office, policy)
    made = applied(office, seen, standing)
    with office.reading() as session:
        found = [session.get_one(Relief, uid) for uid in made]
        assert [each.code for each in found] == [f"R-{n:04}" for n in range(5, 10)]
        assert {(each.status, each.approved_on) for each in found} == {
            (standing, ON if standing == "approved" else None)
        }
        assert {(each.starts_on, each.ends_on) for each in found} == {(date(2020, 4, 1), date(2020, 6, 30))}
        steps = session.execute(select(Passage.source, Passage.target, Passage.taken_on)).all()
        assert steps == ([] if standing == "draft" else [("draft", standing, ON)] * 5)
    assert (figures(office) != before) == (standing == "approved")
    assert all(verdict for verdict in verdicts(looked_at(office, policy)).values())
    office.undo()
    assert figures(office) == before
    assert looked_at(office, policy) == seen
    with office.reading() as session:
        assert not session.scalars(select(Relief.uid).where(Relief.uid.in_(made))).all()
    assert not office.check()


CHANGES: dict[str, Any] = {
    "policy": lambda office, uids: change(office, "relief_policies", uids["policy"], percent=Decimal(40)),
    "lease": lambda office, uids: change(office, "leases", uids["leases"][3], price=Decimal(46)),
    "company": lambda office, uids: change(office, "tenants", uids["tenants"][3], size_class="medium"),
    "relief": lambda office, uids: sample.save(
        office, "reliefs", lease_uid=uids["leases"][3], kind="percent", percent=Decimal(10)
    ),
    "money": lambda office, uids: sample.save(
        office, "receipts", lease_uid=uids["leases"][3], received_on=ON, amount=Decimal(100)
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_nothing_is_saved_where_something_changed_since_the_preview(office: Office, what: str) -> None:
    uids: dict[str, Any] = sample.furnish(office, companies=8)
    uids["policy"] = sample.save(office, "relief_policies", **SPRING)
    seen = looked_at(office, uids["policy"])
    CHANGES[what](office, uids)
    before = changes(office)
    with pytest.raises(Refused) as refused:
        applied(office, seen)
    problem = refused.value.problems[0]
    assert problem.code == "stale"
    assert ("L-0004" in problem.text()) == (what != "policy")
    assert changes(office) == before
    # What did not change can still be applied to the others.
    if what != "policy":
        applied(office, seen, chosen=[uids["leases"][4]])
        assert changes(office) == before + 1


def test_a_lease_that_is_not_served_and_an_empty_choice_are_refused(office: Office) -> None:
    uids = sample.furnish(office, companies=8)
    seen = looked_at(office, sample.save(office, "relief_policies", **SPRING))
    with pytest.raises(Refused, match="not_entitled_size"):
        applied(office, seen, chosen=[uids["leases"][2], uids["leases"][3]])
    with pytest.raises(Refused, match="nothing_chosen"):
        applied(office, seen, chosen=[])


def test_a_policy_without_terms_is_refused(office: Office) -> None:
    with pytest.raises(Refused, match="no_terms"):
        looked_at(office, sample.save(office, "relief_policies", title="无条款"))


def test_exclusive_policies_are_refused_in_either_order_of_approval(office: Office) -> None:
    """Another policy's case is approved after the day looked at: the policy is refused all the same (R6)."""
    uids = sample.furnish(office, companies=8)
    other = sample.save(office, "relief_policies", title="另一项", exclusive=False)
    for lease, approved_on in ((3, date(2020, 3, 1)), (4, date(2020, 6, 1))):
        sample.save(
            office, "reliefs", lease_uid=uids["leases"][lease], policy_uid=other, kind="percent", percent=Decimal(10),
            starts_on=date(2020, 5, 1), ends_on=date(2020, 5, 31), status="approved", approved_on=approved_on,
        )  # fmt: skip
    seen = verdicts(looked_at(office, sample.save(office, "relief_policies", **SPRING)))
    assert (seen["L-0004"], seen["L-0005"]) == ("overlap", "overlap")


def test_of_two_policies_the_one_that_gives_more_is_named(office: Office) -> None:
    sample.furnish(office, companies=8)
    ours = sample.save(office, "relief_policies", **SPRING)
    more = sample.save(office, "relief_policies", **SPRING | {"title": "更多", "percent": Decimal(80)})
    sample.save(
        office, "relief_policies", **SPRING | {"title": "别的日子", "starts_on": date(2020, 8, 1), "exclusive": False}
    )
    sample.save(
        office, "relief_policies", **SPRING | {"title": "已截止", "apply_to": date(2020, 3, 1), "percent": Decimal(90)}
    )
    seen = looked_at(office, ours).leases[1]
    assert [(each.terms.title, each.amount, each.beside) for each in seen.rivals] == [
        ("更多", 3 * 7182_00 * 8 // 10, False), ("别的日子", 3 * 7182_00 // 2, True),
    ]  # fmt: skip
    assert seen.better
    assert seen.better.terms.title == "更多"
    assert looked_at(office, more).leases[1].better is None


def test_versions_of_a_policy_count_as_one(office: Office) -> None:
    uids = sample.furnish(office, companies=8)
    first = sample.save(office, "relief_policies", code="P-0001a", **SPRING)
    second = sample.save(office, "relief_policies", code="P-0001b", version_of="P-0001a", **SPRING)
    applied(office, looked_at(office, first), chosen=[uids["leases"][3]])
    assert verdicts(looked_at(office, second))["L-0004"] == "case"


def test_leases_that_are_over_are_left_out_and_some_can_be_asked_for(office: Office) -> None:
    uids = sample.furnish(office, companies=8)
    change(office, "leases", uids["leases"][1], ended_on=date(2020, 3, 19))
    change(office, "leases", uids["leases"][6], ended_on=ON)
    policy = sample.save(office, "relief_policies", **SPRING)
    assert "L-0002" not in verdicts(looked_at(office, policy))
    assert verdicts(looked_at(office, policy))["L-0007"] == "term"
    some = looked_at(office, policy, leases=[uids["leases"][3], uids["leases"][1]])
    assert list(verdicts(some)) == ["L-0004"]


def test_a_long_preview_tells_how_far_it_is_and_can_be_stopped(office: Office) -> None:
    sample.furnish(office, companies=8)
    policy = sample.save(office, "relief_policies", **SPRING)
    told: list[tuple[int, int]] = []
    looked_at(office, policy, tell=lambda done, total: told.append((done, total)))
    assert told == [(0, 8), (8, 8)]

    class StoppedError(Exception):
        pass

    def stop(_done: int, _all: int) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        looked_at(office, policy, tell=stop)


# versions and next year -----------------------------------------------------------------------------------------------


def carry_out(office: Office, name: str, uid: str, today: date = ON) -> None:
    command = next(c for feature in office.features for c in feature.commands if c.name == name)
    with office.writing("Command") as step:
        record = step.session.get_one(Policy, uid)
        command.run(step, office.features.registers["relief_policies"], record, today)


def policies(office: Office) -> dict[str, Policy]:
    with office.reading() as session:
        found = {each.code: each for each in session.scalars(select(Policy).order_by(Policy.code))}
        session.expunge_all()
        return found


def test_next_years_policy_has_every_date_a_year_later(office: Office) -> None:
    terms = SPRING | {"term_months": None, "ends_on": date(2020, 2, 29), "starts_on": date(2020, 2, 1)}
    days = {
        "apply_from": date(2020, 1, 15),
        "apply_to": date(2020, 3, 31),
        "valid_from": date(2020, 1, 1),
        "valid_to": date(2020, 12, 31),
    }
    uid = sample.save(
        office, "relief_policies", document_no="青高管〔2020〕6 号", issued_on=date(2020, 2, 8), **terms | days
    )  # fmt: skip
    carry_out(office, "policy.next_year", uid)
    old, new = policies(office).values()
    assert (new.code, new.document_no, new.issued_on, new.version_of) == ("P-0002", None, None, None)
    assert (new.starts_on, new.ends_on) == (date(2021, 2, 1), date(2021, 2, 28))
    assert (new.apply_from, new.apply_to) == (date(2021, 1, 15), date(2021, 3, 31))
    assert (new.valid_from, new.valid_to) == (date(2021, 1, 1), date(2021, 12, 31))
    assert (new.title, new.percent, new.size_classes, new.exclusive) == (old.title, old.percent, old.size_classes, True)
    carry_out(office, "policy.next_year", next(p.uid for p in policies(office).values() if p.code == "P-0002"))
    office.undo()
    office.undo()
    assert list(policies(office)) == ["P-0001"]


def test_a_new_version_takes_over_today(office: Office) -> None:
    uid = sample.save(office, "relief_policies", **SPRING, valid_from=date(2020, 2, 1))
    carry_out(office, "policy.new_version", uid)
    old, new = policies(office).values()
    assert (old.valid_to, new.valid_from, new.valid_to, new.version_of) == (date(2020, 3, 19), ON, None, "P-0001")
    assert (new.percent, new.term_months) == (Decimal(50), 3)
    with office.reading() as session:
        assert [each.offer.policy for each in offers.in_force(session, office.actor.operator, ON)] == ["P-0002"]
        before = offers.in_force(session, office.actor.operator, date(2020, 3, 19))
        assert [each.offer.policy for each in before] == ["P-0001"]
        assert before[0].offer.versions == {"P-0001", "P-0002"}
    with pytest.raises(Refused, match="version_overtaken"):
        carry_out(office, "policy.new_version", uid, date(2020, 4, 1))
    with pytest.raises(Refused, match="version_not_in_force"):
        carry_out(office, "policy.new_version", new.uid)
    carry_out(office, "policy.new_version", new.uid, date(2020, 4, 1))
    assert policies(office)["P-0003"].version_of == "P-0001"
    assert overlapping(policies(office)) == []


def overlapping(found: dict[str, Policy]) -> list[str]:
    """Versions whose days overlap."""
    spans = sorted((each.valid_from or date.min, each.valid_to or date.max, each.code) for each in found.values())
    return [later[2] for earlier, later in zip(spans, spans[1:]) if later[0] <= earlier[1]]
