"""Reports as files: one declaration gives xlsx, pdf, csv and json (contract section 7)."""

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from incubator_desk.base.errors import Problem
from incubator_desk.catalog.office import Office
from incubator_desk.catalog.report import Asked, Report
from incubator_desk.store.replay import Tell

from . import outward
from .files import written_aside
from .made import Made, Table, produce
from .wording import Letterhead, letterhead

__all__ = ["Format", "Made", "Table", "make", "produce"]

Format = Literal["xlsx", "pdf", "csv", "json"]


def make(
    office: Office,
    report: Report,
    asked: Asked,
    format: Format,
    out: Path,
    tell: Tell = lambda _done, _all: None,
) -> tuple[Problem, ...]:
    """Write a report to a file, replacing what was there, and say what is to be known of it.

    ``tell`` is told how many rows of how many are done, and may raise to cancel.
    Refused, with the old file as it was, where the report cannot be drawn up or the place not be written to.
    """
    with office.reading() as session:
        made = produce(session, office.actor, report, asked)
        head = letterhead(session, office)
    with written_aside(out) as aside:
        found = tuple(_write(made, head, format, aside, tell))
    return made.problems + found


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
