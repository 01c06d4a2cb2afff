"""Flows: the states of a case and the moves between them, declared once."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from incubator_desk.base.errors import Label, Refused
from incubator_desk.base.i18n import N_

from .kinds import Choice, Option


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

    @cached_property
    def kind(self) -> Choice:
        """The column kind of the state."""
        return Choice(self.states)

    def possible(self, state: str) -> tuple[Move, ...]:
        """The moves that leave a state."""
        return tuple(move for move in self.moves if move.source == state)

    def move(self, source: str, target: str, reason: str | None = None) -> Move:
        """The declared move between two states; refused where there is none, or its reason is missing."""
        for move in self.possible(source):
            if move.target == target:
                if move.needs_reason and not (reason or "").strip():
                    raise Refused.because("reason_missing", N_("This step needs a reason."), column="reason")
                return move
        labels = {o.value: o.label for o in self.states}
        message = N_("From “{source}” there is no step to “{target}”.")
        raise Refused.because("no_such_move", message, source=Label(labels[source]), target=Label(labels[target]))


def moves(sources: str | Iterable[str], target: str, label: str, **options: object) -> tuple[Move, ...]:
    """The same move from several states."""
    names = (sources,) if isinstance(sources, str) else tuple(sources)
    return tuple(Move(source, target, label, **options) for source in names)  # type: ignore[arg-type]
