"""Long work beside the window."""

import gc
import threading

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cpscore.desktop.jobs import Cancelled, Jobs, Progress
from cpscore.rules.problem import Failure


@pytest.fixture
def jobs(qapp: QApplication) -> Jobs:
    return Jobs()


def nothing(_value: object) -> None:
    pass


def test_work_runs_in_another_thread_and_ends_in_this_one(jobs: Jobs, qtbot: QtBot) -> None:
    threads: list[object] = []
    here = threading.get_ident()

    def work(tell: Progress) -> int:
        threads.append(threading.get_ident())
        tell(0.5, "half")
        return 42

    results: list[tuple[int, bool]] = []
    said: list[tuple[float, str]] = []
    with qtbot.waitSignal(jobs.idle):
        jobs.start(
            work,
            lambda one: results.append((one, threading.get_ident() == here)),
            nothing,
            lambda share, code: said.append((share, code)),
        )
    assert results == [(42, True)]
    assert threads != [here]
    assert said == [(0.5, "half")]
    assert not jobs.busy


def test_work_that_is_over_at_once_is_heard_all_the_same(jobs: Jobs, qtbot: QtBot) -> None:
    heard: list[str] = []

    with qtbot.waitSignal(jobs.idle):
        jobs.start(
            lambda tell: tell(1.0, "whole"),
            lambda _: heard.append("done"),
            nothing,
            lambda _share, code: heard.append(code),
            lambda: heard.append("over"),
        )
        jobs.pool.waitForDone()
    assert heard == ["whole", "done", "over"]


def test_an_expected_failure_is_handed_over(jobs: Jobs, qtbot: QtBot) -> None:
    class Full(Failure):
        code = "full"

    def work(_tell: Progress) -> None:
        raise Full

    failures: list[Failure] = []
    with qtbot.waitSignal(jobs.idle):
        jobs.start(work, nothing, failures.append)
    assert [type(one) for one in failures] == [Full]


def test_a_bug_is_raised_in_the_window_and_not_swallowed(jobs: Jobs, qtbot: QtBot) -> None:
    def work(_tell: Progress) -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as raised, qtbot.waitSignal(jobs.idle):
        jobs.start(work, nothing, nothing)
    assert [kind for kind, _, _ in raised] == [ZeroDivisionError]


def test_cancelling_raises_inside_the_work(jobs: Jobs, qtbot: QtBot) -> None:
    begun, went_on = threading.Event(), []

    def work(tell: Progress) -> None:
        begun.set()
        while True:
            tell(0.1, "step")
            QThread.msleep(1)

    failures: list[Failure] = []
    with qtbot.waitSignal(jobs.idle):
        job = jobs.start(work, went_on.append, failures.append)
        begun.wait(5)
        job.cancel()
    assert [type(one) for one in failures] == [Cancelled]
    assert went_on == []


def test_jobs_come_one_after_the_other(jobs: Jobs, qtbot: QtBot) -> None:
    running, most = [], []

    def work(_tell: Progress) -> None:
        running.append(1)
        most.append(len(running))
        QThread.msleep(10)
        running.pop()

    with qtbot.waitSignal(jobs.idle):
        for _ in range(3):
            jobs.start(work, nothing, nothing)
    assert most == [1, 1, 1]


def test_stopping_waits_for_what_runs(jobs: Jobs) -> None:
    ended = threading.Event()

    def work(tell: Progress) -> None:
        try:
            while True:
                tell(0.1, "step")
                QThread.msleep(1)
        finally:
            ended.set()

    jobs.start(work, nothing, nothing)
    assert not gc.isenabled()  # the thread must not delete widgets
    jobs.stop()
    assert ended.is_set()
    assert gc.isenabled()
    assert not jobs.busy
