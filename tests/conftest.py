"""What every test needs: no screen, no network, patient hypothesis, a say on foreign judges."""

import os
import sys

import pytest
from hypothesis import settings
from xdist.workermanage import WorkerController

if sys.platform.startswith("linux") and not (
    os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A slow machine is no defect. In CI the same examples every time: a red run can be repeated.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def stay_offline(event: str, arguments: tuple[object, ...]) -> None:
    """cpscore works without a network, so no test may reach for one."""
    if event == "socket.getaddrinfo" and arguments[0] not in LOOPBACK:
        raise AssertionError(f"a test asked for the address of {arguments[0]}")
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = arguments[1][0]
        assert host in LOOPBACK, f"a test connected to {host}"


sys.addaudithook(stay_offline)

LEFT_OUT = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--without-judges",
        action="store_true",
        help="leave out the tests that ask a foreign program, and say which",
    )
    parser.addoption(
        "--rewrite",
        action="store_true",
        help="write golden files anew instead of comparing; review them as a diff",
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--without-judges"):
        return
    judged = [item for item in items if item.get_closest_marker("judge")]
    config.stash[LEFT_OUT] = [item.nodeid for item in judged]
    config.hook.pytest_deselected(items=judged)
    items[:] = [item for item in items if item not in judged]


def pytest_sessionfinish(session: pytest.Session) -> None:
    # In one of several processes, what was left out has to reach the one that talks.
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = session.config.stash.get(LEFT_OUT, [])


def pytest_testnodedown(node: WorkerController) -> None:
    # A process that crashed has nothing to say; that is reported elsewhere.
    node.config.stash[LEFT_OUT] = getattr(node, "workeroutput", {}).get("left_out", [])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    left_out = terminalreporter.config.stash.get(LEFT_OUT, [])
    if left_out:
        terminalreporter.section(f"{len(left_out)} left out: they need a foreign judge")
        for name in left_out:
            terminalreporter.write_line(name)


@pytest.fixture(autouse=True)
def no_personal_folders(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keep a forgotten default away from the developer's own archive."""
    home = tmp_path_factory.getbasetemp() / "home"
    for name in ("HOME", "USERPROFILE", "XDG_DATA_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
