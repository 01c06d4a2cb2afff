"""Corrections: a change to facts on which figures of the past rest is shown with its effect, and needs a reason."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from incubator_desk.store.step import Step

from .office import Office


@dataclass(frozen=True, slots=True)
class Effect:
    """A figure of the past that a change would alter; None where it does not exist before or after."""

    words: tuple[str, ...]
    before: Decimal | None
    after: Decimal | None


def effects(office: Office, work: Callable[[Step], object], today: date) -> list[Effect]:
    """What some work would alter of the past; refused as the work itself would be. Nothing of it is kept.

    Records that are added alter nothing: a receipt entered today belongs to today, whatever it pays.
    """
    return office.suppose(work, lambda step: _effects(office, step, today))


def _effects(office: Office, step: Step, today: date) -> list[Effect]:
    if not step.altered:
        return []
    found: list[Effect] = []
    with office.reading() as before:  # which sees nothing of the step
        for feature in office.features:
            concerned = {*feature.rests_on(before, step.altered), *feature.rests_on(step.session, step.altered)}
            old, new = (feature.past(each, office.actor, concerned, today) for each in (before, step.session))
            names = dict.fromkeys((*old, *new))
            found += [Effect(n, old.get(n), new.get(n)) for n in names if old.get(n) != new.get(n)]
    return found
