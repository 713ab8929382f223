"""One file's bytes to a Document, by the reader for what the bytes are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from extract import sniff
from extract.charset import decode
from extract.document import Document, Issue
from extract.limits import DEFAULT_LIMITS, Limits
from extract.readers.html import read_html
from extract.readers.text import read_text

__all__ = ["READERS", "Limits", "Reader", "read"]

Reader = Callable[[bytes, Limits], Document]


def read(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """What is printed in a file. Never raises for what the file does.

    A file that cannot be read comes back without reader and blocks, and with
    the issue that says why. `name` is the file's name, for messages only: it
    does not decide how the bytes are read.
    """
    media_type = sniff.sniff(data)
    if not data:
        return refused(media_type, Issue("empty_file"))
    if len(data) > limits.file_bytes:
        return refused(media_type, Issue("too_large", detail=f"{len(data)} > {limits.file_bytes}"))
    reader = READERS.get(media_type)
    if reader is None:
        return refused(media_type, Issue("unknown_format", detail=media_type))
    try:
        return reader(data, limits)
    except Exception as error:
        return refused(media_type, Issue("reader_failed", detail=f"{type(error).__name__}"))


def refused(media_type: str, issue: Issue) -> Document:
    """The Document of a file that was not read, with the issue that says why."""
    return Document("", media_type, (), issues=(issue,))


def _text_reader(media_type: str, read_decoded: Callable[[str, Limits], Document]) -> Reader:
    """A reader of bytes from a reader of text: size, character set and what was lost in it."""

    def read_bytes(data: bytes, limits: Limits) -> Document:
        if len(data) > limits.text_bytes:
            detail = f"{len(data)} > {limits.text_bytes}"
            return refused(media_type, Issue("too_large", detail=detail))
        decoded = decode(data)
        if isinstance(decoded, Issue):
            return refused(media_type, decoded)
        document = read_decoded(decoded.text, limits)
        if decoded.lossless:
            return document
        damage = Issue("damaged_text", detail=decoded.charset)
        return replace(document, issues=(*document.issues, damage))

    return read_bytes


def _read_text(text: str, limits: Limits) -> Document:
    document = read_text(text)
    if len(document.blocks) > limits.parts:
        detail = f"{len(document.blocks)} > {limits.parts}"
        return refused(document.media_type, Issue("too_large", detail=detail))
    return document


# A new reader is one entry here: the media type that sniff() tells, and the reader.
READERS: dict[str, Reader] = {
    sniff.HTML: _text_reader(sniff.HTML, read_html),
    sniff.TEXT: _text_reader(sniff.TEXT, _read_text),
}
