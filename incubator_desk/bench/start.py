"""How long the window takes to start, beside a bare process that opens the same file and shows an empty table."""

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from incubator_desk.desk.app import has_display, open_office

from . import Measurement

_BARE = """
import sys
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
app = QApplication(sys.argv[:1])
engine = create_engine("sqlite://", module=dbapi2, creator=lambda: dbapi2.connect(sys.argv[1]))
with Session(engine) as session:
    session.execute(text("select count(*) from tenants")).scalar()
window = QMainWindow()
window.setCentralWidget(QTableView())
window.show()
QTimer.singleShot(0, app.quit)
app.exec()
"""
RUNS = 5


def starts() -> list[Measurement]:
    """Start until the home page's figures are painted, on the demo data."""
    from incubator_desk.demo.show import fill

    with TemporaryDirectory() as folder:
        place = Path(folder) / "demo.desk"
        office = open_office(str(place))
        fill(office)
        office.database.close()
        ours = [sys.executable, "-m", "incubator_desk", "--db", str(place), "--exit-when-ready"]
        bare = [sys.executable, "-c", _BARE, str(place)]
        pairs = [(_seconds(ours), _seconds(bare)) for _run in range(RUNS + 1)][1:]
    ours_took, bare_took = (median(each) for each in zip(*pairs, strict=True))
    beside = "a bare process: ORM, the file, an empty table"
    return [Measurement("start until ready, demo data", ours_took, beside, bare_took, 2.0)]


def _seconds(command: list[str]) -> float:
    quiet = {**os.environ} if has_display() else {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    began = time.perf_counter()
    subprocess.run(command, check=True, env=quiet, capture_output=True)
    return time.perf_counter() - began
