"""The process in which Scrapy runs, and how it is started, followed and ended."""

from __future__ import annotations

import multiprocessing
from dataclasses import replace
from multiprocessing.connection import Connection, wait
from time import monotonic
from typing import Any

from flows.crawl.ending import end_with_parent
from flows.crawl.job import Job, Told
from flows.crawl.model import Site
from flows.crawl.result import CrawlResult, SiteResult
from flows.failure import Failure

_GRACE = 120.0
"""Seconds after its window and one answer's time in which a crawl has to end by itself."""
_LAST = 10.0
"""Seconds in which the process has to end once it has said all."""


def run_child(job: Job, told: Told) -> CrawlResult:
    """Do a job in a process of its own; its result, also when it had to be ended or was killed.

    Raises:
        Failure: it failed with one.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_main, args=(_sent(job), theirs), name="gouji-crawl")
    process.start()
    theirs.close()
    try:
        until = monotonic() + job.settings.window + job.settings.timeout + _GRACE
        found = _follow(job, ours, told, until)
        process.join(timeout=_LAST)
        return found
    finally:
        process.kill()
        process.join()
        ours.close()


def _sent(job: Job) -> Job:
    """The job with plain dictionaries, which another process can be given."""
    return replace(job, sites=tuple(map(_plain, job.sites)))


def _plain(site: Site) -> Site:
    lists = tuple(replace(page, options=dict(page.options)) for page in site.lists)
    return replace(site, lists=lists, insecure=dict(site.insecure))


def _follow(job: Job, pipe: Connection, told: Told, until: float) -> CrawlResult:
    done: dict[str, SiteResult] = {}
    while wait([pipe], max(0.0, until - monotonic())):
        try:
            said: Any = pipe.recv()
        except (EOFError, OSError):
            break
        if isinstance(said, CrawlResult):
            return said
        if isinstance(said, BaseException):
            raise said
        if isinstance(said, SiteResult):
            done[said.id] = said
        else:
            told(*said)
    sites = tuple(done.get(site.id, site) for site in job.result.sites)
    return replace(job.result, sites=sites)


def _main(job: Job, pipe: Connection) -> None:
    end_with_parent()
    # Imported here: the parent never has Scrapy's reactor.
    from scrapy.crawler import CrawlerProcess

    from flows.crawl.spider import SitesSpider, scrapy_settings

    process = CrawlerProcess(scrapy_settings(job.settings))
    crawler = process.create_crawler(SitesSpider)
    process.crawl(crawler, job=job, told=pipe.send)
    process.start(install_signal_handlers=False)
    spider = crawler.spider
    assert isinstance(spider, SitesSpider)
    pipe.send(_sendable(spider.error) if spider.error else spider.outcome)
    pipe.close()


def _sendable(error: BaseException) -> BaseException:
    """The failure in a group, or the error in words."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error if isinstance(error, Failure) else RuntimeError(f"{type(error).__name__}: {error}")
