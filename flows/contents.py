"""The bytes of a report file, whether it lies in the raw folder or in an archive there."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from extract.limits import Limits
from extract.packages import Archive
from extract.refusal import RefusedError
from flows.raw import Source


class ChangedError(Exception):
    """A file is no longer what it was when the folder was listed."""


class Contents:
    """Opens report files below a folder; the archive last used stays open."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self._folder, self._limits = folder, limits
        self._path = ""
        self._archive: Archive | None = None

    def read(self, source: Source) -> bytes:
        """What the file holds.

        Raises:
            ChangedError: it is gone, or not what it was.
        """
        data = self._member(source) if source.inner else self._file(source.path)
        if hashlib.sha256(data).hexdigest() != source.sha256:
            raise ChangedError("other bytes than before")
        return data

    def _file(self, path: str) -> bytes:
        try:
            with (self._folder / path).open("rb") as file:
                # It was within the limit; what has grown is not read whole to see that.
                size = os.fstat(file.fileno()).st_size
                return file.read(min(size, self._limits.file_bytes) + 1)
        except OSError as error:
            raise ChangedError(error.strerror or str(error)) from error

    def _member(self, source: Source) -> bytes:
        try:
            if self._archive is None or self._path != source.path:
                self._archive = None  # before the next one is opened, not after
                self._archive = Archive(self._file(source.path), self._limits)
                self._path = source.path
            return self._archive.read(source.inner)
        except RefusedError as error:
            raise ChangedError(error.issue.reason) from error
