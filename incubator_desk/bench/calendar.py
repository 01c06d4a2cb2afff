"""How fast a full month of the calendar is painted, beside a plain table of the same titles."""

import os
from collections.abc import Sequence
from datetime import date, timedelta

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QTableWidget, QTableWidgetItem

from incubator_desk.catalog.kinds import Tone
from incubator_desk.qtkit import theme
from incubator_desk.qtkit.calendar.blocks import Block, Span
from incubator_desk.qtkit.calendar.month import MonthView

from . import Measurement, best_of

_SESSIONS, _SIZE, _COLUMNS = 500, (1192, 800), 7
_FIRST = date(2020, 3, 1)
_TONES: tuple[Tone, ...] = ("success", "info", "warning", "neutral", "deferred")


def _blocks() -> list[Block]:
    """Sixteen sessions a day, of all looks, some of them not settled yet."""
    found = []
    for number in range(_SESSIONS):
        day, start = _FIRST + timedelta(number % 31), 8 * 60 + number // 31 * 35
        title = f"青岚第{number}号科技"
        tone = _TONES[number % len(_TONES)]
        found.append(Block(str(number), Span(day, start, start + 30), title, ("导师",), tone, "clock", tone == "info"))
    return found


def _table(titles: Sequence[str]) -> QTableWidget:
    table = QTableWidget(-(-len(titles) // _COLUMNS), _COLUMNS)
    table.resize(*_SIZE)
    for at, title in enumerate(titles):
        table.setItem(*divmod(at, _COLUMNS), QTableWidgetItem(title))
    return table


def calendar() -> list[Measurement]:
    """The month filled and painted, beside the table filled and painted; and both painted alone."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app)
    blocks = _blocks()
    titles = [f"{block.span.start // 60:02}:{block.span.start % 60:02} {block.title}" for block in blocks]
    month = MonthView(lambda _key, _span: "")
    month.resize(*_SIZE)
    table = _table(titles)

    def filled() -> None:
        month.show_blocks(_FIRST, blocks, date(2020, 3, 20))
        month.grab()

    whole, plain = best_of(7, filled), best_of(7, lambda: _table(titles).grab())
    painted, bare = best_of(15, month.grab), best_of(15, table.grab)
    return [
        Measurement(f"a month of {_SESSIONS} sessions painted", painted, "a QTableWidget with their titles", bare, 3.0),
        Measurement(f"a month of {_SESSIONS} sessions filled, painted", whole, "the table filled, painted", plain, 3.0),
    ]
