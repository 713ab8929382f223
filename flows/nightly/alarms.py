"""What of a crawl is no quiet night: held against earlier ones, by ``bounds.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from flows.crawl.result import CrawlResult, ListResult, SiteResult, load_result
from flows.crawl.vault import Vault
from flows.nightly.ledger import reason_of
from flows.nightly.night import Alarm

BOUNDS_FILE = Path(__file__).with_name("bounds.toml")
# A whole site that has one of these is an alarm of its own, not one for each list.
_OF_SITE = {"site_down": "site_down", "blocked": "site_blocked"}


@cache
def bounds() -> dict[str, Any]:
    """The bounds, by name."""
    return tomllib.loads(BOUNDS_FILE.read_text(encoding="utf-8"))


def crawls(raw: Path, most: int | None = None) -> list[CrawlResult]:
    """The results of the last crawls, the latest first; those that cannot be read are left out."""
    found = []
    wanted = (most or bounds()["crawls_looked_at"]) + 1
    for path in sorted((Vault(raw).records / "runs").glob("*.json"), reverse=True)[:wanted]:
        try:
            found.append(load_result(path))
        except (OSError, ValueError, TypeError, KeyError):
            continue
    return found


def find_alarms(now: CrawlResult, earlier: Sequence[CrawlResult]) -> tuple[Alarm, ...]:
    """The alarms of a crawl; `earlier` are those before it, the latest first."""
    found = []
    if now.problem:
        found.append(Alarm("crawl_incomplete", detail=now.problem))
    for site in now.sites:
        kind = _of_site(site)
        if kind:
            found.append(Alarm(kind, site.id, detail=site.lists[0].detail))
        else:
            found += _of_lists(site, earlier)
    return tuple(found)


def _of_site(site: SiteResult) -> str:
    reasons = {reason_of(one.problem) for one in site.lists}
    return _OF_SITE.get(reasons.pop(), "") if len(reasons) == 1 else ""


def _of_lists(site: SiteResult, earlier: Sequence[CrawlResult]) -> Iterator[Alarm]:
    for one in site.lists:
        before = _last_whole(site.id, one.url, earlier)
        if before is None:
            continue
        seen = f"{before.entries} → {one.entries}"
        if reason_of(one.problem) == "list_changed":
            yield Alarm("list_changed", site.id, one.url, f"{one.problem} ({seen})")
        elif one.complete and _shrank(before.entries, one.entries):
            yield Alarm("list_shrank", site.id, one.url, seen)


def _shrank(before: int, now: int) -> bool:
    return bool(before >= bounds()["list_entries"] and now <= before * bounds()["list_share"])


def _last_whole(site: str, url: str, earlier: Sequence[CrawlResult]) -> ListResult | None:
    """What a list gave when it was last read whole."""
    for crawl in earlier:
        for of in crawl.sites:
            for one in of.lists if of.id == site else ():
                if one.url == url and one.complete:
                    return one
    return None
