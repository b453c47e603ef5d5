#!/usr/bin/env python3
"""Everything a developer types: python3 dev.py setup | run | test.

setup   make .venv with cpscore and its tools, at the versions of constraints.txt
run     set up, then open the window with a sample review (without a display: write its PDFs)
test    set up, then lint, types, import contracts, gallery and tests
        --without-judges leaves out the tests that need a foreign program and says which;
        whatever else follows goes to pytest

Standard library only, and written in old syntax on purpose: a Python that is too old must get
as far as saying so.
"""

from __future__ import print_function

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import time

OLDEST, NEWEST = (3, 11), (3, 14)
ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
BIN = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin")
PYTHON = os.path.join(BIN, "python.exe" if os.name == "nt" else "python")
STAMP = os.path.join(VENV, "cpscore-setup")
LINUX = sys.platform.startswith("linux")

# The foreign programs that judge our files, one that stands in for USB keys, and where each
# comes from.
JUDGES = {
    "pdfsig": "poppler",
    "pdftotext": "poppler",
    "pdffonts": "poppler",
    "pdftoppm": "poppler",
    "qpdf": "qpdf",
    "mutool": "mupdf",
    "openssl": "openssl",
    "unzip": "unzip",
    "softhsm2-util": "softhsm",
}

# What that, and what Qt and venv want of the system, is called by each package manager.
PACKAGES = {
    "apt-get": {
        "poppler": "poppler-utils",
        "mupdf": "mupdf-tools",
        "softhsm": "softhsm2",
        "venv": "python%d.%d-venv" % sys.version_info[:2],
        "qt": "libegl1 libgl1 libopengl0 libglib2.0-0 libdbus-1-3 libfontconfig1 libfreetype6"
        " libx11-6 libxkbcommon0 libxkbcommon-x11-0 libx11-xcb1 libxcb-cursor0 libxcb-icccm4"
        " libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0"
        " libxcb-sync1 libxcb-xfixes0 libxcb-xkb1 libsm6 libice6"
        " libwayland-client0 libwayland-cursor0 libwayland-egl1",
    },
    "dnf": {
        "poppler": "poppler-utils",
        "venv": "python3-pip",
        "qt": "mesa-libEGL mesa-libGL libglvnd-opengl glib2 dbus-libs fontconfig freetype"
        " libX11 libxkbcommon libxkbcommon-x11 libX11-xcb xcb-util-cursor xcb-util-wm"
        " xcb-util-image xcb-util-keysyms xcb-util-renderutil libSM libICE"
        " libwayland-client libwayland-cursor libwayland-egl",
    },
    "brew": {"mupdf": "mupdf-tools"},
    "choco": {"softhsm": "softhsm.install"},
}


def main(arguments):
    refuse_other_pythons()
    os.chdir(ROOT)
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if command == "test":
        setup()
        return test(rest)
    if command == "run" and not rest:
        setup()
        return run()
    if command == "setup" and not rest:
        setup()
        return 0
    print(__doc__.strip())
    return 0 if command in ("-h", "--help") else 2


def refuse_other_pythons():
    """Say in one sentence what pip would say in fifty lines: no packages for this Python."""
    sixty_four = sys.maxsize > 2**32
    cpython = platform.python_implementation() == "CPython"
    if OLDEST <= sys.version_info[:2] <= NEWEST and sixty_four and cpython:
        return
    names = (platform.python_implementation(), platform.python_version(), 64 if sixty_four else 32)
    sys.exit(
        "cpscore needs Python %d.%d to %d.%d, the usual CPython with 64 bits; " % (OLDEST + NEWEST)
        + "this is %s %s with %d bits (%s).\n" % (names + (sys.executable,))
        + "Start it with another one, for example: python3.12 dev.py "
        + " ".join(sys.argv[1:])
    )


def setup():
    """Make .venv, unless it already is what pyproject.toml and constraints.txt ask for."""
    wanted = stamp()
    found = read(STAMP) if os.path.exists(PYTHON) else ""
    if found != wanted:
        began = time.time()
        if found.split()[:1] != wanted.split()[:1]:
            make_venv()
        install_packages()
        with open(STAMP, "w") as file:
            file.write(wanted)
        print("Set up in %.0f s: %s" % (time.time() - began, BIN), flush=True)
    need_qt()


def install_packages():
    print("Installing the packages (a minute the first time) ...", flush=True)
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "-qq"]
    pip += ["-c", "constraints.txt"]
    retried(pip + ["hatchling", "editables"])
    retried(pip + ["--no-build-isolation", "--editable", ".[dev]"])


def stamp():
    """Two words: the Python and the place an environment is for, and the packages it has."""
    place = repr((sys.version_info[:2], platform.machine(), ROOT))
    packages = read("pyproject.toml") + read("constraints.txt")
    return " ".join(hashlib.sha256(text.encode("utf-8")).hexdigest() for text in (place, packages))


def read(path):
    if not os.path.exists(path):
        return ""
    with open(path, encoding="utf-8") as file:
        return file.read()


def make_venv():
    if os.path.realpath(sys.prefix) == os.path.realpath(VENV):
        sys.exit("Start dev.py with the system's Python: this one is in the .venv to be replaced.")
    try:
        import ensurepip  # noqa: F401 - Debian and Ubuntu split it off
    except ImportError:
        install(["venv"])
    subprocess.check_call([sys.executable, "-m", "venv", "--clear", VENV])


def need_qt():
    """Load of Qt what the window will load; on Linux the system may lack libraries for it."""
    problem = qt_problem()
    if problem and LINUX:
        install(["qt"])
        problem = qt_problem()
    if problem:
        sys.exit("Qt does not start on this machine:\n" + problem)


def qt_problem():
    """The last line of what Qt complains about, or an empty text."""
    program = "import PySide6.QtWidgets, PySide6.QtSvg, PySide6.QtPrintSupport"
    if LINUX and os.environ.get("DISPLAY"):
        program += (
            "; import ctypes, os; ctypes.CDLL(os.path.join("
            "os.path.dirname(PySide6.__file__), 'Qt', 'plugins', 'platforms', 'libqxcb.so'))"
        )
    try:
        subprocess.check_output([PYTHON, "-c", program], stderr=subprocess.STDOUT)
    except subprocess.CalledProcessError as failure:
        return failure.output.decode("utf-8", "replace").strip().split("\n")[-1]
    return ""


def install(wants):
    """Install system packages where that is our right; else end with the exact command."""
    command = install_command(wants)
    if not may_install():
        sys.exit("This machine lacks something of its system. Install it with:\n  " + command)
    print(command, flush=True)
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    packages = command.split()[3:]
    retried(["apt-get", "update", "-qq"], env=quiet)
    retried(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends"] + packages,
        env=quiet,
        stdout=subprocess.DEVNULL,
    )


def may_install():
    return LINUX and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_command(wants):
    """What to type here to get the packages; where no package manager is known, as on Debian."""
    managers = [name for name in PACKAGES if shutil.which(name)] or ["apt-get"]
    names = sorted({PACKAGES[managers[0]].get(want, want) for want in wants})
    sudo = "sudo " if managers[0] in ("apt-get", "dnf") and not may_install() else ""
    yes = "" if managers[0] == "brew" else "-y "
    return "%s%s install %s%s" % (sudo, managers[0], yes, " ".join(names))


def retried(command, **how):
    """Run what needs the network; it may fail now and then."""
    for pause in (5, 10, 0):
        if subprocess.call(command, **how) == 0:
            return
        time.sleep(pause)
    sys.exit("Failed three times: " + " ".join(command))


def run():
    if not has_display():
        folder = os.path.join(ROOT, "build", "demo")
        code = subprocess.call([PYTHON, "-m", "cpscore", "demo", "--out", folder])
        if code == 0:
            print("There is no display here. Instead of a window, the sample's PDFs: " + folder)
        return code
    return subprocess.call([PYTHON, "-m", "cpscore", "--sample"])


def has_display():
    return not LINUX or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def test(arguments):
    """Every check, even after one has failed; 0 if all are content."""
    if not has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    steps = [
        ("lint", ["-m", "ruff", "check", "."]),
        ("format", ["-m", "ruff", "format", "--check", "."]),
        ("types", ["-m", "mypy", "cpscore"]),
        ("import contracts", ["-c", "import importlinter.cli as it; it.lint_imports_command()"]),
        ("gallery", ["-m", "tests.gallery", "--out", os.path.join("build", "gallery")]),
        ("tests", ["-m", "pytest", "-n", "auto", "--dist", "worksteal"] + arguments),
    ]
    results, missing = [], ""
    if "--without-judges" not in arguments:
        missing = missing_judges_sentence()
        results.append(("foreign judges", not missing, 0))
    for name, command in steps:
        print("\n== %s: python %s" % (name, " ".join(command)), flush=True)
        began = time.time()
        good = subprocess.call([PYTHON] + command) == 0
        results.append((name, good, time.time() - began))
    print("\n== summary")
    for name, good, seconds in results:
        print("%-18s%-8s%6.1f s" % (name, "ok" if good else "FAILED", seconds))
    if missing:
        print(missing)
    return 0 if all(good for _, good, _ in results) else 1


def missing_judges_sentence():
    """Which foreign judges are not here, even after installing them where that is our right."""
    if missing_judges() and may_install():
        install([JUDGES[name] for name in missing_judges()])
    missing = missing_judges()
    command = install_command([JUDGES[name] for name in missing])
    return "Missing: %s. Install with:\n  %s" % (", ".join(missing), command) if missing else ""


def missing_judges():
    return [name for name in sorted(JUDGES) if shutil.which(name) is None]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
