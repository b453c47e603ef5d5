"""The names a file inside a container may have: the same on every system, unpacked anywhere."""

import re

LONGEST = 120
PART = r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9_-])?"
NAME = re.compile(rf"{PART}(?:/{PART})?", re.ASCII)
# What Windows takes for a device, with any ending. `mimetype` is the container's own first entry.
RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.ASCII)
OWN = frozenset({"mimetype", "meta-inf"})


def allowed(name: str) -> bool:
    """Whether a file may be called so: lower case, one folder at most, no device, not our own."""
    if len(name) > LONGEST or not NAME.fullmatch(name):
        return False
    parts = name.split("/")
    return parts[0] not in OWN and not any(RESERVED.fullmatch(part) for part in parts)


def compatible(names: frozenset[str]) -> bool:
    """Whether the names can lie side by side: none is also the folder of another."""
    folders = {name.split("/")[0] for name in names if "/" in name}
    return not folders & names
