"""What the demo's companies state of the first months of 2020; a few have not answered yet."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from random import Random

from .rows import Row, row

_MONTHS = ("2020-01", "2020-02", "2020-03")
_TURNOVER = {"2020-01": 100, "2020-02": 65, "2020-03": 80}
"""Per cent of an ordinary month: in February much stood still, in March it began again."""
_BACK = {"2020-01": (100, 100), "2020-02": (10, 55), "2020-03": (60, 100)}
_STATING = ("incubating", "graduated", "left")
_SILENT = {"2020-02": 53, "2020-03": 37}
"""So many companies apart, one has not stated the month."""
_NOTHING = Decimal("0.00")


def figures(companies: Sequence[Row]) -> list[Row]:
    """The months in which companies are incubated; the smallest do no research, teams pay no taxes."""
    rng = Random("figures")
    found = []
    stating = (each for status in _STATING for each in companies if each["status"] == status)
    for number, company in enumerate(stating, 1):
        ordinary = rng.randrange(15, 90) * (company["employees"] or 3)
        first, last = _incubated(company)
        here = [month for month in _MONTHS if first <= month <= last]
        found += [_month(company, month, ordinary, rng) for month in here if number % _SILENT.get(month, number + 1)]
    return found


def _incubated(company: Row) -> tuple[str, str]:
    """The first and the last month in which a company is incubated."""
    gone = [day for day in (company["graduated_on"], company["left_on"]) if day is not None]
    return f"{company['admitted_on']:%Y-%m}", f"{min(gone, default=date.max):%Y-%m}"


def _month(company: Row, month: str, ordinary: int, rng: Random) -> Row:
    """One month; ``ordinary`` is the turnover of an ordinary one, in hundreds of yuan."""
    revenue = Decimal(ordinary * _TURNOVER[month] * rng.randrange(93, 108)) / 100
    team, large = company["kind"] == "team", company["size_class"] in ("small", "medium")
    share = Decimal(rng.randrange(5, 25)) / 100
    return row(
        "tenant_figures",
        tenant_code=company["code"],
        month=month,
        revenue=revenue.quantize(Decimal("0.01")),
        tax=_NOTHING if team else (revenue * Decimal("0.03")).quantize(Decimal("0.01")),
        rd_spending=(revenue * share).quantize(Decimal("0.01")) if large else _NOTHING,
        employees=company["employees"],
        back_percent=Decimal(rng.randrange(_BACK[month][0], _BACK[month][1] + 1)),
    )
