"""Packed streams of a PDF file, looked at before the library unpacks them whole."""

from __future__ import annotations

import re
import zlib

from extract.limits import Limits
from extract.refusal import RefusedError

_BEGIN, _END, _NOT_BEGIN = b"stream", b"endstream", b"end"
# No deflated byte stands for more (RFC 1951: 258 bytes for two bits).
_MOST_RATIO = 1_032
_DICTIONARY_BYTES = 400
_PICTURE = re.compile(rb"/Subtype\s*/Image")
_TWICE = re.compile(rb"/Fl(?:ateDecode)?\s*/Fl(?:ateDecode)?")
_STEP = 64 * 1024


def check_streams(data: bytes, limits: Limits) -> None:
    """Refuse a file with a stream that swells beyond the limits.

    The library unpacks a page's content and its fonts whole, and a page of a
    hundred megabytes takes it gigabytes. Pictures, which it does not unpack to
    read, may be as large as the content of an archive.

    Raises:
        RefusedError: a stream holds more than it may.
    """
    at = data.find(_BEGIN)
    while at >= 0:
        start = at + len(_BEGIN)
        if data.startswith(_NOT_BEGIN, at - len(_NOT_BEGIN)):
            at = data.find(_BEGIN, start)
            continue
        end = data.find(_END, start)
        end = len(data) if end < 0 else end
        about = data[max(0, at - _DICTIONARY_BYTES) : at].rpartition(b" obj")[2]
        most = limits.unpacked_bytes if _PICTURE.search(about) else limits.stream_bytes
        twice = _TWICE.search(about) is not None
        if twice or (end - start) * _MOST_RATIO > most:
            packed = memoryview(data)[start:end]
            if _swells(packed, most, twice):
                raise RefusedError("zip_bomb", f"stream_bytes > {most}, packed {end - start}")
        at = data.find(_BEGIN, end + len(_END))


def _swells(packed: memoryview, most: int, twice: bool) -> bool:
    """Whether a deflated stream holds more than `most` bytes; `twice` packed, when unpacked."""
    # The end of the line after the keyword is no part of the stream.
    lead = 2 if bytes(packed[:2]) == b"\r\n" else 1
    unpacker = zlib.decompressobj()
    kept: list[bytes] = []
    size = 0
    try:
        for start in range(lead, len(packed), _STEP):
            piece = unpacker.decompress(packed[start : start + _STEP], most + 1 - size)
            size += len(piece)
            if size > most:
                return True
            if twice:
                kept.append(piece)
            if unpacker.eof:
                break
    except zlib.error:
        # What is broken ends there for the library too.
        pass
    return twice and _swells(memoryview(b"\n" + b"".join(kept)), most, twice=False)
