"""What a crawl is to do, as it is handed to the process that does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flows.crawl.model import Answer, Article, Pattern, Site
from flows.crawl.result import CrawlResult
from flows.crawl.settings import CrawlSettings

Told = Callable[[int, int], None]
"""Called with how many more entries are known of, and how many more are done."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What knows the pages: the patterns of lists by name, and the recogniser of reports."""

    patterns: Mapping[str, Pattern]
    read_article: Callable[[Answer, str, Site], Article]


@dataclass(frozen=True, slots=True)
class Job:
    """The sites of a crawl. `result` is what is true of it as long as nothing is done.

    `parts` are the project's own unless given; `now` is the time of the crawl, the
    clock's unless given.
    """

    settings: CrawlSettings
    sites: tuple[Site, ...]
    parts: Parts | None
    result: CrawlResult
    now: datetime | None = None


def own_parts() -> Parts:
    """The project's patterns and recogniser."""
    from flows.crawl.article import read_article
    from flows.crawl.patterns import PATTERNS

    return Parts(dict(PATTERNS), read_article)
