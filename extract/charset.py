"""Bytes to text: the character set is told by trying, since what pages claim is often wrong."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from extract.document import LOST
from extract.issues import Issue

# The gb family is left out on purpose: gb18030 contains all of it and is tried anyway.
# The values are what such pages really use (the WHATWG Encoding Standard, section 4.2).
_DECLARABLE = {
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "iso-8859-1": "cp1252",
    "windows-1252": "cp1252",
}
_DECLARATION = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([a-z0-9_-]{2,20})""", re.I)
_DECLARATION_BYTES = 4096
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_CONTROLS = bytes(n for n in range(32) if n not in b"\t\n\v\f\r\x1b") + b"\x7f"
# Text in another character set breaks at most of its letters, damaged text at a few.
_DAMAGE = 0.05
_NOISE = 0.02


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the Python name of its character set.

    `lossless` is False where bytes stood that the character set does not
    have; each run of them became U+FFFD.
    """

    text: str
    charset: str
    lossless: bool


def decode(data: bytes) -> Decoded | Issue:
    """The text that the bytes hold, without its byte order mark.

    Tried in order: the byte order mark; UTF-8; UTF-8 with a few broken bytes;
    gb2312; Big5 where it is declared (much of it would pass as gb18030); gb18030,
    whatever of the gb family is claimed; a declared Western character set;
    gb18030 with a few broken bytes. Where none fits, or what comes out is no text, the issue
    ``not_text``.
    """
    decoded = _by_mark(data) or _by_trial(data)
    if decoded is None:
        return Issue("not_text", detail="no character set fits")
    noise = _noise(data, decoded)
    if noise > 1 + _NOISE * len(decoded.text):
        return Issue("not_text", detail=f"{noise} characters that are never printed")
    return decoded


def _noise(data: bytes, decoded: Decoded) -> int:
    """How many control characters and lost letters the text holds."""
    # Only UTF-16 has bytes below 32 in its letters.
    single = data if "16" not in decoded.charset else decoded.text.encode("utf-8", "replace")
    controls = len(single) - len(single.translate(None, _CONTROLS))
    return controls + decoded.text.count(LOST)


def _by_mark(data: bytes) -> Decoded | None:
    for mark, charset in _BOMS:
        if data.startswith(mark):
            body = data[len(mark) :]
            return _strict(body, charset) or _damaged(body, charset)
    return None


def _by_trial(data: bytes) -> Decoded | None:
    if decoded := _strict(data, "utf-8"):
        return decoded
    declared = _declared(data)
    return (
        _damaged(data, "utf-8")
        or _strict(data, "gb2312")
        or (_strict(data, "big5hkscs") if declared == "big5hkscs" else None)
        or _strict(data, "gb18030")
        or (_strict(data, "cp1252") if declared == "cp1252" else None)
        or _damaged(data, "gb18030")
    )


def _strict(data: bytes, charset: str) -> Decoded | None:
    try:
        return Decoded(data.decode(charset), charset, lossless=True)
    except UnicodeDecodeError:
        return None


def _damaged(data: bytes, charset: str) -> Decoded | None:
    text = data.decode(charset, "replace")
    lost = text.count(LOST)
    letters = len(_BEYOND_ASCII.findall(text)) - lost
    # A letter cut in two at the end of a short text is damage as well. But where no
    # letter at all came out whole, nothing speaks for UTF-8.
    spared = 0 if charset == "utf-8" and not letters else 1
    if lost > max(_DAMAGE * letters, spared):
        return None
    return Decoded(text, charset, lossless=False)


def _declared(data: bytes) -> str | None:
    found = _DECLARATION.search(data, 0, _DECLARATION_BYTES)
    return _DECLARABLE.get(found[1].decode("ascii").lower()) if found else None
