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


class NotABallot(Failure):
    """A JSON document, but not a ballot."""

    code = "not-a-ballot"


class NotAnArchive(Failure):
    """A container that says it is an archive, and is not made as one."""

    code = "not-an-archive"


class TooNew(Failure):
    """Nothing is wrong with it: a newer program wrote it, as its `schema` says."""

    code = "too-new"


class NotInk(Failure):
    """Not handwriting as we keep it."""

    code = "not-ink"


class MissingPart(Failure):
    """A container without a file that belongs into it: `part`."""

    code = "missing-part"


class StrangePart(Failure):
    """A container with a file that does not belong into it: `part`."""

    code = "strange-part"
