"""What can be wrong with a file that travelled."""

from enum import StrEnum

from cpscore.rules.problem import Failure


class Damage(StrEnum):
    """In which respect a container is not what `pack` writes."""

    CUT_OFF = "cut-off"
    STRUCTURE = "structure"
    NAME = "name"
    MANIFEST = "manifest"
    CONTENT = "content"


class NotAContainer(Failure):
    """The bytes do not begin as one of our containers begins."""

    code = "not-a-container"


class DamagedContainer(Failure):
    """It begins as one of our containers, but is not what `pack` would have written."""

    code = "damaged-container"

    def __init__(self, reason: Damage) -> None:
        super().__init__(reason=reason)
        self.reason = reason


class TooLarge(Failure):
    """More bytes or files than anything of ours needs; `most` is the limit passed."""

    code = "too-large"

    def __init__(self, most: int) -> None:
        super().__init__(most=most)
