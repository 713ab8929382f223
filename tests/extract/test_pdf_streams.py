"""Packed parts of a PDF file: what swells is refused before it is unpacked."""

from __future__ import annotations

import zlib

import pytest

from extract.limits import Limits
from extract.readers.pdf_streams import check_streams
from extract.refusal import RefusedError
from tests.hostile.archive_files import deflated
from tests.hostile.pdf_files import CATALOG, flate, one_page_pdf, pdf_file

LIMITS = Limits(stream_bytes=1_000_000, unpacked_bytes=3_000_000)
SWELLING = b"\x78\xda" + deflated(bytes(100_000), 20) + bytes(4)


def refused(data: bytes) -> str:
    try:
        check_streams(data, LIMITS)
    except RefusedError as error:
        return error.issue.kind
    return ""


def content(size: int) -> bytes:
    return one_page_pdf(flate(b"0 0 m 9 9 l S " * (size // 14)))


def test_content_within_the_limit_is_not_refused() -> None:
    assert refused(content(990_000)) == ""
    assert refused(content(1_100_000)) == "zip_bomb"


def test_a_picture_may_be_larger() -> None:
    picture = b"/Type/XObject/Subtype/Image/Width 9/Height 9"
    assert refused(one_page_pdf(flate(b""), flate(SWELLING, picture, packed=True))) == ""
    assert refused(one_page_pdf(flate(b""), flate(SWELLING, packed=True))) == "zip_bomb"


@pytest.mark.parametrize("filters", [b"/FlateDecode/FlateDecode", b"/Fl /Fl", b"/Fl/FlateDecode"])
def test_what_is_packed_twice_is_unpacked_twice(filters: bytes) -> None:
    twice = zlib.compress(SWELLING, 9)
    assert len(twice) < 1_000
    stream = b"<</Filter[%s]/Length %d>>\r\nstream\r\n%s\r\nendstream" % (
        filters, len(twice), twice,
    )  # fmt: skip
    assert refused(one_page_pdf(stream)) == "zip_bomb"


@pytest.mark.parametrize(
    "data",
    [
        b"", b"stream", b"endstream", b"streamendstream" * 1_000, b"stream\n" * 1_000,
        b"stream\n" + SWELLING[:-30] + bytes(30) + b"endstream"[:-1],
        b"stream\r\nx" + SWELLING + b"\nendstream", b"stream\n\x78" + bytes(9_000) + b"endstream",
    ],
)  # fmt: skip
def test_broken_streams_are_left_to_the_library(data: bytes) -> None:
    assert refused(data) in ("", "zip_bomb")
    assert refused(pdf_file([CATALOG, b"<<>>" + data])) in ("", "zip_bomb")
