"""Archives in the raw folder: each file in them is a report of its own, and none stops another."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import extract.packages
from extract.limits import Limits
from flows.cli import main
from flows.fingerprint import build_fingerprint
from flows.plan import load_listing, up_to_date
from flows.raw import Listing, scan
from flows.settings import Settings
from flows.signatures import load_signatures, save_signatures
from tests.extract.parts import zipped
from tests.flows.conftest import AGENCIES, build, rows, write_report

OLD = 1_600_000_000


def report(folder: Path, number: int, year: int) -> bytes:
    write_report(folder / "made.html", AGENCIES[number], year, seed=year)
    data = (folder / "made.html").read_bytes()
    (folder / "made.html").unlink()
    return data


def named(listing: Listing) -> dict[str, str]:
    """The sources by name, with the kind of issue of those that are not read."""
    return {source.name: source.refused for source in listing.sources}


@pytest.fixture
def mixed(tmp_path: Path) -> Settings:
    """An archive of reports, one of them also outside, with what others leave in archives."""
    raw = tmp_path / "raw"
    inner = zipped({"下级/年报.html": report(tmp_path, 1, 2023)})
    name = "年度报告.html".encode("gb18030")
    data = zipped(
        {
            "a.html": report(tmp_path, 0, 2022),
            "x" * len(name): report(tmp_path, 0, 2023),
            "内.zip": inner,
            "cut.docx": zipped({"word/document.xml": "<a/>"})[:40],
            "b.rar": b"Rar!\x1a\x07\x01\x00",
            "__MACOSX/._a.html": "x",
            "d/Thumbs.db": "x",
        }
    ).replace(b"x" * len(name), name)
    raw.mkdir()
    (raw / "包.zip").write_bytes(data)
    (raw / "out.html").write_bytes(report(tmp_path, 0, 2022))
    return Settings(raw, tmp_path / "curated", workers=1)


def test_each_file_of_an_archive_is_a_report(mixed: Settings) -> None:
    build(mixed)
    found = {name: (state, reason) for name, state, reason in rows(
        mixed, "SELECT source_name, state, reason FROM reports"
    )}  # fmt: skip
    assert {name: state for name, (state, _) in found.items()} == {
        "out.html": "accepted",
        "包.zip!/a.html": "duplicate",
        "包.zip!/年度报告.html": "accepted",
        "包.zip!/内.zip!/下级/年报.html": "accepted",
        "包.zip!/cut.docx": "quarantined",
        "包.zip!/b.rar": "quarantined",
    }
    assert "the same bytes as out.html" in found["包.zip!/a.html"][1]
    assert "unpack it into the raw folder" in found["包.zip!/b.rar"][1]
    assert rows(mixed, "SELECT DISTINCT source_name FROM issues ORDER BY 1") == [
        ("包.zip!/b.rar",),
        ("包.zip!/cut.docx",),
    ]


def test_what_others_leave_in_archives_is_passed_over_by_name(mixed: Settings) -> None:
    assert scan(mixed.raw).ignored == (
        ("包.zip!/__MACOSX/._a.html", "system"),
        ("包.zip!/d/Thumbs.db", "system"),
    )


def test_only_new_files_of_a_changed_archive_are_read(mixed: Settings, tmp_path: Path) -> None:
    build(mixed)
    with zipfile.ZipFile(mixed.raw / "包.zip", "a") as file:
        file.writestr("new.html", report(tmp_path, 2, 2023))
    build(mixed)
    assert rows(mixed, "SELECT files_read FROM runs ORDER BY run_id") == [(4,), (1,)]


def test_an_archive_that_has_not_changed_is_not_unpacked_again(
    mixed: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.utime(mixed.raw / "包.zip", (OLD, OLD))
    made = build(mixed)
    before = named(load_listing(mixed))
    monkeypatch.setattr(extract.packages, "members", None)
    assert up_to_date(mixed) == made
    assert named(load_listing(mixed)) == before


def test_an_archive_is_unpacked_again_by_other_code_or_limits(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    kept = tmp_path / "signatures.json"
    (tmp_path / "raw" / "a.zip").write_bytes(zipped({"a.txt": "1"}))
    save_signatures(kept, "one", scan(tmp_path / "raw").signatures)
    assert load_signatures(kept, "one").keys() == {"a.zip"}
    assert load_signatures(kept, "other") == {}
    assert build_fingerprint(Limits()) != build_fingerprint(Limits(entries=1))


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (zipped({"a.txt": "1"})[:50], {"a.zip": "unreadable_file"}),
        (zipped({}), {"a.zip": "empty_archive"}),
        (zipped({".DS_Store": "1"}), {"a.zip": "empty_archive"}),
        (zipped({"a.html": bytes(2_000_000), "b.txt": "1"}), {"a.zip!/a.html": "zip_bomb"}),
        (zipped({"a.txt": "1"}).replace(b"PK\x01\x02\x14\x03\x14\x00\x00",
                                        b"PK\x01\x02\x14\x03\x14\x00\x01"),
         {"a.zip!/a.txt": "encrypted"}),
        (zipped({f"{n}.txt": "1" for n in range(10)}), {"a.zip": "too_large"}),
        (zipped({"a.zip": zipped({"b.zip": zipped({"c.txt": "1"})})}),
         {"a.zip!/a.zip!/b.zip": "too_deep"}),
        (zipped({"a.txt": "1", "b.txt": "2"}).replace(b"b.txt", b"a.txt"),
         {"a.zip!/a.txt": "", "a.zip!/a.txt (2)": ""}),
    ],
)  # fmt: skip
def test_a_bad_archive_or_file_in_it_is_named(
    tmp_path: Path, data: bytes, found: dict[str, str]
) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    (tmp_path / "good.zip").write_bytes(zipped({"x.txt": "1"}))
    listed = named(scan(tmp_path, limits=Limits(entries=9)))
    assert listed["good.zip!/x.txt"] == ""
    assert found.items() <= listed.items()


def test_an_archive_larger_than_the_limit_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"a.txt": "1"}))
    assert named(scan(tmp_path, limits=Limits(file_bytes=20))) == {"a.zip": "too_large"}


def test_a_folder_named_like_an_archive_takes_nothing_from_it(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"x.txt": "1"}))
    (tmp_path / "a.zip!").mkdir()
    (tmp_path / "a.zip!" / "x.txt").write_text("2")
    assert named(scan(tmp_path)) == {"a.zip!/x.txt": "", "a.zip!/x.txt (2)": ""}


def test_at_most_one_file_of_an_archive_is_held_in_memory(
    tmp_path: Path, peak: Callable[[Callable[[], object]], int]
) -> None:
    size = 4_000_000
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for number in range(20):
            file.writestr(f"{number}.txt", os.urandom(size // 200) * 200)
    (tmp_path / "a.zip").write_bytes(data.getvalue())
    packed = len(data.getvalue())
    assert peak(lambda: scan(tmp_path)) < packed + 5 * size < 20 * size


def test_show_reads_a_file_in_an_archive(
    mixed: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = ["--raw", str(mixed.raw)]
    assert main(["show", "包.zip!/内.zip!/下级/年报.html", *raw]) == 0
    assert AGENCIES[1] in capsys.readouterr().out
    assert main(["show", "包.zip!/gone.html", *raw]) == 1
    assert main(["show", "包.zip", *raw]) == 2
    assert "包.zip!/年度报告.html" in capsys.readouterr().err


def test_status_counts_archives(mixed: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    build(mixed)
    assert main(["status", "--raw", str(mixed.raw), "--curated", str(mixed.curated)]) == 0
    said = capsys.readouterr().out
    assert "archives / 压缩包: 1   files in them / 其中文件: 5" in said
    assert "包.zip!/d/Thumbs.db" in said
    assert "unchanged since the last build" in said


def test_a_file_gone_from_its_archive_while_it_is_read_is_named(
    mixed: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing = load_listing(mixed)
    (mixed.raw / "包.zip").write_bytes(zipped({"other.txt": "1"}))
    monkeypatch.setattr("flows.pipeline.load_listing", lambda _: listing)
    build(mixed)
    states = dict(rows(mixed, "SELECT source_name, state FROM reports"))
    assert states["包.zip!/年度报告.html"] == "quarantined"
    assert states["out.html"] == "accepted"
