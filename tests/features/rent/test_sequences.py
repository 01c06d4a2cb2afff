"""Any sequence of what a clerk does: the sums hold after each step, a refusal changes nothing, undo leads all back."""

import shutil
import tempfile
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import deeds
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from incubator_desk.base.errors import Refused
from incubator_desk.catalog.office import Office
from incubator_desk.features.all import FEATURES
from incubator_desk.features.park import service as park_service
from incubator_desk.store.record import Actor
from incubator_desk.store.schema import open_database

Done = Sequence[tuple[deeds.Deed, int]]
_EACH = 25
"""A sequence takes so many times as long as a usual example."""


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A park to begin from, to be copied."""
    place = tmp_path_factory.mktemp("sequences") / "park.desk"
    office = opened(place)
    deeds.furnish(office)
    office.database.close()
    return place


def opened(place: Path) -> Office:
    office = Office(open_database(str(place), create=True), FEATURES, Actor("王敏", ""))
    park_service.found(office)
    return office


def carried_out(office: Office, chosen: Done, tell: Callable[[str], None] = lambda _what: None) -> list[Any]:
    """Do these deeds one after the other; gives what could be read before the first and after each that was done."""
    park = deeds.Park(office)
    stations: list[Any] = [(deeds.records(office), deeds.figures(office))]
    for deed, seed in chosen:
        dice, before = Random(seed), deeds.written(office)
        park.today += timedelta(dice.choice((0, 0, 1, 3, 8)))
        try:
            deed(park, dice)
        except Refused as refused:
            tell(f"refused: {refused.problems[0].code if refused.problems else ''}")
            assert deeds.written(office) == before
            assert (deeds.records(office), deeds.figures(office)) == stations[-1]
            continue
        if deeds.written(office) == before:
            continue
        tell(f"done: {deed.__name__}")
        assert deeds.written(office)[0] == before[0] + 1
        assert deeds.agree(office)
        stations.append((deeds.records(office), deeds.figures(office)))
    return stations


def led_back_and_forth(office: Office, stations: Sequence[Any]) -> None:
    """Undo every step in turn, then redo all: at each station everything is as it was."""
    for records, figures in reversed(stations[:-1]):
        assert office.undo()
        assert deeds.records(office) == records
        assert deeds.figures(office) == figures
    for records, figures in stations[1:]:
        assert office.redo()
        assert deeds.records(office) == records
        assert deeds.figures(office) == figures
    assert office.redo() is None
    assert office.check() == []


@settings(max_examples=max(6, settings().max_examples // _EACH))
@given(st.lists(st.tuples(st.sampled_from(deeds.DEEDS), st.integers(0, 2**16)), min_size=4, max_size=14))
def test_any_sequence_of_deeds_is_led_all_the_way_back_and_forth(furnished: Path, chosen: Done) -> None:
    with tempfile.TemporaryDirectory() as folder:
        office = opened(Path(shutil.copy(furnished, folder)))
        try:
            led_back_and_forth(office, carried_out(office, chosen, event))
        finally:
            office.database.close()


def test_a_long_sequence_on_both_databases(office: Office) -> None:
    deeds.furnish(office)
    dice = Random(1)
    chosen = [(dice.choice(deeds.DEEDS), dice.randrange(2**16)) for _deed in range(30)]
    stations = carried_out(office, chosen)
    assert len(stations) > 10
    led_back_and_forth(office, stations)
