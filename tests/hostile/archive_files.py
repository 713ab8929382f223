"""Archives that swell, nest or lie."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

from tests.extract.parts import zipped

MEBIBYTE = 1024 * 1024


def deflated(content: bytes, times: int) -> bytes:
    """A deflate stream of the same content over and over, without packing it more than once."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = packer.compress(content) + packer.flush(zlib.Z_FULL_FLUSH)
    return piece * times + packer.flush()


def archive(
    entries: Sequence[tuple[str, bytes, int, int]], shared: bool = False, crc: int = 0
) -> bytes:
    """An archive whose directory says what it is told: name, packed bytes, size, method.

    `shared`: all entries stand at the place of the first; `crc` is the sum of each.
    """
    body, listing = bytearray(), bytearray()
    for name, content, size, method in entries:
        raw, at = name.encode(), 0 if shared else len(body)
        about = struct.pack(
            "<5H3IHH", 20, 0x800, method, 0, 0, crc, len(content), size, len(raw), 0
        )
        if not (shared and body):
            body += b"PK\x03\x04" + about + raw + content
        listing += b"PK\x01\x02\x14\x00" + about + struct.pack("<3HII", 0, 0, 0, 0, at) + raw
    count = min(len(entries), 0xFFFF)
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(listing), len(body), 0)
    return bytes(body + listing + b"PK\x05\x06" + end)


def zip_bomb() -> bytes:
    """Four gigabytes of zeros in the place of a document's text."""
    packed = deflated(bytes(MEBIBYTE), 4095)
    return archive(
        [("[Content_Types].xml", b"", 0, 0), ("word/document.xml", packed, 4095 * MEBIBYTE, 8)]
    )


def zip_that_lies() -> bytes:
    """The same, said to be a hundred bytes."""
    packed = deflated(bytes(MEBIBYTE), 1024)
    return archive([("[Content_Types].xml", b"", 0, 0), ("word/document.xml", packed, 100, 8)])


def nested_zip() -> bytes:
    """Archives in archives, sixteen each, five deep: 42.zip."""
    data = zipped({"0.dll": bytes(4 * MEBIBYTE)})
    for _ in range(5):
        data = zipped({f"lib {n:x}.zip": data for n in range(16)})
    return data


def overlapping_zip() -> bytes:
    """Nine thousand entries that share one place: two gigabytes in half a mebibyte."""
    content = b"x" * 240_000
    packed = zlib.compress(content, 9)[2:-4]
    entries = [("a.txt", packed, len(content), 8)] * 9_000
    return archive(entries, shared=True, crc=zlib.crc32(content))
