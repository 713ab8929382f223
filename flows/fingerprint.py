"""What a reading depends on besides the document: our code, the codebook, and what is asked."""

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
# Where to fetch and how to report of it: no part of what is made of the files.
BESIDE = ("flows/nightly/", "flows/crawl/sites/")
# Libraries whose own changes can change what is read or written.
OCR_LIBRARIES = ("numpy", "onnxruntime", "opencv-python-headless", "rapidocr")
READING_LIBRARIES = ("lxml", "opencc", "pypdfium2", "python-calamine", *OCR_LIBRARIES)
BUILD_LIBRARIES = (*READING_LIBRARIES, "duckdb", "pyarrow")


@cache
def reading_fingerprint(limits: Limits = DEFAULT_LIMITS, deep: bool = False) -> str:
    """Changes when a document might be read otherwise: everything is then read again.

    It does so with the extra ``ocr``, or without it, and with `deep`.
    """
    return _fingerprint(READING_ROOMS, READING_LIBRARIES, f"{limits}\0{deep}")


@cache
def build_fingerprint(limits: Limits = DEFAULT_LIMITS, deep: bool = False) -> str:
    """Changes when the dataset might come out otherwise from the same files.

    LibreOffice counts here and not above: with another one, only what is read
    through it is read again (`flows.store`).
    """
    return _fingerprint(BUILD_ROOMS, BUILD_LIBRARIES, f"{limits}\0{deep}\0{identity()}")


def _fingerprint(rooms: tuple[str, ...], libraries: tuple[str, ...], asked: str) -> str:
    digest = hashlib.sha256(f"{sys.version_info[:2]}\0{asked}".encode())
    for library in libraries:
        digest.update(f"\0{library}\0{_version(library)}".encode())
    for path in _files(rooms):
        digest.update(f"\0{path.relative_to(ROOT).as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _files(rooms: tuple[str, ...]) -> Iterator[Path]:
    for room in rooms:
        for path in sorted((ROOT / room).rglob("*")):
            beside = path.relative_to(ROOT).as_posix().startswith(BESIDE)
            if path.is_file() and "__pycache__" not in path.parts and not beside:
                yield path


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "absent"
