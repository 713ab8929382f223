"""What a reading depends on besides the document: our own code, the codebook and the limits."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from extract.limits import DEFAULT_LIMITS, Limits
from extract.office import identity

ROOT = Path(__file__).resolve().parent.parent
READING_ROOMS = ("extract", "transform")
BUILD_ROOMS = (*READING_ROOMS, "expectations", "flows")
# Libraries whose own changes can change what is read or written.
READING_LIBRARIES = ("lxml", "opencc", "pypdfium2", "python-calamine")
BUILD_LIBRARIES = (*READING_LIBRARIES, "duckdb", "pyarrow")


@cache
def reading_fingerprint(limits: Limits = DEFAULT_LIMITS) -> str:
    """Changes when a document might be read otherwise: everything is then read again."""
    return _fingerprint(READING_ROOMS, READING_LIBRARIES, limits)


@cache
def build_fingerprint(limits: Limits = DEFAULT_LIMITS) -> str:
    """Changes when the dataset might come out otherwise from the same files.

    LibreOffice counts here and not above: with another one, only what is read
    through it is read again (`flows.store`).
    """
    return _fingerprint(BUILD_ROOMS, BUILD_LIBRARIES, limits, identity())


def _fingerprint(
    rooms: tuple[str, ...], libraries: tuple[str, ...], limits: Limits, office: str = ""
) -> str:
    digest = hashlib.sha256(f"{sys.version_info[:2]}\0{limits}\0{office}".encode())
    for library in libraries:
        digest.update(f"\0{library}\0{_version(library)}".encode())
    for path in _files(rooms):
        digest.update(f"\0{path.relative_to(ROOT).as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _files(rooms: tuple[str, ...]) -> Iterator[Path]:
    for room in rooms:
        for path in sorted((ROOT / room).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "absent"
