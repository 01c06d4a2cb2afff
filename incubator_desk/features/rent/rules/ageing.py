"""What is outstanding, by how long ago it fell due (contract section 7, arrears)."""

from dataclasses import dataclass
from datetime import date

from .figures import Schedule

BANDS: tuple[tuple[int, int | None], ...] = ((1, 30), (31, 90), (91, 180), (181, None))
"""The age bands of arrears, in days since the due date in force; the last has no upper bound."""


@dataclass(frozen=True, slots=True)
class Ages:
    """What is outstanding on a lease, in fen; ``bands`` as in :data:`BANDS`."""

    not_due: int
    """What falls due on the day looked at or after it."""
    bands: tuple[int, ...]
    since: date | None
    """The earliest due date in force of what is overdue."""

    @property
    def overdue(self) -> int:
        """What was due before the day looked at."""
        return sum(self.bands)

    @property
    def outstanding(self) -> int:
        """All that is not paid."""
        return self.not_due + self.overdue


def ages(drawn: Schedule) -> Ages:
    """The outstanding dues of a schedule by their age on its as-of date."""
    not_due, bands, since = 0, [0] * len(BANDS), None
    for line in drawn.lines:
        for due_on, amount, paid in line.dues:
            days = (drawn.as_of - due_on).days
            if days < 1:
                not_due += amount - paid
            elif amount > paid:
                bands[_band(days)] += amount - paid
                since = due_on if since is None else min(since, due_on)
    return Ages(not_due, tuple(bands), since)


def _band(days: int) -> int:
    return next(at for at, (_, until) in enumerate(BANDS) if until is None or days <= until)
