"""The crawl as Scrapy runs it: a walk through each site, many sites at a time.

Scrapy makes the requests (connections, TLS, HTTP, unpacking, its time limits); in which
order they are made is plain code in `flows.crawl.walk`, one request of a site after another.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from time import monotonic
from typing import Any

from scrapy import Spider

from flows.crawl.addresses import Addresses
from flows.crawl.fetch import Count, Fetcher
from flows.crawl.job import Job, own_parts
from flows.crawl.journal import Journal
from flows.crawl.known import Known
from flows.crawl.lanes import AllowedResolver
from flows.crawl.listing import Lister
from flows.crawl.manifest import read_manifest
from flows.crawl.model import Site
from flows.crawl.readers import Readers
from flows.crawl.result import CrawlResult, Problem, SiteResult
from flows.crawl.settings import CrawlSettings
from flows.crawl.vault import Vault
from flows.crawl.walk import Walk

PROBLEMS_KEPT = 1_000
Told = Callable[[tuple[int, int] | SiteResult], None]
"""Called with how many more entries there are and are done, or with a site's result."""


def scrapy_settings(settings: CrawlSettings) -> dict[str, Any]:
    """Scrapy's settings for a crawl: what it does by itself elsewhere, it leaves to us here."""
    handler, nothing = "flows.crawl.lanes.LaneHandler", dict[str, Any]()
    middlewares = "scrapy.downloadermiddlewares"
    return {
        "USER_AGENT": settings.user_agent,
        "DOWNLOAD_HANDLERS": {
            "http": handler, "https": handler,
            "data": None, "file": None, "ftp": None, "s3": None,
        },
        "TWISTED_DNS_RESOLVER": "scrapy.resolver.CachingHostnameResolver",
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DOWNLOAD_TIMEOUT": settings.timeout,
        "DOWNLOAD_MAXSIZE": settings.file_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_DELAY": 0,
        "CONCURRENT_REQUESTS": 0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
        },
        # Cookies, redirects, retries, robots.txt, proxies and credentials are not Scrapy's here.
        "DOWNLOADER_MIDDLEWARES_BASE": {
            f"{middlewares}.defaultheaders.DefaultHeadersMiddleware": 400,
            f"{middlewares}.useragent.UserAgentMiddleware": 500,
            f"{middlewares}.httpcompression.HttpCompressionMiddleware": 590,
        },
        "EXTENSIONS_BASE": nothing,
        "SPIDER_MIDDLEWARES_BASE": nothing,
        "TELNETCONSOLE_ENABLED": False,
        "COOKIES_ENABLED": False,
        "LOG_LEVEL": "CRITICAL",
    }  # fmt: skip


class SitesSpider(Spider):
    """Walks through the sites of a job; `outcome` is the result once it is over."""

    name = "sites"

    def __init__(self, job: Job, told: Told, **options: Any) -> None:
        super().__init__(self.name, **options)
        self.job, self.told = job, told
        self.outcome = job.result
        self.vault = Vault(job.settings.raw)
        self.error: BaseException | None = None

    async def start(self) -> AsyncIterator[Any]:
        """Walk through all sites."""
        try:
            with Journal(self.vault, self.job.result.run) as journal:
                self.outcome = await self._crawl(journal)
        except BaseException as error:
            self.error = error
        return
        yield  # Scrapy asks for requests here; the walks make them themselves.

    async def _crawl(self, journal: Journal) -> CrawlResult:
        settings = self.job.settings
        manifest = read_manifest(self.vault)
        until = monotonic() + settings.window
        engine = self.crawler.engine
        assert engine is not None
        addresses, refused = Addresses(settings.allowed), dict[str, str]()
        # Only now: Scrapy installs a resolver of its own when it starts.
        from twisted.internet import reactor

        resolver = AllowedResolver(reactor.nameResolver, addresses, settings.resolve, refused)
        reactor.installNameResolver(resolver)
        fetcher = Fetcher(settings, engine.download_async, refused, until, addresses)
        room = asyncio.Semaphore(settings.sites_at_once)
        problems: list[Problem] = []
        patterns = (self.job.parts or own_parts()).patterns
        readers = Readers(
            self.job.parts, settings.readers, settings.read_seconds, settings.read_bytes
        )

        async def through(site: Site) -> SiteResult:
            async with room:
                walk = Walk(
                    settings=settings,
                    site=site,
                    lister=Lister(settings, site, patterns, readers, fetcher),
                    readers=readers,
                    fetcher=fetcher,
                    vault=self.vault,
                    journal=journal,
                    load=partial(Known.of, manifest),
                    run=self.job.result.run,
                    clock=self._now,
                    told=lambda *entries: self.told(entries),
                )
                lists = await walk.lists()
                problems.extend(walk.problems[:PROBLEMS_KEPT])
                count = fetcher.counts.get(site.id, Count())
                seconds = round(count.ended - count.begun, 3)
                done = SiteResult(site.id, lists, count.requests, count.bytes, seconds)
                self.told(done)
                return done

        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(through(site)) for site in self.job.sites]
        finally:
            readers.close()
        problems.sort(key=lambda problem: (problem.site, problem.url))
        return replace(
            self.job.result,
            ended=self._now().isoformat(),
            problem="",
            sites=tuple(task.result() for task in tasks),
            problems=tuple(problems[:PROBLEMS_KEPT]),
        )

    def _now(self) -> datetime:
        return self.job.now or datetime.now(UTC)
