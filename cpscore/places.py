"""Where the shipped forms and resources lie: checkout, installed package or frozen program."""

import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def forms_folder() -> Path:
    """The folder of the shipped definitions, one YAML file each."""
    return _shipped("forms")


def resources_folder() -> Path:
    """The folder of fonts, icons and templates."""
    return _shipped("resources")


def _shipped(name: str) -> Path:
    # A wheel carries the folders in cpscore/_data, a frozen program beside its modules;
    # a checkout is what is left, and there the folder may not exist yet.
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen) / name
    installed = _PACKAGE / "_data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name
