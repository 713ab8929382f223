"""Archives from outside: read within bounds, refused by name, names that are no paths."""

from __future__ import annotations

import re
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.issues import Issue
from extract.limits import Limits
from extract.packages import Archive, Package, members
from extract.reading import read
from extract.refusal import RefusedError
from tests.extract.parts import PACKAGE, word, zipped
from tests.hostile.archive_files import archive


def named(data: bytes, limits: Limits | None = None) -> list[tuple[str, str]]:
    """Names with what they hold, or the kind of issue that says why not."""
    return [
        (name, found.kind if isinstance(found, Issue) else found.decode())
        for name, found in members(data, limits or Limits())
    ]


@contextmanager
def within(seconds: float) -> Iterator[None]:
    started = time.monotonic()
    yield
    assert time.monotonic() - started < seconds


def flagged(data: bytes, old: int, new: int) -> bytes:
    """The archive with other flags on its entries, where zipfile wrote `old`."""
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := data.find(signature, start + 1)) >= 0:
            place = start + at
            flags = int.from_bytes(data[place : place + 2], "little")
            if flags & old == old:
                data = data[:place] + (flags & ~old | new).to_bytes(2, "little") + data[place + 2 :]
    return data


def test_files_come_in_the_order_of_the_archive() -> None:
    data = zipped({"b/": "", "b/二.txt": "2", "a.txt": "1"})
    assert named(data) == [("b/二.txt", "2"), ("a.txt", "1")]


def test_files_of_an_archive_in_the_archive_are_named_through_it() -> None:
    inner = zipped({"x/年报.txt": "1"})
    data = zipped({"a.zip": inner, "b.txt": "2"})
    assert named(data) == [("a.zip!/x/年报.txt", "1"), ("b.txt", "2")]


def test_an_office_file_in_an_archive_is_a_file() -> None:
    ((name, found),) = members(zipped({"a.docx": word("<w:p/>")}))
    assert name == "a.docx"
    assert isinstance(found, bytes)
    assert read(found, name).media_type.endswith("wordprocessingml.document")


def test_archives_inside_each_other_end_at_the_limit() -> None:
    data = zipped({"x.txt": "1"})
    for _ in range(5):
        data = zipped({"a.zip": data})
    assert named(data) == [("a.zip!/a.zip", "too_deep")]


def test_a_cut_office_file_is_not_taken_for_an_archive_that_lies_too_deep() -> None:
    cut = word("<w:p/>")[:100]
    data = zipped({"a.zip": zipped({"a.docx": cut})})
    assert named(data) == [("a.zip!/a.docx", "unreadable_file")]


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_names_without_the_flag_of_utf8_are_decoded(charset: str) -> None:
    name = "年度报告.txt"
    raw = name.encode(charset)
    data = zipped({"x" * len(raw): "1"}).replace(b"x" * len(raw), raw)
    assert named(data) == [(name, "1")]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/a.txt", "etc/a.txt"),
        ("a\\..\\b.txt", "a/b.txt"),
        ("./a\x07\u2028.txt", "a.txt"),
    ],
)
def test_names_cannot_lead_out_of_their_folder(name: str, label: str) -> None:
    assert named(zipped({name: "1"})) == [(label, "1")]


def test_a_protected_file_is_named_and_the_others_are_read() -> None:
    data = flagged(zipped({"a.txt": "1"}), 0, 1)
    assert named(data) == [("a.txt", "encrypted")]


def test_a_damaged_file_is_named_and_the_others_are_read() -> None:
    data = zipped({"a.txt": b"1111", "b.txt": b"2"}, zipfile.ZIP_STORED)
    assert named(data.replace(b"1111", b"1112", 1)) == [
        ("a.txt", "unreadable_file"),
        ("b.txt", "2"),
    ]


def test_an_archive_that_is_cut_off_is_refused() -> None:
    data = zipped({"a.txt": "1"})
    assert named(data[: len(data) // 2]) == [("", "unreadable_file")]


def test_two_files_of_one_name_are_both_given_and_told_apart() -> None:
    data = zipped({"a.txt": "1", "b.txt": "2"}).replace(b"b.txt", b"a.txt")
    assert named(data) == [("a.txt", "1"), ("a.txt (2)", "2")]


def test_names_too_long_are_told_apart_though_they_are_cut() -> None:
    data = zipped({f"{'x' * 9}{n}": "1" for n in range(2)})
    assert [name for name, _ in named(data, Limits(name_characters=4))] == ["xxxx", "xxxx (2)"]


def test_no_name_looks_like_a_file_of_an_archive_in_the_archive() -> None:
    data = zipped({"a!/b.txt": "1", "a!!/b.txt": "2"})
    assert named(data) == [("a/b.txt", "1"), ("a/b.txt (2)", "2")]


def test_very_many_files_of_one_name_cost_no_more_than_others() -> None:
    data = zipped({f"{n:05}": "" for n in range(10_000)})
    with within(10):
        names = [name for name, _ in named(re.sub(rb"\d{5}", b"00000", data))]
    assert len(set(names)) == 10_000


def test_each_file_can_be_taken_by_the_name_it_was_given() -> None:
    inner = zipped({"x/年报.txt": "1", "x/y.txt": "2"})
    data = zipped({"a.zip": inner, "b.zip": inner, "b.txt": "3"}).replace(b"b.txt", b"a.zip")
    archive = Archive(data)
    found = [(name, archive.read(name).decode()) for name, _ in members(data)]
    assert found == named(data)
    with pytest.raises(RefusedError):
        archive.read("a.zip!/gone.txt")


@pytest.mark.parametrize(
    ("limits", "kinds"),
    [
        (Limits(entries=2), ["too_large"]),
        (Limits(file_bytes=2), ["1", "too_large", "2"]),
        (Limits(unpacked_bytes=2), ["1", "too_large", "2"]),
        (Limits(name_characters=4), ["too_large", "too_large", "too_large"]),
    ],
)
def test_what_passes_a_limit_is_named(limits: Limits, kinds: list[str]) -> None:
    data = zipped({"a.txt": "1", "b.txt": "333", "c.txt": "2"})
    assert [found for _, found in named(data, limits)] == kinds


def test_entries_of_inner_archives_count() -> None:
    inner = zipped({f"{n}.txt": "1" for n in range(4)})
    found = named(zipped({"a.zip": inner, "b.zip": inner}), Limits(entries=6))
    assert [kind for _, kind in found] == ["1"] * 4 + ["too_large"]


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with within(2):
        bomb = zipped({"word/document.xml": bytes(50_000_000), "[Content_Types].xml": ""})
        assert named(bomb)[0] == ("word/document.xml", "zip_bomb")
        assert [issue.kind for issue in read(bomb, "a.docx").issues] == ["zip_bomb"]


def test_an_archive_of_very_many_entries_is_refused_unread() -> None:
    entry = b"PK\x01\x02" + bytes(42)
    count = 1_000_000
    end = (
        b"PK\x05\x06" + bytes(4) + b"\xff\xff\xff\xff" + (len(entry) * count).to_bytes(4, "little")
    )
    data = b"PK\x03\x04" + entry * count + end + bytes(6)
    with within(2):
        assert named(data) == [("", "too_large")]


def test_a_file_that_lies_about_its_size_is_not_read_beyond_it() -> None:
    data = zipped({"a.txt": b"1" * 5000})
    size = (5000).to_bytes(4, "little")
    assert named(data.replace(size, (10).to_bytes(4, "little"))) == [("a.txt", "unreadable_file")]


def test_an_entry_without_a_name_is_no_file() -> None:
    document = read(archive([("", b"1", 1, 0), ("a.txt", b"2", 1, 0)]), "a.zip")
    assert [(issue.kind, issue.detail) for issue in document.issues] == [("archive", "1 files")]


def test_parts_are_found_whatever_their_case() -> None:
    package = Package(zipped({"Word\\Document.XML": "<a/>"}))
    assert "word/document.xml" in package
    assert package.read("word/Document.xml") == b"<a/>"


def test_relationships_lead_to_parts_of_the_package_alone() -> None:
    listed = (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        '<Relationship Id="1" Type="t/styles" Target="../../../styles.xml"/>'
        '<Relationship Id="2" Type="t/link" TargetMode="External" Target="file:///etc/passwd"/>'
        "</Relationships>"
    )
    package = Package(zipped({"word/_rels/document.xml.rels": listed}))
    assert package.related("word/document.xml") == {"1": ("styles", "styles.xml")}


@pytest.mark.parametrize(
    ("xml", "kind"),
    [
        ("<a>", "unreadable_file"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "unsafe_markup"),
        ('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "unsafe_markup"),
        ("<a>" * 10_000 + "</a>" * 10_000, "too_deep"),
    ],
)
@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
def test_xml_that_is_more_than_elements_is_refused(xml: str, kind: str, charset: str) -> None:
    package = Package(zipped({"a.xml": xml.encode(charset)}))
    with pytest.raises(RefusedError) as refusal, within(1):
        package.xml("a.xml")
    assert refusal.value.issue.kind == kind


def test_a_billion_laughs_cost_nothing() -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    xml = f'<!DOCTYPE a [<!ENTITY a0 "ha">{laughs}]><a b="&a11;">&a11;</a>'
    with within(1):
        document = read(zipped({"[Content_Types].xml": "", "word/document.xml": xml}), "a.docx")
    assert [issue.kind for issue in document.issues] == ["unsafe_markup"]


@given(st.binary(max_size=60), st.integers(0, 400), st.integers(0, 60))
def test_any_damage_is_named(junk: bytes, at: int, cut: int) -> None:
    data = zipped({"a.txt": "111", "b.zip": zipped({"c.txt": "2"})})
    for name, found in members(data[:at] + junk + data[at + cut :]):
        assert isinstance(name, str)
        assert isinstance(found, bytes | Issue)
