"""Pictures for the demo and the guide: every screen is taken, and looking changes nothing."""

from pathlib import Path

from PySide6.QtWidgets import QApplication
from sqlalchemy import func, select

from incubator_desk.demo.show import fill
from incubator_desk.desk import pictures
from incubator_desk.store.history import StepRow


def test_every_screen_is_taken_and_nothing_is_written(qapp: QApplication, file_office, tmp_path: Path) -> None:
    fill(file_office)
    with file_office.reading() as session:
        before = session.scalar(select(func.max(StepRow.seq)))
    taken = list(pictures._of_a_window(qapp, file_office, tmp_path, "", tmp_path))
    assert {path.name for path in taken} >= {"home.png", "apply-1366x768.png", "case.png", "ending.png", "palette.png"}
    assert all(path.stat().st_size > 10_000 for path in taken)
    with file_office.reading() as session:
        assert session.scalar(select(func.max(StepRow.seq))) == before
