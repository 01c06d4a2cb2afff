"""Schedules that are remembered: what a step wrote that was given up leaves no trace in them."""

from datetime import date
from decimal import Decimal

import paper_park
import pytest
from sample_park import save

from incubator_desk.catalog import saving
from incubator_desk.features.leases.model import Lease
from incubator_desk.features.rent.rules import schedule
from incubator_desk.features.rent.service import facts
from incubator_desk.features.rent.service.summary import drawn

DAY = date(2020, 6, 30)


class GivenUpError(Exception):
    """Raised to leave a step."""


def test_a_step_that_was_given_up_is_forgotten_even_where_as_many_changes_follow(office):
    uids = paper_park.furnish(office)
    with office.reading() as session:
        before = drawn(session, office.actor.operator, DAY)
    with pytest.raises(GivenUpError), office.writing("Change the price") as step:
        lease = step.session.get_one(Lease, uids["L1"])
        saving.save(step, office.features.registers["leases"], {"price": Decimal(1)}, lease)
        step.flush()
        supposed = drawn(step.session, office.actor.operator, DAY)[uids["L1"]]
        assert supposed.schedule.totals.gross == 1200
        raise GivenUpError
    save(office, "calendar_days", day=date(2020, 10, 1))  # one change too, with the same number
    with office.reading() as session:
        after = drawn(session, office.actor.operator, DAY)
        known = facts.by_uid(session, office.actor.operator)
    assert after == before
    assert {uid: each.schedule for uid, each in after.items()} == {
        uid: schedule(each, DAY) for uid, each in known.items()
    }
