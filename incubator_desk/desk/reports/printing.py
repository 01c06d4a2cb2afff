"""Pages on paper: a printer set up for a report, and its pages drawn as finely as it prints."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from incubator_desk.base.errors import Problem, Refused
from incubator_desk.base.i18n import N_
from incubator_desk.qtkit.jobs import Progress
from incubator_desk.qtkit.printed import Printed

_FINEST = 600
"""Dots per inch: finer ones nobody sees on an office printer."""


def printer_for(title: str, *, wide: bool, copies: int) -> QPrinter:
    """A printer set to the paper of a report."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait)
    printer.setDocName(title)
    printer.setCopyCount(copies)
    printer.setFullPage(True)
    return printer


def ask(printer: QPrinter, parent: QWidget, count: int) -> bool:
    """Let the user choose the printer, and pages where not all of those chosen are meant; gives whether to print."""
    dialog = QPrintDialog(printer, parent)
    options = QPrintDialog.PrintDialogOption
    dialog.setOptions(
        options.PrintToFile | options.PrintPageRange | options.PrintCurrentPage | options.PrintCollateCopies
    )
    dialog.setMinMax(1, count)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return accepted


def pages_of(printer: QPrinter, chosen: Sequence[int], current: int) -> list[int]:
    """The pages to print: those chosen beside the paper, unless other ones were chosen in the dialog."""
    wanted = printer.printRange()
    if wanted == QPrinter.PrintRange.CurrentPage:
        return [current]
    if wanted == QPrinter.PrintRange.PageRange and printer.fromPage() > 0:
        return list(range(printer.fromPage() - 1, printer.toPage()))
    return list(chosen)


def print_pages(data: bytes, pages: Sequence[int], printer: QPrinter, tell: Progress) -> int:
    """Print pages of a PDF; gives how many sheets. ``tell`` may raise to stop: what is begun is given up."""
    if printer.resolution() > _FINEST:
        printer.setResolution(_FINEST)
    if not printer.supportsMultipleCopies():
        pages = [*pages] * printer.copyCount()
    printed, painter = Printed(data), QPainter()
    if not painter.begin(printer):
        printed.close()
        message = N_("The printer “{name}” does not answer. Choose another one, or print to a file.")
        raise Refused(Problem("cannot_print", message, {"name": printer.printerName() or printer.outputFileName()}))
    try:
        for at, page in enumerate(pages):
            tell(at, len(pages))
            if at:
                printer.newPage()
            _draw(painter, printed, page, printer)
        tell(len(pages), len(pages))
    except BaseException:
        printer.abort()
        raise
    finally:
        painter.end()
        printed.close()
    return len(pages)


def _draw(painter: QPainter, printed: Printed, page: int, printer: QPrinter) -> None:
    """A page as large as the sheet takes it, in its middle."""
    sheet = printer.pageLayout().fullRectPixels(printer.resolution())
    wide, high = printed.sizes[page]
    width = round(min(sheet.width(), sheet.height() * wide / high))
    left = (sheet.width() - width) / 2
    top = max(0.0, (sheet.height() - width * high / wide) / 2)
    for down, band in printed.bands(page, width):
        painter.drawImage(QRectF(left, top + down, band.width(), band.height()), band)
