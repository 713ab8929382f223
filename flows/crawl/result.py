"""What a crawl did: for each list whether it was read whole, and what became of its entries.

It is kept as ``vault/_crawl/runs/<run>.json`` below the raw folder: the fields of
`CrawlResult`, with those of `SiteResult` and `ListResult` in it. The file is written before the
first request, with every list incomplete (``not_begun``), and again when the crawl ends: a
crawl that was killed therefore says so.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from flows.crawl.files import write_whole

NOT_BEGUN = "not_begun"


@dataclass(frozen=True, slots=True)
class ListResult:
    """One list of a site. `complete` says that all of it was read and each entry is settled.

    `problem` is why not: ``not_begun`` ``killed`` ``window_closed`` ``too_many_entries``
    ``too_many_pages`` ``fewer_than_promised`` ``entries_failed``, a `State` of the list's own
    answer (``unreachable``, ``blocked`` …), or what its pattern could not read; `detail`
    adds to it. `entries` are the distinct addresses listed, `reports` those of them that
    are reports (of this or an earlier night, attachments not counted); `new` and `changed`
    count contents that were not there before, attachments included; `states` counts what
    each entry's address is now, by `State`.
    """

    url: str
    agency: str = ""
    complete: bool = False
    problem: str = NOT_BEGUN
    detail: str = ""
    answers: int = 0
    promised: int | None = None
    entries: int = 0
    reports: int = 0
    asked: int = 0
    new: int = 0
    changed: int = 0
    states: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SiteResult:
    """One site: its lists, and how much was asked of it. `seconds` are those from first to last."""

    id: str
    lists: tuple[ListResult, ...]
    requests: int = 0
    bytes: int = 0
    seconds: float = 0.0

    @property
    def complete(self) -> bool:
        """Whether all lists are."""
        return all(one.complete for one in self.lists)


@dataclass(frozen=True, slots=True)
class Problem:
    """An address that gave neither a report nor a clear no: its state and the reason."""

    site: str
    url: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class CrawlResult:
    """A crawl: times are UTC in ISO form; `problem` is why it ended early, or empty.

    `run` names its rows in the manifest. `problems` holds at most the first thousand;
    the manifest has all.
    """

    run: str
    started: str
    ended: str = ""
    problem: str = NOT_BEGUN
    sites: tuple[SiteResult, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether the crawl came to its end and every list of every site is complete."""
        return not self.problem and all(site.complete for site in self.sites)


def save_result(path: Path, result: CrawlResult) -> None:
    """Write a result in the place of what was there, whole or not at all."""
    write_whole(path, json.dumps(asdict(result), ensure_ascii=False, indent=1).encode() + b"\n")


def load_result(path: Path) -> CrawlResult:
    """A result as it was saved.

    Raises:
        OSError, ValueError, TypeError, KeyError: it is not there, or is none.
    """
    held: dict[str, Any] = json.loads(path.read_bytes())
    sites = tuple(
        SiteResult(**{**site, "lists": tuple(ListResult(**one) for one in site["lists"])})
        for site in held.pop("sites")
    )
    problems = tuple(Problem(**one) for one in held.pop("problems"))
    return CrawlResult(**held, sites=sites, problems=problems)
