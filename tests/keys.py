"""Typing as people do: Latin by keys, hanzi through the input method."""

from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QWidget


def type_text(qtbot: Any, widget: QWidget, text: str) -> None:
    """Type a text into a widget."""
    if text.isascii():
        qtbot.keyClicks(widget, text)
        return
    QCoreApplication.sendEvent(widget, QInputMethodEvent("pin yin", []))  # what is being composed
    done = QInputMethodEvent()
    done.setCommitString(text)
    QCoreApplication.sendEvent(widget, done)
