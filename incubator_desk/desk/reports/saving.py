"""A report saved: as one file, or as one for each company into a folder."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from incubator_desk.base.errors import Problem
from incubator_desk.base.filenames import safe_name
from incubator_desk.base.i18n import N_, _, translate, translate_many
from incubator_desk.qtkit.screen import Context, worded

from .options import Wanted

if TYPE_CHECKING:
    from incubator_desk.reports.making import Format, MadeFiles

KINDS: dict["Format", str] = {
    "pdf": N_("PDF file"), "xlsx": N_("Excel workbook"), "csv": N_("CSV table"), "json": N_("JSON for other programs"),
}  # fmt: skip


def ask_place(parent: QWidget, wanted: Wanted, kind: "Format") -> Path | None:
    """Let the user choose a file."""
    asked = wanted.asked
    parts = (translate(wanted.report.label), asked.record or asked.tenant, asked.period.text)
    name = safe_name(f"{' '.join(filter(None, parts))}.{kind}")
    filters = f"{translate(KINDS[kind])} (*.{kind})"
    chosen, _filter = QFileDialog.getSaveFileName(parent, _("Save the report"), name, filters)
    if not chosen:
        return None
    place = Path(chosen)
    return place if place.suffix.lower() == f".{kind}" else place.with_name(f"{place.name}.{kind}")


def ask_folder(parent: QWidget) -> Path | None:
    """Let the user choose a folder."""
    chosen = QFileDialog.getExistingDirectory(parent, _("Folder for the files"))
    return Path(chosen) if chosen else None


def save(context: Context, wanted: Wanted, kind: "Format", out: Path) -> None:
    """Write one file, beside the window's thread."""
    from incubator_desk.reports.making import make

    office = context.office
    context.jobs.start(
        translate(wanted.report.label),
        lambda tell: make(office, wanted.report, wanted.asked, kind, out, tell),
        lambda problems: _tell(context, _("Saved: {file}").format(file=out), problems),
    )


def save_each(context: Context, wanted: Wanted, kind: "Format", folder: Path, pattern: str) -> None:
    """Write a file for each company or record, beside the window's thread."""
    from incubator_desk.reports.making import make_each

    def done(made: "MadeFiles") -> None:
        files = translate_many("{count} file", "{count} files", len(made.files))
        _tell(context, _("{files} saved in {folder}").format(files=files, folder=folder), made.problems)

    office = context.office
    context.jobs.start(
        translate(wanted.report.label),
        lambda tell: make_each(office, wanted.report, wanted.asked, kind, folder, pattern, tell),
        done,
    )


def _tell(context: Context, text: str, problems: tuple[Problem, ...]) -> None:
    """Say where it is, and what is to be known of it."""
    said = f"{text}  {worded(problems)}" if problems else text
    context.tell(said, "warning" if problems else "success", undoable=False)
