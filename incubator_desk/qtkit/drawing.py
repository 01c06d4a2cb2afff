"""Pages drawn beside the window's thread: what is looked at first, and of that only what is still wanted."""

from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from .printed import Printed

Wish = tuple[int, int]
"""A page, and how many dots wide."""
_KEPT = 96 << 20
"""Bytes of pictures that are remembered."""


class Drawing(QObject):
    """The pictures of a document's pages, drawn when they are first wanted."""

    drawn = Signal(int, int)
    """A page and its width: :meth:`picture` has it now."""

    def __init__(self) -> None:
        super().__init__()
        self._pool = ThreadPoolExecutor(1, "desk-drawing")
        self._lock = Lock()
        self._printed: Printed | None = None
        self._wanted: dict[str, list[Wish]] = {}
        self._pictures: OrderedDict[Wish, QImage] = OrderedDict()
        self._bytes = 0
        self._busy = False

    def show(self, printed: Printed | None) -> None:
        """Draw another document from now on; the one before is closed."""
        with self._lock:
            before, self._printed = self._printed, printed
            self._wanted.clear()
            self._pictures.clear()
            self._bytes = 0
        if before is not None:
            self._pool.submit(before.close)

    def picture(self, page: int, width: int) -> QImage | None:
        """A page at a width, where it is drawn already."""
        with self._lock:
            found = self._pictures.get((page, width))
            if found is not None:
                self._pictures.move_to_end((page, width))
            return found

    def want(self, by: str, wishes: Sequence[Wish]) -> None:
        """What somebody wants to show, first things first; it takes the place of all they wanted before."""
        with self._lock:
            self._wanted[by] = [wish for wish in wishes if wish not in self._pictures]
            pending = any(self._wanted.values())
        if pending:
            self._pool.submit(self._work)

    def idle(self) -> bool:
        """Whether all that is wanted is drawn."""
        with self._lock:
            return not any(self._wanted.values()) and not self._busy

    def _next(self) -> tuple[Printed, Wish] | None:
        """What to draw now: each one's first wish in turn, the large page before the small ones."""
        with self._lock:
            wishes = [wanted[0] for wanted in self._wanted.values() if wanted]
            self._busy = self._printed is not None and bool(wishes)
            if self._printed is None or not wishes:
                return None
            wish = max(wishes, key=lambda each: each[1])
            for wanted in self._wanted.values():
                if wish in wanted:
                    wanted.remove(wish)
            return self._printed, wish

    def _work(self) -> None:
        while (found := self._next()) is not None:
            printed, wish = found
            picture = printed.picture(*wish)
            with self._lock:
                if printed is not self._printed:
                    continue
                self._pictures[wish] = picture
                self._bytes += picture.sizeInBytes()
                while self._bytes > _KEPT and len(self._pictures) > 1:
                    self._bytes -= self._pictures.popitem(last=False)[1].sizeInBytes()
            self.drawn.emit(*wish)

    def close(self) -> None:
        """Draw nothing more."""
        with self._lock:
            last, self._printed = self._printed, None
            self._wanted.clear()
        self._pool.shutdown(wait=True)
        if last is not None:
            last.close()
