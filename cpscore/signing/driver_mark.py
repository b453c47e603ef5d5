"""What the program and the process that runs a USB key's driver have agreed upon."""

from typing import Final

# The one argument that makes this program such a process.
MARK: Final = "--pkcs11-driver"
# The exit status that says: not the driver failed, but our own code.
BUG: Final = 70
