"""Damaged and random files: read or refused by name, never a fault, never without a bound."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.document import Document, Table
from extract.limits import Limits
from extract.reading import read
from tests.hostile.mutations import mutate
from tests.hostile.seeds import FORMATS
from transform.interpret import interpret
from transform.tables import report_tables, to_arrow

# Word's old formats are left to LibreOffice, which starts too slowly for many files.
MAGICS = (
    b"%PDF-1.7\n", b"PK\x03\x04", b"PK\x05\x06", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0",
    b"II*\x00\x08\x00\x00\x00", b"MM\x00*", b"GIF89a", b"BM", b"OFD", b"<?xml version='1.0'?>",
    b"<html><table><tr><td>", b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"1,2,3\n" * 3,
    b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"#", b"\t", b"|",
)  # fmt: skip
LIMITS = Limits()
MOST_CHARACTERS = 32 * 1024 * 1024
gentle = settings(
    deadline=timedelta(seconds=30),
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@cache
def seed_file(name: str, seed: int) -> bytes:
    return FORMATS[name].make(seed)


def assert_survives(data: bytes) -> Document:
    """A file goes all the way to the rows of the dataset."""
    document = read(data, "hostile")
    kinds = [issue.kind for issue in document.issues]
    assert "reader_failed" not in kinds
    assert document.reader or (not document.blocks and kinds)
    assert_bounded(document)
    report = interpret(document)
    rows = report_tables(
        report,
        source_name="hostile",
        sha256="0" * 64,
        size=len(data),
        media_type=document.media_type,
        reader=document.reader,
        report_id="0" * 16,
        run_id="",
    )
    for table, found in rows.items():
        to_arrow(table, found)
    assert len(rows["reports"]) == 1
    assert report.state == "accepted" or rows["issues"]
    return document


def assert_bounded(document: Document) -> None:
    parts = characters = 0
    for block in document.blocks:
        texts = (
            [cell.text for row in block.rows for cell in row]
            if isinstance(block, Table)
            else [block.text]
        )
        parts += 1 + len(texts)
        characters += sum(map(len, texts))
    assert parts <= LIMITS.parts + LIMITS.table_slots
    assert characters <= MOST_CHARACTERS


@gentle
@given(st.sampled_from(MAGICS), st.binary(max_size=400))
def test_random_bytes_after_every_signature(magic: bytes, rest: bytes) -> None:
    assert_survives(magic + rest)


@pytest.mark.parametrize("name", FORMATS)
@gentle
@given(st.integers(0, 5), st.integers(0, 2**32))
def test_a_damaged_file(name: str, seed: int, damage: int) -> None:
    data = mutate(seed_file(name, seed), FORMATS[name].kind, Random(damage))
    assert_survives(data)


@pytest.mark.parametrize("name", ["docx", "xlsx", "ofd", "pdf", "xls", "zip"])
@gentle
@given(st.integers(0, 2**32))
def test_a_file_cut_off_anywhere(name: str, place: int) -> None:
    data = seed_file(name, 1)
    assert_survives(data[: place % len(data)])


@pytest.mark.parametrize("name", FORMATS)
def test_a_whole_file_is_read(name: str) -> None:
    document = assert_survives(seed_file(name, 2))
    assert document.reader == name or name == "zip"
