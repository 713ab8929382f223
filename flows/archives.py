"""Archives in the raw folder: which files lie in them, each a source of its own."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from extract.issues import Issue
from extract.limits import Limits

INSIDE = "!/"


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive, by its name there.

    `refused` is the kind of issue for which it cannot be unpacked, with its
    `detail`; `sha256` is then empty. Under the name ``""`` that is the archive.
    """

    name: str
    size: int
    sha256: str
    refused: str = ""
    detail: str = ""


def list_members(data: bytes, limits: Limits) -> tuple[Member, ...] | None:
    """The files of an archive, at most one of them in memory; None when it is none."""
    # What unpacks is loaded only where there is something to unpack.
    from extract import sniff
    from extract.packages import members

    if sniff.sniff(data) != sniff.ZIP:
        return None
    listed: list[Member] = []
    try:
        listed.extend(_member(name, found) for name, found in members(data, limits))
    except Exception as error:  # a fault of ours must cost one archive, and be seen
        listed.append(Member("", 0, "", "reader_failed", type(error).__name__))
    return tuple(listed)


def _member(name: str, found: bytes | Issue) -> Member:
    if isinstance(found, Issue):
        return Member(name, 0, "", found.kind, found.detail)
    return Member(name, len(found), hashlib.sha256(found).hexdigest())
