"""``check``: whether the file is whole, the history unbroken, the tables as it says, and every invariant kept."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

from incubator_desk.base.errors import Label, Problem, Refused
from incubator_desk.base.i18n import N_

from . import backup, copies, replay
from .database import Database

DAMAGED = N_("The file {place} is damaged. Restore {backup}.")


def check(
    database: Database,
    invariants: Iterable[Callable[[Session], Sequence[Problem]]] = (),
    tell: replay.Tell = lambda _done, _all: None,
) -> list[Problem]:
    """All that is wrong with what is stored, each with its place and what mends it; empty when all is well."""
    damage = list(_damage(database, tell))
    if damage:
        remedy = backup.newest(database) or Label(N_("an earlier backup"))
        return [replace(problem, values={**problem.values, "backup": remedy}) for problem in damage]
    with database.reading() as session:
        return [problem for invariant in invariants for problem in invariant(session)]


def _damage(database: Database, tell: replay.Tell) -> Iterable[Problem]:
    if database.path and (problem := _file_problem(database.path)):
        yield problem
        return
    with database.reading() as session:
        yield from replay.problems(session, tell)


def _file_problem(path: Path) -> Problem | None:
    try:
        copies.verify(path)
    except Refused:
        return Problem("damaged", DAMAGED, {"place": path})
    return None
