"""Files made to cost their reader dearly: each is refused by name, or read, for little."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.files import HOSTILE, Hostile

ROOT = Path(__file__).parents[2]
# Generous: a slow machine that does other work as well. What grows with the square of
# these files would take hours and more memory than there is.
MOST_SECONDS = 60
MOST_MEBIBYTES = 800


class Measured:
    """Another process, that reads files and says what each cost; a new one after it has died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def read(self, path: Path) -> dict[str, Any]:
        process = self._process or self._start()
        self._process = process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{path}\n")
        process.stdin.flush()
        answer = process.stdout.readline()
        if not answer:
            self.stop()
        assert answer, "the reading process died"
        found: dict[str, Any] = json.loads(answer)
        return found

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
        self._process = None

    def _start(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.hostile.measure"],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )


@pytest.fixture(scope="module")
def measured() -> Iterator[Measured]:
    process = Measured()
    yield process
    process.stop()


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.name)
def test_a_hostile_file_costs_little(hostile: Hostile, measured: Measured, tmp_path: Path) -> None:
    path = tmp_path / "hostile"
    path.write_bytes(hostile.make())
    found = measured.read(path)
    path.unlink()
    assert found["seconds"] < MOST_SECONDS
    assert found["mebibytes"] < MOST_MEBIBYTES
    assert found["reports"] == 1
    assert "reader_failed" not in found["kinds"]
    if hostile.kind:
        assert hostile.kind in found["kinds"]
        assert found["state"] == "quarantined"
        assert not found["blocks"]
    else:
        assert found["reader"]
