#!/usr/bin/env python3
"""Everything a developer types: python3 dev.py setup | run | test.

setup   make .venv with cpscore and its tools, at the versions of constraints.txt
run     set up, then open the window with a sample review (without a display: write the sample's PDFs)
test    set up, then lint, types, import contracts, tests and the gallery
        --without-judges leaves out the tests that need a foreign program; the rest goes to pytest

Standard library only. The syntax is old on purpose: a Python that is too old must get as far as saying so.
"""

from __future__ import print_function

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import time

OLDEST = (3, 11)
ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
BIN = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin")
PYTHON = os.path.join(BIN, "python.exe" if os.name == "nt" else "python")
STAMP = os.path.join(VENV, "cpscore-setup")

# Foreign programs that judge our files: program -> its package for each package manager.
JUDGES = {
    "pdfsig": {"apt-get": "poppler-utils", "dnf": "poppler-utils", "brew": "poppler", "choco": "poppler"},
    "pdftotext": {"apt-get": "poppler-utils", "dnf": "poppler-utils", "brew": "poppler", "choco": "poppler"},
    "pdffonts": {"apt-get": "poppler-utils", "dnf": "poppler-utils", "brew": "poppler", "choco": "poppler"},
    "pdftoppm": {"apt-get": "poppler-utils", "dnf": "poppler-utils", "brew": "poppler", "choco": "poppler"},
    "qpdf": {"apt-get": "qpdf", "dnf": "qpdf", "brew": "qpdf", "choco": "qpdf"},
    "mutool": {"apt-get": "mupdf-tools", "dnf": "mupdf", "brew": "mupdf-tools", "choco": "mupdf"},
    "openssl": {"apt-get": "openssl", "dnf": "openssl", "brew": "openssl", "choco": "openssl"},
}  # fmt: skip

# What Qt loads from a Linux system, beyond what its wheel brings.
QT_LIBRARIES = {
    "apt-get": (
        "libegl1 libgl1 libopengl0 libglib2.0-0 libdbus-1-3 libfontconfig1 libfreetype6 libxkbcommon0 libxkbcommon-x11-0"
        " libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0"
        " libxcb-shape0 libxcb-sync1 libxcb-xfixes0 libxcb-xkb1 libsm6 libice6"
    ).split(),
    "dnf": (
        "mesa-libEGL mesa-libGL libglvnd-opengl glib2 dbus-libs fontconfig freetype libxkbcommon libxkbcommon-x11"
        " libX11-xcb xcb-util-cursor xcb-util-wm xcb-util-image xcb-util-keysyms xcb-util-renderutil libSM libICE"
    ).split(),
}


def main(arguments):
    refuse_old_python()
    os.chdir(ROOT)
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if command == "setup" and not rest:
        setup()
        return 0
    if command == "run" and not rest:
        setup()
        return run()
    if command == "test":
        setup()
        return test(rest)
    print(__doc__.strip())
    return 0 if command in ("-h", "--help") else 2


def refuse_old_python():
    if sys.version_info < OLDEST:
        sys.exit(
            "cpscore needs Python %d.%d or newer; this is Python %s (%s).\n"
            "Start it with a newer one, for example: python3.12 dev.py %s"
            % (OLDEST + (platform.python_version(), sys.executable, " ".join(sys.argv[1:])))
        )


def setup():
    """Make .venv, unless it already is what pyproject.toml and constraints.txt ask for."""
    wanted = stamp()
    if os.path.exists(PYTHON) and read(STAMP) == wanted:
        return
    began = time.time()
    if not os.path.exists(PYTHON) or read(STAMP).split()[:1] != wanted.split()[:1]:
        make_venv()
    print("Installing the packages (a minute the first time) ...", flush=True)
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "-qq", "-c", "constraints.txt"]
    retried(pip + ["hatchling", "editables"])
    retried(pip + ["--no-build-isolation", "--editable", ".[dev]"])
    need_qt_libraries()
    with open(STAMP, "w") as file:
        file.write(wanted)
    print("Set up in %.0f s: %s" % (time.time() - began, BIN))


def stamp():
    """Two words: which Python and place the environment is for, and which packages it has."""
    place = hashlib.sha256(repr((sys.version, platform.machine(), ROOT)).encode("utf-8"))
    packages = hashlib.sha256((read("pyproject.toml") + read("constraints.txt")).encode("utf-8"))
    return "%s %s" % (place.hexdigest(), packages.hexdigest())


def read(path):
    if not os.path.exists(path):
        return ""
    with open(path, encoding="utf-8") as file:
        return file.read()


def make_venv():
    try:
        import ensurepip  # noqa: F401  Debian and Ubuntu split it off
    except ImportError:
        package = "python%d.%d-venv" % sys.version_info[:2]
        install({"apt-get": [package], "dnf": ["python3-pip"]}, "Python's venv module")
    if os.path.realpath(sys.prefix) == os.path.realpath(VENV):
        sys.exit("Start dev.py with the system's Python: it is about to replace the .venv it runs in.")
    subprocess.check_call([sys.executable, "-m", "venv", "--clear", VENV])


def need_qt_libraries():
    """Try what the window will do first; on Linux the system may lack libraries for it."""
    if missing_qt() is None:
        return
    if sys.platform.startswith("linux"):
        install(QT_LIBRARIES, "Qt's system libraries")
    problem = missing_qt()
    if problem is not None:
        sys.exit("Qt does not start on this machine:\n" + problem)


def missing_qt():
    program = "import PySide6.QtWidgets, PySide6.QtSvg, PySide6.QtPrintSupport"
    if os.environ.get("DISPLAY") and sys.platform.startswith("linux"):
        program += (
            "; import ctypes, os; ctypes.CDLL(os.path.join("
            "os.path.dirname(PySide6.__file__), 'Qt', 'plugins', 'platforms', 'libqxcb.so'))"
        )
    try:
        subprocess.check_output([PYTHON, "-c", program], stderr=subprocess.STDOUT)
    except subprocess.CalledProcessError as failure:
        return failure.output.decode("utf-8", "replace").strip().splitlines()[-1]
    return None


def install(packages, what):
    """Install system packages where that is our right; else end with the exact command."""
    command = install_command(packages)
    if command is None:
        sys.exit("This machine lacks %s; please install: %s" % (what, " ".join(packages["apt-get"])))
    if command[0] != "apt-get" or os.geteuid() != 0:
        prefix = "sudo " if command[0] in ("apt-get", "dnf") else ""
        sys.exit("This machine lacks %s. Install it with:\n  %s%s" % (what, prefix, " ".join(command)))
    print("Installing %s: %s" % (what, " ".join(command)), flush=True)
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    retried(["apt-get", "update", "-qq"], quiet)
    retried(["apt-get", "install", "-y", "-qq", "--no-install-recommends"] + command[3:], quiet)


def install_command(packages):
    """The command that installs the packages here, as a list, or None."""
    for manager in ("apt-get", "dnf", "brew", "choco"):
        if manager in packages and shutil.which(manager):
            yes = ["-y"] if manager != "brew" else []
            return [manager, "install"] + yes + packages[manager]
    return None


def retried(command, environment=None):
    for attempt in (1, 2, 3):
        if subprocess.call(command, env=environment) == 0:
            return
        if attempt < 3:
            print("Failed; trying again: " + " ".join(command), flush=True)
            time.sleep(5 * attempt)
    sys.exit("Failed three times: " + " ".join(command))


def run():
    if sys.platform.startswith("linux") and not has_display():
        folder = os.path.join(ROOT, "build", "demo")
        code = subprocess.call([PYTHON, "-m", "cpscore", "demo", "--out", folder])
        if code == 0:
            print("There is no display here, so instead of the window: the sample's PDFs are in " + folder)
        return code
    need_qt_libraries()
    return subprocess.call([PYTHON, "-m", "cpscore", "--sample"])


def has_display():
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def test(arguments):
    if sys.platform.startswith("linux") and not has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    module = [PYTHON, "-m"]
    steps = [
        ("lint", module + ["ruff", "check", "."]),
        ("format", module + ["ruff", "format", "--check", "."]),
        ("types", module + ["mypy", "cpscore"]),
        ("import contracts", [os.path.join(BIN, "lint-imports")]),
    ]
    if os.path.isdir(os.path.join("tests", "gallery")):
        steps.append(("gallery", module + ["tests.gallery", "--out", os.path.join("build", "gallery")]))
    steps.append(("tests", module + ["pytest"] + arguments))
    report = []
    if "--without-judges" not in arguments:
        report.append(("foreign judges", have_judges(), 0.0))
    for name, command in steps:
        print("\n== %s: %s" % (name, " ".join(command[1:])), flush=True)
        began = time.time()
        code = subprocess.call(command)
        report.append((name, code == 0, time.time() - began))
    print("\n== summary")
    for name, good, seconds in report:
        print("%-18s %-6s %5.1f s" % (name, "ok" if good else "FAILED", seconds))
    return 0 if all(good for _, good, _ in report) else 1


def have_judges():
    """Whether every foreign judge is here, after installing them where that is our right."""
    if missing_judges() and shutil.which("apt-get") and os.geteuid() == 0:
        install(judge_packages(), "the foreign judges of the tests")
    for name in missing_judges():
        print("MISSING " + judge_advice(name))
    return not missing_judges()


def missing_judges():
    return [name for name in sorted(JUDGES) if shutil.which(name) is None]


def judge_packages():
    names = missing_judges()
    return {m: sorted({JUDGES[name][m] for name in names}) for m in ("apt-get", "dnf", "brew", "choco")}


def judge_advice(name):
    """One sentence: which program is missing and how to get it."""
    command = install_command({manager: [package] for manager, package in JUDGES[name].items()})
    if command is None:
        return "%s is not installed (Debian's package %s)" % (name, JUDGES[name]["apt-get"])
    return "%s is not installed: %s" % (name, " ".join(command))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
