"""LibreOffice as a converter of files from outside: bounded, cut off from the net, gone afterwards.

Each run has a folder of its own with a profile (``office_profile.xcu``) that
lets no macro run and nothing be fetched. `extract.office_guard` ends it.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from extract import office_guard
from extract.limits import DEFAULT_LIMITS, Limits
from extract.refusal import RefusedError

PROGRAMS = ("soffice", "libreoffice")
INSTALL = "Debian, Ubuntu: apt-get install libreoffice-writer-nogui"
PROFILE_FILE = Path(__file__).with_name("office_profile.xcu")

_DOCX = "docx:MS Word 2007 XML"
_BUILD = re.compile(rb"^buildid=(.*\S)", re.M)
# A file may wait for a run of each format and for one of its own: all must fit into its time.
_RUNS = 4


def program() -> str | None:
    """LibreOffice's command, where it is installed."""
    return next((path for name in PROGRAMS if (path := shutil.which(name))), None)


@cache
def identity() -> str:
    """Changes with the LibreOffice that is installed; ``absent`` where there is none."""
    found = program()
    if found is None:
        return "absent"
    about = _version(found) or Path(found).read_bytes()
    return hashlib.sha256(about).hexdigest()[:16]


def _version(command: str) -> bytes:
    """What LibreOffice says of itself beside its program; empty where it does not."""
    file = Path(command).resolve().with_name("versionrc")
    return file.read_bytes() if file.is_file() else b""


def to_docx(
    files: Sequence[bytes], source: str, limits: Limits = DEFAULT_LIMITS
) -> list[bytes | None]:
    """Word documents from files of one format, in one run; None for what could not be read.

    `source` is LibreOffice's name of their format: nothing else is tried.

    Raises:
        RefusedError: LibreOffice is not installed, or the run took too long or
            broke off, so that nothing is known of any of the files.
    """
    command = program()
    if command is None:
        raise RefusedError("office_missing", INSTALL)
    folder = Path(tempfile.mkdtemp(prefix="gouji-office-"))
    try:
        names = [f"{number}.in" for number in range(len(files))]
        _prepare(folder, command, dict(zip(names, files, strict=True)))
        arguments = ["--headless", "--invisible", "--nologo", "--norestore", "--nodefault"]
        arguments.append(f"-env:UserInstallation={(folder / office_guard.PROFILE).as_uri()}")
        arguments += [f"--infilter={source}", "--convert-to", _DOCX, "--outdir", "out", *names]
        return _run([command, *arguments], folder, len(files), limits)
    finally:
        # The guard has removed it, unless it could not be started.
        shutil.rmtree(folder, ignore_errors=True)


def _prepare(folder: Path, command: str, files: dict[str, bytes]) -> None:
    user = folder / office_guard.PROFILE / "user"
    (user / "extensions").mkdir(parents=True)
    shutil.copyfile(PROFILE_FILE, user / "registrymodifications.xcu")
    if build := _BUILD.search(_version(command)):
        # A profile that does not name its program makes it start twice.
        (user / "extensions" / "buildid").write_bytes(build[1])
    for name, content in files.items():
        (folder / name).write_bytes(content)


def _run(command: list[str], folder: Path, count: int, limits: Limits) -> list[bytes | None]:
    seconds = min(limits.seconds, limits.seconds_per_file / _RUNS)
    bounds = (folder, seconds, limits.memory_per_file, limits.file_bytes)
    guard = subprocess.Popen(
        [sys.executable, "-I", "-S", office_guard.__file__, *map(str, bounds), *command],
        # Without what marks the processes of a build: the guard must outlive them.
        env={"PATH": os.environ.get("PATH", os.defpath)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    with guard:
        assert guard.stdin is not None
        assert guard.stdout is not None
        status = guard.stdout.readline().decode("ascii").strip()
        if status == office_guard.LATE:
            raise RefusedError("too_slow", f"LibreOffice > {seconds:g} s")
        if status != "0":
            raise RefusedError("unreadable_file", f"LibreOffice: {status or 'not started'}")
        return [_output(folder / "out" / f"{number}.docx", limits) for number in range(count)]


def _output(path: Path, limits: Limits) -> bytes | None:
    try:
        with path.open("rb") as file:
            content = file.read(limits.file_bytes + 1)
    except OSError:
        return None
    return content if content and len(content) <= limits.file_bytes else None
