"""Reports as files: one declaration gives xlsx, pdf, csv and json (contract section 7)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from incubator_desk.base.errors import Problem, Refused
from incubator_desk.base.i18n import N_, translate
from incubator_desk.catalog.office import Office
from incubator_desk.catalog.report import Asked, Report
from incubator_desk.store.replay import Tell

from . import naming, outward
from .files import all_aside, written_aside
from .made import Made, Table, one_of, produce
from .wording import Letterhead, letterhead

__all__ = ["Format", "Made", "MadeFiles", "Table", "glance", "make", "make_each", "preview", "produce", "render"]

Format = Literal["xlsx", "pdf", "csv", "json"]


_TRIED = 10


@dataclass(frozen=True)
class MadeFiles:
    """The files of a report that was made one by one, and what is to be known of them."""

    files: tuple[Path, ...]
    problems: tuple[Problem, ...]


def make(
    office: Office,
    report: Report,
    asked: Asked,
    format: Format,
    out: Path,
    tell: Tell = lambda _done, _all: None,
    made_at: datetime | None = None,
) -> tuple[Problem, ...]:
    """Write a report to a file, replacing what was there, and say what is to be known of it.

    ``made_at`` is when it says it was made, where that is not now. ``tell`` is told how many rows of how many are
    done, and may raise to cancel.
    Refused, with the old file as it was, where the report cannot be drawn up or the place not be written to.
    """
    made, head = _drawn_up(office, report, asked, made_at)
    with written_aside(out) as aside:
        found = tuple(_write(made, head, format, aside, tell))
    return made.problems + found


def make_each(
    office: Office,
    report: Report,
    asked: Asked,
    format: Format,
    folder: Path,
    pattern: str = naming.PATTERN,
    tell: Tell = lambda _done, _all: None,
) -> MadeFiles:
    """Write a file for each company or record to a folder, named by a pattern of ``naming.PLACES``; all or none.

    ``tell`` is told how many files of how many are done, and may raise to cancel. Files of the same names are
    replaced; those of two companies never have the same name.
    """
    pattern = naming.checked(pattern)
    made, head = _drawn_up(office, report, asked)
    if (report.per_tenant or report.each) and not made.papers[0].named({}).code:
        raise Refused.because("nothing_to_make", N_("There is nothing that this report has a paper for."))
    called = naming.names(pattern, [_places(made, head, table) for table in made.papers], format)
    problems = list(made.problems)
    with all_aside(folder) as aside:
        for at, name in enumerate(called):
            tell(at, len(called))
            problems += _write(one_of(made, at), head, format, aside / name, lambda _done, _all: None)
        tell(len(called), len(called))
    return MadeFiles(tuple(folder / name for name in called), tuple(problems))


def _places(made: Made, head: Letterhead, table: Table) -> dict[str, str]:
    code, name = table.named(head.tenants)
    return {"report": translate(made.report.label), "tenant": name, "code": code, "period": made.asked.period.text}


def preview(office: Office, report: Report, asked: Asked, only: int | None = None) -> tuple[bytes, Made]:
    """The very PDF that would be saved, or ``only`` one of its papers, and the report that it shows."""
    made, head = _drawn_up(office, report, asked)
    return render(made, head, only), made


def glance(office: Office, report: Report, asked: Asked) -> tuple[bytes, Made] | None:
    """The paper of the first company that has one, as PDF, long before those of all are drawn up.

    ``None`` where the report has no paper for each company, one is asked for, or the first ones have none.
    """
    if not report.per_tenant or asked.tenant is not None:
        return None
    with office.reading() as session:
        head = letterhead(session, office)
        for code in sorted(head.tenants)[:_TRIED]:
            made = produce(session, office.actor, report, replace(asked, tenant=code))
            if made.whole.rows:
                return render(made, head), made
    return None


def render(made: Made, head: Letterhead, only: int | None = None) -> bytes:
    """A report, or ``only`` one of its papers, as PDF."""
    from .pdf import drawn

    return drawn(made if only is None else one_of(made, only), head)[0]


def _drawn_up(office: Office, report: Report, asked: Asked, made_at: datetime | None = None) -> tuple[Made, Letterhead]:
    with office.reading() as session:
        return produce(session, office.actor, report, asked), letterhead(session, office, made_at)


def _write(made: Made, head: Letterhead, format: Format, out: Path, tell: Tell) -> Iterable[Problem]:
    if format == "json":
        outward.write_json(made, out)
    elif format == "csv":
        outward.write_csv(made, out)
    elif format == "xlsx":
        from .xlsx import write_xlsx

        write_xlsx(made, head, out, tell)
    else:
        from .pdf import write_pdf

        return write_pdf(made, head, out, tell)
    return ()
