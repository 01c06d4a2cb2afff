"""Long work off the window's thread, one piece after the other, with progress and a way to cancel."""

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from incubator_desk.base.errors import Refused


class CancelledError(Exception):
    """The user stopped the work; what it did is rolled back."""


Progress = Callable[[int, int], None]


class Job(QObject):
    """One piece of work."""

    progress = Signal(int, int)
    done = Signal(object)
    refused = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()

    def __init__(self, title: str, work: Callable[[Progress], Any]) -> None:
        super().__init__()
        self.title = title
        self._work = work
        self._stop = Event()

    def cancel(self) -> None:
        """Ask it to stop at the next step."""
        self._stop.set()

    def _tick(self, count: int, total: int) -> None:
        if self._stop.is_set():
            raise CancelledError
        self.progress.emit(count, total)

    def run(self) -> None:
        """Do the work; the outcome reaches the window through a signal."""
        try:
            self._tick(0, 0)
            self.done.emit(self._work(self._tick))
        except CancelledError:
            self.cancelled.emit()
        except Refused as refused:
            self.refused.emit(refused)
        except Exception as defect:  # noqa: BLE001 - shown by the window's one border for defects
            self.failed.emit(defect)
        finally:
            self.ended.emit()


class Jobs(QObject):
    """Carries out one job at a time, and beside it one look at a time."""

    started = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._pool = ThreadPoolExecutor(1, "desk-job")
        self._looks = ThreadPoolExecutor(1, "desk-look")
        self._running: set[Job] = set()
        self._looking: set[Job] = set()
        self._closed = False

    def start(self, title: str, work: Callable[[Progress], Any], done: Callable[[Any], None] | None = None) -> Job:
        """Start a piece of work; ``done`` is called in the window's thread with its result."""
        job = Job(title, work)
        if done:
            job.done.connect(done, Qt.ConnectionType.QueuedConnection)
        job.ended.connect(lambda: self._running.discard(job), Qt.ConnectionType.QueuedConnection)
        self._running.add(job)
        self.started.emit(job)
        self._pool.submit(job.run)
        return job

    def look(self, work: Callable[[], Any], done: Callable[[Any], None], refused: Callable[[Refused], None]) -> Job:
        """Start what only has to be shown: nobody is told of it, the window may be closed meanwhile."""
        job, queued = Job("", lambda _tell: work()), Qt.ConnectionType.QueuedConnection
        job.done.connect(done, queued)
        job.refused.connect(refused, queued)
        job.failed.connect(_defect, queued)
        job.ended.connect(lambda: self._looking.discard(job), queued)
        if not self._closed:
            self._looking.add(job)
            self._looks.submit(job.run)
        return job

    def busy(self) -> bool:
        """Whether something is under way."""
        return bool(self._running)

    def close(self) -> None:
        """Stop what is under way and wait for it."""
        self._closed = True
        for job in (*self._running, *self._looking):
            job.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._looks.shutdown(wait=True, cancel_futures=True)


def _defect(defect: BaseException) -> None:
    sys.excepthook(type(defect), defect, defect.__traceback__)
