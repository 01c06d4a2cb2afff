"""The dated parameters of mentoring: duties, office hours, the points of a match, the length of a series."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session as Reading

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_
from incubator_desk.catalog.feature import Parameter
from incubator_desk.features.park.service import NO_VALUE, values_on
from incubator_desk.store.record import Actor

_SINCE = date(2000, 1, 1)
_ASSESSMENT, _PRACTICE = N_("National assessment of incubators"), N_("The park's practice")
_POINTS = N_("points")


def _parameter(name: str, label: str, unit: str, value: int, source: str = _PRACTICE) -> Parameter:
    return Parameter(f"mentoring.{name}", label, unit, Decimal(value), _SINCE, source)


DUTY = _parameter(
    "sessions_per_year", N_("Services that a mentor owes the park"), N_("per year"), 2, _ASSESSMENT
)  # fmt: skip
DUTY_MONTH = _parameter("duty_month", N_("Month from which mentors under their duty are told"), N_("month"), 10)
PER_MENTOR = _parameter(
    "companies_per_mentor", N_("Companies for which there is one mentor"), N_("companies"), 10, _ASSESSMENT
)
DAY_STARTS = _parameter("day_starts", N_("Sessions are suggested from"), N_("o'clock"), 9)
DAY_ENDS = _parameter("day_ends", N_("Sessions are suggested until"), N_("o'clock"), 18)
DAYS_AHEAD = _parameter("days_ahead", N_("How far ahead free times are looked for"), N_("days"), 21)
LOAD_DAYS = _parameter("load_days", N_("Days whose sessions are a mentor's load"), N_("days"), 30)
FULL_LOAD = _parameter("full_load", N_("Sessions in that time that are a full load"), N_("sessions"), 8)
SERIES_MOST = _parameter("series_most", N_("Sessions of a series at most"), N_("sessions"), 53)
POINTS = {
    "field": _parameter("points_field", N_("Match: works on what the companies do"), _POINTS, 25),
    "topic": _parameter("points_topic", N_("Match: its fields stand in the topic"), _POINTS, 15),
    "free": _parameter("points_free", N_("Match: free at that time"), _POINTS, 20),
    "appointed": _parameter("points_appointed", N_("Match: appointed on that day"), _POINTS, 10),
    "tie": _parameter("points_tie", N_("Match: not tied with a company"), _POINTS, 10),
    "rating": _parameter("points_rating", N_("Match: well rated"), _POINTS, 10),
    "load": _parameter("points_load", N_("Match: few sessions lately"), _POINTS, 10),
}
"""The points at most for each criterion of a match; as they start, 100 together."""
PARAMETERS = (
    DUTY,
    DUTY_MONTH,
    PER_MENTOR,
    DAY_STARTS,
    DAY_ENDS,
    DAYS_AHEAD,
    LOAD_DAYS,
    FULL_LOAD,
    SERIES_MOST,
    *POINTS.values(),
)


class Values:
    """The values in force on a day, read together; one that is asked for and has none is refused."""

    def __init__(self, found: Mapping[str, Decimal], day: date) -> None:
        self._found, self._day = found, day

    @classmethod
    def on(cls, session: Reading, actor: Actor, day: date) -> "Values":
        """Read them."""
        return cls(values_on(session, actor, "mentoring.", day), day)

    def __getitem__(self, parameter: Parameter) -> Decimal:
        if parameter.name not in self._found:
            raise Refused.because("no_parameter", NO_VALUE, name=parameter.name, day=self._day)
        return self._found[parameter.name]
