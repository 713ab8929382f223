"""Runs of LibreOffice: bounded in time and output, told nothing, and ended with who asked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from extract import office
from extract.limits import DEFAULT_LIMITS
from extract.readers.legacy import read_together
from extract.reading import read
from extract.refusal import RefusedError
from tests.extract.parts import tbl, tc, word
from tests.extract.test_legacy import RTF, kinds

PROMPT = replace(DEFAULT_LIMITS, seconds=0.5)


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in which a test puts a LibreOffice of its own, and one for temporary files."""
    folder, temporary = tmp_path / "bin", tmp_path / "tmp"
    folder.mkdir()
    temporary.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    yield folder
    assert list(temporary.iterdir()) == []


def install(folder: Path, script: str) -> None:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def assert_ends(pid_file: Path) -> None:
    pid = int(pid_file.read_text(encoding="ascii"))
    for _ in range(100):
        if not is_running(pid):
            return
        time.sleep(0.05)
    raise AssertionError(f"{pid} is still running")


def test_a_run_that_hangs_ends_in_time_with_its_children(fake: Path, tmp_path: Path) -> None:
    install(fake, f"sleep 600 & echo $! > {tmp_path}/child; sleep 600")
    with pytest.raises(RefusedError) as refused:
        office.to_docx([b"x"], "any", PROMPT)
    assert refused.value.issue.kind == "too_slow"
    assert_ends(tmp_path / "child")


def test_a_run_ends_with_the_process_that_asked_for_it(fake: Path, tmp_path: Path) -> None:
    install(fake, f"sleep 600 & echo $! > {tmp_path}/pid; mv {tmp_path}/pid {tmp_path}/child; wait")
    code = "from extract import office; office.to_docx([b'x'], 'any')"
    root = str(Path(office.__file__).parents[1])
    env = {**os.environ, "PYTHONPATH": root, "TMPDIR": str(tmp_path / "tmp")}
    with subprocess.Popen([sys.executable, "-c", code], env=env) as asker:
        for _ in range(200):
            if (tmp_path / "child").exists():
                break
            time.sleep(0.05)
        asker.send_signal(signal.SIGKILL)
    assert_ends(tmp_path / "child")
    for _ in range(100):
        if not any((tmp_path / "tmp").iterdir()):
            break
        time.sleep(0.05)


@pytest.mark.parametrize("script", ["kill -9 $$", "exit 77"])
def test_a_run_that_breaks_off_says_so(fake: Path, script: str) -> None:
    install(fake, script)
    document = read(RTF.encode(), "a.rtf")
    assert kinds(document) == ["unreadable_file"]
    assert "LibreOffice" in document.issues[0].detail


def test_what_a_run_writes_is_bounded(fake: Path) -> None:
    install(fake, "mkdir out; head -c 3000000 /dev/zero > out/0.docx; exit 0")
    limits = replace(DEFAULT_LIMITS, file_bytes=1_000_000)
    document = read(RTF.encode(), "a.rtf", limits)
    assert kinds(document) == ["unreadable_file"]


def test_a_run_is_told_nothing_but_where_its_files_are(
    fake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOUJI_SECRET", "s")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    install(fake, f'env > {tmp_path}/env; echo "$@" > {tmp_path}/arguments; mkdir out; cp *.in out')
    assert office.to_docx([b"x", b"y"], "Some Filter") == [None, None]
    names = {line.partition("=")[0] for line in (tmp_path / "env").read_text().splitlines()}
    expected = {"PATH", "HOME", "TMPDIR", "LC_ALL", "SAL_USE_VCLPLUGIN"}
    assert names - {"PWD", "OLDPWD", "SHLVL", "_"} == expected
    arguments = (tmp_path / "arguments").read_text()
    assert "--infilter=Some Filter" in arguments
    assert arguments.endswith("--outdir out 0.in 1.in\n")
    assert "-env:UserInstallation=file:///" in arguments


def test_what_one_file_breaks_is_left_to_be_read_alone(fake: Path) -> None:
    given = word(tbl(tc("甲") + tc("1")))
    (fake / "good.docx").write_bytes(given)
    good = f"mkdir out; cp {fake}/good.docx out/0.docx"
    install(fake, f"case $* in *' 1.in') exit 1;; esac; {good}")
    files = {"a": RTF.encode(), "b": RTF.encode() + b" "}
    assert read_together(files) == {}
    alone = [read(data, name) for name, data in files.items()]
    assert [document.reader for document in alone] == ["rtf", "rtf"]
    assert alone[0].blocks == read(given, "a").blocks
