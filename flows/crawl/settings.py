"""The bounds of a crawl: how fast, how long, how large, how many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from flows.crawl.addresses import Network
from flows.options import fitting, section

MIB = 1024 * 1024
_PLAIN = (int, float, str)


@dataclass(frozen=True, slots=True)
class CrawlSettings:
    """What a crawl may do. Times are in seconds, sizes in bytes.

    - `raw`: the raw folder, in which the vault is.
    - `user_agent`: who asks, as it is told to every server.
    - `allowed`: networks that are not public and may be connected to (tests, own mirrors).
    - `resolve`: numeric addresses for names that are not to be looked up.
    - `window`: how long a crawl goes on asking; what is left is named and left for the next.
    - `timeout`: for one answer, from connecting to its last byte.
    - `tries`, `wait`: how often a request is made that failed for a passing reason, and how
      long its host is left alone after the first failure, doubled each time up to `longest_wait`.
    - `host_failures`: after so many failures one after another a host is asked no more.
    - `redirects`: followed for one request.
    - `list_bytes`, `file_bytes`: largest answer, as sent and unpacked, of a list and of
      anything else.
    - `list_answers`, `list_entries`: read of one list. `attachments`: followed from one page.
    - `readers`: processes that read pages, each within `read_seconds` and `read_bytes` of memory.
    - `sites_at_once`: sites that are walked through at the same time.
    """

    raw: Path
    user_agent: str = "gouji/0.1 (yearly open government information reports)"
    allowed: tuple[Network, ...] = ()
    resolve: Mapping[str, str] = field(default_factory=dict)
    window: float = 6 * 3600.0
    timeout: float = 60.0
    tries: int = 3
    wait: float = 10.0
    longest_wait: float = 300.0
    host_failures: int = 5
    redirects: int = 5
    list_bytes: int = 16 * MIB
    file_bytes: int = 64 * MIB
    list_answers: int = 1_000
    list_entries: int = 20_000
    attachments: int = 40
    readers: int = 2
    read_seconds: float = 60.0
    read_bytes: int = 1024 * MIB
    sites_at_once: int = 32


def crawl_settings(raw: Path, file: Path | None, given: Mapping[str, Any]) -> CrawlSettings:
    """The bounds in the section ``[crawl]`` of a settings file; those `given` in its options.

    Raises:
        Failure: the file cannot be read, or an option has not the type of its default.
    """
    usual = {f.name: f.default for f in fields(CrawlSettings) if isinstance(f.default, _PLAIN)}
    bounds = fitting(section(file, "crawl"), usual, file or "crawl")
    return CrawlSettings(raw, **{**bounds, **given})
