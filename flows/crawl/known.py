"""What earlier crawls found at some addresses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Self

import pyarrow as pa
import pyarrow.compute as pc

from flows.crawl.manifest import rows_of
from flows.crawl.row import Row


class Known:
    """Rows of the manifest, by address."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._now: dict[str, Row] = {}
        self._content: dict[str, Row] = {}
        self._below: dict[str, list[str]] = {}
        for row in rows:
            _latest(self._now, row)
            if row.sha256:
                _latest(self._content, row)
        for url, row in self._now.items():
            if row.parent_url:
                self._below.setdefault(row.parent_url, []).append(url)

    @classmethod
    def of(cls, manifest: pa.Table, urls: Collection[str]) -> Self:
        """What a manifest knows of some addresses, whichever site named them, and of what
        hangs on them.
        """
        wanted = pa.array(list(urls), pa.string())
        asked = pc.or_(pc.is_in(manifest["url"], wanted), pc.is_in(manifest["parent_url"], wanted))
        return cls(rows_of(manifest.filter(asked)))

    def now(self, url: str) -> Row | None:
        """What an address was when it was last seen."""
        return self._now.get(url)

    def content(self, url: str) -> Row | None:
        """The last content an address gave, whatever it gives now."""
        return self._content.get(url)

    def below(self, parent: str) -> Iterator[Row]:
        """The attachments of a page."""
        for url in self._below.get(parent, ()):
            yield self._now[url]


def _latest(rows: dict[str, Row], row: Row) -> None:
    before = rows.get(row.url)
    if before is None or (row.checked_at, row.last_seen) >= (before.checked_at, before.last_seen):
        rows[row.url] = row
