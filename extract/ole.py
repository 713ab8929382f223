"""The directory of an OLE compound file (MS-CFB), read within bounds."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_ENTRY_BYTES = 128
_MOST_ENTRIES = 4_096
_MOST_SECTORS = 1 << 17
_NONE = 0xFFFFFFFF
_LAST_SECTOR = 0xFFFFFFFA
_STREAM = 2
_HEADER = 76
_SMALL = 4_096
_SMALL_SECTOR = 64


class Ole:
    """The streams and storages that stand directly in the root of a compound file.

    A damaged file has no names, or those that could be reached.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._size = 512
        self._table: list[int] = []
        self._entries: dict[str, tuple[int, int, int]] = {}
        self._directory = self._shared_start = self._small_start = _NONE
        self._shared = b""
        self._small_table: tuple[int, ...] = ()
        try:
            self._open()
        except (struct.error, IndexError):
            self._entries.clear()

    @property
    def names(self) -> frozenset[str]:
        """Names in the root: what stands inside an embedded object is not among them."""
        return frozenset(self._entries)

    def is_whole(self, name: str) -> bool:
        """Whether there is such a stream, and all that the directory promises of it."""
        kind, _, size = self._entries.get(name, (0, _NONE, 0))
        return kind == _STREAM and len(self.stream(name)) == size

    def stream(self, name: str) -> bytes:
        """The content of a stream; empty where there is none such, short where it is cut off."""
        kind, start, size = self._entries.get(name, (0, _NONE, 0))
        if kind != _STREAM:
            return b""
        return b"".join(self._large(start, size) if size >= _SMALL else self._small(start))[:size]

    def is_endless(self, name: str) -> bool:
        """Whether the sectors of the directory or of a stream go round in a circle.

        No writer makes such a file, and a library that follows them takes all memory.
        """
        if self._circles(self._table, self._directory, self._small_start, self._shared_start):
            return True
        kind, start, size = self._entries.get(name, (0, _NONE, 0))
        table = self._table if size >= _SMALL else self._small_table
        return kind == _STREAM and self._circles(table, start)

    @staticmethod
    def _circles(table: Sequence[int], *starts: int) -> bool:
        for sector in starts:
            left = len(table)
            while sector < len(table) and left >= 0:
                sector, left = table[sector], left - 1
            if left < 0:
                return True
        return False

    def _open(self) -> None:
        shift = struct.unpack_from("<H", self._data, 30)[0]
        if shift not in (9, 12):
            return
        self._size = 1 << shift
        self._directory = struct.unpack_from("<I", self._data, 48)[0]
        for sector in self._table_sectors():
            self._table.extend(struct.unpack(f"<{self._size // 4}I", self._sector(sector)))
            if len(self._table) > _MOST_SECTORS:
                break
        directory = b"".join(self._chain(self._directory, _MOST_ENTRIES))
        self._read_directory(directory)
        self._read_small(directory)

    def _table_sectors(self) -> Iterator[int]:
        """The sectors of the allocation table, from the header and the sectors it continues in."""
        yield from (s for s in struct.unpack_from("<109I", self._data, _HEADER) if s < _LAST_SECTOR)
        following = struct.unpack_from("<I", self._data, 68)[0]
        for _ in range(_MOST_SECTORS // self._size):
            if following >= _LAST_SECTOR:
                return
            *sectors, following = struct.unpack(f"<{self._size // 4}I", self._sector(following))
            yield from (sector for sector in sectors if sector < _LAST_SECTOR)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        content = self._data[start : start + self._size]
        if len(content) < self._size:
            raise IndexError(number)
        return content

    def _chain(self, sector: int, most: int = _MOST_SECTORS) -> Iterator[bytes]:
        for _ in range(most):
            if sector >= len(self._table):
                return
            start = (sector + 1) * self._size
            yield self._data[start : start + self._size]
            sector = self._table[sector]

    def _read_small(self, directory: bytes) -> None:
        """Small streams share the root's own, cut into sectors of their own (2.4, 2.6.3)."""
        if directory:
            self._shared_start, size = struct.unpack_from("<II", directory, 116)
            self._shared = b"".join(self._large(self._shared_start, size))[:size]
            self._small_start, count = struct.unpack_from("<II", self._data, 60)
            table = b"".join(self._large(self._small_start, count * self._size))
            self._small_table = struct.unpack(f"<{len(table) // 4}I", table[: len(table) & ~3])

    def _large(self, sector: int, size: int) -> Iterator[bytes]:
        # No stream is longer than the file, whatever its directory says.
        return self._chain(sector, min(size, len(self._data)) // self._size + 1)

    def _small(self, sector: int) -> Iterator[bytes]:
        for _ in range(_SMALL // _SMALL_SECTOR):
            if sector >= len(self._small_table):
                return
            yield self._shared[sector * _SMALL_SECTOR : (sector + 1) * _SMALL_SECTOR]
            sector = self._small_table[sector]

    def _read_directory(self, directory: bytes) -> None:
        """The root's children: a tree of siblings that hangs on the root entry (2.6.4)."""
        waiting = [struct.unpack_from("<I", directory, 76)[0]] if directory else []
        seen: set[int] = set()
        while waiting and len(seen) < _MOST_ENTRIES:
            at = waiting.pop()
            if at in seen or (at + 1) * _ENTRY_BYTES > len(directory):
                continue
            seen.add(at)
            entry = directory[at * _ENTRY_BYTES : (at + 1) * _ENTRY_BYTES]
            length, kind = struct.unpack_from("<HB", entry, 64)
            left, right = struct.unpack_from("<II", entry, 68)
            start, size = struct.unpack_from("<II", entry, 116)
            name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            self._entries.setdefault(name, (kind, start, size))
            waiting.extend((left, right))
