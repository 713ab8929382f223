"""Word documents that are one XML file: WordML of Word 2003, and packages of parts (flat OPC).

Both hold what a Word file holds, under other names; they become one in memory.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

from lxml import etree

from extract import sniff
from extract.document import Document
from extract.limits import DEFAULT_LIMITS, Limits
from extract.markup import Element, parse
from extract.readers import docx_names as names
from extract.readers.docx import read_docx
from extract.refusal import RefusedError

READERS = {sniff.WORD_XML: "wordml", sniff.FLAT_DOCX: "flat-docx"}

# Office 2003 XML Schema Reference; the attributes of `aml` stand for tracked changes and comments.
_W = "{http://schemas.microsoft.com/office/word/2003/wordml}"
_WX = "{http://schemas.microsoft.com/office/word/2003/auxHint}"
_CHANGE = "{http://schemas.microsoft.com/aml/2001/core}annotation"
_DELETED, _COMMENT = "Word.Deletion", "Word.Comment"
_RENAMED = {_W + "vmerge": _W + "vMerge", _W + "hmerge": _W + "hMerge"}
_NOTES = (_W + "footnote", _W + "endnote", _W + "hdr", _W + "ftr")
_HAN = ("一", "鿿")
# Pictures and the like, in base64: they may be larger than all text may be, and are not read.
_BINARY = re.compile(rb"<(w:binData|w:docSuppData|pkg:binaryData)(?=[\s>])[^<>]*>[^<]*</\1\s*>")

# [MS-OPC flat format] ECMA-376-2, annex on flat OPC: parts by name, XML or base64.
_PKG = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="{target}" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/{kind}"/></Relationships>'
)


def read_flat_word(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The body of the document as `read_docx` gives it, with the reader and media type it has.

    Raises:
        RefusedError: the file is damaged, hostile, too large, or no Word document.
    """
    media_type = sniff.sniff(data)
    root = parse(_BINARY.sub(b"", data), limits)
    parts = _of_wordml(root) if media_type == sniff.WORD_XML else _of_package(root)
    document = read_docx(_zipped(parts), limits)
    return replace(document, reader=READERS[media_type], media_type=media_type)


def _of_package(root: Element) -> dict[str, bytes]:
    parts = {}
    for part in root.iterchildren(_PKG + "part"):
        content = part.find(_PKG + "xmlData")
        if content is not None and len(content):
            parts[part.get(_PKG + "name", "").lstrip("/")] = etree.tostring(content[0])
    return parts


def _of_wordml(root: Element) -> dict[str, bytes]:
    body = root.find(_W + "body")
    if body is None:
        raise RefusedError("unreadable_file", "WordML: no body")
    _to_docx(body)
    styles = root.find(_W + "styles")
    return {
        "_rels/.rels": _relationship("officeDocument", "word/document.xml"),
        "word/_rels/document.xml.rels": _relationship("styles", "styles.xml"),
        "word/document.xml": _renamed(body),
        "word/styles.xml": b"<w/>" if styles is None else _renamed(styles),
    }


def _to_docx(body: Element) -> None:
    """Gives to what Word 2007 names otherwise its later name; takes out what is not the body."""
    for element in list(body.iter(_CHANGE, *_RENAMED, *_NOTES)):
        if element.tag in _RENAMED:
            element.tag = _RENAMED[element.tag]
        elif element.tag in _NOTES or element.get(_W + "type") == _COMMENT:
            _remove(element)
        elif element.get(_W + "type") == _DELETED:
            element.tag = _W + "del"
    for label in list(body.iter(_WX + "t")):
        _write_label(label)


def _write_label(label: Element) -> None:
    """The number of a list stands beside it as Word printed it; it becomes text."""
    around = list(label.iterancestors())[:3]
    if [element.tag for element in around] != [_W + "listPr", _W + "pPr", _W + "p"]:
        return
    _, properties, paragraph = around
    text = "".join(paragraph.itertext(_W + "t"))
    in_cell = next(paragraph.iterancestors(_W + "tc"), None) is not None
    # A figure in a cell is the figure alone: its row was numbered, not written so.
    if text.strip() and not (in_cell and not any(_HAN[0] <= c <= _HAN[1] for c in text)):
        run = etree.Element(_W + "r")
        etree.SubElement(run, _W + "t").text = label.get(_WX + "val", "")
        properties.addnext(run)


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _renamed(element: Element) -> bytes:
    text: bytes = etree.tostring(element, encoding="utf-8")
    return text.replace(_W[1:-1].encode(), names.W[1:-1].encode())


def _relationship(kind: str, target: str) -> bytes:
    return _RELATIONSHIPS.format(kind=kind, target=target).encode()


def _zipped(parts: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return data.getvalue()
