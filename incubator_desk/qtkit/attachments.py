"""Files attached to a step or record."""

from PySide6.QtWidgets import QWidget

from incubator_desk.catalog.moving import Attached

from .screen import Context


class FileChooser(QWidget):
    """The files that are attached to what is about to be done."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.files: list[Attached] = []

    @property
    def ready(self) -> bool:
        """Whether all chosen files have been read."""
        return True
