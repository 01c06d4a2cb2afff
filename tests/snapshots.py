"""Golden files: what was made before and looked at. SNAPSHOT_UPDATE=1 takes what is made now."""

import os
import subprocess
from datetime import date
from pathlib import Path

from python_calamine import CalamineWorkbook

from incubator_desk.reports.wording import day_in_words

GOLDEN = Path(__file__).parent / "golden"


def check(name, text):
    """Hold a text against its golden file."""
    golden = GOLDEN / name
    if os.environ.get("SNAPSHOT_UPDATE"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def cells(book):
    """The cells of a workbook's first sheet as text, a line for each row."""
    sheet = CalamineWorkbook.from_path(str(book)).get_sheet_by_index(0)
    rows = [" | ".join(str(value) for value in row).strip(" |") for row in sheet.to_python()]
    return "\n".join(rows) + "\n"


def words(paper):
    """The text of a paper, blanks evened out; the day of making left out."""
    done = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, check=True)
    lines = (" ".join(line.split()) for line in done.stdout.decode().splitlines())
    return "\n".join(line for line in lines if line).replace(day_in_words(date.today()), "(today)") + "\n"
