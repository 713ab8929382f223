"""Files made to cost their reader dearly: each is refused by name, or read, for little."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.files import HOSTILE, Hostile
from tests.hostile.measured import Measured

# Generous: a slow machine that does other work as well. What grows with the square of
# these files would take hours and more memory than there is.
MOST_SECONDS = 60
MOST_MEBIBYTES = 800


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
