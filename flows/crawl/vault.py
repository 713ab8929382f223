"""The vault: what was fetched, under the hash of its bytes, written once and never changed.

``<raw>/vault/<first two hex digits>/<sha256>.<ending>``; the ending follows from the bytes by
``endings.csv``, so that a person can open the file. Nothing that a server says is ever a part of
a path.
"""

from __future__ import annotations

import csv
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extract.sniff import sniff
from flows.crawl.files import tidy, write_whole

FOLDER = "vault"
# Passed over by a rule of ``flows/ignored.csv``: no report files are in it.
RECORDS = "_crawl"
ENDINGS_FILE = Path(__file__).with_name("endings.csv")
OTHER_ENDING = "bin"
_KEPT = re.compile(r"vault/[0-9a-f]{2}/([0-9a-f]{64})\.[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Vault:
    """The vault of a raw folder."""

    raw: Path

    @property
    def folder(self) -> Path:
        """Where the files are."""
        return self.raw / FOLDER

    @property
    def records(self) -> Path:
        """Where the manifest, the journals and the results of crawls are."""
        return self.folder / RECORDS

    @property
    def unfinished(self) -> Path:
        """Where files are written before they have their name."""
        return self.records / "unfinished"

    def put(self, data: bytes) -> tuple[str, str]:
        """Keep some bytes; their SHA-256, and the file's path below the raw folder.

        They are on the disk when this returns. Bytes that are there already are not
        written again, also when they would be given another ending today.

        Raises:
            Failure: the disk is full.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.find(sha256)
        if path is None or path.stat().st_size != len(data):
            path = path or self.folder / sha256[:2] / f"{sha256}.{ending(data)}"
            write_whole(path, data, self.unfinished)
        return sha256, path.relative_to(self.raw).as_posix()

    def find(self, sha256: str) -> Path | None:
        """The file that holds the bytes of this hash."""
        return min((self.folder / sha256[:2]).glob(f"{sha256}.*"), default=None)

    def tidy(self) -> None:
        """Remove what killed crawls left unfinished."""
        tidy(self.unfinished)


def kept_as(path: str) -> str:
    """The SHA-256 that a path below the raw folder stands for in the vault, or nothing."""
    found = _KEPT.fullmatch(path)
    return found[1] if found else ""


def ending(data: bytes) -> str:
    """What the name of a file with these bytes ends in."""
    return _endings().get(sniff(data), OTHER_ENDING)


@cache
def _endings() -> dict[str, str]:
    with ENDINGS_FILE.open(encoding="utf-8", newline="") as lines:
        return {row["media_type"]: row["ending"] for row in csv.DictReader(lines)}
