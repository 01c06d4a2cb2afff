"""A report on A4 as PDF, set line by line: a general layout engine takes minutes for long tables."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from incubator_desk.base.errors import Problem
from incubator_desk.base.i18n import N_, language, translate
from incubator_desk.catalog.report import Report
from incubator_desk.store.replay import Tell

from . import fonts, wording
from .made import Made
from .page import CERTIFICATE_MARGIN, LETTER_MARGIN, MARGIN, Page
from .paper import Paper
from .wording import Letterhead


def write_pdf(made: Made, head: Letterhead, out: Path, tell: Tell) -> list[Problem]:
    """Write the report as PDF; warnings name what could not be printed as it is."""
    data, problems = drawn(made, head, tell)
    out.write_bytes(data)
    return problems


def drawn(made: Made, head: Letterhead, tell: Tell = lambda _done, _all: None) -> tuple[bytes, list[Problem]]:
    """The report as PDF, tagged, each paper in its outline; and what could not be printed as it is."""
    fonts.faces()
    data = BytesIO()
    spoken = language().replace("_", "-")
    canvas = Canvas(data, initialFontName=fonts.REGULAR, lang=spoken, invariant=1, pdfVersion=(1, 7))
    canvas.setAuthor(head.park)
    canvas.setSubject(wording.basis(made))
    canvas.setCreator("Incubator Desk")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    page = Page(canvas, wide=made.report.paper.landscape, margin=_margin(made.report))
    papers = [Paper(page, made, head, table) for table in made.papers]
    canvas.setTitle(papers[0].title if len(papers) == 1 else translate(made.report.label))
    if len(papers) > 1:
        canvas.showOutline()
    for paper in papers:
        for done in paper.draw():
            tell(done, len(paper.grid.rows) if paper.grid else 1)
    page.tags.write()
    canvas.save()
    return data.getvalue(), list(_problems(page.characters, sum(paper.grid.cut for paper in papers if paper.grid)))


def _margin(report: Report) -> float:
    if report.paper.certificate:
        return CERTIFICATE_MARGIN
    return LETTER_MARGIN if report.group == "letter" and not report.paper.landscape else MARGIN


def _problems(characters: set[str], cut: int) -> Iterator[Problem]:
    if lacking := fonts.missing("".join(characters)):
        message = N_("No font has the characters “{characters}”; 〓 is printed for each.")
        yield Problem("character_missing", message, {"characters": " ".join(sorted(lacking))}, severity="warning")
    if cut:
        message = N_("{count} rows are longer than a page; their text is cut (…). The Excel file has all of it.")
        yield Problem("text_cut", message, {"count": cut}, severity="warning")
