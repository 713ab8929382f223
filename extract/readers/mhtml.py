"""Web archives (RFC 2557): the page in them, without the pictures and styles around it."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import replace
from email.errors import MessageError
from email.message import Message
from email.parser import BytesHeaderParser

from extract.charset import decode
from extract.document import Document, Issue
from extract.limits import DEFAULT_LIMITS, Limits
from extract.readers.html import read_html
from extract.refusal import RefusedError

READER = "mhtml"
MEDIA_TYPE = "multipart/related"

_HEADER_BYTES = 16 * 1024
_NESTING = 4
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


def read_mhtml(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The first HTML page of a web archive, read as any page; the other parts are not used.

    Raises:
        RefusedError: no page in it, or one that is too large or no text, or too
            many parts.
    """
    if len(data) > limits.text_bytes:
        raise RefusedError("too_large", f"text_bytes: {len(data)} > {limits.text_bytes}")
    page = next(_pages(data.replace(b"\r\n", b"\n"), 0, limits), None)
    if page is None:
        raise RefusedError("no_text", "MHTML: no text/html")
    decoded = decode(page)
    if isinstance(decoded, Issue):
        raise RefusedError(decoded.kind, decoded.detail)
    document = read_html(decoded.text, limits)
    issues = document.issues
    if not decoded.lossless:
        issues = (*issues, Issue("damaged_text", detail=decoded.charset))
    reader = READER if document.reader else ""
    return replace(document, reader=reader, media_type=MEDIA_TYPE, issues=issues)


def _pages(part: bytes, depth: int, limits: Limits) -> Iterator[bytes]:
    """The HTML pages in a part, in order."""
    header, body = _split(part)
    if header.get_content_type() == "text/html":
        yield _unpacked(header, body)
        return
    boundary = header.get_param("boundary")
    if not isinstance(boundary, str) or not boundary or depth >= _NESTING:
        return
    mark = b"\n--" + boundary.encode("ascii", "replace")
    pieces = (b"\n" + body).split(mark, limits.entries)
    if len(pieces) > limits.entries:
        raise RefusedError("too_large", f"entries > {limits.entries}")
    for piece in pieces[1:]:
        if piece.startswith(b"--"):
            return
        yield from _pages(piece.partition(b"\n")[2], depth + 1, limits)


def _split(part: bytes) -> tuple[Message, bytes]:
    if part.startswith(b"\n"):
        head, body = b"", part[1:]
    else:
        head, _, body = part.partition(b"\n\n")
    try:
        header = BytesHeaderParser().parsebytes(head[:_HEADER_BYTES] + b"\n\n")
    except (MessageError, ValueError, IndexError) as error:
        raise RefusedError("unreadable_file", f"MHTML: {type(error).__name__}") from error
    return header, body


def _unpacked(header: Message, body: bytes) -> bytes:
    """The body without its transfer encoding; what is broken in it is left out."""
    encoding = str(header.get("Content-Transfer-Encoding", "")).strip().lower()
    if encoding == "quoted-printable":
        return binascii.a2b_qp(body)
    if encoding == "base64":
        letters = _NOT_BASE64.sub(b"", body)
        return binascii.a2b_base64(letters[: len(letters) // 4 * 4] + b"====")
    return body
