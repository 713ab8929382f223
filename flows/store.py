"""The store of readings: what each document said, kept by the hash of its bytes.

A part is a folder with one Parquet file a table, for the documents of one batch.
Only the process that holds the build's lock moves parts into the store, by a
rename: a part is there whole or not at all, and a killed build resumes.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from extract.sniff import THROUGH_OFFICE

OFFICE_FILE = "office"
TABLES = ("reports", "cells", "narratives", "claims", "issues")


@dataclass(frozen=True, slots=True)
class Store:
    """The readings below `folder` made under one fingerprint of the reading code."""

    folder: Path
    fingerprint: str

    @property
    def parts(self) -> Path:
        """The folder of the finished parts."""
        return self.folder / self.fingerprint[:16]

    @property
    def unfinished(self) -> Path:
        """The folder in which parts are written."""
        return self.folder / "unfinished"

    def open(self) -> None:
        """Make the folders and remove what a killed build left."""
        shutil.rmtree(self.unfinished, ignore_errors=True)
        self.unfinished.mkdir(parents=True)
        self.parts.mkdir(exist_ok=True)

    def renew(self, office: str) -> None:
        """Forget what was read through LibreOffice, or not for want of it, if that is another now.

        `office` is the `extract.office.identity` of the one that is there.
        """
        mark = self.parts / OFFICE_FILE
        if mark.is_file() and mark.read_text(encoding="ascii") == office:
            return
        for reports in sorted(self.parts.glob("*/reports.parquet")):
            rows = pq.read_table(reports, columns=["report_id", "media_type"])
            through_it = pc.is_in(rows["media_type"], pa.array(THROUGH_OFFICE))
            if pc.any(through_it).as_py():
                self._without(reports.parent, rows.filter(through_it)["report_id"], office)
        mark.write_text(office, encoding="ascii")

    def _without(self, part: Path, report_ids: pa.ChunkedArray, office: str) -> None:
        """Put in the place of a part one that lacks these documents."""
        # Under a name of its own: the documents forgotten may come back as a part of the old name.
        new = self.new_part((part.name, office))
        for table in TABLES:
            rows = pq.read_table(part / f"{table}.parquet")
            kept = rows.filter(pc.invert(pc.is_in(rows["report_id"], report_ids)))
            pq.write_table(kept, new / f"{table}.parquet", compression="zstd")
        # In this order a build that is killed here has to read the part again, not twice.
        os.replace(part, self.unfinished / part.name)  # noqa: PTH105
        self.add(new)

    def known(self) -> set[str]:
        """The hashes of all documents already read."""
        hashes: set[str] = set()
        for path in sorted(self.parts.glob("*/reports.parquet")):
            hashes.update(pq.read_table(path, columns=["sha256"])["sha256"].to_pylist())
        return hashes

    def new_part(self, hashes: Iterable[str]) -> Path:
        """A folder for a part of these documents, to be filled and then added."""
        name = hashlib.sha256("\0".join(hashes).encode()).hexdigest()[:32]
        part = self.unfinished / name
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
        return part

    def add(self, part: Path) -> None:
        """Move a finished part into the store."""
        os.replace(part, self.parts / part.name)  # noqa: PTH105 - the atomic step, by its name

    def glob(self, table: str) -> str:
        """The pattern that matches every part's file of a table."""
        return f"{self.parts}/*/{table}.parquet"

    def forget_others(self) -> None:
        """Remove the readings made by other code."""
        for path in self.folder.iterdir():
            if path != self.parts:
                shutil.rmtree(path, ignore_errors=True)
