"""Where the files of a build come from, as far as the manifest of the crawls knows.

Only what a build makes use of is looked at: that a page was seen once more changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, astuple, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from flows.crawl.vault import Vault

if TYPE_CHECKING:
    import pyarrow as pa

_COLUMNS = ("url", "sha256", "final_url", "published", "division")


@dataclass(frozen=True, slots=True)
class Provenance:
    """Of a file that was fetched: where from, when the site says that it was published, and
    the division of the site. Of several addresses with the same bytes the first in order
    counts; the division, only if it is the same for all of them.

    `replaced` says that each of these addresses gave something else later.
    """

    source_url: str
    published_on: date | None
    division: str
    replaced: bool


def provenance(raw: Path, contents: Mapping[str, str]) -> Mapping[str, Provenance]:
    """What is known of files, by their names in the dataset.

    `contents` are the hashes of the files that they are or lie in: a file in an archive
    comes from where the archive does.
    """
    vault = Vault(raw)
    if not vault.records.is_dir():
        return {}
    # Only where there is a manifest: pyarrow takes a while to import.
    from flows.crawl.manifest import read_manifest

    known = _by_content(read_manifest(vault))
    return {name: known[sha256] for name, sha256 in contents.items() if sha256 in known}


def digest(found: Mapping[str, Provenance]) -> str:
    """The same for the same provenance; empty when nothing is known of any file."""
    if not found:
        return ""
    said = "\n".join("\0".join(map(str, (n, *astuple(found[n])))) for n in sorted(found))
    return hashlib.sha256(said.encode()).hexdigest()


def provenance_table(found: Mapping[str, Provenance]) -> pa.Table:
    """The provenance as a table: the fields, and `source_name`."""
    import pyarrow as pa

    shape = pa.schema(
        [
            ("source_name", pa.string()),
            ("source_url", pa.string()),
            ("published_on", pa.date32()),
            ("division", pa.string()),
            ("replaced", pa.bool_()),
        ]
    )
    rows = [{"source_name": name, **asdict(found[name])} for name in sorted(found)]
    return pa.Table.from_pylist(rows, shape)


@dataclass(slots=True)
class _Seen:
    """A content at an address; `when` tells the order in which an address gave its contents."""

    url: str
    sha256: str
    final_url: str
    published: date | None
    division: str
    when: tuple[int, int, str]
    replaced: bool = False


def _by_content(manifest: pa.Table) -> dict[str, Provenance]:
    latest: dict[str, _Seen] = {}
    by_content: dict[str, list[_Seen]] = {}
    for seen in _rows(manifest):
        by_content.setdefault(seen.sha256, []).append(seen)
        last = latest.setdefault(seen.url, seen)
        older, newer = (last, seen) if last.when <= seen.when else (seen, last)
        if older is not newer:
            older.replaced = True
            latest[seen.url] = newer
    return {sha256: _of(same) for sha256, same in by_content.items()}


def _rows(manifest: pa.Table) -> Iterator[_Seen]:
    import pyarrow as pa
    import pyarrow.compute as pc

    kept = pc.and_(pc.not_equal(manifest["url"], ""), pc.not_equal(manifest["sha256"], ""))
    rows = manifest.filter(kept)
    # Times as numbers: as objects they would take most of the time of all this.
    checked = rows["checked_at"].cast(pa.int64())
    fetched = pc.coalesce(rows["fetched_at"].cast(pa.int64()), checked)
    columns = [*(rows[name] for name in _COLUMNS), fetched, checked]
    for url, sha256, final, published, division, once, again in zip(
        *(column.to_pylist() for column in columns), strict=True
    ):
        yield _Seen(url, sha256, final, published, division, (once, again, sha256))


def _of(same: list[_Seen]) -> Provenance:
    """Of all addresses that gave the same bytes."""
    now = sorted((s for s in same if not s.replaced), key=lambda seen: seen.url) or same
    places = {seen.division for seen in now} - {""}
    return Provenance(
        source_url=now[0].final_url or now[0].url,
        published_on=next((seen.published for seen in now if seen.published), None),
        division=places.pop() if len(places) == 1 else "",
        replaced=all(seen.replaced for seen in same),
    )
