"""Reports of the zone: the packages of exactly one period added up (contract section 6)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy.orm import Session as Reading

from incubator_desk.base.errors import Problem, Refused
from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.catalog.kinds import Number, Percent, Text, Uscc, Year
from incubator_desk.catalog.office import Features
from incubator_desk.catalog.report import Asked, Column, Report, Sheet
from incubator_desk.features.returns.model import ReceivedPackage
from incubator_desk.features.returns.rules.adding import added, in_blocks
from incubator_desk.features.returns.rules.tables import Table
from incubator_desk.store.record import Actor

from . import expected, gathering, shared
from .standing import value_of
from .zone import counting, effective, part

PARK = (
    Column("park", N_("Reporting park"), Text(100, width=20)),
    Column("park_uscc", N_("Park's credit code"), Uscc(), stacked=True),
)
MISSING = N_("Of “{name}” ({uscc}) there is no package of {period}: it is not in the sums.")
MISSING_DUE = N_("Of “{name}” ({uscc}) there is no package of {period}, which was due on {day}: it is not in the sums.")
RETURNED = N_(
    "Package {sequence} of “{name}” ({uscc}) was returned: the park is not in the sums until it sends {period} again."
)
NOTHING = N_("No package of {period} is here.")
NO_TABLE = N_("Package {sequence} of “{name}” has no “{report}”: the park is not in this report.")
OTHER_COLUMNS = N_(
    "In package {sequence} of “{name}”, “{report}” has other columns than here; blank is: {columns}. Have the park use "
    "the same version of Incubator Desk."
)
BAD_VALUE = N_(
    "In package {sequence} of “{name}”, line {line} of “{report}” has “{value}” in {column}, which cannot be read. "
    "Return the package to have it mended."
)
Row = Sequence[Any]


def reports(features: Features) -> dict[str, Report]:
    """The reports that packages carry, as the zone makes them, by name."""
    return {report.name: consolidated(report) for report in gathering.reports(features)}


def consolidated(report: Report) -> Report:
    """A report of one park as the report of all parks whose packages count.

    A report that says by which columns its rows are the same (:attr:`.Report.adds_by`) is added up row by row: money,
    areas, counts and other numbers exactly, those at the period's end as those of it, for all stand at the same end.
    A percentage or mean is no sum: it is blank, unless the report works it out of the sums (:attr:`.Report.settled`).
    Of every other report the rows of the parks stand one below the other, the park in front.
    Money that the report adds up is in both the sum of the parks' own totals, to the fen.
    """
    columns = report.columns if report.adds_by else (*PARK, *report.columns)
    paper = report.paper if report.adds_by else replace(report.paper, landscape=True)
    return replace(report, columns=columns, rows=partial(_rows, report), paper=paper, each="", lines="")


def _rows(report: Report, session: Reading, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    packages = counting(session, actor.operator, asked.period.text)
    problems = [*_absent(session, actor, asked)]
    given = [(package, _given(report, session, package, problems.append)) for package in packages]
    companies = shared.companies(session, actor.operator, asked.period.text)
    problems += [shared.told(each) for each in shared.several(companies)]
    rows = _added(report, given) if report.adds_by else _below_each_other(report, given)
    title = _("{title}, all parks").format(title=translate(report.label))
    return (Sheet(rows, _facts(session, actor, asked, packages, companies), problems, title=title),)


def _facts(
    session: Reading,
    actor: Actor,
    asked: Asked,
    packages: Sequence[ReceivedPackage],
    companies: Sequence[shared.Company],
) -> list[tuple[str, str]]:
    every = {each.uscc for each in expected.parks(session, actor.operator) if each.since is not None}
    every |= {each.uscc for each in effective(session, actor.operator, asked.period.text)}
    counted = _("{count} of {all}").format(count=len(packages), all=len(every))
    facts = [(_("Parks added up"), counted)]
    if waiting := sum(package.status == "received" for package in packages):
        facts.append((_("Of these still to be reviewed"), str(waiting)))
    facts.append((_("Incubated companies, each counted once"), str(shared.incubated_in(companies))))
    if same := len(shared.several(companies)):
        facts.append((_("Companies of several parks"), str(same)))
    return facts


def _absent(session: Reading, actor: Actor, asked: Asked) -> Iterator[Problem]:
    """The parks that are not in the sums, and why."""
    period = asked.period.text
    here = effective(session, actor.operator, period)
    if not here:
        yield Problem("no_packages", NOTHING, {"period": period}, severity="warning")
    due = expected.due_on(session, actor, asked.period)
    for each in expected.awaited(session, actor, asked.period):
        values = {"name": each.name, "uscc": each.uscc, "period": period, "day": due}
        yield Problem("park_missing", MISSING if due is None else MISSING_DUE, values, severity="warning")
    for package in here:
        if package.status == "returned":
            yield Problem("park_returned", RETURNED, _named(package) | {"period": period}, severity="warning")


def _named(package: ReceivedPackage) -> dict[str, object]:
    return {"name": package.name, "uscc": package.uscc, "sequence": package.sequence}


def _given(report: Report, session: Reading, package: ReceivedPackage, tell: Callable[[Problem], None]) -> list[Row]:
    """A park's rows of a report, in the columns that it has here."""
    table = part(session, package.uid, f"data/{report.name}.csv")
    if table is None:
        values = _named(package) | {"report": translate(report.label)}
        tell(Problem("no_such_table", NO_TABLE, values, severity="warning"))
        return []
    if lacking := [translate(column.label) for column in report.columns if column.id not in table.columns]:
        values = _named(package) | {"report": translate(report.label), "columns": ", ".join(lacking)}
        tell(Problem("other_columns", OTHER_COLUMNS, values, severity="warning"))
    return values_of(report, package, table)


def values_of(report: Report, package: ReceivedPackage, table: Table) -> list[Row]:
    """The rows of a package's table as values; refused where one cannot be read."""
    places = [table.columns.index(column.id) if column.id in table.columns else None for column in report.columns]
    found: list[Row] = []
    for line, texts in enumerate(table.rows, 1):
        row: list[Any] = []
        for column, at in zip(report.columns, places, strict=True):
            text = "" if at is None else texts[at]
            try:
                row.append(value_of(column.kind, text))
            except (Refused, ValueError):
                place = {"report": translate(report.label), "line": line, "column": translate(column.label)}
                values = _named(package) | place | {"value": text[:40]}
                raise Refused(Problem("bad_value", BAD_VALUE, values)) from None
        found.append(row)
    return found


Given = Sequence[tuple[ReceivedPackage, Sequence[Row]]]


def _below_each_other(report: Report, given: Given) -> Sequence[Row]:
    rows: list[Row] = [(package.name, package.uscc, *row) for package, rows in given for row in rows]
    return in_blocks(rows, len(PARK) + _at(report, report.blocks)) if report.blocks else rows


def _added(report: Report, given: Given) -> Sequence[Row]:
    by = [_at(report, name) for name in report.adds_by]
    numbers = {at for at, column in enumerate(report.columns) if _is_summed(column)}
    return report.settled(added((row for _package, rows in given for row in rows), by, numbers - set(by)))


def _is_summed(column: Column) -> bool:
    return isinstance(column.kind, Number) and not isinstance(column.kind, Percent | Year)


def _at(report: Report, name: str) -> int:
    return next(at for at, column in enumerate(report.columns) if column.id == name)
