"""Word documents of the older formats (DOC, Kingsoft's WPS, RTF), through LibreOffice."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from extract import office, sniff
from extract.document import Block, Document, Issue, Paragraph, Place
from extract.limits import DEFAULT_LIMITS, Limits
from extract.ole import Ole
from extract.readers import doc_text
from extract.readers.docx import read_docx
from extract.readers.legacy_fields import without_computed
from extract.refusal import RefusedError

Key = TypeVar("Key")

# The beginning of the main stream (MS-DOC, 2.5.2): what it is, and its flags.
_HEAD = struct.Struct("<H8xH")
_WORD_97 = 0xA5EC
_ENCRYPTED = 0x0100
# Properties (office_properties.py) in which LibreOffice speaks of itself.
_OF_THE_PROGRAM = "app:"
_FAILED = "LibreOffice could not read it"


class _Format(NamedTuple):
    reader: str
    filter: str


_FORMATS = {
    sniff.DOC: _Format("doc", "MS Word 97"),
    sniff.RTF: _Format("rtf", "Rich Text Format"),
}


def read_legacy(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The body of a document as `read_docx` gives it, with the reader and media type it has.

    Dates, times, page numbers and names that LibreOffice computes anew are not
    read: they are the issue ``computed_text``.

    Raises:
        RefusedError: the file is protected, damaged, hostile or too large, or
            LibreOffice is not installed.
    """
    media_type = sniff.sniff(data)
    _check(data, media_type)
    converted = office.to_docx([data], _FORMATS[media_type].filter, limits)[0]
    if converted is None:
        raise RefusedError("unreadable_file", _FAILED)
    return _read(data, converted, media_type, limits)


def read_together(
    files: Mapping[Key, bytes], limits: Limits = DEFAULT_LIMITS
) -> dict[Key, Document]:
    """Documents of several files, in one run of LibreOffice for each format: it starts slowly.

    What is of another format, or cannot be read, is left out: read alone, it
    costs only itself and says why.
    """
    found: dict[Key, Document] = {}
    for media_type, about in _FORMATS.items():
        chosen = [key for key, data in files.items() if _is_sound(data, media_type)]
        if not chosen:
            continue
        try:
            converted = office.to_docx([files[key] for key in chosen], about.filter, limits)
        except RefusedError:
            continue
        for key, docx in zip(chosen, converted, strict=True):
            if docx is not None:
                try:
                    found[key] = _read(files[key], docx, media_type, limits)
                except RefusedError:
                    continue
    return found


def _read(data: bytes, converted: bytes, media_type: str, limits: Limits) -> Document:
    docx, computed = without_computed(converted, limits)
    document = read_docx(docx, limits)
    metadata = {k: v for k, v in document.metadata.items() if not k.startswith(_OF_THE_PROGRAM)}
    return replace(
        document,
        reader=_FORMATS[media_type].reader,
        media_type=media_type,
        metadata=MappingProxyType(metadata),
        issues=(*document.issues, *(Issue("computed_text", name) for name in computed)),
        again=_again(data, media_type),
    )


def _again(data: bytes, media_type: str) -> tuple[Block, ...]:
    """The text by its bytes alone: what LibreOffice loses or changes is seen beside it."""
    text = doc_text.text_of(data) if media_type == sniff.DOC else ""
    text = " ".join(text.split())
    return (Paragraph(text, Place(line=1)),) if text else ()


def _is_sound(data: bytes, media_type: str) -> bool:
    if sniff.sniff(data) != media_type:
        return False
    try:
        _check(data, media_type)
    except RefusedError:
        return False
    return True


def _check(data: bytes, media_type: str) -> None:
    """Refuses what can be told by the bytes: a password, an older Word, streams cut off."""
    if media_type != sniff.DOC:
        return
    ole = Ole(data)
    main = ole.stream(doc_text.MAIN)
    if len(main) >= _HEAD.size:
        magic, flags = _HEAD.unpack_from(main)
        if magic != _WORD_97:
            raise RefusedError("unreadable_file", f"DOC: {magic:04X} is not Word 97 or later")
        if flags & _ENCRYPTED:
            raise RefusedError("encrypted")
        if ole.is_whole(doc_text.MAIN) and ole.is_whole(doc_text.table_name(main)):
            return
    raise RefusedError("unreadable_file", "DOC: cut off or damaged")
