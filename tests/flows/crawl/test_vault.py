"""What is put into the vault stays there, whole, once, whatever happens meanwhile."""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.crawl.vault import Vault, ending, kept_as
from flows.failure import Failure
from flows.raw import scan
from tests.flows.conftest import ROOT

PAGE = b"<html><body><p>one</p></body></html>"


def held(raw: Path) -> dict[str, bytes]:
    """What is in the vault by its hash; every file must be what its name says."""
    found = {}
    for path in (raw / "vault").rglob("*"):
        name = kept_as(path.relative_to(raw).as_posix())
        if name:
            found[name] = path.read_bytes()
            assert hashlib.sha256(found[name]).hexdigest() == name
    return found


def test_bytes_lie_under_their_hash_with_an_ending_that_follows_from_them(tmp_path: Path) -> None:
    sha256, path = Vault(tmp_path).put(PAGE)
    assert path == f"vault/{sha256[:2]}/{sha256}.html"
    assert (tmp_path / path).read_bytes() == PAGE


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"%PDF-1.7\n", "pdf"), (b"", "bin"), (b"\x00\x01\x02\x03", "bin"), (b"MZ\x90\x00", "bin")],
)
def test_the_ending_is_one_of_a_table(data: bytes, said: str) -> None:
    assert ending(data) == said


def test_the_same_bytes_are_one_file_and_are_not_written_again(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    first = vault.put(PAGE)
    before = (tmp_path / first[1]).stat()
    assert vault.put(PAGE) == first
    after = (tmp_path / first[1]).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


@given(st.lists(st.binary(max_size=40), max_size=8))
@settings(max_examples=25, deadline=None)
def test_everything_put_in_can_be_taken_out(
    tmp_path_factory: pytest.TempPathFactory, contents: list[bytes]
) -> None:
    raw = tmp_path_factory.mktemp("raw")
    for data in contents:
        Vault(raw).put(data)
    assert sorted(held(raw).values()) == sorted(set(contents))


def test_many_may_put_the_same_at_once(tmp_path: Path) -> None:
    contents = [b"%d" % (number % 7) * 5_000 for number in range(40)]

    def put(data: bytes) -> None:
        Vault(tmp_path).put(data)

    threads = [threading.Thread(target=put, args=(data,)) for data in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(held(tmp_path).values()) == sorted(set(contents))
    assert not list(Vault(tmp_path).unfinished.iterdir())


def test_a_full_disk_is_named_and_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = Vault(tmp_path)
    vault.put(PAGE)

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(Failure, match="no space left"):
            vault.put(b"more")
    assert list(held(tmp_path).values()) == [PAGE]
    assert not list(vault.unfinished.iterdir())
    vault.put(b"more")
    assert len(held(tmp_path)) == 2


_FILLER = """
import os, sys
from pathlib import Path
from flows.crawl.vault import Vault
vault = Vault(Path(sys.argv[1]))
while True:
    print(vault.put(os.urandom(300_000))[0], flush=True)
"""


def test_a_killed_writer_leaves_whole_files_and_all_that_it_named(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _FILLER, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        first = writer.stdout.readline()
        time.sleep(0.05)
        writer.kill()
        named = {first.strip(), *writer.stdout.read().split()}
    found = held(tmp_path)
    assert {name for name in named if len(name) == 64} <= found.keys()
    listing = scan(tmp_path)
    assert {source.sha256 for source in listing.sources} == found.keys()


def test_the_build_reads_the_vault_and_not_its_records(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    _, path = vault.put(PAGE)
    vault.unfinished.mkdir(exist_ok=True)
    (vault.unfinished / "half.tmp").write_bytes(b"<html>")
    (vault.records / "manifest.parquet").write_bytes(b"PAR1")
    listing = scan(tmp_path)
    assert [source.name for source in listing.sources] == [path]
    assert listing.ignored == (("vault/_crawl", "crawl_records"),)


def test_only_what_nobody_finishes_any_more_is_tidied(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    vault.unfinished.mkdir(parents=True)
    old, new = vault.unfinished / "old.tmp", vault.unfinished / "new.tmp"
    for path in (old, new):
        path.touch()
    os.utime(old, (0, 0))
    vault.tidy()
    assert [path.name for path in vault.unfinished.iterdir()] == ["new.tmp"]
