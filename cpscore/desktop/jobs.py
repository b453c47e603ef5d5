"""Long work beside the window: one thread, progress, cancelling; widgets never see a thread."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, SignalInstance

from cpscore.desktop.qt import override
from cpscore.rules.problem import Failure

T = TypeVar("T")
Progress = Callable[[float, str], None]


class Cancelled(Failure):
    """The user stopped the work; raised from inside its progress callable."""

    code = "cancelled"


class Job(QObject):
    """One piece of work: tells its progress, ends with exactly one of three signals, then `over`.

    `failed` carries an expected `Failure`, `broke` a bug.
    """

    progressed = Signal(float, str)
    done = Signal(object)
    failed = Signal(object)
    broke = Signal(object)

    def __init__(
        self, work: Callable[[Progress], object], over: Callable[[], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self.work = work
        self.over = over
        self.stop = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next word of progress."""
        self.stop.set()

    def tell(self, share: float, code: str) -> None:
        """What the work calls: raises Cancelled once nobody wants the result any more."""
        if self.stop.is_set():
            raise Cancelled
        self.progressed.emit(share, code)


class _Carrier(QRunnable):
    def __init__(self, job: Job, ended: SignalInstance) -> None:
        super().__init__()
        self.job = job
        self.ended = ended

    @override
    def run(self) -> None:
        # Signals of another thread arrive in the window's own, in order.
        try:
            result = self.job.work(self.job.tell)
        except Failure as failure:
            self.job.failed.emit(failure)
        except Exception as bug:  # noqa: BLE001  (it is raised again in the window's thread)
            self.job.broke.emit(bug)
        else:
            self.job.done.emit(result)
        # Not the job's own signal: whoever hears this deletes the job, even while it is told.
        self.ended.emit(self.job)


_under_way = 0


def _collecting(change: int) -> None:
    """Collect no garbage while a job runs: in its thread that could delete a widget."""
    global _under_way  # noqa: PLW0603  (the collector is the program's, too)
    _under_way += change
    if _under_way:
        gc.disable()
    else:
        gc.enable()


def _nobody_listens(_share: float, _code: str) -> None:
    pass


def _nobody_waits() -> None:
    pass


class Jobs(QObject):
    """Runs jobs one after the other in one thread, so that the store has one writer."""

    started = Signal(object)
    idle = Signal()
    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pool = QThreadPool(self)
        self.pool.setMaxThreadCount(1)
        self.running: list[Job] = []
        self._ended.connect(self._over)

    @property
    def busy(self) -> bool:
        """Whether work is under way."""
        return bool(self.running)

    def start(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], object],
        failed: Callable[[Failure], object],
        progressed: Progress = _nobody_listens,
        over: Callable[[], object] = _nobody_waits,
    ) -> Job:
        """Begin; all but `work` is called in the window's thread, where a bug is raised, too.

        Whoever listens is named here: the work may be over before this returns.
        """
        job = Job(work, over, self)
        job.progressed.connect(progressed)
        job.done.connect(done)
        job.failed.connect(failed)
        job.broke.connect(self._raise)
        self.running.append(job)
        _collecting(+1)
        self.started.emit(job)
        self.pool.start(_Carrier(job, self._ended))
        return job

    def stop(self) -> None:
        """Cancel everything and wait for it: before the store is closed."""
        for job in self.running:
            job.cancel()
        self.pool.waitForDone()
        while self.running:
            self._forget(self.running[-1])

    def _over(self, job: Job) -> None:
        if job in self.running:
            self._forget(job)
        job.deleteLater()
        if not self.running:
            self.idle.emit()
        job.over()

    def _forget(self, job: Job) -> None:
        self.running.remove(job)
        _collecting(-1)

    def _raise(self, bug: BaseException) -> None:
        raise bug
