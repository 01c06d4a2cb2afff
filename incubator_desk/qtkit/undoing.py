"""Whose undo a key is: the field's while something was typed there, else that of the last step."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit


def undoes_step(event: QKeyEvent, field: QObject) -> bool:
    """Whether it is the key of undo or redo, and the field itself has nothing to take back."""
    if not isinstance(field, QLineEdit):
        return False
    undo, redo = event.matches(QKeySequence.StandardKey.Undo), event.matches(QKeySequence.StandardKey.Redo)
    return (undo and not field.isUndoAvailable()) or (redo and not field.isRedoAvailable())
