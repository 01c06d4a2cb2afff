"""The keys, on one page."""

from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.qtkit import widgets

EVERYWHERE = (
    ("Ctrl+K", N_("Search everything and run actions")),
    ("Ctrl+1 … Ctrl+9", N_("Lines of the navigation")),
    ("Alt+← Alt+→", N_("Back and forward")),
    ("Ctrl+Z Ctrl+Y", N_("Undo and redo")),
    ("Ctrl+N", N_("New record")),
    ("Ctrl+S", N_("Save")),
    ("Ctrl+F", N_("Search here")),
    ("Ctrl+C Ctrl+V", N_("Copy to and paste from Excel")),
    ("Ctrl+E", N_("Export Excel")),
    ("F6", N_("Next pane")),
    ("Esc", N_("Close the record")),
    ("Ctrl+B", N_("Navigation wide or narrow")),
    ("F5", N_("Refresh")),
)


class KeysDialog(QDialog):
    """The keys of the screen and those that work everywhere."""

    def __init__(self, hints: tuple[tuple[str, str], ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Keys"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        known = {key for key, _text in hints}
        lines = [*hints, *((key, translate(text)) for key, text in EVERYWHERE if key not in known)]
        for at, (key, text) in enumerate(lines):
            grid.addWidget(widgets.label(key, "key"), at, 0)
            grid.addWidget(widgets.label(text), at, 1)
        close = widgets.button(_("Close"), "primary", run=self.accept)
        self.setLayout(widgets.column(grid, widgets.row(None, close), gap=16, margins=(20, 20, 20, 16)))
