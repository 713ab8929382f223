"""A build as a user starts it, watched from outside: memory, processes, and who takes long."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from flows.raw import Source, scan
from flows.reading import _batches
from flows.settings import settings
from flows.worker import CURRENT_FILE

ROOT = Path(__file__).parents[2]
_STEP = 0.1
_SLOWEST = 10


@dataclass(slots=True)
class Watched:
    """What a build cost; `slowest` are files with the seconds for which a worker was at them."""

    status: int = 0
    seconds: float = 0.0
    errors: str = ""
    build_mebibytes: int = 0
    worker_mebibytes: int = 0
    office_mebibytes: int = 0
    slowest: list[tuple[float, str]] = field(default_factory=list)
    pids: set[int] = field(default_factory=set)

    @property
    def workers(self) -> int:
        """How many processes were started to read; each death needs another one."""
        return len(self.pids)


def build(raw: Path, curated: Path, workers: int) -> Watched:
    """Run ``gouji build`` in a process of its own, and watch it."""
    watched = Watched()
    command = [sys.executable, "-m", "flows.cli", "build", "--workers", str(workers)]
    command += ["--raw", str(raw), "--curated", str(curated)]
    started = time.monotonic()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        times = _Times(curated)
        while process.poll() is None:
            times.look()
            _measure(process.pid, watched)
            time.sleep(_STEP)
        output.seek(0)
        watched.errors = output.read()[-4_000:]
    watched.status, watched.seconds = process.returncode, time.monotonic() - started
    watched.slowest = times.slowest(raw)
    return watched


class _Times:
    """For how long each worker has been at each file: its part says at which it is."""

    def __init__(self, curated: Path) -> None:
        self._folder = curated / ".work" / "store" / "unfinished"
        self._since: dict[str, tuple[int, float]] = {}
        self._seconds: dict[tuple[str, int], float] = {}

    def look(self) -> None:
        """See at which file each worker is now."""
        now = time.monotonic()
        for path in self._folder.glob(f"*/{CURRENT_FILE}"):
            try:
                number = int(path.read_bytes().split(b"\n")[0])
            except (OSError, ValueError):
                continue
            part = path.parent.name
            before, since = self._since.get(part, (-1, now))
            if before != number:
                self._since[part] = number, now
            else:
                key = part, number
                self._seconds[key] = max(self._seconds.get(key, 0.0), now - since)

    def slowest(self, raw: Path) -> list[tuple[float, str]]:
        """The files that took longest, with their names."""
        names = dict(_parts(raw))
        ranked = sorted(self._seconds.items(), key=lambda item: -item[1])[:_SLOWEST]
        return [
            (seconds, names[part][number].name if part in names else f"{part}, {number}")
            for (part, number), seconds in ranked
        ]


def _parts(raw: Path) -> Iterator[tuple[str, tuple[Source, ...]]]:
    """The batches of a build by the names of their parts."""
    new: dict[str, Source] = {}
    for source in scan(raw).sources:
        if source.sha256:
            new.setdefault(source.sha256, source)
    for batch in _batches(new.values(), settings(raw, environment={})):
        hashes = "\0".join(source.sha256 for source in batch)
        yield hashlib.sha256(hashes.encode()).hexdigest()[:32], batch


def _measure(build_pid: int, watched: Watched) -> None:
    """The largest memory of the build's own process, of its workers and of LibreOffice."""
    parents = dict(_processes())
    for pid in parents:
        at = pid
        while at in parents and at != build_pid:
            at = parents[at]
        if at != build_pid:
            continue
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
            status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
        except OSError:
            continue
        peaks = [int(x.split()[1]) // 1024 for x in status.splitlines() if x.startswith("VmHWM")]
        peak = max(peaks, default=0)
        if pid == build_pid:
            watched.build_mebibytes = max(watched.build_mebibytes, peak)
        elif b"spawn_main" in command:
            watched.pids.add(pid)
            watched.worker_mebibytes = max(watched.worker_mebibytes, peak)
        elif b"soffice" in command:
            watched.office_mebibytes = max(watched.office_mebibytes, peak)


def _processes() -> Iterator[tuple[int, int]]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            after_name = (folder / "stat").read_bytes().rpartition(b")")[2].split()
        except OSError:
            continue
        yield int(folder.name), int(after_name[1])
