"""The zone takes packages in: trusted ones, all or none, in any order, as often as one likes."""

import random
import shutil
from collections.abc import Iterator
from datetime import date
from itertools import count, permutations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from forging import files, flipped, signed, zipped
from hypothesis import given
from hypothesis import strategies as st
from packages import code, key, package, tables
from sqlalchemy import func, select

from incubator_desk.base.errors import Refused
from incubator_desk.catalog.office import Office
from incubator_desk.features.all import FEATURES
from incubator_desk.features.park import service as park
from incubator_desk.features.returns.model import ReceivedPackage, ReceivedPart, TrustedKey
from incubator_desk.features.returns.rules.tables import from_csv
from incubator_desk.features.returns.service import zone
from incubator_desk.store.history import StepRow
from incubator_desk.store.record import Actor
from incubator_desk.store.replay import problems
from incubator_desk.store.schema import open_database

TODAY = date(2020, 4, 6)


def trust(office: Office, *parks: int) -> None:
    with office.writing("Trust") as step:
        for number in parks:
            zone.trust(step, key(number).fingerprint.lower(), code(number), TODAY)


def merge(office: Office, *places: Path) -> list[tuple[str, str]]:
    """What each package came to, then the warnings."""
    outcome = zone.merge(office, places, TODAY)
    assert all(problem.severity == "warning" for problem in outcome.problems)
    return [(each.file.name, each.outcome) for each in outcome.packages] + [
        (Path(str(problem.where.file)).name, problem.code) for problem in outcome.problems
    ]


def refused(office: Office, *places: Path) -> list[tuple[str, str]]:
    """Why a merge is refused; nothing of it may be stored."""
    before = stored(office)
    with pytest.raises(Refused) as refusal:
        zone.merge(office, places, TODAY)
    assert stored(office) == before
    return [(Path(str(problem.where.file)).name, problem.code) for problem in refusal.value.problems]


def stored(office: Office) -> tuple[int | None, ...]:
    with office.reading() as session:
        return tuple(
            session.scalar(select(func.count()).select_from(each)) for each in (ReceivedPackage, ReceivedPart, StepRow)
        )


def figures(office: Office, period: str = "2020-03") -> dict[str, str]:
    """What counts of a period: the figure of each park."""
    with office.reading() as session:
        found = {}
        for each in zone.effective(session, office.actor.operator, period):
            table = zone.part(session, each.uid, "data/rent_summary.csv")
            assert table is not None
            found[each.uscc] = table.rows[0][1]
        return found


@pytest.fixture
def made(tmp_path: Path):
    """Writes a package under a name of one's choice."""

    def write(name: str, *args: object, **kwargs: object) -> Path:
        place = tmp_path / name
        place.write_bytes(package(*args, papers={}, **kwargs).data)  # type: ignore[arg-type]
        return place

    return write


def test_packages_of_trusted_parks_are_taken_in_as_one_step(office: Office, made) -> None:
    trust(office, 1, 2)
    steps = stored(office)[2]
    one, two = made("one", 1, figure=10), made("two", 2, figure=20)
    assert merge(office, one, two) == [("one", "added"), ("two", "added")]
    assert stored(office) == (2, 4, (steps or 0) + 1)
    assert figures(office) == {code(1): "10.00", code(2): "20.00"}
    with office.reading() as session:
        found = session.scalars(select(ReceivedPackage).order_by(ReceivedPackage.uscc)).first()
        assert found is not None
        assert (found.status, found.sequence, found.name, found.warnings) == ("received", 12, "青岚创业园1", 2)
        name, (data, _rows) = "data/tenants.csv", tables()["data/tenants.csv"]
        assert zone.part(session, found.uid, name) == from_csv(name, data)
        assert zone.part(session, found.uid, "data/nothing.csv") is None
        assert list(problems(session)) == []


def test_the_same_package_again_changes_nothing(office: Office, made) -> None:
    trust(office, 1)
    place = made("one")
    assert merge(office, place, place) == [("one", "added"), ("one", "unchanged")]
    before = stored(office)
    assert merge(office, place) == [("one", "unchanged")]
    assert stored(office) == before


def test_the_same_sequence_with_other_content_is_refused(office: Office, made) -> None:
    trust(office, 1)
    merge(office, made("first"))
    assert refused(office, made("other figures", figure=7)) == [("other figures", "other_content")]
    assert refused(office, made("other period", period="2020-02")) == [("other period", "other_content")]
    first, second = made("a", sequence=20), made("b", sequence=20, figure=3)
    assert refused(office, first, second) == [("b", "other_content")]


def test_a_newer_sequence_replaces_the_period_s_figures_and_an_older_one_is_kept_without_effect(
    office: Office, made
) -> None:
    trust(office, 1)
    merge(office, made("12", figure=12))
    assert merge(office, made("14", sequence=14, figure=14, supersedes=12)) == [("14", "added")]
    assert figures(office) == {code(1): "14.00"}
    assert merge(office, made("13", sequence=13, figure=13)) == [("13", "added"), ("13", "older_package")]
    assert figures(office) == {code(1): "14.00"}
    assert merge(office, made("15", sequence=15, figure=15, period="2020-02")) == [("15", "added")]
    assert (figures(office), figures(office, "2020-02")) == ({code(1): "14.00"}, {code(1): "15.00"})


def test_only_exactly_the_period_counts(office: Office, made) -> None:
    trust(office, 1)
    merge(
        office,
        made("month"),
        made("quarter", period="2020-Q1", sequence=13, figure=300),
        made("year", period="2020", sequence=14, figure=900),
    )
    assert [figures(office, name) for name in ("2020-03", "2020-Q1", "2020", "2020-H1", "2020-02")] == [
        {code(1): "100.00"}, {code(1): "300.00"}, {code(1): "900.00"}, {}, {},
    ]  # fmt: skip


def test_one_bad_package_refuses_all_and_each_is_told(office: Office, made, tmp_path: Path) -> None:
    trust(office, 1, 2)
    spoilt, stranger, nothing = made("spoilt", 2), made("stranger", 3), tmp_path / "nothing"
    spoilt.write_bytes(flipped(spoilt.read_bytes(), random.Random(1)))
    text = made("text")
    text.write_text("no package")
    told = refused(office, made("good"), stranger, nothing, text, spoilt)
    assert told[:3] == [("stranger", "untrusted_key"), ("nothing", "missing_file"), ("text", "not_a_zip")]
    assert told[3][0] == "spoilt"
    assert merge(office, made("good")) == [("good", "added")]


def test_a_stranger_is_told_with_the_fingerprint_and_how_to_trust_it(office: Office, made) -> None:
    with pytest.raises(Refused) as refusal:
        zone.merge(office, [made("one")], TODAY)
    text = refusal.value.problems[0].text()
    assert f"zone trust {key(1).fingerprint} --uscc {code(1)}" in text
    trust(office, 1)
    assert merge(office, made("one")) == [("one", "added")]


def test_a_key_counts_for_its_own_park_alone(office: Office, made) -> None:
    trust(office, 1, 2)
    assert refused(office, made("in the name of 2", 2, signer=key(1))) == [("in the name of 2", "untrusted_key")]
    with pytest.raises(Refused, match="key_of_another"), office.writing("Trust") as step:
        zone.trust(step, key(1).fingerprint, code(2), TODAY)
    with office.writing("Trust") as step:
        zone.trust(step, key(9).fingerprint, code(1), TODAY, role="zone")
    assert refused(office, made("signed by a zone", 1, signer=key(9))) == [("signed by a zone", "untrusted_key")]


def test_trust_is_given_once_and_for_what_is_a_key_of_a_park(office: Office) -> None:
    trust(office, 1)
    with office.writing("Name it") as step:
        zone.trust(
            step, key(1).fingerprint.replace(" ", ""), code(1), date(2021, 1, 1), name="青岚创业园", kind="incubator"
        )
    with office.reading() as session:
        found = session.scalars(select(TrustedKey)).one()
        assert (found.fingerprint, found.name, found.kind, found.trusted_on) == (
            key(1).fingerprint,
            "青岚创业园",
            "incubator",
            TODAY,
        )
    for fingerprint, uscc, wrong in (
        (key(1).fingerprint[:9], code(1), "bad_fingerprint"),
        (key(1).fingerprint, code(1)[:17] + "X", "bad_uscc"),
    ):
        with pytest.raises(Refused, match=wrong), office.writing("Trust") as step:
            zone.trust(step, fingerprint, uscc, TODAY)


def test_a_package_whose_table_cannot_be_read_is_refused_at_the_door(office: Office, made, tmp_path: Path) -> None:
    trust(office, 1)

    def holding(data: bytes) -> Path:
        contents = [
            (name, data if name == "data/tenants.csv" else kept) for name, kept in files(made("one").read_bytes())
        ]
        (tmp_path / "odd").write_bytes(zipped(signed(contents, key(1))))
        return tmp_path / "odd"

    for data in (b"", b"\xff\xfe", b"a,b\r\n1\r\n", b'a\r\n"open'):
        assert refused(office, holding(data)) == [("odd", "bad_table")]
    assert merge(office, holding(b"code\r\nT-1\r\n")) == [("odd", "added"), ("odd", "rows_differ")]


def test_a_package_for_another_zone_is_taken_with_a_warning(office: Office, made) -> None:
    trust(office, 1)
    with office.writing("Set") as step:
        step.change(park.own(step.session), {"zone_code": "110108"})
    assert merge(office, made("one")) == [("one", "added"), ("one", "other_zone")]
    assert merge(office, made("two", sequence=13, zone_code="１１０ 108")) == [("two", "added")]


def test_a_merge_is_undone_and_done_again(office: Office, made) -> None:
    trust(office, 1)
    merge(office, made("12", figure=12), made("13", sequence=13, figure=13))
    office.undo()
    assert figures(office) == {}
    office.redo()
    assert figures(office) == {code(1): "13.00"}
    with office.reading() as session:
        assert list(problems(session)) == []


def test_any_order_gives_the_same(tmp_path: Path, open_office, made) -> None:
    open_office(str(tmp_path / "empty.desk")).database.close()
    places = [
        made("11", sequence=11, figure=11),
        made("12", sequence=12, figure=12),
        made("15", sequence=15, figure=15),
        made("4", 2, sequence=4, figure=4),
    ]
    for number, order in enumerate(permutations(places)):
        office = open_office(str(shutil.copy(tmp_path / "empty.desk", tmp_path / f"{number}.desk")))
        trust(office, 1, 2)
        for place in order:
            merge(office, place)
        assert figures(office) == {code(1): "15.00", code(2): "4.00"}
        office.database.close()


PACKAGES = st.tuples(st.integers(1, 3), st.sampled_from(["2020-02", "2020-03", "2020-Q1"]), st.integers(1, 4))


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A zone that all examples share; each has parks of its own."""
    office = Office(
        open_database(str(tmp_path_factory.mktemp("busy") / "zone.desk"), create=True), FEATURES, Actor("王", "")
    )
    park.found(office)
    yield office
    office.database.close()


example = count(1)


@given(lots=st.lists(st.lists(PACKAGES, max_size=4), max_size=6))
def test_in_any_lots_any_number_of_times_the_highest_sequence_counts(
    busy: Office, lots: list[list[tuple[int, str, int]]]
) -> None:
    """A park has one package of each sequence; its figure tells park, period and sequence."""
    parks = {each: 3 * next(example) + each for each in (1, 2, 3)}
    trust(busy, *parks.values())
    known: dict[tuple[int, int], str] = {}
    with TemporaryDirectory() as folder:
        for number, lot in enumerate(lots):
            places = []
            for place, (who, wanted, sequence) in enumerate(lot):
                period = known.setdefault((who, sequence), wanted)
                built = package(parks[who], period, sequence, figure=f"{who}{sequence}", papers={})
                places.append(Path(folder) / f"{number}-{place}.zip")
                places[-1].write_bytes(built.data)
            zone.merge(busy, places, TODAY)
    own = {code(each) for each in parks.values()}
    for period in ("2020-02", "2020-03", "2020-Q1"):
        found = {uscc: figure for uscc, figure in figures(busy, period).items() if uscc in own}
        assert found == {
            code(parks[who]): f"{who}{sequence}.00" for (who, sequence), each in sorted(known.items()) if each == period
        }
