"""Documents read before their turn: several in one run of a program that starts slowly."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from extract import sniff
from extract.document import Document
from extract.limits import Limits
from flows.contents import ChangedError, Contents
from flows.raw import Source

MOST_FILES = 20


class Ahead:
    """Reads files of the older Word formats together, when the first of them is due.

    `sources` are the files of a batch in the order in which they are due. A file
    that could not be read together with others is left to be read alone.
    """

    def __init__(self, sources: Iterable[Source], contents: Contents, limits: Limits) -> None:
        self._limits = limits
        self._coming = self._legacy(sources, contents)
        self._asked: set[str] = set()
        self._read: dict[str, Document] = {}

    def take(self, data: bytes) -> Document | None:
        """The document that was read ahead; each only once."""
        if sniff.sniff(data) not in sniff.THROUGH_OFFICE:
            return None
        key = _key(data)
        if key not in self._asked:
            self._read_next()
        return self._read.pop(key, None)

    def _read_next(self) -> None:
        from extract.readers.legacy import read_together

        files: dict[str, bytes] = {}
        size = 0
        for data in self._coming:
            files[_key(data)] = data
            size += len(data)
            if len(files) >= MOST_FILES or size > self._limits.file_bytes:
                break
        self._asked |= files.keys()
        # A file that is alone costs nothing more when it is read in its turn.
        if len(files) > 1:
            self._read |= read_together(files, self._limits)

    @staticmethod
    def _legacy(sources: Iterable[Source], contents: Contents) -> Iterator[bytes]:
        for source in sources:
            try:
                data = contents.read(source)
            except ChangedError:
                continue
            if sniff.sniff(data) in sniff.THROUGH_OFFICE:
                yield data


def _key(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
