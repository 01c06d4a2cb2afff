"""Flows: the states of a case and the moves between them, declared once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from incubator_desk.base.errors import Label, Problem, Refused
from incubator_desk.base.i18n import N_
from incubator_desk.store.record import Actor, Record

from .kinds import Choice, Option, Tone

if TYPE_CHECKING:
    from incubator_desk.store.step import Step


@dataclass(frozen=True)
class Move:
    """A way from one state to another; ``evidence`` lists what must be at hand."""

    source: str
    target: str
    label: str
    evidence: tuple[str, ...] = ()
    needs_reason: bool = False
    date_attribute: str | None = None
    """The date of the record that this move sets."""
    asks: tuple[str, ...] = ()
    """Attributes of the record that are entered with this move."""
    fits: Callable[[Mapping[str, Any]], bool] = lambda _: True
    """Whether it makes sense for a record with these values (by attribute), which stands in its source."""
    follows: str = ""
    """The register whose record's own step brings this move about; people do not take it by itself."""

    @property
    def back(self) -> bool:
        """Whether it leads off the usual way: a return, refusal, withdrawal."""
        return self.needs_reason


@dataclass(frozen=True)
class Flow:
    """States in their usual order, and the moves between them. What is not declared is refused."""

    register: str
    """The register whose records go this way."""
    attribute: str
    """The column that holds the state."""
    states: tuple[Option, ...]
    moves: tuple[Move, ...]
    path: tuple[str, ...]
    """The usual way, drawn as stations."""
    start: str = "draft"
    """The state of a new record, before the first station."""
    optional: tuple[str, ...] = ()
    """Stations that a park may do without."""
    unused: Callable[[Session, Actor, date], frozenset[str]] = lambda _session, _actor, _day: frozenset()
    """The optional stations that this park does without on a day."""
    follow: Callable[[Session, Actor, Record, Move, date], Mapping[str, Any]] = lambda *_: {}
    """Values (by attribute) that a record takes on by a move, beside its state and the move's date."""
    checks: tuple[Callable[["Step", Record, Move, date], Iterable[Problem]], ...] = ()
    """What keeps a record from making a move on a day."""
    evidence: Callable[[Session, Record, Move], tuple[str, ...]] = lambda _session, _record, move: move.evidence
    """What must be at hand for a move of a record."""
    also: Callable[["Step", Record, Move, date], None] = lambda *_: None
    """What else a move does, in the same step, once the record has moved."""
    remark: Callable[[Session, Actor, Record, date], tuple[str, Tone] | None] = lambda *_: None
    """A sentence on how a record stands on a day, worded, with its tone."""

    @cached_property
    def kind(self) -> Choice:
        """The column kind of the state."""
        return Choice(self.states)

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """What each state is called."""
        return {option.value: option.label for option in self.states}

    def possible(self, state: str) -> tuple[Move, ...]:
        """The moves that leave a state."""
        return tuple(move for move in self.moves if move.source == state)

    def offered(self, state: str) -> tuple[Move, ...]:
        """The moves that leave a state and that people take themselves."""
        return tuple(move for move in self.possible(state) if not move.follows)

    def move(self, source: str, target: str, reason: str | None = None) -> Move:
        """The declared move between two states; refused where there is none, or its reason is missing."""
        for move in self.possible(source):
            if move.target == target:
                if move.needs_reason and not (reason or "").strip():
                    raise Refused.because("reason_missing", N_("This step needs a reason."), column="reason")
                return move
        message = N_("From “{source}” there is no step to “{target}”.")
        values = {"source": Label(self.labels[source]), "target": Label(self.labels[target])}
        raise Refused.because("no_such_move", message, **values)

    def without(self, unused: Iterable[str]) -> "Flow":
        """The flow of a park that does without some optional stations.

        A move into one of them leads on to the next station that is used, as that one's own move would: with its
        label, its date and what it asks for; a step back keeps its own. Cases that already stand in an unused station
        can leave it.
        """
        left_out = frozenset(unused) & frozenset(self.optional)
        moves = [made for move in self.moves if (made := self._led_on(move, left_out))]
        path = tuple(state for state in self.path if state not in left_out)
        return replace(self, moves=tuple(dict.fromkeys(moves)), path=path)

    def _led_on(self, move: Move, left_out: frozenset[str]) -> Move | None:
        last = move
        while last.target in left_out:
            onward = next((m for m in self.possible(last.target) if self._forward(m)), None)
            if onward is None:
                return None
            last = onward
        if not move.back:
            return replace(last, source=move.source)
        # A step back stays what it is, and never leads past where the case stood.
        beyond = last.target in self.path and move.source in self.path[: self.path.index(last.target) + 1]
        return None if beyond else replace(move, target=last.target)

    def _forward(self, move: Move) -> bool:
        """Whether a move goes to the next station of the usual way."""
        if move.source not in self.path or move.target not in self.path:
            return False
        return self.path.index(move.target) == self.path.index(move.source) + 1


def moves(sources: str | Iterable[str], target: str, label: str, **options: object) -> tuple[Move, ...]:
    """The same move from several states."""
    names = (sources,) if isinstance(sources, str) else tuple(sources)
    return tuple(Move(source, target, label, **options) for source in names)  # type: ignore[arg-type]
