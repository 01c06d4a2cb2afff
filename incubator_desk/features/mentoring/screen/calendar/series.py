"""A session of a series is moved: this one alone, or those after it too."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from incubator_desk.base.i18n import _, translate_many
from incubator_desk.qtkit import widgets

_WIDE = 460


class SeriesDialog(QDialog):
    """Asks what is moved."""

    chosen = Signal(bool)
    """Whether those after it move too."""

    def __init__(self, code: str, further: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Move a series"))
        words = translate_many(
            "{count} further session of its series is planned after it.",
            "{count} further sessions of its series are planned after it.",
            further,
        )
        self.alone = widgets.button(_("This one alone"), "", key="Alt+1", run=lambda: self._choose(all_of_them=False))
        self.all = widgets.button(
            _("This one and those after it"), "primary", key="Alt+2", run=lambda: self._choose(all_of_them=True)
        )
        cancel = widgets.button(_("Cancel"), run=self.reject)
        body = widgets.column(
            widgets.label(code, "card-title"), widgets.wrapped(words), widgets.row(None, cancel, self.alone, self.all),
            gap=12, margins=(18, 16, 18, 14),
        )  # fmt: skip
        self.setLayout(body)
        self.setMinimumWidth(_WIDE)
        self.alone.setFocus()

    def _choose(self, *, all_of_them: bool) -> None:
        self.accept()
        self.chosen.emit(all_of_them)
