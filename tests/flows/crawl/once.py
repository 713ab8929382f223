"""One crawl of one list on a server of the tests, in a process that a test may kill."""

from __future__ import annotations

import sys
from pathlib import Path

from flows.crawl.addresses import networks
from flows.crawl.model import ListPage, Site
from flows.crawl.run import crawl
from flows.crawl.settings import CrawlSettings
from tests.flows.crawl.parts import PARTS


def main(raw: str, host: str) -> None:
    """Crawl ``/list`` at a host into a raw folder."""
    pages = (ListPage(f"http://{host}/list", "links"),)
    site = Site("one", "one", (host.partition(":")[0],), pages, pace=0.01)
    crawl(CrawlSettings(Path(raw), allowed=networks(["127.0.0.0/8"])), [site], PARTS)


if __name__ == "__main__":
    main(*sys.argv[1:])
