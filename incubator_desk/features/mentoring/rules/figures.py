"""What sessions and services come to, whichever way they are grouped."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from incubator_desk.base.money import half_up


@dataclass(slots=True)
class Figures:
    """How many, how long, for whom, and how they were rated. Minutes are added exactly, the figure rounded once."""

    times: int = 0
    minutes: Decimal = Decimal(0)
    untimed: int = 0
    """How many of which nobody knows how long they took."""
    attendances: int = 0
    companies: set[str] = field(default_factory=set)
    ratings: list[int] = field(default_factory=list)

    def add(self, minutes: int | Decimal | None, companies: Iterable[str], ratings: Iterable[int]) -> None:
        """Take in one that was given to some companies."""
        came = list(companies)
        self.times += 1
        self.minutes += minutes or 0
        self.untimed += minutes is None
        self.attendances += len(came)
        self.companies.update(came)
        self.ratings += ratings

    @property
    def hours(self) -> Decimal | None:
        """How long in all as far as known, in hours to two decimals; None where nothing is known of any."""
        return None if self.times and self.untimed == self.times else half_up(self.minutes / 60)

    @property
    def rating(self) -> Decimal | None:
        """The mean rating to two decimals; None where nobody rated."""
        return half_up(Decimal(sum(self.ratings)) / len(self.ratings)) if self.ratings else None
