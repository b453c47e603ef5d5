"""A ZIP archive of stored entries, written in exactly one way.

Nothing is compressed: what a deflate library writes differs between builds, and the reader
of `container` compares byte for byte. So sizes are plain to see, and nothing can inflate.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator

LOCAL = struct.Struct("<4s5H3I2H")
CENTRAL = struct.Struct("<4s6H3I5H2I")
END = struct.Struct("<4s4H2IH")

LOCAL_MAGIC = b"PK\x03\x04"
VERSION = 20
MADE_BY = 3 << 8 | VERSION  # Unix, so that the file mode counts
DATE = 1 << 5 | 1  # 1980-01-01, the first day a ZIP knows: a clock would make the bytes differ
MODE = 0o100644 << 16
# Each local header begins like this: version, no flags, stored, the time, the date.
PLAIN = (VERSION, 0, 0, 0, DATE)


class Broken(ValueError):
    """The bytes are not local entries as `archive` writes them; `cut_off` where they just end."""

    def __init__(self, *, cut_off: bool = False) -> None:
        self.cut_off = cut_off


def archive(entries: Iterable[tuple[str, bytes]]) -> bytes:
    """The entries as a ZIP, in their order; names are ASCII, all together stay below 4 GiB."""
    written = bytearray()
    directory = bytearray()
    count = 0
    for name, content in entries:
        encoded, crc, size = name.encode("ascii"), zlib.crc32(content), len(content)
        common = (*PLAIN, crc, size, size, len(encoded), 0)
        directory += CENTRAL.pack(b"PK\x01\x02", MADE_BY, *common, 0, 0, 0, MODE, len(written))
        directory += encoded
        written += LOCAL.pack(LOCAL_MAGIC, *common) + encoded
        written += content
        count += 1
    end = END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), len(written), 0)
    return bytes(written + directory + end)


def entries_of(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The local entries from the front, one after the other; raises Broken.

    The directory behind them is not looked at: whoever needs certainty writes the archive
    again and compares.
    """
    at = 0
    while data[at : at + 4] == LOCAL_MAGIC:
        name, start, end = _header(data, at)
        yield name, data[start:end]
        at = end


def _header(data: bytes, at: int) -> tuple[str, int, int]:
    start = at + LOCAL.size
    if len(data) < start:
        raise Broken(cut_off=True)
    _magic, *plain, _crc, packed, size, name_length, extra = LOCAL.unpack_from(data, at)
    if tuple(plain) != PLAIN or packed != size or extra != 0:
        raise Broken
    if len(data) < start + name_length + size:
        raise Broken(cut_off=True)
    try:
        name = data[start : start + name_length].decode("ascii")
    except UnicodeDecodeError:
        raise Broken from None
    return name, start + name_length, start + name_length + size
