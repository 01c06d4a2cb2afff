"""The office at work: an open database, the features, and who acts. Every entry point begins here."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Problem, Refused
from incubator_desk.store import checking
from incubator_desk.store import step as steps
from incubator_desk.store.database import Database
from incubator_desk.store.files import Files, files_of
from incubator_desk.store.history import StepRow
from incubator_desk.store.record import Actor
from incubator_desk.store.replay import Tell
from incubator_desk.store.step import Step

from .documents import amiss
from .feature import Feature
from .flow import Flow
from .passages import Document, Passage
from .register import Register
from .report import Report

T = TypeVar("T")
Check = Callable[[Step, set[str]], Iterable[Problem]]
_OWN = (Passage, Document)  # mapped here for every database, whichever features are loaded
_REMEMBERED = 1000  # steps that undo looks at: nobody undoes more in a row


@dataclass(frozen=True)
class Features:
    """All features, and what they declare by name."""

    features: tuple[Feature, ...]

    def __iter__(self) -> Iterator[Feature]:
        return iter(self.features)

    @cached_property
    def registers(self) -> Mapping[str, Register]:
        """All registers by name, parents before those that refer to them."""
        return {register.name: register for feature in self.features for register in feature.registers}

    def guards(self, register: str) -> list[Check]:
        """The checks on a register that features above its own add."""
        return [check for feature in self.features for name, check in feature.guards if name == register]

    @cached_property
    def flows(self) -> Mapping[str, Flow]:
        """The flows by the name of their register."""
        return {flow.register: flow for feature in self.features for flow in feature.flows}

    @cached_property
    def reports(self) -> Mapping[str, Report]:
        """All reports by name."""
        found = {report.name: report for feature in self.features for report in feature.reports()}
        for feature in self.features:
            found = {name: feature.reports_over(report) for name, report in found.items()}
        return found


class _SupposedError(Exception):
    """Ends a transaction that was only to be looked at."""


@dataclass
class Office:
    """Reads and writes go through here, so that each write is checked, kept in the history and told on."""

    database: Database
    features: Features
    actor: Actor
    listeners: list[Callable[[Mapping[str, set[str]]], None]] = field(default_factory=list)
    """Called after each commit with the uids written, by table."""

    @cached_property
    def files(self) -> Files:
        """Where the contents of attached files lie."""
        return files_of(self.database)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the data."""
        with self.database.reading() as session:
            yield session

    @contextmanager
    def writing(self, title: str, *, reason: str | None = None, **values: object) -> Iterator[Step]:
        """One user action: all of it is stored, or nothing where a check refuses it."""
        with self.database.writing() as session:
            step = Step(session, self.actor, title, reason, **values)
            yield step
            self.settle(step)
        self._tell(step)

    def suppose(self, work: Callable[[Step], object], look: Callable[[Step], T]) -> T:
        """What ``look`` sees after some work that is then given up: nothing of it is kept."""
        seen: list[T] = []
        with suppress(_SupposedError), self.database.writing() as session:
            step = Step(session, self.actor, "")
            work(step)
            self.settle(step)
            seen.append(look(step))
            raise _SupposedError
        return seen[0]

    def settle(self, step: Step) -> tuple[Problem, ...]:
        """Write out a step and hold what it wrote against the checks; gives the warnings, refuses errors.

        Where nothing was written since, there is nothing to do.
        """
        step.flush()
        if step.settled:
            return ()
        problems = tuple(self._problems(step))
        if any(problem.severity == "error" for problem in problems):
            raise Refused(*problems)
        step.settled = True
        return problems

    def _problems(self, step: Step) -> Iterator[Problem]:
        seen: set[object] = set()
        written = set().union(*step.touched.values())
        for register in self.features.registers.values():
            if register.name in step.touched:
                for check in (*register.checks, *self.features.guards(register.name)):
                    if check not in seen:
                        seen.add(check)
                        yield from check(step, written)

    def check(self, tell: Tell = lambda _done, _all: None) -> list[Problem]:
        """All that is wrong with what is stored: the file, the history, the tables and every invariant."""
        contents = lambda session: amiss(session, self.files, self.features.registers, tell)  # noqa: E731
        return checking.check(self.database, [*(feature.invariants for feature in self.features), contents], tell)

    def undo(self) -> str | None:
        """Take back the actor's last step that was not taken back yet; gives its title."""
        return self._reverse(redo=False)

    def redo(self) -> str | None:
        """Carry out again what was last undone, as long as nothing else was done since."""
        return self._reverse(redo=True)

    def _reverse(self, *, redo: bool) -> str | None:
        with self.database.writing() as session:
            seq = next_redo(session, self.actor) if redo else next_undo(session, self.actor)
            if seq is None:
                return None
            step = steps.undo(session, self.actor, seq)
            self.settle(step)
        self._tell(step)
        return step.title

    def _tell(self, step: Step) -> None:
        if step.seq is not None:
            for listener in self.listeners:
                listener(step.touched)


def next_undo(session: Session, actor: Actor) -> int | None:
    """The number of the step that undo would take back."""
    return next(reversed(_stacks(session, actor)[0]), None)


def next_redo(session: Session, actor: Actor) -> int | None:
    """The number of the step that redo would carry out again."""
    return next(reversed(_stacks(session, actor)[1]), None)


def _stacks(session: Session, actor: Actor) -> tuple[list[int], list[int]]:
    """The actor's steps that stand, and the undos that can be taken back, the latest last.

    A step that takes back another names it in ``undoes``; taking back an undo is a redo. The first step of
    all founded the database and is never taken back.
    """
    mine = select(StepRow.seq, StepRow.undoes).where(
        StepRow.actor == actor.name, StepRow.operator_uid == actor.operator, StepRow.seq > 1
    )
    latest = session.execute(mine.order_by(StepRow.seq.desc()).limit(_REMEMBERED)).all()
    done: list[int] = []
    undone: list[int] = []
    for seq, named in reversed(latest):
        if named in undone:
            undone.remove(named)
            done.append(seq)
        elif named in done:
            done.remove(named)
            undone.append(seq)
        else:
            done.append(seq)
            undone.clear()
    return done, undone
