"""XML from outside, parsed so that it can do no more than hold elements and text."""

from __future__ import annotations

from typing import Any, TypeAlias

from lxml import etree

from extract.limits import Limits
from extract.refusal import RefusedError

# lxml comes without types.
Element: TypeAlias = Any

# Made once: to make it takes longer than to parse most parts of an office file.
_PARSER = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    huge_tree=False,
    remove_comments=True,
    remove_pis=True,
)
_DTD = b"<!DOCTYPE"
_TOO_DEEP = "Excessive depth"
_AMPLIFIED = "amplification"
# ISO/IEC 29500-4 and -1 differ, for what is read here, in the names of their namespaces only.
_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/"
_NAMESPACES = (
    (b"wordprocessingml/main", b"wordprocessingml/2006/main"),
    (b"spreadsheetml/main", b"spreadsheetml/2006/main"),
    (b"drawingml/main", b"drawingml/2006/main"),
    (b"officeDocument/relationships", b"officeDocument/2006/relationships"),
    (b"officeDocument/extendedProperties", b"officeDocument/2006/extended-properties"),
)


def parse(data: bytes, limits: Limits) -> Element:
    """The root of an XML document; comments and processing instructions are left out.

    No DTD is accepted, nothing is fetched and no entity of its own is expanded.
    libxml2 bounds the nesting (256) and the length of a text. The strict names
    of Office Open XML become the transitional ones.

    Raises:
        RefusedError: too large, too deep, with a DTD, or not well-formed.
    """
    if len(data) > limits.text_bytes:
        raise RefusedError("too_large", f"text_bytes: {len(data)} > {limits.text_bytes}")
    if _DTD in data:
        raise RefusedError("unsafe_markup", "DTD")
    try:
        root = etree.fromstring(_transitional(data), _PARSER)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _refusal(str(error)) from error
    # In UTF-16 the DTD is not seen above.
    if root.getroottree().docinfo.internalDTD is not None:
        raise RefusedError("unsafe_markup", "DTD")
    return root


def _refusal(message: str) -> RefusedError:
    if _TOO_DEEP in message:
        return RefusedError("too_deep", "XML")
    if _AMPLIFIED in message:
        return RefusedError("unsafe_markup", "entities")
    return RefusedError("unreadable_file", f"XML: {message[:100]}")


def _transitional(data: bytes) -> bytes:
    if _STRICT in data:
        for strict, transitional in _NAMESPACES:
            data = data.replace(_STRICT + strict, _TRANSITIONAL + transitional)
    return data
