"""The manifest: nothing that was seen is lost, and nothing stands in it twice."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.crawl import manifest as module
from flows.crawl.adopt import adopted
from flows.crawl.journal import Journal, journals
from flows.crawl.manifest import compact, read_manifest, rows_of
from flows.crawl.row import Row
from flows.crawl.vault import Vault
from flows.failure import Failure

DAY = datetime(2026, 3, 1, 2, 0, 0, 5, tzinfo=UTC)


def row(url: str = "http://a/1", sha256: str = "s1", day: int = 0, **more: Any) -> Row:
    at = DAY + timedelta(days=day)
    usual: dict[str, Any] = {
        "state": "report", "first_seen": at, "last_seen": at, "checked_at": at,
        "run": f"r{day}", "published": date(2026, 1, 20), "title": "报告",
    }  # fmt: skip
    return Row(url=url, sha256=sha256, **{**usual, **more})


def write(vault: Vault, run: str, *rows: Row) -> None:
    with Journal(vault, run) as journal:
        journal.write(rows)


def known(vault: Vault) -> list[Row]:
    return list(rows_of(read_manifest(vault)))


def test_what_is_written_is_known_before_and_after_it_is_compacted(tmp_path: Path) -> None:
    vault, one = Vault(tmp_path), row(bytes=3, fetched_at=DAY)
    write(vault, "a", one, row("http://a/2", "", state="gone", published=None))
    before = known(vault)
    assert before[0] == one
    compact(vault)
    assert known(vault) == before
    assert not journals(vault)


def test_a_content_is_first_seen_once_and_last_seen_again_and_again(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    for day in range(3):
        write(vault, f"r{day}", row(day=day, title=f"t{day}"))
        compact(vault)
    [found] = known(vault)
    assert (found.first_seen, found.last_seen) == (DAY, DAY + timedelta(days=2))
    assert (found.title, found.run) == ("t2", "r2")


def test_another_content_of_an_address_is_another_row(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    write(vault, "a", row(), row(sha256="s2", day=1), row(sha256="", day=2, state="gone"))
    assert [found.sha256 for found in known(vault)] == ["", "s1", "s2"]


@pytest.mark.parametrize("cut", [1, 20, 200])
def test_a_line_that_was_not_finished_is_none(tmp_path: Path, cut: int) -> None:
    vault = Vault(tmp_path)
    write(vault, "a", row(), row("http://a/2"))
    [path] = journals(vault)
    os.truncate(path, path.stat().st_size - cut)
    compact(vault)
    assert [found.url for found in known(vault)] == ["http://a/1"]


def test_the_journal_of_a_crawl_at_work_is_left_to_it(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    with Journal(vault, "a") as journal:
        journal.write([row()])
        compact(vault)
        assert len(journals(vault)) == 1
        journal.write([row("http://a/2")])
        assert len(known(vault)) == 2
    compact(vault)
    assert len(known(vault)) == 2
    assert not journals(vault)


@pytest.mark.parametrize("step", ["write_whole", "unlink"])
def test_compaction_that_is_killed_loses_nothing_and_doubles_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    vault = Vault(tmp_path)
    write(vault, "a", row(), row("http://a/2"))
    compact(vault)
    write(vault, "b", row(day=1), row("http://a/3", day=1))
    before = known(vault)

    def die(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        owner: Any = module if step == "write_whole" else Path
        patch.setattr(owner, step, die)
        with pytest.raises(KeyboardInterrupt):
            compact(vault)
    assert known(vault) == before
    compact(vault)
    assert known(vault) == before
    assert not journals(vault)


def test_the_bytes_of_the_manifest_follow_from_its_rows(tmp_path: Path) -> None:
    found = [row(f"http://a/{number}", f"s{number}") for number in range(9)]
    written = []
    for number, order in enumerate((found, found[::-1])):
        vault = Vault(tmp_path / str(number))
        write(vault, "a", *order[:4])
        compact(vault)
        write(vault, "b", *order[4:])
        compact(vault)
        compact(vault)
        written.append((vault.records / module.NAME).read_bytes())
    assert written[0] == written[1]


@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.sampled_from(["", "x", "y"]), st.integers(0, 5)),
        max_size=8,
    ),
    st.sets(st.integers(0, 8)),
)
@settings(max_examples=30, deadline=None)
def test_when_it_is_compacted_makes_no_difference(
    tmp_path_factory: pytest.TempPathFactory, seen: list[tuple[str, str, int]], at: set[int]
) -> None:
    often, once = (Vault(tmp_path_factory.mktemp("raw")) for _ in range(2))
    for number, (url, sha256, day) in enumerate(seen):
        for vault in (often, once):
            write(vault, f"{number}", row(url, sha256, day, run=f"r{day}"))
        if number in at:
            compact(often)
    compact(once)
    assert known(often) == known(once)
    keys = [(found.url, found.sha256) for found in known(once)]
    assert sorted({(url, sha256) for url, sha256, _ in seen}) == keys


def test_a_full_disk_leaves_whole_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = Vault(tmp_path)
    with Journal(vault, "a") as journal:
        journal.write([row()])

        def full(handle: Any) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", full)
            with pytest.raises(Failure, match="no space left"):
                journal.write([row("http://a/2")])
        journal.write([row("http://a/3")])
    assert [found.url for found in known(vault)] == ["http://a/1", "http://a/3"]


def test_files_put_in_by_hand_have_rows(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    vault.put(b"fetched")
    (tmp_path / "sub").mkdir()
    for name in ("b.txt", "sub/a.txt"):
        (tmp_path / name).write_bytes(b"by hand")
    (tmp_path / "README").write_bytes(b"not one")
    for day in (0, 1):
        compact(vault, adopted(vault, f"r{day}", DAY + timedelta(days=day)))
    [found] = known(vault)
    assert (found.url, found.path, found.bytes, found.reason) == ("", "b.txt", 7, "by_hand")
    assert (found.first_seen, found.last_seen) == (DAY, DAY + timedelta(days=1))


def test_what_an_older_manifest_lacks_is_empty(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    write(vault, "a", row(agency="一"))
    compact(vault)
    path = vault.records / module.NAME
    pq.write_table(pq.read_table(path).drop_columns(["agency", "status"]), path)
    assert known(vault) == [replace(row(), agency="", status=0)]
