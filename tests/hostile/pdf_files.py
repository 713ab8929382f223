"""PDF files that cost their reader dearly."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from tests.hostile.archive_files import MEBIBYTE, deflated


def pdf_file(objects: Sequence[bytes], root: int = 1) -> bytes:
    """A PDF file of these objects, numbered from 1."""
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        root,
        start,
    )
    return bytes(out)


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def flate(content: bytes, more: bytes = b"", packed: bool = False) -> bytes:
    """A compressed stream object."""
    data = content if packed else zlib.compress(content, 9)
    return b"<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (more, len(data), data)


def one_page_pdf(content: bytes, *more: bytes, box: bytes = b"0 0 595 842") -> bytes:
    """A PDF file of one page; `content` is object 4, the font 5, and `more` from 6."""
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>"
        b"/XObject<</X0 6 0 R>>>>>>" % box
    )
    tree = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return pdf_file([CATALOG, tree, page, content, FONT, *more])


def many_pages_pdf() -> bytes:
    """Ten thousand pages."""
    kids = b" ".join(b"%d 0 R" % n for n in range(3, 10_003))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    return pdf_file([CATALOG, b"<</Type/Pages/Kids[%s]/Count 10000>>" % kids, *[page] * 10_000])


def page_cycle_pdf() -> bytes:
    """A page tree that is a branch of itself."""
    tree = b"<</Type/Pages/Kids[3 0 R 2 0 R]/Count 200>>"
    branch = b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R 3 0 R 3 0 R]/Count 100>>"
    return pdf_file([CATALOG, tree, branch])


def deep_pages_pdf() -> bytes:
    """A page tree of twenty thousand branches inside each other."""
    branches = [
        b"<</Type/Pages/Parent %d 0 R/Kids[%d 0 R]/Count 1>>" % (n - 1, n + 1)
        for n in range(3, 20_003)
    ]
    page = b"<</Type/Page/Parent 20002 0 R/MediaBox[0 0 9 9]>>"
    return pdf_file([CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", *branches, page])


def huge_page_pdf() -> bytes:
    """A page as wide as numbers go."""
    content = flate(b"BT /F1 12 Tf 1 0 0 1 50 700 Tm (1 2 3) Tj ET 0 0 m 1e30 1e30 l S")
    return one_page_pdf(content, box=b"-1e38 -1e38 3.4e38 3.4e38")


def flate_bomb_pdf() -> bytes:
    """A page of two gigabytes of blanks, in two megabytes."""
    packed = b"\x78\xda" + deflated(bytes(MEBIBYTE), 2048) + bytes(4)
    return one_page_pdf(flate(packed, packed=True))


def twice_packed_pdf() -> bytes:
    """A page of two gigabytes, packed twice."""
    inner = b"\x78\xda" + deflated(bytes(MEBIBYTE), 2048) + bytes(4)
    data = zlib.compress(inner, 9)
    return one_page_pdf(
        b"<</Filter[/FlateDecode/FlateDecode]/Length %d>>\nstream\n%s\nendstream"
        % (len(data), data)
    )


def drawn_pdf(operators: bytes, times: int) -> bytes:
    """A page of the same operators over and over."""
    return one_page_pdf(flate(operators * times))


def segments_pdf() -> bytes:
    """One path of a million segments."""
    return drawn_pdf(b"0 0 m " + b"9 9 l 9 0 l " * 500_000 + b"S ", 1)


def paths_pdf() -> bytes:
    """A million paths."""
    return drawn_pdf(b"0 0 m 9 9 l S ", 1_000_000)


def objects_pdf() -> bytes:
    """Ten million paths, in a file of a few hundred kilobytes."""
    packed = b"\x78\xda" + deflated(b"0 0 1 1 re f " * 10_000, 1_000) + bytes(4)
    return one_page_pdf(flate(packed, packed=True))


def grid_pdf() -> bytes:
    """A page of nothing but crossing lines."""
    lines = b"".join(
        b"%d %d m %d 840 l S 0 %d m 590 %d l S " % (n % 590, 0, n % 590, n % 840, n % 840)
        for n in range(40_000)
    )
    return one_page_pdf(flate(lines))


def letters_pdf() -> bytes:
    """A page of a million letters."""
    return drawn_pdf(b"BT /F1 9 Tf 9 9 Td (0123456789) Tj ET ", 100_000)


def form_laughs_pdf() -> bytes:
    """Forms that each draw another one ten times, nine deep."""
    forms = [
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X0 %d 0 R>>>>" % (n + 1)
        + b"/Length 60>>\nstream\n" + b"/X0 Do" * 10 + b"\nendstream"
        for n in range(6, 15)
    ]  # fmt: skip
    last = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 14>>"
    last += b"\nstream\n0 0 m 9 9 l S \nendstream"
    return one_page_pdf(flate(b"/X0 Do"), *forms, last)


def self_form_pdf() -> bytes:
    """A form that draws itself."""
    form = (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X0 6 0 R>>>>/Length 13>>"
        b"\nstream\n/X0 Do /X0 Do\nendstream"
    )
    return one_page_pdf(flate(b"/X0 Do"), form)


def nested_arrays_pdf() -> bytes:
    """Arrays in arrays, a million deep."""
    return pdf_file([CATALOG, b"<</Type/Pages/Kids" + b"[" * 1_000_000 + b"]" * 1_000_000 + b">>"])


def referring_pdf() -> bytes:
    """Objects that are each other, and a length that is its own stream."""
    tree = b"<</Type/Pages/Kids 3 0 R/Count 4 0 R>>"
    return pdf_file([CATALOG, tree, b"4 0 R", b"3 0 R", b"<</Length 5 0 R>>stream\nx\nendstream"])


def pictured_pdf() -> bytes:
    """A picture said to be a million dots wide and high."""
    picture = (
        b"<</Type/XObject/Subtype/Image/Width 1000000/Height 1000000/ColorSpace/DeviceRGB"
        b"/BitsPerComponent 8/Filter/FlateDecode/Length 11>>\nstream\n"
        + zlib.compress(bytes(90))[:11] + b"\nendstream"
    )  # fmt: skip
    return one_page_pdf(flate(b"q 500 0 0 500 0 0 cm /X0 Do Q"), picture)
