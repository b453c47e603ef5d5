"""Where the shipped forms and resources lie, and where this machine keeps a user's own data."""

import sys
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent


def forms_folder() -> Path:
    """The folder of the shipped definitions, one YAML file each."""
    return _shipped("forms")


def resources_folder() -> Path:
    """The folder of fonts, icons and templates."""
    return _shipped("resources")


def default_data_folder() -> Path:
    """Where this machine keeps a user's archive, identities and own forms."""
    return platformdirs.user_data_path("cpscore", appauthor=False)


def _shipped(name: str) -> Path:
    # A wheel carries the folders in cpscore/_data, the frozen program beside its modules, and a
    # checkout beside the package.
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen) / name
    installed = _PACKAGE / "_data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name
