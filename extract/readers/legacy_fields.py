"""Fields of a converted document whose text LibreOffice computed: it is not the document's."""

from __future__ import annotations

import io
import re
import zipfile

from lxml import etree

from extract.limits import Limits
from extract.packages import Package
from extract.readers import docx_names as names

_MAIN = "word/document.xml"
_MOST_NAMED = 100
# What these print depends on when, where and with which fonts the file is opened (17.16.5).
_COMPUTED = frozenset(
    ("DATE", "TIME", "FILENAME", "FILESIZE", "USERNAME", "USERINITIALS", "USERADDRESS")
) | frozenset(("TEMPLATE", "PAGE", "NUMPAGES", "SECTIONPAGES", "NUMWORDS", "NUMCHARS"))
_ANY = re.compile(rb"<w:instrText[^>]*>\s*(?:" + "|".join(sorted(_COMPUTED)).encode() + rb")\b")

_FIELD, _KIND = names.W + "fldChar", names.W + "fldCharType"
_INSTRUCTION = names.W + "instrText"


def without_computed(docx: bytes, limits: Limits) -> tuple[bytes, list[str]]:
    """The document without the text of such fields, and their names.

    Raises:
        RefusedError: the document cannot be read.
    """
    package = Package(docx, limits)
    if not _ANY.search(package.read(_MAIN, limits.text_bytes)):
        return docx, []
    root = package.xml(_MAIN)
    found: list[str] = []
    # For each field that is open: its instruction, and whether its result has begun.
    fields: list[tuple[str, bool]] = []
    for element in list(root.iter(_FIELD, _INSTRUCTION, *names.PRINTED)):
        if element.tag == _FIELD:
            kind = element.get(_KIND)
            if kind == "begin":
                fields.append(("", False))
            elif kind == "separate" and fields:
                fields[-1] = (fields[-1][0], True)
                found += [fields[-1][0]] if fields[-1][0] in _COMPUTED else []
            elif kind == "end" and fields:
                fields.pop()
        elif element.tag == _INSTRUCTION:
            if fields and not fields[-1][0]:
                fields[-1] = ((element.text or "").strip().partition(" ")[0], False)
        elif any(name in _COMPUTED and begun for name, begun in fields):
            element.getparent().remove(element)
    return _with_main(package, etree.tostring(root, encoding="utf-8")), found[:_MOST_NAMED]


def _with_main(package: Package, main: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as file:
        for name, info in package.files:
            file.writestr(name, main if name == _MAIN else package.unpack(info))
    return data.getvalue()
