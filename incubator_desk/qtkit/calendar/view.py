"""What the views of a calendar have in common: blocks, the chosen one, and how it is moved."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent
from PySide6.QtWidgets import QToolTip, QWidget

from .blocks import Block, Span, by_day, clock

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class CalendarView(QWidget):
    """Blocks over days. With the keyboard a block is lifted by Alt and arrows, set down by Enter or by letting go of
    Alt, put back by Escape: the twin of dragging it.
    """

    chosen = Signal(str)
    """A block was chosen; an empty text where none is."""
    opened = Signal(str)
    moved = Signal(str, object)
    """A block and the span where it was set down."""
    drawn = Signal(object)
    """A span was drawn where something is to be."""
    turned = Signal(int)
    """To the page after (1) or before (-1)."""
    looked_at = Signal(object)
    """A day is to be looked at alone."""
    asked = Signal(str)
    """A letter was struck that the page may answer: T for today, say."""

    def __init__(self, objection: Callable[[str, Span], str]) -> None:
        """``objection`` says why a block (or a new one, with an empty key) cannot be set down on a span."""
        super().__init__()
        self.objection = objection
        self.today = date.min
        self.first = date.min
        self.current = ""
        """The key of the chosen block."""
        self.lifted: Span | None = None
        """Where the chosen block hovers while it is moved."""
        self._blocks: dict[str, Block] = {}
        self._days: dict[date, list[Block]] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def show_blocks(self, first: date, blocks: Sequence[Block], today: date) -> None:
        """Show these from a day on; what was chosen stays so where it is still there."""
        self.first, self.today, self.lifted = first, today, None
        self._blocks = {block.key: block for block in blocks}
        self._days = by_day(blocks)
        if self.current not in self._blocks:
            self.current = ""
        self.updateGeometry()
        self.update()

    def block(self, key: str) -> Block | None:
        """The block of a key."""
        return self._blocks.get(key)

    def of_day(self, day: date) -> Sequence[Block]:
        """The blocks of a day, in order of time."""
        return self._days.get(day, ())

    def choose(self, key: str) -> None:
        """Choose a block, or none."""
        if key != self.current:
            self.current, self.lifted = key, None
            self.chosen.emit(key)
        block = self._blocks.get(key)
        self.setAccessibleDescription(block.spoken or block.title if block else "")
        self.update()

    # a block that hovers ----------------------------------------------------------------------------------------------

    def lift(self, days: int, steps: int, *, end: bool) -> bool:
        """Let the chosen block hover elsewhere, or end elsewhere; gives whether there is one that moves."""
        raise NotImplementedError

    def set_down(self) -> None:
        """Set the hovering block down where it is."""
        block, span = self._blocks.get(self.current), self.lifted
        self.lifted = None
        self.update()
        if block is not None and span is not None and span != block.span:
            self.moved.emit(block.key, span)

    def put_back(self) -> None:
        """Let the hovering block stay where it was."""
        self.lifted = None
        self.update()

    def told(self, span: Span) -> tuple[str, str]:
        """The times of a span, and what is against it."""
        return f"{clock(span.start)}–{clock(span.end)}", self.objection(self.current, span)

    def movable(self) -> Block | None:
        """The chosen block, where it may be moved."""
        block = self._blocks.get(self.current)
        return None if block is None or block.fixed else block

    # keys -------------------------------------------------------------------------------------------------------------

    def walk(self, days: int, steps: int, *, drawing: bool) -> None:
        """Go on with the cursor; with ``drawing`` a span is drawn from where it stood."""
        raise NotImplementedError

    def enter(self) -> None:
        """Open what stands at the cursor."""
        raise NotImplementedError

    def begin(self) -> None:
        """Begin something new at the cursor."""
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers()
        alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        if key in _ARROWS and alt:
            self.lift(*_ARROWS[Qt.Key(key)], end=shift)
        elif key in _ARROWS:
            self.walk(*_ARROWS[Qt.Key(key)], drawing=shift)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.set_down() if self.lifted else self.enter()
        elif key == Qt.Key.Key_Escape and self.lifted:
            self.put_back()
        elif key == Qt.Key.Key_N and not modifiers:
            self.begin()
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) and not modifiers:
            self.turned.emit(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Period, Qt.Key.Key_Comma):
            self._next(1 if key == Qt.Key.Key_Period else -1)
        elif event.text().isalpha() and not modifiers:
            self.asked.emit(event.text().upper())
        elif key == Qt.Key.Key_Delete:
            self.asked.emit("Del")
        else:
            super().keyPressEvent(event)

    def _next(self, by: int) -> None:
        """Choose the block after the chosen one, or before it."""
        ordered = sorted(self._blocks.values(), key=lambda b: (b.span, b.key))
        if not ordered:
            return
        at = next((n for n, b in enumerate(ordered) if b.key == self.current), -1 if by > 0 else 0)
        self.choose(ordered[(at + by) % len(ordered)].key)
        self.reveal()

    def reveal(self) -> None:
        """Bring the chosen block into sight."""

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Alt and self.lifted:
            self.set_down()
            return
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.put_back()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    # what is pointed at -----------------------------------------------------------------------------------------------

    def hit(self, at: QPoint) -> Block | None:
        """The block at a place."""
        raise NotImplementedError

    def event(self, event: QEvent) -> bool:
        lifts = isinstance(event, QKeyEvent) and event.key() in _ARROWS and self.movable() is not None
        if event.type() == QEvent.Type.ShortcutOverride and lifts:
            event.accept()  # else Alt and an arrow would lead back to the page before
            return True
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            block = self.hit(event.pos())
            QToolTip.showText(event.globalPos(), (block.spoken or block.title) if block else "", self)
            return True
        return super().event(event)
