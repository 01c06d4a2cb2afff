"""What was looked at before printing, line by line; F8 goes from one remark to the next."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from incubator_desk.base.i18n import _
from incubator_desk.qtkit import widgets

from . import checks
from .checks import Finding


class ChecksList(QWidget):
    """Findings with their tones; those that lie on a paper lead there."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._found: tuple[Finding, ...] = ()
        self._at = -1
        self._lines = widgets.column(gap=6)
        self.setLayout(self._lines)

    def show_findings(self, found: Sequence[Finding]) -> None:
        """List these."""
        if tuple(found) == self._found:
            return
        self._found, self._at = tuple(found), -1
        widgets.clear(self._lines)
        for finding in found:
            line = widgets.row(widgets.Note(finding.text, finding.tone), gap=4)
            line.setStretch(0, 1)
            if finding.paper is not None:
                line.addWidget(widgets.tool("view", _("Show the page"), partial(self.chosen.emit, finding.paper)))
            self._lines.addLayout(line)

    def texts(self) -> list[str]:
        """What is listed."""
        return [each.text for each in self._found]

    def next(self) -> None:
        """On to the page of the next remark."""
        remarks = [each for each in checks.warnings(self._found) if each.paper is not None]
        if remarks:
            self._at = (self._at + 1) % len(remarks)
            self.chosen.emit(remarks[self._at].paper)
