"""How fast a year of mentoring is counted, beside one SQL aggregate over the same rows."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from incubator_desk.base.periods import Period
from incubator_desk.catalog import saving
from incubator_desk.catalog.office import Office
from incubator_desk.features.all import FEATURES
from incubator_desk.features.mentoring.model import Mentor, MentoringSession, Participation
from incubator_desk.features.mentoring.service.facts import summary
from incubator_desk.features.park import service as park
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store.record import Actor, Record
from incubator_desk.store.schema import open_database

from . import Measurement, best_of

_SESSIONS, _EACH, _MENTORS, _COMPANIES = 20_000, 3, 60, 300
_YEAR = Period.parse("2020")
_AGGREGATE = """
    select t.code, count(*), count(distinct m.mentor_uid), sum(
        substr(m.ends_at, 1, 2) * 60 + substr(m.ends_at, 4, 2)
        - substr(m.starts_at, 1, 2) * 60 - substr(m.starts_at, 4, 2)
    )
    from participations p join mentoring_sessions m on m.uid = p.session_uid join tenants t on t.uid = p.tenant_uid
    where m.held_on between '2020-01-01' and '2020-12-31' and m.status = 'held' and m.confirmed_on is not null
        and p.attended
    group by t.code
"""


@contextmanager
def year() -> Iterator[Office]:
    """An office with a year of sessions, each with three companies."""
    with tempfile.TemporaryDirectory() as folder:
        office = Office(open_database(str(Path(folder) / "year.desk"), create=True), FEATURES, Actor("bench", ""))
        park.found(office)
        with office.writing("Fill") as step:

            def add(model: type[Record], **values: Any) -> str:
                return step.add(model, saving.completed(FEATURES.registers[model.__tablename__], values))

            companies = [add(Tenant, code=f"T{n}", name=f"T{n}", kind="company") for n in range(_COMPANIES)]
            mentors = [add(Mentor, code=f"M{n}", name=f"M{n}") for n in range(_MENTORS)]
            for number in range(_SESSIONS):
                day, hour = date(2020, 1, 1) + timedelta(number % 366), 8 + number // 366 % 10
                session = add(
                    MentoringSession, code=f"S{number}", mentor_uid=mentors[number % _MENTORS], held_on=day,
                    starts_at=f"{hour:02}:00", ends_at=f"{hour:02}:50", status="held", confirmed_on=day,
                )  # fmt: skip
                for place in range(_EACH):
                    add(Participation, session_uid=session, tenant_uid=companies[(number * 7 + place) % _COMPANIES])
            step.flush()
            step.settled = True  # checks of what is made here would only take time
        yield office
        office.database.close()


def counting() -> list[Measurement]:
    """The year counted by mentor and company, beside the aggregate by company, both fetched."""
    with year() as office, office.reading() as session:
        operator = office.actor.operator
        assert summary(session, operator, _YEAR).sessions == _SESSIONS
        counted = best_of(5, lambda: summary(session, operator, _YEAR))
        fetched = best_of(5, lambda: _aggregate(session))
    name = f"{_SESSIONS:,} sessions, {_SESSIONS * _EACH:,} participations counted"
    return [Measurement(name, counted, "one SQL aggregate over them", fetched, 3.0)]


def _aggregate(session: Session) -> object:
    return session.execute(text(_AGGREGATE)).all()
