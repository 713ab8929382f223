"""Crawls of test servers: their bounds, and what they came to."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.crawl.addresses import networks
from flows.crawl.manifest import read_manifest, rows_of
from flows.crawl.result import CrawlResult, ListResult
from flows.crawl.row import Row
from flows.crawl.settings import CrawlSettings
from flows.crawl.vault import Vault

NIGHT = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)


def bounds(raw: Path, **more: Any) -> CrawlSettings:
    usual: dict[str, Any] = {"wait": 0.02, "timeout": 10.0, "allowed": networks(["127.0.0.0/8"])}
    return CrawlSettings(raw, **{**usual, **more})


def known(raw: Path) -> dict[str, Row]:
    """What each address is now."""
    rows = sorted(rows_of(read_manifest(Vault(raw))), key=lambda row: row.checked_at)
    return {row.url: row for row in rows}


def only(result: CrawlResult) -> ListResult:
    [site] = result.sites
    [one] = site.lists
    return one
