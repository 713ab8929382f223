"""The raw folder as it is listed: what counts as a report file, and what is read again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flows.failure import Failure
from flows.raw import scan
from flows.signatures import load_signatures, save_signatures

OLD = 1_600_000_000


def names(folder: Path) -> list[str]:
    return [source.name for source in scan(folder).sources]


def test_files_are_listed_in_order_from_all_folders(tmp_path: Path) -> None:
    for name in ("b.html", "a/z.txt", "a.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    assert names(tmp_path) == ["a.txt", "a/z.txt", "b.html"]


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        (".gitkeep", "hidden"),
        ("README.md", "readme"),
        ("readme_说明.txt", "readme"),
        ("~$报告.docx", "office_lock"),
        ("报告.html.part", "unfinished"),
        ("Thumbs.db", "system"),
    ],
)
def test_what_is_not_a_report_is_passed_over_by_a_named_rule(
    tmp_path: Path, name: str, rule: str
) -> None:
    (tmp_path / name).write_text("x")
    listing = scan(tmp_path)
    assert (listing.sources, listing.ignored) == ((), ((name, rule),))


def test_links_lead_nowhere_outside_the_folder(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (raw / "inside.txt").write_text("x")
    (raw / "out.txt").symlink_to(tmp_path / "secret.txt")
    (raw / "loop").symlink_to(raw)
    (raw / "same.txt").symlink_to("inside.txt")
    listing = scan(raw)
    assert [source.name for source in listing.sources] == ["inside.txt", "same.txt"]
    assert listing.ignored == (("loop", "link_to_folder"), ("out.txt", "link_outside"))


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert scan(tmp_path).ignored == (("pipe", "not_a_file"),)


def test_a_file_that_cannot_be_opened_is_listed_with_its_error(tmp_path: Path) -> None:
    (tmp_path / "gone.html").symlink_to(tmp_path / "nothing")
    [source] = scan(tmp_path).sources
    assert source.sha256 == ""
    assert (source.refused, source.detail) == ("no_access", "No such file or directory")


def test_a_name_that_is_not_utf8_can_be_stored(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"bad\xff.txt")).write_text("x")
    assert names(tmp_path) == ["bad\\xff.txt"]


def test_an_old_file_is_not_read_again(tmp_path: Path) -> None:
    raw, kept = tmp_path / "raw", tmp_path / "signatures.json"
    raw.mkdir()
    (raw / "a.txt").write_text("before")
    os.utime(raw / "a.txt", (OLD, OLD))
    save_signatures(kept, "code", scan(raw).signatures)
    (raw / "a.txt").write_text("behind")
    os.utime(raw / "a.txt", (OLD, OLD))
    assert scan(raw, load_signatures(kept, "code")).digest != scan(raw).digest


def test_a_file_changed_just_now_is_read_again_though_size_and_time_are_the_same(
    tmp_path: Path,
) -> None:
    raw, kept = tmp_path / "raw", tmp_path / "signatures.json"
    raw.mkdir()
    (raw / "a.txt").write_text("before")
    now = (raw / "a.txt").stat().st_mtime_ns
    save_signatures(kept, "code", scan(raw).signatures)
    (raw / "a.txt").write_text("behind")
    os.utime(raw / "a.txt", ns=(now, now))
    assert scan(raw, load_signatures(kept, "code")).digest == scan(raw).digest


def test_damaged_signatures_only_cost_time(tmp_path: Path) -> None:
    kept = tmp_path / "signatures.json"
    kept.write_text('[["a.txt", 1')
    assert load_signatures(kept, "code") == {}


def test_a_missing_folder_is_a_clear_failure(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="no raw folder"):
        scan(tmp_path / "nothing")
